package dev.spinjvm.cli;

import dev.spinjvm.plugins.manage.ManifestLocation;
import dev.spinjvm.plugins.manage.PluginManifest;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `spin plugins`: what extends this program. Made with its subcommands by [#create].
@Command(name = "plugins", aliases = "plugin", description = "Install/uninstall Spin plugins", sortOptions = false, synopsisSubcommandLabel = "<COMMAND>", commandListHeading = "%nCommands:%n", optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin plugins search aws", "  spin plugins install kube --yes", "  spin plugins install --file ./my-plugin.json",
    "  spin plugins upgrade --all"})
final class PluginsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    static CommandGroup create(Process process) {
        return CommandGroup.of(new PluginsCommand(), new PluginsInstallCommand(process), new PluginsListCommand(process),
                new PluginsSearchCommand(process), new UninstallCommand(process), new PluginsUpgradeCommand(process),
                new PluginsUpdateCommand(process), new ShowCommand(process));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is required, such as 'spin plugins list'");
    }

    @Command(name = "uninstall", aliases = "rm", description = "Remove a plugin from your installation", sortOptions = false, optionListHeading = "%nOptions:%n")
    private static final class UninstallCommand implements Callable<Integer> {
        private final Process process;

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
        @SuppressWarnings("UnusedVariable")
        private boolean help;

        @Parameters(paramLabel = "<NAME>", description = "Name of Spin plugin")
        private String name = "";

        UninstallCommand(Process process) {
            this.process = process;
        }

        @Override
        public Integer call() {
            boolean gone = PluginAccess.of(process).manager().store().uninstall(name);
            process.out().println(gone
                    ? "Plugin " + name + " was successfully uninstalled"
                    : "Plugin " + name + " isn't present, so no changes were made");
            return ExitCode.OK.number();
        }
    }

    @Command(name = "show", description = "Print information about a plugin", sortOptions = false, optionListHeading = "%nOptions:%n")
    private static final class ShowCommand implements Callable<Integer> {
        private final Process process;

        @Mixin
        private PluginArguments plugins = new PluginArguments();

        @Parameters(paramLabel = "<NAME>", description = "Name of Spin plugin")
        private String name = "";

        ShowCommand(Process process) {
            this.process = process;
        }

        @Override
        public Integer call() {
            PluginManifest manifest = PluginAccess.of(process, plugins).manager().manifest(new ManifestLocation.InCatalogue(name, null),
                    false,
                    null);
            process.out().println(manifest.name() + ": " + manifest.version() + " (License: " + manifest.license() + ")");
            process.out().println(manifest.homepageUrl().map(url -> url + "\n").orElse(""));
            process.out().println(manifest.description() == null ? "No description provided" : manifest.description());
            return ExitCode.OK.number();
        }
    }
}
