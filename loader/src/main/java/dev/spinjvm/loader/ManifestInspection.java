package dev.spinjvm.loader;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// A manifest looked at without loading the application: nothing is fetched, copied or written, and no Wasm file is opened.
///
/// Whatever is wrong with the manifest, the parts that can be read are there: a component that has no valid `source` keeps its build command,
/// and a file with an error of syntax keeps the tables the parser could make out. Immutable.
///
/// @param file the manifest, as it was named
/// @param version the manifest's version, 1 or 2; 0 where it does not say
/// @param written the manifest as it is written, version 1 upgraded to 2: inline components stand in their triggers, and
///     dependencies may name components of the application
/// @param manifest the manifest normalised, the profile applied: all components have ids and stand in [Manifest#components], all
///     triggers have ids, dependencies on other components have become dependencies on their sources
/// @param readable whether all of the manifest could be read; if not, `written` lacks something
/// @param diagnostics everything that is wrong with the manifest as far as it can be told without other files, in the order of the
///     file; mistakes that otherwise show when a trigger starts are among them
public record ManifestInspection(Path file, int version, Manifest written, Manifest manifest, boolean readable,
        List<Diagnostic> diagnostics) {
    public ManifestInspection {
        diagnostics = List.copyOf(diagnostics);
    }

    /// Inspects a manifest file.
    ///
    /// @param profile the component profile to apply
    /// @throws LoadException if the file cannot be read, or if it is a readable manifest in which no component has the profile
    public static ManifestInspection of(Path file, @Nullable String profile) {
        return ofText(file, Loader.read(file, failedToRead(file)), profile);
    }

    /// Inspects the text of a manifest, without profile.
    ///
    /// @param file the name for diagnostics; its directory is the application's, and the file itself need not exist
    public static ManifestInspection ofText(Path file, String toml) {
        return ofText(file, toml, null);
    }

    private static ManifestInspection ofText(Path file, String toml, @Nullable String profile) {
        var text = new ManifestText(file.toString(), toml);
        ManifestReader.Outline outline = ManifestReader.outline(text, toml);
        Manifest written = outline.manifest();
        boolean readable = !text.hasErrors();
        if (readable) {
            Loader.ensureProfile(written, profile);
        }
        Manifest normalized = AllowedHttpHosts.convertAll(ManifestNormalizer.normalize(written, profile, text), text);
        if (readable || outline.version() != 0) {
            check(normalized, text, file).checkManifest();
        }
        return new ManifestInspection(file, outline.version(), written, normalized, readable, text.diagnostics());
    }

    /// Whether the application cannot run with this manifest.
    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(Diagnostic::isError);
    }

    /// The directory that paths of the manifest are relative to.
    public Path appRoot() {
        return appRoot(file);
    }

    /// What is wrong with the files the manifest names: a `source` that has not been built, `files` that do not exist. Looks at the disk now.
    ///
    /// @return in the order of the file, without [#diagnostics]
    /// @throws LoadException if the manifest file is gone
    public List<Diagnostic> fileProblems() {
        var text = new ManifestText(file.toString(), Loader.read(file, failedToRead(file)));
        check(manifest, text, file).checkLocalFiles();
        var plan = new FilePlan(appRoot(), text);
        manifest.components().forEach((id, component) -> plan.add(id, component, appRoot().resolve("assets")));
        return text.diagnostics();
    }

    private static ManifestCheck check(Manifest manifest, ManifestText text, Path file) {
        Path root = appRoot(file);
        return new ManifestCheck(manifest, text, root);
    }

    private static Path appRoot(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw new LoadException("manifest path has no parent directory");
        }
        return parent;
    }

    private static String failedToRead(Path file) {
        return "Failed to read Spin app manifest from \"" + file + "\"";
    }
}
