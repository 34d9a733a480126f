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

    static Object create(Process process) {
        CommandLine templates = new CommandLine(new TemplatesCommand());
        templates.addSubcommand(new TemplatesInstallCommand(process));
        templates.addSubcommand(new TemplatesUpgradeCommand(process));
        templates.addSubcommand(new TemplatesUninstallCommand(process));
        templates.addSubcommand(new TemplatesListCommand(process));
        return templates;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is required, such as 'spin templates list'");
    }
}
