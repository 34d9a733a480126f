package dev.spinjvm.cli;

import dev.spinjvm.plugins.deploy.DeployPlugin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Who logs in to a provider.
final class ProviderLogin {
    @Option(names = "--token", paramLabel = "<TOKEN>", description = "For login: a token; '-' reads it from standard input")
    private @Nullable String token;

    @Option(names = "--username", paramLabel = "<NAME>", description = "For login: who logs in")
    private @Nullable String user;

    @Option(names = "--password", paramLabel = "<PASSWORD>", description = "For login: a password; '-' reads it from standard input")
    private @Nullable String password;

    /// What the plugin is told, by a method that it knows. What is missing is asked for.
    Map<String, Object> auth(Process process, DeployPlugin plugin, CommandSpec spec) {
        List<String> known = plugin.logins();
        String method = token != null ? "token" : user != null || password != null ? "password" : known.getFirst();
        if (!known.contains(method)) {
            throw new ParameterException(spec.commandLine(), plugin + " knows no login by " + method + "; it knows " + String.join(", ",
                    known));
        }
        Map<String, Object> auth = new LinkedHashMap<>();
        auth.put("method", method);
        switch (method) {
            case "token" -> auth.put("token", secret(process, token, "Token: ", "give the token with --token, '-' for standard input"));
            case "password" -> {
                auth.put("username", user != null ? user : process.prompt().line("Username: ", "name the user with --username"));
                auth.put("password", secret(process, password, "Password: ",
                        "give the password with --password, '-' for standard input"));
            }
            default -> {
                // The plugin itself tells the user what to do.
            }
        }
        return auth;
    }

    private static String secret(Process process, @Nullable String given, String question, String hint) {
        return given == null ? process.prompt().secret(question, hint) : given.equals("-") ? process.prompt().input() : given;
    }
}
