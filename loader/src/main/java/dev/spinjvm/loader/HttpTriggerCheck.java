package dev.spinjvm.loader;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.spinjvm.loader.Manifest.Trigger;

/// Checks the keys of `[[trigger.http]]`, so that mistakes show their place in the manifest rather than appear when the server starts.
final class HttpTriggerCheck {
    private static final String RESERVED = "/.well-known/spin";

    private HttpTriggerCheck() {}

    static void check(Trigger trigger) {
        TomlFields fields = trigger.fields().again();
        fields.value("id");
        boolean component = fields.value("component") != null || trigger.component() != null;
        dependencies(fields);
        fields.value("components");
        route(fields, trigger.id());
        executor(fields);
        TomlValue response = fields.value("static_response");
        if (response != null) {
            staticResponse(response);
        }
        fields.finish();
        if (component == (response != null)) {
            fields.error("Triggers must specify either component or static_response - " + trigger.id() + " has "
                    + (component ? "both" : "neither"), null);
        }
    }

    private static void route(TomlFields fields, String triggerId) {
        TomlValue route = fields.value("route");
        String hint = "write `route = \"/hello\"`, `route = \"/hello/...\"` for everything below it, or `route = { private = true }`";
        if (route == null) {
            fields.text().error(fields.at(), "missing field `route`", hint);
        } else if (route.isText()) {
            path(route, String.valueOf(route.text()));
        } else if (route.isTable()) {
            TomlFields endpoint = route.table();
            if (endpoint != null) {
                TomlValue isPrivate = endpoint.required("private");
                if (isPrivate != null && Boolean.FALSE.equals(isPrivate.flag())) {
                    isPrivate.error("route must be a string pattern or '{ private = true }': '" + triggerId + "' has { private = false }",
                            hint);
                }
                endpoint.finish();
            }
        } else {
            route.error("route must be a string pattern or '{ private = true }'", hint);
        }
    }

    private static void path(TomlValue route, String path) {
        if (!path.startsWith("/")) {
            route.error("a route must start with '/'", "write `route = \"/" + path + "\"`");
        }
        String[] segments = path.split("/");
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            if (i < segments.length - 1 && (segment.equals("...") || segment.equals("*"))) {
                route.error("a wildcard may only stand at the end of a route");
            } else if (segment.equals(":")) {
                route.error("params must be named", "write a name after the colon, such as `:id`");
            }
        }
        if (path.equals(RESERVED) || path.startsWith(RESERVED + "/")) {
            route.warn("routes below " + RESERVED + " are answered by Spin itself", "choose another route");
        }
    }

    /// Warns of triggers that no request can reach.
    static void checkRoutes(List<Trigger> triggers) {
        Map<String, Trigger> byRoute = new HashMap<>();
        for (Trigger trigger : triggers) {
            if (trigger.config().get("route") instanceof String route) {
                Trigger replaced = byRoute.put(route, trigger);
                TomlValue again = replaced == null ? null : trigger.fields().again().value("route");
                if (replaced != null && again != null) {
                    again.warn("the route " + Quoted.of(route) + " is given twice: trigger `" + trigger.id() + "` replaces `" + replaced
                            .id()
                            + "`", "give each trigger a route of its own");
                }
            }
        }
    }

    private static void dependencies(TomlFields fields) {
        fields.table("dependencies").forEach((role, value) -> {
            if (!role.equals(LockedApp.MIDDLEWARE)) {
                fields.text().error(value.keyAt(), "the HTTP trigger's only allowed trigger dependency is `middleware`");
            }
        });
    }

    private static void executor(TomlFields fields) {
        TomlValue value = fields.value("executor");
        TomlFields executor = value == null ? null : value.table();
        if (executor == null) {
            return;
        }
        TomlValue type = executor.required("type");
        String name = type == null ? null : type.text();
        if (type == null || name == null) {
            return;
        }
        switch (name) {
            case "http", "spin" -> executor.finish();
            case "wagi" -> {
                executor.optionalText("argv");
                TomlValue entrypoint = executor.value("entrypoint");
                String function = entrypoint == null ? null : entrypoint.text();
                if (entrypoint != null && function != null && !function.equals("_start")) {
                    entrypoint.error("a Wagi component cannot use the deprecated 'entrypoint' field", "remove `entrypoint`");
                }
                executor.finish();
            }
            default -> type.error("unknown variant `" + name + "`, expected `http` or `wagi`");
        }
    }

    private static void staticResponse(TomlValue value) {
        TomlFields response = value.table();
        if (response == null) {
            return;
        }
        TomlValue status = response.value("status_code");
        Long code = status == null ? null : status.integer();
        if (status != null && code != null && (code < 100 || code > 999)) {
            status.error("invalid HTTP status code " + code);
        }
        response.textTable("headers");
        response.optionalText("body");
        response.finish();
    }
}
