package dev.spinjvm.loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlVersion;

/// One input of a directory of golden files and the outcome it must have. See `docs/testing.md`, "Golden files".
///
/// @param name the path of the expected outcome below the directory of golden files
record GoldenCase(String name, Path input, Path expected) {
    private static final String NO_DIGEST = "sha256:" + "0".repeat(64);

    /// All cases below a directory, sorted by name.
    static List<GoldenCase> find(Path root) {
        var cases = new ArrayList<GoldenCase>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                boolean manifest = file.startsWith(root.resolve("manifest"));
                boolean loader = file.startsWith(root.resolve("loader"));
                if (!name.endsWith(".toml") || !(manifest || loader)) {
                    continue;
                }
                String stem = name.substring(0, name.length() - ".toml".length());
                for (String ending : manifest ? List.of(".json", ".toml.v2", ".toml.norm", ".err") : List.of(".err", ".lock")) {
                    Path expected = file.resolveSibling(stem + ending);
                    boolean stale = ending.equals(".lock") && Files.exists(file.resolveSibling(stem + ".err"));
                    if (Files.exists(expected) && !stale) {
                        cases.add(new GoldenCase(root.relativize(expected).toString(), file, expected));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    /// What is wrong with the outcome, or `null`.
    @Nullable
    String problem(Path scratch) throws IOException {
        String wanted = Files.readString(expected);
        boolean manifest = name.startsWith("manifest");
        if (name.endsWith(".err")) {
            return manifest ? missingLine(wanted, manifestErrors()) : missingSentence(wanted, loaderError(scratch));
        }
        Object actual;
        Object expectedTree;
        if (name.endsWith(".lock")) {
            expectedTree = Json.parse(wanted.getBytes(StandardCharsets.UTF_8));
            actual = Json.parse(load(scratch).getBytes(StandardCharsets.UTF_8));
        } else {
            expectedTree = name.endsWith(".json")
                    ? Json.parse(wanted.getBytes(StandardCharsets.UTF_8))
                    : TomlValue.toJson(Toml.parse(wanted, TomlVersion.V1_0_0));
            actual = manifestTree(name.endsWith(".norm"));
        }
        String wantedText = Json.pretty(sorted(Objects.requireNonNull(expectedTree)));
        String actualText = Json.pretty(sorted(Objects.requireNonNull(actual)));
        return wantedText.equals(actualText) ? null : "expected:\n" + wantedText + "\nbut was:\n" + actualText;
    }

    private Object manifestTree(boolean normalized) throws IOException {
        String toml = Files.readString(input);
        var text = new ManifestText(input.toString(), toml);
        Manifest manifest = ManifestReader.read(text, toml);
        if (manifest == null || text.hasErrors()) {
            return DiagnosticRenderer.render(text.diagnostics());
        }
        return ManifestTree.of(normalized ? ManifestNormalizer.normalize(manifest, null, text) : manifest);
    }

    private String manifestErrors() throws IOException {
        String toml = Files.readString(input);
        var text = new ManifestText(input.toString(), toml);
        ManifestReader.read(text, toml);
        return text.hasErrors() ? DiagnosticRenderer.render(text.diagnostics()) : "";
    }

    private static @Nullable String missingLine(String wanted, String errors) {
        String last = wanted.strip().lines().toList().getLast();
        return errors.contains(last) ? null : "no error says `" + last + "`:\n" + errors;
    }

    /// Compares the sentences, not the layout.
    private static @Nullable String missingSentence(String wanted, String error) {
        for (String line : wanted.lines().toList()) {
            String sentence = line.strip().replaceFirst("^\\d+: ", "");
            boolean layout = sentence.isEmpty() || sentence.equals("Caused by:") || sentence.startsWith("TOML parse error")
                    || sentence.startsWith("|");
            if (!layout && !error.contains(sentence)) {
                return "no error says `" + sentence + "`:\n" + error;
            }
        }
        return null;
    }

    private String loaderError(Path scratch) throws IOException {
        try {
            return "loaded: " + load(scratch);
        } catch (LoadException e) {
            return e.fullMessage().replace(app(scratch).toString(), "<test-dir>");
        }
    }

    private Path app(Path scratch) {
        return scratch.resolve("app");
    }

    private String load(Path scratch) throws IOException {
        Path app = app(scratch);
        Path directory = Objects.requireNonNull(input.getParent());
        copyTree(directory, app);
        for (String wasm : List.of("spin-fs.wasm")) {
            if (directory.endsWith("valid-with-files") && !Files.exists(app.resolve(wasm))) {
                Files.createFile(app.resolve(wasm));
            }
        }
        Path cached = scratch.resolve("cache/spin/registry/wasm").resolve(NO_DIGEST);
        Files.createDirectories(cached.getParent());
        Files.write(cached, new byte[0]);
        Path working = scratch.resolve("working");
        LockedApp locked = Loader.load(new AppSource.ManifestFile(app.resolve(input.getFileName())),
                // The golden files name a download of a made-up digest, which no cache gives out.
                LoadOptions.of(working, scratch.resolve("cache/spin")).withSources(_ -> FetchedSource.of(cached)));
        return new String(locked.toJson(), StandardCharsets.UTF_8).replace(app.toString(), "<test-dir>")
                .replace(working.toString(), "<temp-dir>").replace(scratch.resolve("cache").toString(), "<cache-dir>");
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static Object sorted(Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                var members = new TreeMap<String, Object>();
                map.forEach((key, value) -> members.put(String.valueOf(key), sorted(Objects.requireNonNull(value))));
                yield members;
            }
            case List<?> list -> list.stream().map(element -> sorted(Objects.requireNonNull(element))).toList();
            default -> tree;
        };
    }
}
