package dev.spinjvm.loader;

import java.net.URI;

import dev.spinjvm.loader.versions.VersionRequirement;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Digest;
import org.jspecify.annotations.Nullable;

/// Code that a manifest names and that lies somewhere else.
public sealed interface RemoteSource {
    /// `{ url, digest }`: a download.
    ///
    /// @param url of `http` or `https`
    record Url(URI url, Digest digest) implements RemoteSource {
        @Override
        public String toString() {
            return url.toString();
        }
    }

    /// `{ registry, package, version }`: a package of one component.
    ///
    /// @param registry host and perhaps port; `null` where the user's configuration tells
    record Package(@Nullable String registry, PackageName name, VersionRequirement version) implements RemoteSource {
        @Override
        public String toString() {
            return name + "@" + version;
        }
    }

    /// The first layer of an image that holds one Wasm file.
    record Image(ArtifactName artifact) implements RemoteSource {
        @Override
        public String toString() {
            return artifact.toString();
        }
    }

    /// `{ reference, digest }`: the code of one component of an application in a registry, or that of a package.
    record Module(ArtifactName artifact, Digest digest) implements RemoteSource {
        @Override
        public String toString() {
            return artifact.toString();
        }
    }

    /// `{ reference, parcel }`: the code that is a parcel of a bindle; what else the bindle has does not come with it.
    ///
    /// @param bindle NAME/VERSION
    /// @param parcel the SHA-256 of the code
    record Parcel(String bindle, Digest parcel) implements RemoteSource {
        @Override
        public String toString() {
            return bindle;
        }
    }

    /// `{ reference, id }`: a component of an application in a registry with its files.
    record Component(ArtifactName artifact, String id) implements RemoteSource {
        @Override
        public String toString() {
            return artifact.toString();
        }
    }
}
