package dev.spinjvm.cli;

import dev.spinjvm.loader.NearNames;
import dev.spinjvm.plugins.deploy.DeployPlugin;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The whole program for one command line: parse, run, report. Holds no state beyond what it is given.
final class Program {
    static final int HELP_WIDTH = 100;
    /// How many letters may differ in what is suggested.
    static final int SIMILAR = 2;

    private final Process process;

    Program(Process process) {
        this.process = process;
    }

    /// Runs one command line and gives the exit code; nothing is thrown.
    int run(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals(ShellCompletion.COMMAND)) {
            ShellCompletion.answer(arguments, process);
            return ExitCode.OK.number();
        }
        if (!process.environment().getOrDefault(ShellCompletion.VARIABLE, "").isEmpty()) {
            return parseAndRun(new String[]{"maintenance", "generate-completions"});
        }
        Optional<String> ready = UpHelp.isSpecial(Arrays.asList(arguments), process.workingDirectory())
                ? Optional.empty()
                : ReadyAnswers.to(Arrays.asList(arguments), process.outputStyle());
        if (ready.isPresent()) {
            process.out().print(PluginHelp.isAskedBy(arguments) ? PluginHelp.with(ready.get(), process) : ready.get());
            return ExitCode.OK.number();
        }
        if (SelfReport.isAskedBy(arguments)) {
            new SelfReport(process).print();
            return ExitCode.OK.number();
        }
        return parseAndRun(arguments);
    }

    /// The same without the answers that are ready before anything is parsed.
    int parseAndRun(String[] arguments) {
        return arguments.length > 0 && (arguments[0].equals("deploy") || arguments[0].equals("login"))
                ? deploy(arguments)
                : parseCommand(arguments);
    }

    /// Who deploys is decided before anything is parsed: a provider has options of its own.
    private int deploy(String[] arguments) {
        try {
            DeployRouting routing = new DeployRouting(process);
            Optional<DeployRouting.Route> route = routing.route(Arrays.asList(arguments));
            if (route.isEmpty()) {
                return routing.explain(arguments[0]);
            }
            String[] words = route.get().words().toArray(String[]::new);
            DeployPlugin plugin = route.get().plugin();
            return plugin == null
                    ? parseCommand(words)
                    : commandLine(List.of(new Commands(words[0], List.of(), given -> DeployCommand.create(given, plugin)))).execute(words);
        } catch (RuntimeException e) {
            new ErrorReport(process).print(e);
            return ExitCode.FAILURE.number();
        }
    }

    private int parseCommand(String[] arguments) {
        if (arguments.length > 0 && !arguments[0].startsWith("-")) {
            Optional<Commands> called = Commands.called(arguments[0]);
            Parsers parsers = Arrays.stream(arguments).anyMatch(Program::mayAskForHelp) ? Parsers.annotated() : Parsers.ready();
            return called.isPresent() ? commandLine(List.of(called.get()), parsers).execute(arguments) : external(arguments);
        }
        return commandLine(Commands.ALL).execute(arguments);
    }

    /// Whether a word asks for a text which only annotations have: itself, among other letters, or in a file that it names.
    private static boolean mayAskForHelp(String word) {
        return word.startsWith("--help") || word.startsWith("@") || word.startsWith("-") && !word.startsWith("--") && word.contains("h");
    }

    /// The parser, with some commands below `spin`, and all there is to tell of them.
    CommandLine commandLine(List<Commands> commands) {
        return commandLine(commands, Parsers.annotated());
    }

    /// The parser, with some commands below `spin`.
    CommandLine commandLine(List<Commands> commands, Parsers parsers) {
        CommandLine root = parsers.parser(new SpinCommand());
        commands.forEach(command -> root.addSubcommand(parsers.parser(command.create().apply(process))));
        configure(root);
        root.getCommandSpec().versionProvider(() -> new String[]{ReadyAnswers.version()});
        root.setExecutionExceptionHandler((error, _, _) -> {
            new ErrorReport(process).print(error);
            return ExitCode.FAILURE.number();
        });
        root.setParameterExceptionHandler((error, _) -> usageError(error));
        root.setDefaultValueProvider(new EnvironmentDefaults(process.environment()));
        return root;
    }

    private void configure(CommandLine command) {
        command.setOut(new PrintWriter(process.out(), true, StandardCharsets.UTF_8));
        command.setErr(new PrintWriter(process.err(), true, StandardCharsets.UTF_8));
        command.setUsageHelpWidth(HELP_WIDTH);
        command.setUsageHelpAutoWidth(false);
        command.setColorScheme(
                Help.defaultColorScheme(process.outputStyle() == Style.ANSI ? Help.Ansi.ON : Help.Ansi.OFF));
        command.setOverwrittenOptionsAllowed(false);
        command.setAbbreviatedOptionsAllowed(false);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setStopAtPositional(false);
        command.setUnmatchedArgumentsAllowed(!command.getCommandSpec().unmatchedArgsBindings().isEmpty());
        UpHelp.prepare(command);
        command.getSubcommands().values().forEach(this::configure);
    }

    /// Only a plugin can know what is no command of this program.
    private int external(String[] arguments) {
        try {
            return new ExternalCommand(process).run(Arrays.asList(arguments));
        } catch (RuntimeException e) {
            new ErrorReport(process).print(e);
            return ExitCode.FAILURE.number();
        }
    }

    private int usageError(ParameterException error) {
        CommandLine command = error.getCommandLine();
        process.err().println(process.errorStyle().boldRed("error") + ": " + usageMessage(error));
        process.err().println();
        process.err().println("Usage: " + command.getCommandSpec().qualifiedName() + " [OPTIONS]");
        process.err().println();
        process.err().println("For more information, try '--help'.");
        return ExitCode.USAGE.number();
    }

    private static String usageMessage(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().getFirst();
            String text = "unexpected argument '" + argument + "' found";
            List<String> similar = NearNames.within(SIMILAR, argument,
                    UpHelp.names(error.getCommandLine()).stream().filter(name -> name.startsWith("--")).toList());
            return similar.isEmpty() || !argument.startsWith("--")
                    ? text
                    : text + "\n\n  tip: a similar argument exists: '" + similar.getFirst() + "'";
        }
        if (error instanceof CommandLine.OverwrittenOptionException overwritten) {
            ArgSpec option = overwritten.getOverwritten();
            return "the argument '" + ((CommandLine.Model.OptionSpec) option).longestName() + "' cannot be used multiple times";
        }
        return String.valueOf(error.getMessage());
    }
}
