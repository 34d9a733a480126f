package dev.spinjvm.loader;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

/// Reads an application manifest of either version into the form of version 2.
///
/// Problems go to the [ManifestText]; what could not be read is left out, so that one pass finds as many problems as it can.
final class ManifestReader {
    private ManifestReader() {}

    /// The manifest, or `null` if the text is no TOML or of no known version.
    static @Nullable Manifest read(ManifestText text, String toml) {
        TomlParseResult result = TomlDocument.parse(text, toml);
        if (result == null || result.hasErrors()) {
            return null;
        }
        var root = new TomlFields(text, result, Position.START);
        return switch (version(root)) {
            case 1 -> new ManifestV1Reader(text).read(root);
            case 2 -> new ManifestV2Reader(text).read(root);
            default -> null;
        };
    }

    /// As much of the manifest as can be made out, whatever is wrong with it.
    static Outline outline(ManifestText text, String toml) {
        TomlParseResult result = TomlDocument.parse(text, toml);
        if (result == null) {
            return new Outline(Manifest.EMPTY, 0);
        }
        // What follows from an error of syntax is not worth telling.
        ManifestText told = result.hasErrors() ? new ManifestText(text.file(), toml) : text;
        var root = new TomlFields(told, result, Position.START);
        int version = version(root);
        boolean looksOld = result.get(List.of("component")) instanceof TomlArray;
        Manifest manifest = version == 1 || (version == 0 && looksOld)
                ? new ManifestV1Reader(told).read(root)
                : new ManifestV2Reader(told).read(root);
        return new Outline(manifest, version);
    }

    /// @param version 1 or 2; 0 where the manifest does not say
    record Outline(Manifest manifest, int version) {}

    /// 1, 2, or 0 after an error.
    private static int version(TomlFields root) {
        TomlFields probe = root.again();
        TomlValue old = probe.value("spin_version");
        TomlValue version = old != null && probe.value("spin_manifest_version") == null ? old : probe.required("spin_manifest_version");
        return switch (String.valueOf(version)) {
            case "\"1\"" -> 1;
            case "2" -> 2;
            default -> {
                if (version != null) {
                    version.error("invalid manifest version: " + version, "write `spin_manifest_version = 2`");
                }
                yield 0;
            }
        };
    }

    static List<String> strings(List<Located<String>> texts) {
        return texts.stream().map(Located::value).toList();
    }

    static Map<String, String> strings(Map<String, Located<String>> texts) {
        var strings = new java.util.LinkedHashMap<String, String>();
        texts.forEach((name, text) -> strings.put(name, text.value()));
        return strings;
    }
}
