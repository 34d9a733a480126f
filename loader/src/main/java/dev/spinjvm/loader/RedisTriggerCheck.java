package dev.spinjvm.loader;

import java.util.Map;
import java.util.Set;

import dev.spinjvm.loader.Manifest.Trigger;

/// Checks the keys of `[[trigger.redis]]` and `[application.trigger.redis]`, so that mistakes show their place in the manifest rather than
/// appear when the subscription starts.
final class RedisTriggerCheck {
    private static final String TYPE = "redis";
    private static final Set<String> SETTINGS = Set.of("address");

    private RedisTriggerCheck() {}

    static void check(Trigger trigger) {
        TomlFields fields = trigger.fields().again();
        fields.value("id");
        fields.value("dependencies");
        fields.value("components");
        boolean component = fields.value("component") != null || trigger.component() != null;
        if (!component) {
            fields.error("missing field `component`", "write the id of the component that handles the messages");
        }
        fields.requiredText("channel");
        fields.optionalText("address");
        fields.finish();
    }

    static void checkSettings(Manifest manifest, ManifestText text) {
        Map<String, Object> settings = manifest.application().triggerSettings().get(TYPE);
        if (settings == null) {
            return;
        }
        Position at = manifest.application().triggerPositions().getOrDefault(TYPE, Position.START);
        settings.forEach((key, value) -> {
            if (!SETTINGS.contains(key)) {
                text.error(at, "unknown field `" + key + "`, expected `address`");
            } else if (!(value instanceof String)) {
                text.error(at, "`address` must be a string");
            }
        });
    }
}
