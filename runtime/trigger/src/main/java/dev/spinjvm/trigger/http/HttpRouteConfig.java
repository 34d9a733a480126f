package dev.spinjvm.trigger.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.spinjvm.trigger.TriggerException;
import org.jspecify.annotations.Nullable;

/// The configuration of one `http` trigger of the locked application.
///
/// @param route empty for a private endpoint
/// @param staticResponse present exactly where the target is the trigger itself
record HttpRouteConfig(RouteTarget target, Optional<String> route, Optional<StaticResponse> staticResponse) {
    private static final Set<String> KEYS = Set.of("component", "static_response", "route", "executor");

    /// Reads the trigger's JSON values.
    ///
    /// @throws TriggerException naming the trigger if they are not a valid configuration
    static HttpRouteConfig read(String triggerId, Map<String, Object> config) {
        List<String> unknown = new ArrayList<>(config.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw invalid(triggerId, "unknown key '" + unknown.getFirst()
                    + "', expected one of component, static_response, route, executor");
        }
        Object component = config.get("component");
        Object fixed = config.get("static_response");
        if ((component == null) == (fixed == null)) {
            throw new TriggerException("Triggers must specify either component or static_response - " + triggerId + " has "
                    + (component == null ? "neither" : "both"));
        }
        RouteTarget target;
        if (component == null) {
            target = new RouteTarget.Trigger(triggerId);
        } else if (component instanceof String id) {
            target = new RouteTarget.Component(id);
        } else {
            throw invalid(triggerId, "component must be a string");
        }
        checkExecutor(triggerId, config.get("executor"));
        return new HttpRouteConfig(target, route(triggerId, target, config.get("route")),
                Optional.ofNullable(fixed).map(value -> staticResponse(triggerId, value)));
    }

    private static Optional<String> route(String triggerId, RouteTarget target, @Nullable Object route) {
        return switch (route) {
            case String text -> Optional.of(text);
            case Map<?, ?> table when table.size() == 1 && Boolean.TRUE.equals(table.get("private")) -> Optional.empty();
            case Map<?, ?> table when table.size() == 1 && Boolean.FALSE.equals(table.get("private")) -> throw new TriggerException(
                    "route must be a string pattern or '{ private = true }': '" + target.id() + "' has { private = false }");
            case null -> throw invalid(triggerId, "missing field `route`");
            default -> throw invalid(triggerId, "route must be a string pattern or '{ private = true }'");
        };
    }

    private static void checkExecutor(String triggerId, @Nullable Object executor) {
        if (executor == null) {
            return;
        }
        Object type = executor instanceof Map<?, ?> table ? table.get("type") : null;
        if (!(type instanceof String name)) {
            throw invalid(triggerId, "executor must be a table with a type");
        }
        switch (name) {
            case "http", "spin" -> {
            }
            case "wagi" -> throw invalid(triggerId,
                    "the Wagi executor is not supported by this version; remove `executor` and export wasi:http/incoming-handler");
            default -> throw invalid(triggerId, "unknown executor type '" + name + "', expected http or wagi");
        }
    }

    private static StaticResponse staticResponse(String triggerId, Object value) {
        if (!(value instanceof Map<?, ?> table)) {
            throw invalid(triggerId, "static_response must be a table");
        }
        int status = switch (table.get("status_code")) {
            case null -> 200;
            case Number number when number.longValue() >= 100 && number.longValue() <= 999 -> number.intValue();
            default -> throw invalid(triggerId, "static_response.status_code must be a status code");
        };
        var headers = new LinkedHashMap<String, String>();
        switch (table.get("headers")) {
            case null -> {
            }
            case Map<?, ?> entries -> entries.forEach((name, text) -> headers.put(String.valueOf(name), headerValue(triggerId, text)));
            default -> throw invalid(triggerId, "static_response.headers must be a table");
        }
        String body = switch (table.get("body")) {
            case null -> "";
            case String text -> text;
            default -> throw invalid(triggerId, "static_response.body must be a string");
        };
        return new StaticResponse(status, headers, body);
    }

    private static String headerValue(String triggerId, @Nullable Object text) {
        if (text instanceof String value) {
            return value;
        }
        throw invalid(triggerId, "the values of static_response.headers must be strings");
    }

    private static TriggerException invalid(String triggerId, String problem) {
        return new TriggerException("Invalid configuration of http trigger '" + triggerId + "': " + problem);
    }
}
