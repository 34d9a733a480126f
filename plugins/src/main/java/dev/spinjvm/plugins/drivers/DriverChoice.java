package dev.spinjvm.plugins.drivers;

import dev.spinjvm.plugins.settings.UserSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A driver, and who chose it.
///
/// @param name such as `shell`
/// @param by for messages: `--build-driver`, `SPIN_BUILD_DRIVER`, …
public record DriverChoice(String name, String by) {
    /// The runtime driver of Spin itself: the application runs on this machine, as without drivers.
    public static final String LOCAL = "local";
    private static final String RUN_VARIABLE = "SPIN_RUNTIME_DRIVER";
    private static final String RUN_KEY = "runtime-driver";

    /// The runtime driver: the one of the flag, of the environment, of the user's settings, or [#LOCAL]. An application never chooses it:
    /// who runs code on a machine is for its operator to say.
    ///
    /// @param flags the values of `--driver`
    public static DriverChoice ofRun(List<String> flags, Map<String, String> environment, UserSettings settings) {
        if (!flags.isEmpty()) {
            return new DriverChoice(flags.getLast(), "--driver");
        }
        return ofEnvironment(RUN_VARIABLE, environment).or(() -> ofSettings(RUN_KEY, settings)).orElse(new DriverChoice(LOCAL,
                "the default"));
    }

    static Optional<DriverChoice> ofEnvironment(String variable, Map<String, String> environment) {
        return Optional.ofNullable(environment.get(variable)).filter(name -> !name.isEmpty()).map(name -> new DriverChoice(name, variable));
    }

    static Optional<DriverChoice> ofSettings(String key, UserSettings settings) {
        return settings.text(key).map(name -> new DriverChoice(name, "`" + key + "` of the user's settings"));
    }
}
