package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.loader.LoadException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Triggers that are installed as plugins named `trigger-<type>`.
final class InstalledTriggers implements ExternalTriggers {
    private final Map<String, String> environment;

    InstalledTriggers(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Launch find(String type) {
        String name = "trigger-" + type;
        Path folder = DataDirectories.of(environment, System.getProperty("os.name", ""), null).plugins().resolve(name);
        for (String file : List.of(name, name + ".exe")) {
            if (Files.isExecutable(folder.resolve(file))) {
                return new Launch(List.of(folder.resolve(file).toString()), variables());
            }
        }
        throw new LoadException("No built-in trigger named '" + type + "', and no plugin named '" + name + "' was found");
    }

    private static Map<String, String> variables() {
        Version version = Version.ofThisBuild();
        String[] release = version.number().split("-", 2);
        String[] numbers = release[0].split("\\.");
        Map<String, String> variables = new TreeMap<>();
        variables.put("SPIN_VERSION", version.number());
        variables.put("SPIN_VERSION_MAJOR", numbers[0]);
        variables.put("SPIN_VERSION_MINOR", numbers.length > 1 ? numbers[1] : "0");
        variables.put("SPIN_VERSION_PATCH", numbers.length > 2 ? numbers[2] : "0");
        variables.put("SPIN_VERSION_PRE", release.length > 1 ? release[1] : "");
        variables.put("SPIN_COMMIT_SHA", version.commit());
        variables.put("SPIN_COMMIT_DATE", version.date());
        return variables;
    }
}
