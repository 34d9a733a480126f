package dev.spinjvm.cli;

import dev.spinjvm.plugins.deploy.DeployPlugin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `spin deploy`: which provider is meant is decided before this is parsed, by [DeployRouting]. Made with its providers by [#create].
@Command(name = "deploy", description = "Package and upload an application to a deployment environment", sortOptions = false, synopsisSubcommandLabel = "[PROVIDER]", commandListHeading = "%nProviders:%n", optionListHeading = "%nOptions:%n", footer = {
    "", "The provider is the one named first, then by --provider, by $SPIN_DEPLOY_PLUGIN,",
    "by [application.tool.deploy] of spin.toml, by `deploy.provider` of the user's settings.", "", "Examples:",
    "  spin deploy hippo --hippo-url https://hippo.example.org",
    "  spin deploy kubernetes --image registry.example.com/hello:v1", "  spin deploy status",
    "  SPIN_DEPLOY_PLUGIN=cloud spin deploy        as `spin cloud deploy`"})
final class DeployCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = "--provider", paramLabel = "<NAME>", description = "Where to deploy to: a provider of Spin's own, or the plugin deploy-<NAME>")
    String provider = "";

    static CommandGroup create(Process process) {
        return CommandGroup.of(new DeployCommand(), HippoCommand.create(process), KubernetesCommand.create(process));
    }

    /// With one provider that is a plugin.
    static Object create(Process process, DeployPlugin plugin) {
        CommandLine deploy = new CommandLine(new DeployCommand());
        deploy.addSubcommand(ProviderCommand.create(process, plugin));
        return deploy;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a provider is required, such as 'spin deploy hippo'");
    }
}
