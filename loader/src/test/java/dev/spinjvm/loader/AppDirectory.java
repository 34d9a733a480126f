package dev.spinjvm.loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// An application on disk that a test makes and loads.
final class AppDirectory {
    private final Path root;
    private final List<Diagnostic> warnings = new ArrayList<>();
    private boolean direct;
    private String profile = "";
    private @Nullable SourceFetcher sources;

    AppDirectory(Path scratch) {
        this.root = scratch.resolve("app");
    }

    Path root() {
        return root;
    }

    Path working() {
        return root.resolveSibling("working");
    }

    /// The copied files of a component.
    Path assets(String component) {
        return working().resolve("assets").resolve(component);
    }

    List<Diagnostic> warnings() {
        return warnings;
    }

    AppDirectory file(String name, String content) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    AppDirectory manifest(String toml) {
        return file("spin.toml", toml);
    }

    /// A manifest with one component `c` on route `/`, which has these further lines.
    AppDirectory component(String lines) {
        return file("c.wasm", "").manifest("""
                spin_manifest_version = 2
                [application]
                name = "test"
                [[trigger.http]]
                route = "/"
                component = "c"
                [component.c]
                source = "c.wasm"
                """ + lines);
    }

    AppDirectory directMounts() {
        direct = true;
        return this;
    }

    AppDirectory profile(String name) {
        profile = name;
        return this;
    }

    AppDirectory sources(SourceFetcher fetcher) {
        sources = fetcher;
        return this;
    }

    LockedApp load() {
        LoadOptions options = LoadOptions.of(working(), root.resolveSibling("cache")).withDirectMounts(direct)
                .withProfile(profile.isEmpty() ? null : profile).onWarning(warnings::add);
        return Loader.load(new AppSource.ManifestFile(root.resolve("spin.toml")), sources == null ? options : options.withSources(sources));
    }

    /// The component `c` of the loaded application.
    LockedComponent loadComponent() {
        return load().component("c").orElseThrow();
    }

    /// The problems that keep the application from being loaded, as `line:column: message`.
    List<String> problems() {
        try {
            load();
            return List.of();
        } catch (ManifestException e) {
            return e.diagnostics().stream().filter(Diagnostic::isError)
                    .map(problem -> problem.line() + ":" + problem.column() + ": " + problem.message()).toList();
        }
    }

    /// The hints of the problems.
    List<String> hints() {
        try {
            load();
            return List.of();
        } catch (ManifestException e) {
            return e.diagnostics().stream().map(Diagnostic::hint).filter(Objects::nonNull).map(String::valueOf).toList();
        }
    }
}
