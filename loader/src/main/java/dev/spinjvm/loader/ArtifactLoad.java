package dev.spinjvm.loader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.cache.RegistryCache;

/// Makes a runnable application of an artifact.
public final class ArtifactLoad {
    private static final String ORIGIN = "vnd.fermyon.origin-oci:";

    private final RegistryCache cache;
    private final ArtifactPull pull;
    private final ArtifactFiles files;

    public ArtifactLoad(RegistryCache cache, ArtifactPull pull) {
        this.cache = cache;
        this.pull = pull;
        this.files = new ArtifactFiles(cache);
    }

    /// Pulls what is missing and locks.
    ///
    /// @param repository opened if the cache does not suffice
    /// @param workingDirectory where `assets/<component>` is written
    public LockedApp load(ArtifactName name, Supplier<Repository> repository, Path workingDirectory, Progress progress) {
        try (FileMutex _ = cache.use()) {
            ArtifactPull.Pulled pulled = pull.fetch(name, repository, progress);
            LockedApp app = switch (pulled.content()) {
                case ArtifactContent.App(Descriptor lock) -> resolve(pull.readLock(lock), workingDirectory);
                case ArtifactContent.Package(Descriptor wasm) -> Loader.singleComponent(title(name), files.file(wasm.digest()));
            };
            Map<String, Object> metadata = new TreeMap<>(app.metadata());
            metadata.put("origin", ORIGIN + name);
            metadata.put("oci_image_digest", pulled.manifest().raw().digest().toString());
            return app.with(metadata, app.components());
        }
    }

    private static String title(ArtifactName name) {
        return switch (name) {
            case ArtifactName.Remote(Reference reference) -> reference.repository().substring(reference.repository().lastIndexOf('/') + 1);
            case ArtifactName.Layout(Path directory, Repository.Selector _) -> String.valueOf(directory.getFileName());
        };
    }

    private LockedApp resolve(LockedApp app, Path workingDirectory) {
        List<LockedComponent> components = new ArrayList<>();
        for (LockedComponent component : app.components()) {
            List<ContentPath> mounts = ComponentAssets.copy(component.id(), files.files(component), workingDirectory);
            components.add(component.with(files.source(component.source()), mounts, files.dependencies(component),
                    files.triggerDependencies(component)));
        }
        return app.with(app.metadata(), components);
    }
}
