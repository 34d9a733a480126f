package dev.spinjvm.loader;

import java.nio.file.Path;
import java.util.stream.Collectors;

import dev.spinjvm.loader.Manifest.Dependency;
import dev.spinjvm.oci.RegistryException;
import org.jspecify.annotations.Nullable;

/// Finds the code of the components of a manifest and of what they depend on, for those who need it before the application is loaded.
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
        return fetched(new RemoteForms(problems, appRoot).of(dependency, name, ""), problems, "failed to load dependency " + name).wasm();
    }

    /// The code of a component, which may not exist if it is one that is built, with what travels with it.
    ///
    /// @param id that of the component
    /// @throws LoadException if it cannot be fetched, or makes no sense
    public FetchedSource source(String id, Manifest.Source source) {
        if (source instanceof Manifest.Source.Local(String path, Position _)) {
            return FetchedSource.of(appRoot.resolve(path));
        }
        var problems = new ManifestText("", "");
        return fetched(new RemoteForms(problems, appRoot).of(source, id, ""), problems, "failed to load component " + id);
    }

    private FetchedSource fetched(@Nullable RemoteSource source, ManifestText problems, String failed) {
        if (source == null) {
            throw new LoadException(failed + ": " + problems.diagnostics().stream().map(Diagnostic::message).collect(Collectors.joining(
                    "; ")));
        }
        try {
            return fetcher.fetch(source);
        } catch (LoadException | RegistryException e) {
            throw new LoadException(failed, e);
        }
    }
}
