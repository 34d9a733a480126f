package dev.spinjvm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `spin plugins update`: what is known of plugins, not the plugins themselves.
@Command(name = "update", description = "Fetch the latest Spin plugins from the spin-plugins repository", sortOptions = false, optionListHeading = "%nOptions:%n")
final class PluginsUpdateCommand implements Callable<Integer> {
    private final Process process;

    @Option(names = {"-a", "--all"}, description = "Then upgrade all plugins, as `upgrade --all` does")
    private boolean all;

    @Option(names = {"-y", "--yes"}, description = "Skips prompt to accept the installation of the plugin[s]")
    private boolean yes;

    @Mixin
    private PluginArguments plugins = new PluginArguments();

    PluginsUpdateCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        PluginAccess access = PluginAccess.of(process, plugins);
        access.manager().catalogue().update();
        process.out().println("Plugin information updated successfully");
        if (all) {
            PluginsUpgradeCommand.upgradeAll(process, access, yes, false, false);
        }
        return ExitCode.OK.number();
    }
}
