package dev.spinjvm.cli;

import dev.spinjvm.plugins.drivers.DriverChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `spin up` that say who runs the app.
final class DriverArguments {
    @Option(names = "--driver", paramLabel = "<NAME>", description = "Who runs the app: `local`, `container` (podman or docker), `kubernetes`, `debug` (prints the plan as JSON, runs nothing), or the plugin run-<NAME> [default: local, or as SPIN_RUNTIME_DRIVER or the user's settings have it]")
    @Nullable
    String driver;

    @Option(names = "--driver-config", paramLabel = "<NAME=VALUE>", converter = Converters.Pair.class, description = "Set something of the driver; may be repeated")
    private List<Map.Entry<String, String>> settings = new ArrayList<>();

    @Option(names = "--mount", paramLabel = "<HOST:GUEST[:ro|rw]>", description = "Give all components a folder or file of this machine, which they can only read (ro) or change, too (rw); may be repeated [default: ro]")
    List<String> mounts = new ArrayList<>();

    @Option(names = "--dry-run", description = "Have the driver say what it would do, and do nothing")
    boolean dryRun;

    /// Who runs the app. The app itself is not asked.
    DriverChoice choice(Process process) {
        return DriverChoice.ofRun(driver == null ? List.of() : List.of(driver), process.environment(), new DriverAccess(process)
                .settings());
    }

    /// Whether it is run in this process.
    boolean isHere(DriverChoice choice) {
        return choice.name().equals(DriverChoice.LOCAL) && !dryRun;
    }

    /// The settings of the driver, by name.
    Map<String, String> config() {
        Map<String, String> config = new LinkedHashMap<>();
        settings.forEach(entry -> config.put(entry.getKey(), entry.getValue()));
        return config;
    }
}
