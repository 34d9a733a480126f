package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.LoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/// A TOML file with values of parameters, each a string.
public final class ValuesFile {
    private ValuesFile() {}

    /// @throws LoadException if it cannot be read, or holds something else
    public static Map<String, String> read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to read text from values file " + file, e);
        }
        TomlParseResult toml = Toml.parse(text, TomlVersion.V1_0_0);
        String failed = "Failed to deserialize values file";
        if (toml.hasErrors()) {
            TomlParseError error = toml.errors().getFirst();
            throw new TemplateException(failed, new TemplateException(file + ":" + error.position().line() + ":" + error.position().column()
                    + ": " + error.getMessage()));
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : toml.keySet()) {
            if (!(toml.get(List.of(key)) instanceof String value)) {
                throw new TemplateException(failed, new TemplateException(file + ": the value of '" + key + "' should be a string"));
            }
            values.put(key, value);
        }
        return values;
    }
}
