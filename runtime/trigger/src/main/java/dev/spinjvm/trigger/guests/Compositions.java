package dev.spinjvm.trigger.guests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.spinjvm.component.DependencyMatch;
import dev.spinjvm.component.LinkException;
import dev.spinjvm.component.binary.ComponentDecoder;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.binary.Names;
import dev.spinjvm.component.compose.ComponentComposer;
import dev.spinjvm.component.compose.ComposeException;
import dev.spinjvm.component.compose.Restriction;
import dev.spinjvm.host.capabilities.Capabilities;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedDependency;

/// Composes components of a locked application with what they depend on, for hosts that run single components. A dependency
/// that does not inherit a capability carries the denials with it.
public final class Compositions {
    private static final String INCOMING_HANDLER = "wasi:http/incoming-handler@0.2.";
    private static final String HANDLER = "wasi:http/handler@0.3.";

    private Compositions() {}

    /// Whether there is anything to compose.
    public static boolean isNeeded(LockedComponent component) {
        return !component.dependencies().isEmpty() || !component.triggerDependencies().isEmpty();
    }

    /// The bytes of one component that is the given one with its dependencies and, outermost, its middleware.
    ///
    /// @throws LoadException if it cannot be composed; the message says why
    public static byte[] compose(LockedComponent component) {
        try {
            return behindMiddleware(component, withDependencies(component));
        } catch (ComposeException | MalformedComponentException | IllegalArgumentException | IOException e) {
            throw new LoadException("Failed to compose component '" + component.id() + "': " + e.getMessage(), e);
        } catch (LinkException e) {
            throw new LoadException("Failed to compose component '" + component.id() + "': " + String.join("\n", e.problems()), e);
        }
    }

    private static byte[] withDependencies(LockedComponent component)
            throws IOException, MalformedComponentException, LinkException, ComposeException {
        byte[] root = SourceBytes.read(component.source());
        if (component.dependencies().isEmpty()) {
            return root;
        }
        List<ComponentComposer.Part> parts = new ArrayList<>();
        List<DependencyMatch.Candidate> candidates = new ArrayList<>();
        for (Map.Entry<String, LockedDependency> entry : component.dependencies().entrySet()) {
            LockedDependency dependency = entry.getValue();
            byte[] bytes = SourceBytes.read(dependency.source());
            parts.add(part("dependency " + entry.getKey(), bytes, dependency));
            candidates.add(new DependencyMatch.Candidate(entry.getKey(), dependency.export(), exports(bytes)));
        }
        List<Map<String, String>> imports = DependencyMatch.match(component.id(), imports(root), candidates);
        List<ComponentComposer.Dependency> dependencies = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            dependencies.add(new ComponentComposer.Dependency(parts.get(i), imports.get(i)));
        }
        return ComponentComposer.compose(new ComponentComposer.Part(component.id(), root, Restriction.NONE), dependencies);
    }

    private static byte[] behindMiddleware(LockedComponent component, byte[] composed)
            throws IOException, MalformedComponentException, ComposeException {
        Map<String, List<LockedDependency>> roles = component.triggerDependencies();
        List<LockedDependency> chain = roles.getOrDefault(LockedApp.MIDDLEWARE, List.of());
        if (!roles.isEmpty() && (roles.size() > 1 || !roles.containsKey(LockedApp.MIDDLEWARE))) {
            throw new LoadException("the HTTP trigger's only allowed trigger dependency is `middleware`");
        }
        byte[] next = composed;
        for (int i = chain.size() - 1; i >= 0; i--) {
            String what = "middleware " + (i + 1);
            byte[] middleware = SourceBytes.read(chain.get(i).source());
            String handler = handler(exports(next), "the component behind " + what);
            String own = handler(exports(middleware), what);
            String wanted = imports(middleware).stream().filter(name -> Names.linkKey(name).equals(Names.linkKey(own))).findFirst()
                    .orElseThrow(() -> new LoadException(what + " exports `" + own
                            + "` but does not import it, so it cannot pass a request on to the component behind it"));
            next = ComponentComposer.compose(part(what, middleware, chain.get(i)), List.of(new ComponentComposer.Dependency(
                    new ComponentComposer.Part(component.id(), next, Restriction.NONE), Map.of(wanted, handler))));
        }
        return next;
    }

    private static String handler(List<String> exports, String what) {
        return exports.stream().filter(name -> name.startsWith(INCOMING_HANDLER) || name.startsWith(HANDLER)).findFirst()
                .orElseThrow(() -> new LoadException(what + " handles no HTTP requests"));
    }

    private static ComponentComposer.Part part(String name, byte[] bytes, LockedDependency dependency) {
        return new ComponentComposer.Part(name, bytes, Capabilities.restriction(dependency.inherit()));
    }

    private static List<String> imports(byte[] component) throws MalformedComponentException {
        return ComponentDecoder.decode(component).importNames();
    }

    private static List<String> exports(byte[] component) throws MalformedComponentException {
        return ComponentDecoder.decode(component).exportNames();
    }
}
