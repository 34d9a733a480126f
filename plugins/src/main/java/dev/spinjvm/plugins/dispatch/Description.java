package dev.spinjvm.plugins.dispatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a plugin says of itself when it is asked to `describe`.
///
/// @param kind as it says
/// @param verbs that it knows; empty if it does not say, which means all of its kind
/// @param options it takes, by name
/// @param members all that it said
public record Description(String kind, Set<String> verbs, Map<String, Setting> options, Map<String, Object> members) {
    /// Something that a user can set.
    ///
    /// @param environment the variable that sets it, or an empty text
    /// @param secret whether its value must not be shown
    /// @param otherwise the value where nobody sets it, or an empty text
    public record Setting(String help, String environment, boolean secret, String otherwise) {}

    static Description of(Map<String, Object> members) {
        Set<String> verbs = members.get("verbs") instanceof List<?> list
                ? Set.copyOf(list.stream().map(String::valueOf).toList())
                : Set.of();
        Map<String, Setting> options = new LinkedHashMap<>();
        if (members.get("config") instanceof Map<?, ?> config) {
            config.forEach((name, value) -> options.put(String.valueOf(name), setting(value)));
        }
        return new Description(text(members, "kind"), verbs, options, members);
    }

    private static Setting setting(Object value) {
        return value instanceof Map<?, ?> map
                ? new Setting(text(map, "help"), text(map, "env"), Boolean.TRUE.equals(map.get("secret")), text(map, "default"))
                : new Setting("", "", false, "");
    }

    private static String text(Map<?, ?> map, String name) {
        return map.get(name) instanceof String text ? text : "";
    }
}
