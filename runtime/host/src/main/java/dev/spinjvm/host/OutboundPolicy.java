package dev.spinjvm.host;

import dev.spinjvm.loader.AllowedOutboundHosts;
import dev.spinjvm.wasi.http.OutgoingHttp;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// What one component may call.
///
/// @param allowed the component's `allowed_outbound_hosts`
/// @param disallowed is told of each refused call, on the guest's thread
/// @param self where the application itself is reached; empty while, or if, it listens nowhere
/// @param chained the way to another component of the application by its id, for hosts of the form
///     `<component>.spin.internal`; empty if there is none
public record OutboundPolicy(AllowedOutboundHosts allowed, Consumer<DisallowedHost> disallowed, Supplier<Optional<SelfOrigin>> self,
        Function<String, Optional<OutgoingHttp>> chained) {

    /// A policy without self requests and service chaining.
    public OutboundPolicy(AllowedOutboundHosts allowed, Consumer<DisallowedHost> disallowed) {
        this(allowed, disallowed, Optional::empty, id -> Optional.empty());
    }
}
