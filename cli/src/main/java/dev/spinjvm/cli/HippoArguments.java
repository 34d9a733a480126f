package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.plugins.hippo.HippoAccess;
import dev.spinjvm.plugins.hippo.LoginFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Which Hippo, and who asks it (SIP 001; the names that Spin used later do as well).
final class HippoArguments {
    @Option(names = {"--hippo-url",
        "--hippo-server"}, paramLabel = "<URL>", description = "The Hippo server. Defaults to $HIPPO_URL, then the one of the last login")
    @Nullable
    String url;

    @Option(names = "--hippo-token", paramLabel = "<TOKEN>", description = "A token. Defaults to $HIPPO_TOKEN")
    @Nullable
    String token;

    @Option(names = "--hippo-username", paramLabel = "<NAME>", description = "User name, to get a token. Defaults to $HIPPO_USERNAME")
    @Nullable
    String user;

    @Option(names = "--hippo-password", paramLabel = "<PASSWORD>", description = "Password, to get a token. Defaults to $HIPPO_PASSWORD; others on this machine can see it on the command line")
    @Nullable
    String password;

    @Option(names = "--environment-name", paramLabel = "<NAME>", description = "Use the login that was saved under this name. Defaults to $FERMYON_DEPLOYMENT_ENVIRONMENT")
    @Nullable
    String environmentName;

    @Option(names = {"-k", "--insecure"}, description = "Accept any certificate of the servers")
    boolean insecure;

    @Mixin
    BindleArguments bindle = new BindleArguments();

    /// The server and the login.
    ///
    /// @throws ParameterException if options contradict each other
    HippoAccess.Login login(HippoAccess access, CommandSpec spec) {
        try {
            return access.confirmed(access.login());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    HippoAccess access(Process process) {
        String variable = process.environment().getOrDefault("FERMYON_DEPLOYMENT_ENVIRONMENT", "");
        String name = environmentName != null ? environmentName : variable.isEmpty() ? null : variable;
        var options = new HippoAccess.Options(url, token, user, password, bindle.server, bindle.user, bindle.password, insecure, name);
        return new HippoAccess(options, process.environment(), files(process), new HippoAccess.Asking() {
            @Override
            public String line(String question, String hint) {
                return process.prompt().line(question, hint);
            }

            @Override
            public String secret(String question, String hint) {
                return process.prompt().secret(question, hint);
            }
        }, process.clock().instant(), userAgent(), WebAccess.connections(process));
    }

    static LoginFiles files(Process process) {
        return LoginFiles.below(DataDirectories.of(process.environment(), System.getProperty("os.name", ""), null).config());
    }

    static String userAgent() {
        return "hippo/" + Version.ofThisBuild().number();
    }
}
