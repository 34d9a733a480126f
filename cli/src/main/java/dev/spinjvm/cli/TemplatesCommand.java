package dev.spinjvm.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `spin templates`: what `spin new` and `spin add` start from. Made with its subcommands by [#create].
@Command(name = "templates", aliases = "template", description = "Commands for working with WebAssembly component templates", sortOptions = false, synopsisSubcommandLabel = "<COMMAND>", commandListHeading = "%nCommands:%n", optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin templates list", "  spin templates install --git https://example.com/my/templates",
    "  spin templates install --dir ../my-templates --upgrade"})
final class TemplatesCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    static CommandGroup create(Process process) {
        return CommandGroup.of(new TemplatesCommand(), new TemplatesInstallCommand(process), new TemplatesUpgradeCommand(process),
                new TemplatesUninstallCommand(process), new TemplatesListCommand(process));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is required, such as 'spin templates list'");
    }
}
