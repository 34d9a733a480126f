package dev.spinjvm.cli;

import dev.spinjvm.loader.AtomicFiles;
import dev.spinjvm.loader.schema.ManifestSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `spin maintenance`: what those who package and document this program need. Made with its subcommands by [#create].
@Command(name = "maintenance", hidden = true, description = "Commands for Spin maintenance tasks", sortOptions = false, synopsisSubcommandLabel = "<COMMAND>", commandListHeading = "%nCommands:%n", optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin maintenance generate-reference -o reference.md",
    "  spin maintenance generate-manifest-schema -o spin.schema.json", "  spin maintenance generate-man-pages -o man/man1"})
final class MaintenanceCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    static CommandGroup create(Process process) {
        return CommandGroup.of(new MaintenanceCommand(), new GenerateReference(process), new GenerateManifestSchema(process),
                new GenerateCompletions(process), new GenerateManPages(process));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "a command is required, such as 'spin maintenance generate-reference'");
    }

    /// Writes what was generated where the user wants it.
    static void write(Process process, @Nullable Path output, String text) {
        if (output == null) {
            process.out().println(text.stripTrailing());
        } else {
            AtomicFiles.write(process.workingDirectory().resolve(output), text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Command(name = "generate-reference", description = "Generate CLI reference docs in Markdown format", sortOptions = false, optionListHeading = "%nOptions:%n")
    private static final class GenerateReference implements Callable<Integer> {
        private final Process process;

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
        @SuppressWarnings("UnusedVariable")
        private boolean help;

        @Option(names = "-o", paramLabel = "<OUTPUT>", description = "The file to which to generate the reference Markdown. If omitted, it is generated to stdout")
        private @Nullable Path output;

        GenerateReference(Process process) {
            this.process = process;
        }

        @Override
        public Integer call() {
            write(process, output, ReferencePage.of(CommandPage.all(new Program(process).commandLine(Commands.ALL))));
            return ExitCode.OK.number();
        }
    }

    @Command(name = "generate-manifest-schema", description = "Generate JSON schema for application manifest", sortOptions = false, optionListHeading = "%nOptions:%n")
    private static final class GenerateManifestSchema implements Callable<Integer> {
        private final Process process;

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
        @SuppressWarnings("UnusedVariable")
        private boolean help;

        @Option(names = "-o", paramLabel = "<OUTPUT>", description = "The file to which to generate the JSON schema. If omitted, it is generated to stdout")
        private @Nullable Path output;

        GenerateManifestSchema(Process process) {
            this.process = process;
        }

        @Override
        public Integer call() {
            write(process, output, ManifestSchema.json());
            return ExitCode.OK.number();
        }
    }

    @Command(name = "generate-completions", description = "Generate shell completions. Requires the COMPLETE environment variable to be set", sortOptions = false, optionListHeading = "%nOptions:%n")
    private static final class GenerateCompletions implements Callable<Integer> {
        private final Process process;

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
        @SuppressWarnings("UnusedVariable")
        private boolean help;

        GenerateCompletions(Process process) {
            this.process = process;
        }

        @Override
        public Integer call() {
            String name = process.environment().get(ShellCompletion.VARIABLE);
            if (name == null) {
                throw new CommandFailure(
                        "Set the COMPLETE environment variable to the name of your shell while generating completions.");
            }
            ShellCompletion shell = ShellCompletion.of(name).orElseThrow(() -> new CommandFailure(ShellCompletion.unknown(name)));
            process.out().print(shell.script());
            return ExitCode.OK.number();
        }
    }

    @Command(name = "generate-man-pages", description = "Generate a manual page for each command", sortOptions = false, optionListHeading = "%nOptions:%n")
    private static final class GenerateManPages implements Callable<Integer> {
        private final Process process;

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
        @SuppressWarnings("UnusedVariable")
        private boolean help;

        @Option(names = "-o", paramLabel = "<DIR>", required = true, description = "The folder in which to write the pages")
        private Path output = Path.of("");

        GenerateManPages(Process process) {
            this.process = process;
        }

        @Override
        public Integer call() {
            Path folder = process.workingDirectory().resolve(output);
            ManPages.of(CommandPage.all(new Program(process).commandLine(Commands.ALL)), Version.ofThisBuild()).forEach((name,
                    text) -> AtomicFiles.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8)));
            return ExitCode.OK.number();
        }
    }
}
