package dev.spinjvm.cli;

import dev.spinjvm.plugins.bindle.BindleServer;
import java.util.Map;
import java.util.Optional;
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
        return find(environment, anyCertificate).orElseThrow(() -> new CommandFailure(
                "a Bindle server is needed: name it with --bindle-server or BINDLE_SERVER_URL"));
    }

    /// The server, if the command line or the environment names one.
    Optional<BindleServer> find(Map<String, String> environment, boolean anyCertificate) {
        return Optional.ofNullable(first(server, environment.get("BINDLE_SERVER_URL"), environment.get("BINDLE_URL")))
                .map(url -> named(url, environment, anyCertificate));
    }

    private BindleServer named(String url, Map<String, String> environment, boolean anyCertificate) {
        return BindleServer.of(url, Optional.ofNullable(first(user, environment.get("BINDLE_USERNAME"))), Optional.ofNullable(first(
                password,
                environment.get("BINDLE_PASSWORD"))), anyCertificate);
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
