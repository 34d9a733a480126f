package dev.spinjvm.loader.targets;

import dev.spinjvm.loader.FetchedSource;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.Manifest.Target;
import dev.spinjvm.loader.NearNames;
import dev.spinjvm.loader.RemoteSource;
import dev.spinjvm.loader.SourceFetcher;
import dev.spinjvm.loader.versions.VersionRequirement;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.ReferenceException;
import dev.spinjvm.oci.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gets the definitions of target environments, and the packages of their worlds.
public final class TargetEnvironments {
    private static final int MAX_DEFINITION = 1 << 20;

    private final EnvironmentCatalogue catalogue;
    private final SourceFetcher sources;
    private final Documents documents;

    /// @param sources gets packages of worlds
    /// @param documents gets definitions that have an address
    public TargetEnvironments(EnvironmentCatalogue catalogue, SourceFetcher sources, Documents documents) {
        this.catalogue = catalogue;
        this.sources = sources;
        this.documents = documents;
    }

    /// The environment that a user names: an address, `file:` with a path, or else a name of the catalogue.
    public static Target parse(String text) {
        if (text.startsWith("https:") || text.startsWith("http:")) {
            return new Target.Url(text);
        }
        return text.startsWith("file:") ? new Target.File(text.substring("file:".length())) : new Target.Catalogue(text);
    }

    /// What messages call an environment that a user or a manifest names.
    public static String describe(Target target) {
        return switch (target) {
            case Target.Catalogue(String name) -> name;
            case Target.Url(String url) -> url;
            case Target.File(String path) -> path;
        };
    }

    /// The definition of an environment.
    ///
    /// @param folder what paths are relative to
    /// @throws LoadException or `RegistryException` if it cannot be had, or is wrong
    public EnvironmentDefinition definition(Target target, Path folder) {
        return switch (target) {
            case Target.Catalogue(String name) -> known(name.replace(':', '@'));
            case Target.Url(String url) -> remote(url);
            case Target.File(String path) -> {
                Path file = folder.resolve(path);
                yield read(stem(String.valueOf(file.getFileName())), file, file.toAbsolutePath().getParent());
            }
        };
    }

    private EnvironmentDefinition known(String name) {
        if (name.indexOf('@') < 0) {
            // It may have changed; with a version it does not.
            catalogue.refresh();
        }
        Optional<Path> file = catalogue.find(name);
        if (file.isEmpty()) {
            catalogue.update();
            file = catalogue.find(name);
        }
        return read(name, file.orElseThrow(() -> new LoadException("Cannot load target environment '" + name + "'" + near(name))), null);
    }

    private String near(String name) {
        String closest = NearNames.closest(name, catalogue.list());
        return closest == null ? "" : "; did you mean '" + closest + "'?";
    }

    private EnvironmentDefinition remote(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new LoadException("environment URL " + url + " is invalid", e);
        }
        String path = uri.getPath();
        if (path == null || path.isEmpty()) {
            throw new LoadException("environment URL " + url + " does not have a path");
        }
        byte[] toml = documents.document(uri, MAX_DEFINITION).orElseThrow(() -> new LoadException("there is no target environment at "
                + url));
        return EnvironmentDefinition.read(stem(path.substring(path.lastIndexOf('/') + 1)), url, new String(toml, StandardCharsets.UTF_8),
                null);
    }

    private static EnvironmentDefinition read(String name, Path file, @Nullable Path folder) {
        try {
            return EnvironmentDefinition.read(name, file.toString(), Files.readString(file), folder);
        } catch (IOException e) {
            throw LoadException.ofIo("unable to read target environment from \"" + file + "\"", e);
        }
    }

    private static String stem(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0 ? fileName.substring(0, dot) : fileName;
    }

    /// The package of a world: a folder of WIT texts, or a file in the binary form.
    ///
    /// @param lock told what the package is
    /// @throws LoadException if it cannot be had
    Path world(WorldRef world, TargetLock lock) {
        return switch (world) {
            case WorldRef.Folder(Path path, WorldName _) -> path;
            case WorldRef.Registry(String registry, WorldName name) -> {
                if (name.version() == null) {
                    throw new LoadException(name + " is unversioned: this is not currently supported");
                }
                yield fetched(new RemoteSource.Package(registry, name.packageName(), VersionRequirement.exactly(name.version())), registry,
                        name, name.versionedPackage(), lock);
            }
            case WorldRef.Image(String reference, WorldName name) -> fetched(new RemoteSource.Image(artifact(reference)), reference, name,
                    reference, lock);
        };
    }

    private static ArtifactName artifact(String reference) {
        try {
            return new ArtifactName.Remote(Reference.parse(reference));
        } catch (ReferenceException e) {
            throw new LoadException("Target environment contains invalid OCI reference " + reference, e);
        }
    }

    private Path fetched(RemoteSource source, String registry, WorldName name, String what, TargetLock lock) {
        try {
            FetchedSource fetched = sources.fetch(source);
            lock.note(registry, name.versionedPackage(), Digest.ofFile(fetched.wasm(), Digest.Algorithm.SHA256));
            return fetched.wasm();
        } catch (LoadException | RegistryException | IOException e) {
            throw new LoadException("Failed to get " + what + " from registry", e);
        }
    }

    /// Gets the packages of worlds for one check of an application.
    ///
    /// @param folder that of the manifest; the digests of packages are noted there
    public Worlds worlds(Path folder) {
        return new Worlds(folder);
    }

    /// The packages of worlds that one check needs.
    public final class Worlds implements AutoCloseable {
        private final TargetLock lock;

        private Worlds(Path folder) {
            this.lock = TargetLock.of(folder);
        }

        /// The package of a world: a folder of WIT texts, or a file in the binary form.
        ///
        /// @throws LoadException if it cannot be had
        public Path get(WorldRef world) {
            return TargetEnvironments.this.world(world, lock);
        }

        @Override
        public void close() {
            lock.save();
        }
    }
}
