package dev.spinjvm.loader;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Reference;

/// Where an application is loaded from.
public sealed interface AppSource {
    /// A manifest, usually `spin.toml`.
    record ManifestFile(Path file) implements AppSource {}

    /// A single Wasm file, served as an application of its own.
    record BareWasm(Path file) implements AppSource {}

    /// An application in a registry.
    record Registry(String reference) implements AppSource {}

    /// An application on a Bindle server.
    ///
    /// @param id `NAME/VERSION`
    record Bindle(String id) implements AppSource {}

    /// The source that `--from` means: what exists as a file or directory, else what looks like a registry reference.
    ///
    /// @param currentDirectory what relative paths are relative to
    /// @throws LoadException if there is no such file and the text is no reference either
    static AppSource infer(String text, Path currentDirectory) {
        Path path = currentDirectory.resolve(text);
        if (text.startsWith(ArtifactName.LAYOUT)) {
            return new Registry(text);
        }
        if (Files.exists(path)) {
            return ofFile(text, currentDirectory);
        }
        if (Reference.isProbablyReference(text)) {
            return new Registry(text);
        }
        String near = NearFiles.closest(path);
        String hint = near == null ? "" : "\nDid you mean '" + Path.of(text).resolveSibling(near) + "'?";
        throw new LoadException("File or directory '" + text
                + "' not found. If you meant to load from a registry, use the `--from-registry` option." + hint);
    }

    /// The source that a path means: a directory stands for its `spin.toml`.
    ///
    /// @throws LoadException if there is no such file
    static AppSource ofFile(String text, Path currentDirectory) {
        Path file = ManifestDiscovery.resolve(text, currentDirectory);
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".wasm") || name.endsWith(".wat") ? new BareWasm(file) : new ManifestFile(file);
    }

    /// Why a file in the text format is not run.
    static String watRefusal(String path) {
        return "'" + path + "' is WebAssembly text, which this version of Spin does not run; convert it to binary first,"
                + " for example with `wasm-tools parse`";
    }

    /// How messages name it.
    default String describe() {
        return switch (this) {
            case ManifestFile(Path file) -> "local app \"" + file + "\"";
            case BareWasm(Path file) -> "Wasm file \"" + file + "\"";
            case Registry(String reference) -> "remote app " + Quoted.of(reference);
            case Bindle(String id) -> "bindle " + Quoted.of(id);
        };
    }
}
