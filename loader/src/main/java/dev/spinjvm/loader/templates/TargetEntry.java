package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.Manifest.Target;
import dev.spinjvm.loader.Quoted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/// Says in a fresh manifest which environment the application is meant for.
final class TargetEntry {
    private TargetEntry() {}

    /// The manifest with the entry; as it was if it has one, or no place for it.
    ///
    /// @param from what a path was relative to
    /// @param to what it has to be relative to
    static byte[] add(byte[] manifest, Target target, Path from, Path to) {
        String text = new String(manifest, StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int header = lines.stream().map(String::strip).toList().indexOf("[application]");
        TomlParseResult toml = Toml.parse(text, TomlVersion.V1_0_0);
        if (header < 0 || toml.hasErrors() || toml.contains("application.targets")) {
            return manifest;
        }
        int end = header + 1;
        while (end < lines.size() && !lines.get(end).isBlank() && !lines.get(end).startsWith("[")) {
            end++;
        }
        lines.add(end, "targets = [" + value(target, from, to) + "]");
        String edited = String.join("\n", lines);
        return Toml.parse(edited, TomlVersion.V1_0_0).hasErrors() ? manifest : edited.getBytes(StandardCharsets.UTF_8);
    }

    private static String value(Target target, Path from, Path to) {
        return switch (target) {
            case Target.Catalogue(String name) -> Quoted.of(name);
            case Target.Url(String url) -> "{ url = " + Quoted.of(url) + " }";
            case Target.File(String path) -> {
                Path file = Path.of(path);
                Path moved = file.isAbsolute()
                        ? file
                        : to.toAbsolutePath().normalize().relativize(from.resolve(file).toAbsolutePath()
                                .normalize());
                yield "{ path = " + Quoted.of(moved.toString().replace('\\', '/')) + " }";
            }
        };
    }
}
