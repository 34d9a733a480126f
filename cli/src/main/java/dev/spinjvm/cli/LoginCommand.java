package dev.spinjvm.cli;

import dev.spinjvm.plugins.hippo.HippoAccess;
import dev.spinjvm.plugins.hippo.HippoToken;
import dev.spinjvm.plugins.hippo.LoginFiles;
import dev.spinjvm.plugins.hippo.SavedLogin;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `spin login`: a token of Hippo, kept for `spin deploy`.
@Command(name = "login", description = "Log into a deployment environment", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin login --url https://hippo.example.org --bindle-server https://bindle.example.org/v1",
    "  spin login --environment-name staging --url https://hippo.staging.example.org",
    "  SPIN_DEPLOY_PLUGIN=cloud spin login        as `spin cloud login`"})
final class LoginCommand implements Callable<Integer> {
    private final Process process;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = {"--url", "--hippo-url",
        "--hippo-server"}, paramLabel = "<URL>", description = "The Hippo server. Defaults to $HIPPO_URL")
    private @Nullable String url;

    @Option(names = {"--username", "--hippo-username"}, paramLabel = "<NAME>", description = "User name. Defaults to $HIPPO_USERNAME")
    private @Nullable String user;

    @Option(names = {"--password",
        "--hippo-password"}, paramLabel = "<PASSWORD>", description = "Password. Defaults to $HIPPO_PASSWORD; others on this machine can see it on the command line")
    private @Nullable String password;

    @Option(names = "--environment-name", paramLabel = "<NAME>", description = "Save the login under this name. Defaults to $FERMYON_DEPLOYMENT_ENVIRONMENT")
    private @Nullable String environmentName;

    @Option(names = {"-k", "--insecure"}, description = "Accept any certificate of the servers")
    private boolean insecure;

    @Option(names = "--status", description = "Say who is logged in, and do nothing else")
    private boolean status;

    @Option(names = "--list", description = "List the logins that are saved, and do nothing else")
    private boolean list;

    @Mixin
    private BindleArguments bindle = new BindleArguments();

    LoginCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        LoginFiles files = HippoArguments.files(process);
        String variable = process.environment().getOrDefault("FERMYON_DEPLOYMENT_ENVIRONMENT", "");
        String name = environmentName != null ? environmentName : variable.isEmpty() ? null : variable;
        if (list) {
            files.environments().forEach(environment -> process.out().println(environment.equals("config")
                    ? environment + " (default)"
                    : environment));
            return ExitCode.OK.number();
        }
        if (status) {
            return status(files.read(name));
        }
        if (password != null && first(user, "HIPPO_USERNAME") == null) {
            throw new ParameterException(spec.commandLine(), "--password needs --username");
        }
        logIn(files, name);
        return ExitCode.OK.number();
    }

    private int status(Optional<SavedLogin> login) {
        HippoToken token = login.map(SavedLogin::token).orElse(null);
        if (token == null || token.isExpired(process.clock().instant())) {
            process.out().println(login.isPresent() ? "The login to " + login.get().url() + " has expired" : "Not logged in");
            return ExitCode.FAILURE.number();
        }
        process.out().println("Logged in to " + login.orElseThrow().url() + (token.expiration() == null
                ? ""
                : " until " + token
                        .expiration()));
        return ExitCode.OK.number();
    }

    private void logIn(LoginFiles files, @Nullable String name) {
        Optional<SavedLogin> saved = files.read(name);
        String server = first(url, "HIPPO_URL");
        if (server == null) {
            server = saved.map(SavedLogin::url).orElseGet(() -> process.prompt().line("Hippo URL: ",
                    "name the server with --url or HIPPO_URL"));
        }
        String given = first(user, "HIPPO_USERNAME");
        String who = given != null ? given : process.prompt().line("Hippo username: ", "name the user with --username or HIPPO_USERNAME");
        String known = first(password, "HIPPO_PASSWORD");
        String secret = known != null
                ? known
                : process.prompt().secret("Hippo password: ", "give the password with HIPPO_PASSWORD or --password");
        HippoArguments arguments = new HippoArguments();
        arguments.bindle = bindle;
        HippoAccess access = arguments.access(process);
        HippoToken token = access.logIn(server, who, secret, insecure);
        HippoAccess.Bindle beside = bindle(access, saved);
        files.write(name, new SavedLogin(server, beside == null ? null : beside.url(), beside == null ? null : beside.user(),
                beside == null ? null : beside.password(), insecure, token));
        process.out().println("Logged in as " + who + " to " + server);
    }

    /// The Bindle server to be kept, asked for at a terminal; null where nobody says.
    private HippoAccess.@Nullable Bindle bindle(HippoAccess access, Optional<SavedLogin> saved) {
        String server = or(first(bindle.server, "BINDLE_SERVER_URL", "BINDLE_URL"), saved.map(SavedLogin::bindleUrl));
        if (server == null) {
            return process.prompt().isTerminal() ? access.askForBindle() : null;
        }
        Optional<SavedLogin> same = saved.filter(kept -> server.equals(kept.bindleUrl()));
        return new HippoAccess.Bindle(server, or(first(bindle.user, "BINDLE_USERNAME"), same.map(SavedLogin::bindleUser)), or(first(
                bindle.password, "BINDLE_PASSWORD"), same.map(SavedLogin::bindlePassword)));
    }

    private @Nullable String first(@Nullable String option, String... variables) {
        if (option != null) {
            return option;
        }
        for (String variable : variables) {
            String value = process.environment().get(variable);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable String or(@Nullable String value, Optional<String> otherwise) {
        return value != null ? value : otherwise.orElse(null);
    }
}
