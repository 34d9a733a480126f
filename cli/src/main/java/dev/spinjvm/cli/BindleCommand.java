package dev.spinjvm.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `spin bindle`: applications as bindles. Made with its subcommands by [#create].
@Command(name = "bindle", description = "Package applications as bindles", sortOptions = false, synopsisSubcommandLabel = "<COMMAND>", commandListHeading = "%nCommands:%n", optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin bindle prepare -d staging", "  spin bindle push --bindle-server http://localhost:8080/v1",
    "  spin up --bindle shop/1.0.0 --bindle-server http://localhost:8080/v1"})
final class BindleCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    static CommandGroup create(Process process) {
        return CommandGroup.of(new BindleCommand(), new BindlePrepareCommand(process), new BindlePushCommand(process));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is required, such as 'spin bindle push'");
    }
}
