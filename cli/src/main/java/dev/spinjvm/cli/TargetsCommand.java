package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.loader.Json;
import dev.spinjvm.loader.targets.EnvironmentCatalogue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `spin targets`: the catalogue of target environments. Made with its subcommands by [#create].
@Command(name = "targets", aliases = "environments", description = "Commands for the target environments catalogue", sortOptions = false, synopsisSubcommandLabel = "<COMMAND>", commandListHeading = "%nCommands:%n", optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin targets update", "  spin targets list --format json"})
final class TargetsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    static CommandGroup create(Process process) {
        return CommandGroup.of(new TargetsCommand(), new ListCommand(process), new UpdateCommand(process));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is required, such as 'spin targets list'");
    }

    static EnvironmentCatalogue catalogue(Process process) {
        DataDirectories directories = DataDirectories.of(process.environment(), System.getProperty("os.name", ""), null);
        return new EnvironmentCatalogue(directories.cache(), process.environment(), process.clock());
    }

    @Command(name = "list", description = "List known target environments", sortOptions = false, optionListHeading = "%nOptions:%n")
    private static final class ListCommand implements Callable<Integer> {
        private enum Format {
            PLAIN, JSON
        }

        private final Process process;

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
        @SuppressWarnings("UnusedVariable")
        private boolean help;

        @Option(names = "--format", paramLabel = "<plain|json>", description = "How to print it")
        private Format format = Format.PLAIN;

        ListCommand(Process process) {
            this.process = process;
        }

        @Override
        public Integer call() {
            List<String> names = catalogue(process).list();
            if (names.isEmpty()) {
                process.err().println("No target environments found. Run `spin targets update` to fetch target environments.");
            }
            switch (format) {
                case PLAIN -> names.forEach(process.out()::println);
                case JSON -> process.out().println(Json.pretty(names));
            }
            return ExitCode.OK.number();
        }
    }

    @Command(name = "update", description = "Update the target environments from the remote repository", sortOptions = false, optionListHeading = "%nOptions:%n")
    private static final class UpdateCommand implements Callable<Integer> {
        private final Process process;

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
        @SuppressWarnings("UnusedVariable")
        private boolean help;

        @Option(names = "--catalogue", paramLabel = "<URL|PATH>", description = "The Git repository of the catalogue [env: SPIN_TARGETS_CATALOGUE]")
        private String source = EnvironmentCatalogue.STANDARD;

        UpdateCommand(Process process) {
            this.process = process;
        }

        @Override
        public Integer call() {
            catalogue(process).update(source);
            process.err().println("Target environments updated");
            return ExitCode.OK.number();
        }
    }
}
