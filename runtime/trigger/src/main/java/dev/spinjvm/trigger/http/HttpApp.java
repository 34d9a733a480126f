package dev.spinjvm.trigger.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedTrigger;
import dev.spinjvm.trigger.TriggerConsole;
import dev.spinjvm.trigger.TriggerException;
import org.jspecify.annotations.Nullable;

/// What the HTTP trigger needs to know of an application. Immutable.
final class HttpApp {
    private final Router router;
    private final Map<String, StaticResponse> staticResponses;
    private final Set<String> componentIds;
    private final List<StartupReport.Entry> routes;
    private final String info;

    private HttpApp(LockedApp app, List<HttpRouteConfig> configs) {
        List<Router.Entry> entries = new ArrayList<>();
        this.staticResponses = new HashMap<>();
        this.componentIds = new LinkedHashSet<>();
        for (HttpRouteConfig config : configs) {
            config.route().ifPresent(route -> entries.add(new Router.Entry(config.target(), route)));
            config.staticResponse().ifPresent(fixed -> staticResponses.put(config.target().id(), fixed));
            if (config.target() instanceof RouteTarget.Component(String id)) {
                componentIds.add(id);
            }
        }
        this.router = Router.of(entries);
        this.routes = router.routes().stream().map(route -> entry(app, route)).toList();
        this.info = infoOf(app);
    }

    /// Reads the triggers of type `http`.
    ///
    /// @throws TriggerException if one of them is not valid, or names a component that does not exist
    static HttpApp of(LockedApp app) {
        Object base = app.triggerSettings("http").get("base");
        if (base != null && !base.equals("/")) {
            throw new TriggerException("This application is using the deprecated trigger 'base' field. "
                    + "The base must be prepended to each [[trigger.http]]'s 'route'.");
        }
        List<HttpRouteConfig> configs = new ArrayList<>();
        for (LockedTrigger trigger : app.triggers("http")) {
            HttpRouteConfig config = HttpRouteConfig.read(trigger.id(), trigger.config());
            if (config.target() instanceof RouteTarget.Component(String id) && app.component(id).isEmpty()) {
                throw new TriggerException("http trigger '" + trigger.id() + "' names the component '" + id
                        + "', which does not exist in the application");
            }
            configs.add(config);
        }
        return new HttpApp(app, configs);
    }

    Router router() {
        return router;
    }

    /// The components that some route or private endpoint starts, in order.
    Set<String> componentIds() {
        return componentIds;
    }

    /// The routes as they are shown, in the order in which they are tried.
    List<StartupReport.Entry> routes() {
        return routes;
    }

    StaticResponse staticResponse(String triggerId) {
        StaticResponse fixed = staticResponses.get(triggerId);
        if (fixed == null) {
            throw new IllegalStateException("trigger '" + triggerId + "' has no static response");
        }
        return fixed;
    }

    /// The body of `/.well-known/spin/info`.
    String info() {
        return info;
    }

    /// Tells the user about routes that can never be reached.
    void report(TriggerConsole console) {
        if (!router.duplicates().isEmpty()) {
            console.error("spin_trigger_http", "The following component routes are duplicates and will never be used:");
            for (Router.Duplicate duplicate : router.duplicates()) {
                console.error("spin_trigger_http", "  " + duplicate.replacedId() + ": " + duplicate.route() + " (duplicate of "
                        + duplicate.effectiveId() + ")");
            }
        }
        if (router.containsReservedRoute()) {
            console.error("spin_trigger_http",
                    "Routes under " + Router.WELL_KNOWN_PREFIX + " are handled by the Spin runtime and will never be reached");
        }
    }

    private static StartupReport.Entry entry(LockedApp app, Route route) {
        Optional<String> description = route.target() instanceof RouteTarget.Component(String id)
                ? app.component(id).flatMap(LockedComponent::description)
                : Optional.empty();
        return new StartupReport.Entry(route.target().id(), route.path(), route.wildcard(), description);
    }

    private static String infoOf(LockedApp app) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("name", app.name());
        fields.put("version", app.metadata().get("version"));
        fields.put("bindle_version", app.metadata().get("bindle_version"));
        fields.put("oci_image_digest", app.metadata().get("oci_image_digest"));
        var text = new StringBuilder("{");
        fields.forEach((key, value) -> {
            if (value instanceof String string) {
                text.append(text.length() == 1 ? "\n  " : ",\n  ").append(JsonText.quote(key)).append(": ").append(JsonText.quote(string));
            }
        });
        return text.append("\n}").toString();
    }
}
