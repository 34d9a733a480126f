package dev.spinjvm.cli;

import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.dispatch.TriggerPlugins;
import java.util.List;

/// Triggers that are installed as plugins named `trigger-<type>`.
final class InstalledTriggers implements ExternalTriggers {
    private final Process process;

    InstalledTriggers(Process process) {
        this.process = process;
    }

    @Override
    public Launch find(String type) {
        try {
            TriggerPlugins.Launch launch = new TriggerPlugins(PluginAccess.of(process).manager()).find(type);
            return new Launch(List.of(launch.program().toString()), launch.environment());
        } catch (PluginException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e.getCause());
        }
    }
}
