package dev.spinjvm.loader;

import java.nio.file.Path;
import java.util.stream.Collectors;

import dev.spinjvm.loader.Manifest.Dependency;
import dev.spinjvm.oci.RegistryException;

/// Finds the code of what the components of a manifest depend on, for those who need it before the application is loaded.
public final class DependencyFiles {
    private final Path appRoot;
    private final SourceFetcher fetcher;

    /// @param fetcher gets what lies somewhere else
    public DependencyFiles(Path appRoot, SourceFetcher fetcher) {
        this.appRoot = appRoot;
        this.fetcher = fetcher;
    }

    /// The file of a dependency, which may not exist if it is one that is built.
    ///
    /// @param name the import that it serves
    /// @throws LoadException if it cannot be fetched, or makes no sense
    public Path file(String name, Dependency dependency) {
        if (dependency.kind() instanceof Manifest.Kind.Local(String path)) {
            return appRoot.resolve(path);
        }
        var problems = new ManifestText("", "");
        RemoteSource source = new RemoteForms(problems, appRoot).of(dependency, name, "");
        if (source == null) {
            throw new LoadException("failed to load dependency " + name + ": "
                    + problems.diagnostics().stream().map(Diagnostic::message).collect(Collectors.joining("; ")));
        }
        try {
            return fetcher.fetch(source).wasm();
        } catch (LoadException | RegistryException e) {
            throw new LoadException("failed to load dependency " + name, e);
        }
    }
}
