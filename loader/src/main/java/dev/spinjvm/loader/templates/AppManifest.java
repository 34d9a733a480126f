package dev.spinjvm.loader.templates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/// What templates want to know about the manifest of an application. It may be under construction: what cannot be read is not there.
record AppManifest(@Nullable TomlTable toml) {
    static AppManifest read(Path file) {
        try {
            TomlParseResult result = Toml.parse(Files.readString(file), TomlVersion.V1_0_0);
            return new AppManifest(result.hasErrors() ? null : result);
        } catch (IOException _) {
            return new AppManifest(null);
        }
    }

    boolean has(List<String> entry) {
        Object at = toml;
        for (String key : entry) {
            at = at instanceof TomlTable table ? table.get(List.of(key)) : null;
        }
        return at != null;
    }

    boolean isVersion1() {
        return toml != null && (toml.get(List.of("spin_version")) != null || "1".equals(toml.get(List.of("spin_manifest_version"))));
    }

    boolean isVersion2() {
        return toml != null && Long.valueOf(2).equals(toml.get(List.of("spin_manifest_version")));
    }
}
