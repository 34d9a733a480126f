package dev.spinjvm.loader;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ImageManifest;

/// What an artifact turns out to be.
sealed interface ArtifactContent {
    /// An application.
    ///
    /// @param lock the config object in the form before Spin 2.0, else a layer
    record App(Descriptor lock) implements ArtifactContent {}

    /// One component.
    record Package(Descriptor wasm) implements ArtifactContent {}

    /// @throws LoadException if it is neither
    static ArtifactContent of(ImageManifest manifest, String name) {
        if (ArtifactTypes.isLockedApp(manifest.config())) {
            return new App(manifest.config());
        }
        Optional<Descriptor> lock = manifest.layers().reversed().stream().filter(ArtifactTypes::isLockedApp).findFirst();
        if (lock.isPresent()) {
            return new App(lock.get());
        }
        if (manifest.layers().size() == 1 && ArtifactTypes.isWasm(manifest.layers().getFirst())) {
            return new Package(manifest.layers().getFirst());
        }
        throw new LoadException("'" + name + "' is neither a Spin application nor a single Wasm component: its config is of type "
                + manifest.config().mediaType() + ", and it has " + manifest.layers().size() + " layers");
    }

    /// The digests of everything that an application from a registry needs and does not hold itself.
    static Set<Digest> needs(LockedApp app) {
        return digests(app, false);
    }

    /// The digests of everything that an application from a registry consists of.
    static Set<Digest> all(LockedApp app) {
        return digests(app, true);
    }

    private static Set<Digest> digests(LockedApp app, boolean inline) {
        Set<Digest> digests = new HashSet<>();
        for (LockedComponent component : app.components()) {
            add(component.source().content(), inline, digests);
            component.dependencies().values().forEach(dependency -> add(dependency.source().content(), inline, digests));
            component.triggerDependencies().values().forEach(list -> list.forEach(dependency -> add(dependency.source().content(), inline,
                    digests)));
            component.files().forEach(file -> add(file.content(), inline, digests));
        }
        return digests;
    }

    private static void add(ContentRef content, boolean inline, Set<Digest> digests) {
        if (content.inlineBase64() == null || inline && content.digest() != null) {
            digests.add(content.requiredDigest());
        }
    }
}
