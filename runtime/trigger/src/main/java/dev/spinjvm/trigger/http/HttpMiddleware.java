package dev.spinjvm.trigger.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.spinjvm.component.Component;
import dev.spinjvm.component.Dependency;
import dev.spinjvm.component.binary.Names;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedDependency;
import dev.spinjvm.trigger.guests.Guest;
import dev.spinjvm.trigger.guests.GuestLoader;

/// Puts middleware before a component: each imports the handler that it exports, and calls the next one through it.
final class HttpMiddleware {
    private HttpMiddleware() {}

    /// The outermost of a chain that ends with the guest itself.
    ///
    /// @throws IllegalArgumentException if a component cannot be part of the chain
    static Guest before(Guest guest, LockedComponent locked, GuestLoader loader) throws IOException {
        Map<String, List<LockedDependency>> roles = locked.triggerDependencies();
        List<LockedDependency> chain = roles.getOrDefault(LockedApp.MIDDLEWARE, List.of());
        if (!roles.isEmpty() && (roles.size() > 1 || !roles.containsKey(LockedApp.MIDDLEWARE))) {
            throw new IllegalArgumentException("the HTTP trigger's only allowed trigger dependency is `middleware`");
        }
        Guest next = guest;
        String name = locked.id();
        for (int i = chain.size() - 1; i >= 0; i--) {
            String handler = HttpHandlerExport.find(next.component().exports());
            String what = "middleware " + (i + 1);
            Component component = loader.load(what, chain.get(i));
            var dependency = new Dependency(name, next.component(), next.host(), Map.of(handlerImport(component, what), handler), next
                    .dependencies());
            next = new Guest(component, loader.hostFor(chain.get(i).inherit()), List.of(dependency));
            name = what;
        }
        return next;
    }

    private static String handlerImport(Component component, String what) {
        String handler;
        try {
            handler = HttpHandlerExport.find(component.exports());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
        }
        return component.imports().stream().filter(name -> Names.linkKey(name).equals(Names.linkKey(handler))).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + " exports `" + handler
                        + "` but does not import it, so it cannot pass a request on to the component behind it"));
    }
}
