package dev.spinjvm.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Gives options that were not written the value of their environment variable, then their own default.
final class EnvironmentDefaults implements IDefaultValueProvider {
    /// From the long name of an option to its variable.
    static final Map<String, String> VARIABLES = Map.ofEntries(Map.entry("--catalogue", "SPIN_PLUGINS_CATALOGUE"), Map.entry("--build",
            "SPIN_ALWAYS_BUILD"), Map.entry("--log-dir",
                    "SPIN_LOG_DIR"), Map.entry("--disable-cache", "DISABLE_WASMTIME_CACHE"), Map.entry("--runtime-config-file",
                            "RUNTIME_CONFIG_FILE"), Map.entry("--max-instance-memory", "SPIN_MAX_INSTANCE_MEMORY"), Map.entry("--listen",
                                    "SPIN_HTTP_LISTEN_ADDR"), Map.entry("--tls-cert", "SPIN_TLS_CERT"), Map.entry("--tls-key",
                                            "SPIN_TLS_KEY"), Map
                                                    .entry("--http1-max-buf-size", "SPIN_HTTP1_MAX_BUF_SIZE"), Map.entry("--offline",
                                                            "SPIN_OFFLINE"), Map
                                                                    .entry("--ca-file", "SPIN_REGISTRY_CA_FILE"), Map.entry("--cache", "WASMTIME_CACHE_FILE"));
    private static final Set<String> YES = Set.of("y", "yes", "t", "true", "on", "1");
    private static final Set<String> NO = Set.of("n", "no", "f", "false", "off", "0");

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Whether a variable that is on or off is on.
    static boolean isYes(String value) {
        return YES.contains(value.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String variable = VARIABLES.get(option.longestName());
        String value = variable == null ? null : environment.get(variable);
        if (value == null || variable == null) {
            return null;
        }
        if (option.type() != boolean.class) {
            return value;
        }
        String word = value.toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw new CommandLine.ParameterException(option.command().commandLine(),
                    "invalid value '" + value + "' for '" + variable + "': value was not a boolean");
        }
        return String.valueOf(YES.contains(word));
    }
}
