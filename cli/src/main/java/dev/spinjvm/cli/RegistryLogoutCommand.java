package dev.spinjvm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `spin registry logout`: forgets the password that `login` kept.
@Command(name = "logout", description = "Forget the login to a registry", sortOptions = false, optionListHeading = "%nOptions:%n")
final class RegistryLogoutCommand implements Callable<Integer> {
    private final Process process;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Parameters(paramLabel = "<SERVER>", description = "The registry: host[:port]")
    private String server = "";

    RegistryLogoutCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        try (RegistryAccess access = new RegistryAccess(process, new RegistryArguments())) {
            boolean removed = access.authFile().remove(server);
            process.out().println(removed ? "Removed the login to registry " + server : "There is no login to registry " + server);
        }
        return ExitCode.OK.number();
    }
}
