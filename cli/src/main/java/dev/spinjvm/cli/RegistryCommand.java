package dev.spinjvm.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `spin registry`: applications in container registries. Made with its subcommands by [#create].
@Command(name = "registry", aliases = "oci", description = "Store applications in registries and get them from there", sortOptions = false, synopsisSubcommandLabel = "<COMMAND>", commandListHeading = "%nCommands:%n", optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  echo $TOKEN | spin registry login ghcr.io -u me --password-stdin", "  spin registry push ghcr.io/me/app:v1",
    "  spin up -f ghcr.io/me/app:v1", "  spin registry push oci:folder:v1        store in a folder instead"})
final class RegistryCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    static CommandGroup create(Process process) {
        return CommandGroup.of(new RegistryCommand(), new RegistryLoginCommand(process), new RegistryLogoutCommand(process),
                new RegistryPushCommand(process), new RegistryPullCommand(process), new RegistryInspectCommand(process),
                new RegistryRunCommand(process));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is required, such as 'spin registry push'");
    }
}
