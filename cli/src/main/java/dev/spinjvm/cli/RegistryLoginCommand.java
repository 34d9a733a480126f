package dev.spinjvm.cli;

import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.credentials.RegistryName;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `spin registry login`: makes sure that a registry accepts a password, then keeps it.
@Command(name = "login", description = "Log in to a registry", sortOptions = false, optionListHeading = "%nOptions:%n")
final class RegistryLoginCommand implements Callable<Integer> {
    private final Process process;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Parameters(paramLabel = "<SERVER>", description = "The registry: host[:port]")
    private String server = "";

    @Option(names = {"-u", "--username"}, paramLabel = "<USERNAME>", description = "User name")
    private @Nullable String user;

    @Option(names = {"-p",
        "--password"}, paramLabel = "<PASSWORD>", description = "Password. Others on this machine can see it; prefer --password-stdin")
    private @Nullable String password;

    @Option(names = "--password-stdin", description = "Read the password from standard input")
    private boolean passwordFromInput;

    @Mixin
    private RegistryArguments registry = new RegistryArguments();

    RegistryLoginCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        if (passwordFromInput && password != null) {
            throw new ParameterException(spec.commandLine(),
                    "the argument '--password-stdin' cannot be used with '--password'");
        }
        String host = RegistryName.host(server);
        if (host.isEmpty()) {
            throw new CommandFailure("'" + server + "' is no registry");
        }
        if (server.startsWith("http://") && !registry.insecure) {
            throw new CommandFailure("'" + server + "' would be talked to without encryption; say so with --insecure");
        }
        Prompt prompt = process.prompt();
        String name = user != null ? user : prompt.line("Username: ", "name the user with --username");
        String secret = secret(prompt);
        if (name.isEmpty() || secret.isEmpty() || name.indexOf(':') >= 0) {
            throw new CommandFailure(name.indexOf(':') >= 0
                    ? "a user name cannot hold a colon"
                    : "user name and password must not be empty");
        }
        Credential.Basic credential = new Credential.Basic(name, secret);
        try (RegistryAccess access = new RegistryAccess(process, registry)) {
            access.registry().login(host, credential, "the command line");
            access.authFile().put(host, credential);
        }
        process.out().println("Successfully logged in as " + name + " to registry " + server);
        return ExitCode.OK.number();
    }

    private String secret(Prompt prompt) {
        if (passwordFromInput) {
            return prompt.input();
        }
        if (password != null) {
            process.err().println(process.errorStyle().boldYellow("Warning")
                    + ": a password on the command line can be seen by others; use --password-stdin");
            return password;
        }
        return prompt.secret("Password: ", "give the password with --password-stdin");
    }
}
