package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.cache.RegistryCache;

/// What artifacts need that is no layer of theirs: files that came out of archives.
public final class ArtifactUses implements Function<ImageManifest, Set<Digest>> {
    private final RegistryCache cache;

    public ArtifactUses(RegistryCache cache) {
        this.cache = cache;
    }

    @Override
    public Set<Digest> apply(ImageManifest manifest) {
        try {
            if (!(ArtifactContent.of(manifest, "") instanceof ArtifactContent.App(Descriptor lock))) {
                return Set.of();
            }
            Optional<Path> file = cache.find(lock.digest());
            return file.isEmpty() ? Set.of() : ArtifactContent.all(LockedApp.fromJson(Files.readAllBytes(file.get())));
        } catch (IOException | LoadException _) {
            // What cannot be read needs nothing.
            return Set.of();
        }
    }
}
