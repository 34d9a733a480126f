package dev.spinjvm.plugins.drivers;

import dev.spinjvm.loader.NearNames;
import dev.spinjvm.plugins.dispatch.Description.Setting;
import dev.spinjvm.plugins.settings.UserSettings;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The settings that a driver is given.
public final class DriverConfig {
    private DriverConfig() {}

    /// The settings that the user has for a runtime driver: the table `runtime-drivers.NAME`.
    public static Map<String, Object> ofUser(String driver, UserSettings settings) {
        return settings.table("runtime-drivers." + driver);
    }

    /// What was set, then what the environment says, then the defaults; sorted by name.
    ///
    /// @param driver for messages
    /// @param known what can be set; where a driver says nothing, anything can
    /// @throws DriverException if something else is set
    public static Map<String, Object> complete(String driver, Map<String, Setting> known, Map<String, Object> given,
            Map<String, String> environment) {
        Map<String, Object> config = new TreeMap<>(given);
        if (known.isEmpty()) {
            return config;
        }
        given.keySet().stream().filter(name -> !known.containsKey(name)).findFirst().ifPresent(name -> {
            String near = NearNames.closest(name, known.keySet());
            throw new DriverException("the driver '" + driver + "' has no setting `" + name + "`" + (near == null
                    ? "; it has " + String.join(", ", known.keySet())
                    : "; did you mean `" + near + "`?"));
        });
        known.forEach((name, setting) -> {
            Object value = otherwise(setting, environment);
            if (value != null) {
                config.putIfAbsent(name, value);
            }
        });
        return config;
    }

    private static @Nullable String otherwise(Setting setting, Map<String, String> environment) {
        String value = setting.environment().isEmpty() ? null : environment.get(setting.environment());
        return value != null ? value : setting.otherwise().isEmpty() ? null : setting.otherwise();
    }
}
