package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/// The built-in providers of variables.
public final class VariableProviders {
    private static final String PREFIX = "SPIN_VARIABLE_";

    private VariableProviders() {}

    /// Values given on the command line: `name=value`, `name=@file`, `@file.json`, `@file.toml`. Of several for one name the last counts.
    ///
    /// Files are read once, now.
    ///
    /// @throws LoadException for an argument in another form or a file that cannot be read
    public static VariableProvider commandLine(List<String> arguments, Path currentDirectory) {
        Map<String, String> values = new LinkedHashMap<>();
        arguments.forEach(argument -> read(argument, currentDirectory, values));
        return new Fixed("command line", values);
    }

    /// Values from variables of the environment `SPIN_VARIABLE_<NAME>` and, where the environment has none, from a `.env` file.
    ///
    /// @param dotenv read once, when first needed; it need not exist
    public static VariableProvider environment(Map<String, String> environment, Path dotenv) {
        return new Environment(PREFIX, environment, dotenv);
    }

    /// Values from variables of the environment `<prefix>_<NAME>` and, where the environment has none, from a file.
    ///
    /// @param prefix `null` for `SPIN_VARIABLE`
    /// @param dotenv read once, when first needed; without one only the environment counts
    public static VariableProvider environment(@Nullable String prefix, Map<String, String> environment, @Nullable Path dotenv) {
        return new Environment(prefix == null ? PREFIX : prefix + "_", environment, dotenv);
    }

    /// Values that are known.
    ///
    /// @param origin what `toString` calls it, with the names and never the values
    public static VariableProvider fixed(String origin, Map<String, String> values) {
        return new Fixed(origin, Map.copyOf(values));
    }

    private static void read(String argument, Path directory, Map<String, String> values) {
        int equals = argument.indexOf('=');
        if (argument.startsWith("@")) {
            String name = argument.substring(1);
            Path file = directory.resolve(name);
            if (name.endsWith(".json")) {
                readJson(file, values);
            } else if (name.endsWith(".toml")) {
                readToml(file, values);
            } else {
                throw new LoadException("variable files must end in .json or .toml");
            }
        } else if (equals < 0) {
            throw new LoadException("variables must be in the form 'key=value' or '@file'");
        } else {
            String value = argument.substring(equals + 1);
            values.put(argument.substring(0, equals),
                    value.startsWith("@")
                            ? new String(bytes(directory.resolve(value.substring(1))), StandardCharsets.UTF_8)
                            : value);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to read \"" + file + "\"", e);
        }
    }

    private static void readJson(Path file, Map<String, String> values) {
        String failed = "Failed to parse JSON from \"" + file + "\"";
        Object json;
        try {
            json = Json.parse(bytes(file));
        } catch (IOException e) {
            // The parser's message would show a piece of the file, which may be a secret.
            throw new LoadException(failed);
        }
        if (!(json instanceof Map<?, ?> map)) {
            throw new LoadException(failed + ": it must be an object");
        }
        map.forEach((name, value) -> put(values, String.valueOf(name), value, failed));
    }

    private static void readToml(Path file, Map<String, String> values) {
        String failed = "Failed to parse TOML from \"" + file + "\"";
        TomlParseResult toml = Toml.parse(new String(bytes(file), StandardCharsets.UTF_8), TomlVersion.V1_0_0);
        if (toml.hasErrors()) {
            throw new LoadException(failed + " at " + toml.errors().getFirst().position());
        }
        for (String name : toml.keySet()) {
            put(values, name, toml.get(List.of(name)), failed);
        }
    }

    private static void put(Map<String, String> values, String name, @Nullable Object value, String failed) {
        if (!(value instanceof String text)) {
            throw new LoadException(failed + ": the value of `" + name + "` must be a string");
        }
        values.put(name, text);
    }

    private record Fixed(String origin, Map<String, String> values) implements VariableProvider {
        @Override
        public @Nullable String get(String name) {
            return values.get(name);
        }

        @Override
        public String toString() {
            return origin + " " + values.keySet();
        }
    }

    private static final class Environment implements VariableProvider {
        private final String prefix;
        private final Map<String, String> environment;
        private final @Nullable Path dotenv;
        private volatile @Nullable Map<String, String> fromFile;

        Environment(String prefix, Map<String, String> environment, @Nullable Path dotenv) {
            this.prefix = prefix;
            this.environment = Map.copyOf(environment);
            this.dotenv = dotenv;
        }

        @Override
        public @Nullable String get(String name) {
            String key = prefix + name.toUpperCase(Locale.ROOT);
            String value = environment.get(key);
            return value != null ? value : fromFile().get(key);
        }

        private Map<String, String> fromFile() {
            Map<String, String> values = fromFile;
            if (values == null) {
                values = dotenv != null && Files.isRegularFile(dotenv)
                        ? Dotenv.parse(new String(bytes(dotenv), StandardCharsets.UTF_8), environment)
                        : Map.of();
                fromFile = values;
            }
            return values;
        }

        @Override
        public String toString() {
            return "environment";
        }
    }
}
