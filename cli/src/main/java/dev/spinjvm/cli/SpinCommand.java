package dev.spinjvm.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `spin` itself: shows help when no command is named.
@Command(name = "spin", description = "The Spin CLI", synopsisSubcommandLabel = "<COMMAND>", sortOptions = false, headerHeading = "", commandListHeading = "%nCommands:%n", optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin up                        serve the app of ./spin.toml or of a parent folder",
    "  spin up -f app/spin.toml       serve an app that lies elsewhere",
    "  spin up -f hello.wasm          serve one component at every path"})
final class SpinCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Print version")
    boolean version;

    SpinCommand() {
        spec = CommandSpec.create();
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is required, such as 'spin up'");
    }
}
