package dev.spinjvm.plugins.settings;

import dev.spinjvm.plugins.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// What this user has set once for all commands: `spin/config.toml` in the user's folder of settings.
public final class UserSettings {
    private final Path file;
    private final @Nullable TomlParseResult content;

    private UserSettings(Path file, @Nullable TomlParseResult content) {
        this.file = file;
        this.content = content;
    }

    /// @param config the user's folder of settings, such as `~/.config`
    /// @throws PluginException if the file is there and is no TOML
    public static UserSettings in(Path config) {
        Path file = config.resolve("spin").resolve("config.toml");
        if (!Files.exists(file)) {
            return new UserSettings(file, null);
        }
        try {
            TomlParseResult content = Toml.parse(file);
            if (content.hasErrors()) {
                throw new PluginException("'" + file + "' is no valid TOML: " + content.errors().getFirst().toString());
            }
            return new UserSettings(file, content);
        } catch (IOException e) {
            throw new PluginException("Cannot read '" + file + "'", e);
        }
    }

    /// A text, such as that of `plugins.catalogue`; empty if it is not set.
    ///
    /// @param key parts separated by dots
    /// @throws PluginException if it is something else
    public Optional<String> text(String key) {
        Object value = content == null ? null : content.get(key);
        return switch (value) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw new PluginException("'" + file + "': `" + key + "` must be a text");
        };
    }

    /// A table, as JSON values of the JDK; empty if it is not set.
    ///
    /// @param key parts separated by dots
    /// @throws PluginException if it is something else
    public Map<String, Object> table(String key) {
        Object value = content == null ? null : content.get(key);
        return switch (value) {
            case null -> Map.of();
            case TomlTable table -> members(table);
            default -> throw new PluginException("'" + file + "': `" + key + "` must be a table");
        };
    }

    private static Map<String, Object> members(TomlTable table) {
        Map<String, Object> members = new LinkedHashMap<>();
        table.keySet().forEach(name -> members.put(name, json(table.get(List.of(name)))));
        return members;
    }

    private static Object json(@Nullable Object value) {
        return switch (value) {
            case TomlTable table -> members(table);
            case TomlArray array -> array.toList().stream().map(UserSettings::json).toList();
            case Boolean flag -> flag;
            case Long number -> number;
            case Double number -> number;
            case null, default -> String.valueOf(value);
        };
    }

    /// A truth value.
    ///
    /// @param key parts separated by dots
    /// @throws PluginException if it is something else
    public boolean flag(String key, boolean otherwise) {
        Object value = content == null ? null : content.get(key);
        return switch (value) {
            case null -> otherwise;
            case Boolean flag -> flag;
            default -> throw new PluginException("'" + file + "': `" + key + "` must be true or false");
        };
    }
}
