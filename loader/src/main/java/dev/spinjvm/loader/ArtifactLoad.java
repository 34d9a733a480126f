package dev.spinjvm.loader;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.cache.ContentKind;
import dev.spinjvm.oci.cache.RegistryCache;

/// Makes a runnable application of an artifact.
public final class ArtifactLoad {
    private static final String ORIGIN = "vnd.fermyon.origin-oci:";

    private final RegistryCache cache;
    private final ArtifactPull pull;

    public ArtifactLoad(RegistryCache cache, ArtifactPull pull) {
        this.cache = cache;
        this.pull = pull;
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
                case ArtifactContent.Package(Descriptor wasm) -> Loader.singleComponent(title(name), file(wasm.digest()));
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
            Map<String, LockedDependency> dependencies = new TreeMap<>();
            component.dependencies().forEach((name, dependency) -> dependencies.put(name,
                    new LockedDependency(source(dependency.source()), dependency.export(), dependency.inherit())));
            components.add(component.with(source(component.source()), files(component, workingDirectory), dependencies));
        }
        return app.with(app.metadata(), components);
    }

    private ComponentSource source(ComponentSource source) {
        return new ComponentSource(source.contentType(), ContentRef.ofFile(file(source.content())));
    }

    private Path file(ContentRef content) {
        if (content.inline().isEmpty()) {
            return file(content.requiredDigest());
        }
        byte[] bytes = content.inline().get();
        Digest digest = Digest.ofSha256(bytes);
        if (content.digest() != null && !content.requiredDigest().equals(digest)) {
            throw new LoadException("not a valid locked application: inline content has digest " + digest + ", not " + content.digest());
        }
        return file(cache.put(ContentKind.DATA, new ByteArrayInputStream(bytes), bytes.length));
    }

    private Path file(Digest digest) {
        return cache.find(digest).orElseThrow(() -> new LoadException(digest + " vanished from the cache"));
    }

    private List<ContentPath> files(LockedComponent component, Path workingDirectory) {
        Map<String, Path> files = new LinkedHashMap<>();
        component.files().forEach(file -> files.put(file.path(), file(file.content())));
        return ComponentAssets.copy(component.id(), files, workingDirectory);
    }
}
