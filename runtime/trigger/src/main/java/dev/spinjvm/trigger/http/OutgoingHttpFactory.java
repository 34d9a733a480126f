package dev.spinjvm.trigger.http;

import java.net.URI;
import java.util.function.Supplier;

import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.wasi.http.OutgoingHttp;

/// Makes the client through which the guests of a component call out. Called once per component, before anything is served.
@FunctionalInterface
public interface OutgoingHttpFactory {
    /// @param self the URL at which the application itself listens; answers from the moment the trigger has started
    OutgoingHttp forComponent(LockedComponent component, Supplier<URI> self);
}
