package dev.spinjvm.loader.templates;

import java.util.List;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/// The templates that a target environment names in its definition: `[metadata.templates]` with `url` and perhaps `tag`.
public final class EnvironmentTemplates {
    private EnvironmentTemplates() {}

    /// Where they come from; nothing if the environment has none.
    ///
    /// @param definition the text of the definition
    /// @param name how messages name the environment
    /// @throws TemplateException if the definition is no TOML, or what it says of templates is wrong
    public static Optional<TemplateSource.Git> source(String definition, String name) {
        TomlParseResult toml = Toml.parse(definition, TomlVersion.V1_0_0);
        if (toml.hasErrors()) {
            TomlParseError error = toml.errors().getFirst();
            throw new TemplateException("Environment '" + name + "' definition is invalid format", new TemplateException("line " + error
                    .position().line() + ", column " + error.position().column() + ": " + error.getMessage()));
        }
        Object templates = toml.get(List.of("metadata")) instanceof TomlTable metadata ? metadata.get(List.of("templates")) : null;
        if (templates == null) {
            return Optional.empty();
        }
        if (templates instanceof TomlTable table && table.get(List.of("url")) instanceof String url) {
            Optional<String> tag = table.get(List.of("tag")) instanceof String text ? Optional.of(text) : Optional.empty();
            return Optional.of(TemplateSource.git(url, tag));
        }
        throw new TemplateException("Invalid templates URL in environment '" + name + "'");
    }
}
