package dev.spinjvm.cli;

import dev.spinjvm.plugins.manage.Compatibility;
import dev.spinjvm.plugins.manage.PluginManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Triggers that are installed as plugins named `trigger-<type>`.
final class InstalledTriggers implements ExternalTriggers {
    private final Process process;

    InstalledTriggers(Process process) {
        this.process = process;
    }

    @Override
    public Launch find(String type) {
        PluginManager manager = PluginAccess.of(process).manager();
        String name = "trigger-" + type;
        Path program = manager.store().program(name);
        if (Files.isExecutable(program)) {
            return new Launch(List.of(program.toString()), manager.spin().environment());
        }
        String missing = "No built-in trigger named '" + type + "', ";
        throw new CommandFailure(manager.offered(name).map(offered -> Compatibility.of(offered,
                manager.spin()) instanceof Compatibility.Compatible
                        ? missing + "but plugin '" + name + "' is available to install"
                        : missing + "and plugin '" + name + "' is not compatible")
                .orElse(missing + "and no plugin named '" + name + "' was found"));
    }
}
