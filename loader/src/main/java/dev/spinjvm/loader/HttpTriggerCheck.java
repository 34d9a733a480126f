package dev.spinjvm.loader;

import dev.spinjvm.loader.Manifest.Trigger;

/// Checks the keys of `[[trigger.http]]`, so that mistakes show their place in the manifest rather than appear when the server starts.
final class HttpTriggerCheck {
    private HttpTriggerCheck() {}

    static void check(Trigger trigger) {
        TomlFields fields = trigger.fields().again();
        fields.value("id");
        boolean component = fields.value("component") != null || trigger.component() != null;
        fields.value("dependencies");
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
            if (!String.valueOf(route.text()).startsWith("/")) {
                route.error("a route must start with '/'", "write `route = \"/" + route.text() + "\"`");
            }
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
                executor.optionalText("entrypoint");
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
