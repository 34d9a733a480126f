package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.AtomicFiles;
import dev.spinjvm.loader.LoadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tomlj.MutableTomlTable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/// Adds to the manifest of an application; what is there keeps its comments and its layout. Not thread-safe.
final class ManifestEdit {
    private final Path file;
    private final boolean wasValid;
    private String text;

    ManifestEdit(Path file) {
        this.file = file;
        try {
            this.text = Files.readString(file);
        } catch (IOException e) {
            throw LoadException.ofIo("Can't open " + file + " to append", e);
        }
        this.wasValid = !parse(text).hasErrors();
    }

    private static TomlParseResult parse(String toml) {
        return Toml.parse(toml, TomlVersion.V1_0_0);
    }

    private static TomlParseResult valid(String toml, String otherwise) {
        TomlParseResult result = parse(toml);
        if (result.hasErrors()) {
            throw new TemplateException(otherwise, reason(result));
        }
        return result;
    }

    private static TemplateException reason(TomlParseResult result) {
        TomlParseError error = result.errors().getFirst();
        return new TemplateException("line " + error.position().line() + ", column " + error.position().column() + ": " + error
                .getMessage());
    }

    void append(String snippet) {
        text = text.stripTrailing() + "\n\n" + snippet;
    }

    /// Sets the entries of a snippet in a table, which is made if need be.
    void merge(String table, String snippet) {
        TomlParseResult manifest = valid(text, "Can't merge into the existing manifest - it's not valid TOML");
        TomlParseResult added = valid(snippet, "Can't merge snippet - it's not valid TOML");
        Object target = manifest.get(List.of(table));
        if (target == null) {
            manifest.set(List.of(table), MutableTomlTable.create());
            target = manifest.get(List.of(table));
        }
        if (!(target instanceof MutableTomlTable entries)) {
            throw new TemplateException("Cannot merge template data into " + table + " as it is not a table");
        }
        added.keySet().forEach(key -> entries.set(List.of(key), added.get(List.of(key))));
        text = manifest.toToml();
    }

    /// @throws TemplateException if a manifest that was valid would no longer be so
    void check() {
        TomlParseResult result = parse(text);
        if (wasValid && result.hasErrors()) {
            throw new TemplateException("Can't add to " + file + ": it would no longer be valid. Does it have a component of that name?",
                    reason(
                            result));
        }
    }

    void save() {
        AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
