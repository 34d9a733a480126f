package dev.spinjvm.cli;

import dev.spinjvm.plugins.bindle.BindleServer;
import dev.spinjvm.plugins.web.Credentials;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which Bindle server, and who asks it.
final class BindleArguments {
    @Option(names = "--bindle-server", paramLabel = "<URL>", description = "The Bindle server. Defaults to $BINDLE_SERVER_URL, then $BINDLE_URL")
    @Nullable
    String server;

    @Option(names = "--bindle-username", paramLabel = "<NAME>", description = "User name for the Bindle server. Defaults to $BINDLE_USERNAME")
    @Nullable
    String user;

    @Option(names = "--bindle-password", paramLabel = "<PASSWORD>", description = "Password for the Bindle server. Defaults to $BINDLE_PASSWORD")
    @Nullable
    String password;

    /// The server, as the command line and the environment have it.
    ///
    /// @throws CommandFailure if neither names one
    BindleServer resolve(Map<String, String> environment, boolean anyCertificate) {
        String url = first(server, environment.get("BINDLE_SERVER_URL"), environment.get("BINDLE_URL"));
        if (url == null) {
            throw new CommandFailure("a Bindle server is needed: name it with --bindle-server or BINDLE_SERVER_URL");
        }
        String name = first(user, environment.get("BINDLE_USERNAME"));
        String secret = first(password, environment.get("BINDLE_PASSWORD"));
        if ((name == null) != (secret == null)) {
            throw new CommandFailure("--bindle-username and --bindle-password are needed together; " + (name == null
                    ? "--bindle-username"
                    : "--bindle-password") + " is missing");
        }
        return new BindleServer(url, name == null || secret == null ? new Credentials.None() : new Credentials.Basic(name, secret),
                anyCertificate);
    }

    private static @Nullable String first(@Nullable String... alternatives) {
        for (String alternative : alternatives) {
            if (alternative != null && !alternative.isEmpty()) {
                return alternative;
            }
        }
        return null;
    }
}
