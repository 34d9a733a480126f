package dev.spinjvm.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `spin completions`: prints what a shell has to load to complete the words of a command line.
@Command(name = "completions", description = "Print the completion script for a shell", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  source <(spin completions bash)                  in ~/.bashrc",
    "  source <(spin completions zsh)                   in ~/.zshrc, after compinit",
    "  spin completions fish > ~/.config/fish/completions/spin.fish",
    "  spin completions powershell | Out-String | Invoke-Expression"})
final class CompletionsCommand implements Callable<Integer> {
    private final Process process;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Parameters(arity = "0..1", paramLabel = "<bash|fish|powershell|zsh>", description = "The shell. If omitted, the one of $SHELL")
    private @Nullable String shell;

    CompletionsCommand(Process process) {
        this.process = process;
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() {
        String name = Optional.ofNullable(shell).orElse(process.environment().getOrDefault("SHELL", ""));
        ShellCompletion found = ShellCompletion.of(name).orElseThrow(() -> new ParameterException(spec.commandLine(), name.isEmpty()
                ? "no shell is given, and SHELL is not set"
                : ShellCompletion.unknown(name)));
        process.out().print(found.script());
        return ExitCode.OK.number();
    }
}
