package dev.spinjvm.loader;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

import dev.spinjvm.loader.Manifest.Dependency;
import dev.spinjvm.loader.Manifest.Kind;
import dev.spinjvm.loader.Manifest.Source;
import dev.spinjvm.loader.versions.SemVersion;
import dev.spinjvm.loader.versions.VersionRequirement;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.ReferenceException;
import org.jspecify.annotations.Nullable;

/// Reads what a manifest says of code that lies somewhere else. What makes no sense is reported.
final class RemoteForms {
    private static final String SHA256 = "sha256:";
    private static final String BINDLE = "bindle:";

    private final ManifestText text;
    private final Path appRoot;

    /// @param appRoot what the directories of `oci:` references are relative to
    RemoteForms(ManifestText text, Path appRoot) {
        this.text = text;
        this.appRoot = appRoot;
    }

    /// @param failed begins messages
    /// @return `null` for a local file, or after a report
    @Nullable
    RemoteSource of(Source source, String component, String failed) {
        var problems = new Problems(source.at(), failed);
        return switch (source) {
            case Source.Local _ -> null;
            case Source.Remote(String url, String digest, Position _) -> problems.url(url, digest);
            case Source.Registry(String registry, String name, String version, Position _) -> {
                Optional<SemVersion> exact = SemVersion.parse(version);
                if (exact.isEmpty()) {
                    problems.add("Component " + component + " specifies an invalid semantic version (" + Quoted.of(version)
                            + ") for its package version");
                }
                yield exact.isEmpty() ? null : problems.packaged(registry, name, VersionRequirement.exactly(exact.get()));
            }
            case Source.PackagedModule(String reference, String digest, Position _) -> problems.module(reference, digest);
            case Source.PackagedComponent(String reference, String id, Position _) -> problems.component(reference, id);
            case Source.Parcel(String reference, String parcel, Position _) -> problems.parcel(reference, parcel);
        };
    }

    /// @param name the import that the dependency satisfies
    /// @param failed begins messages
    /// @return `null` for a local file, or after a report
    @Nullable
    RemoteSource of(Dependency dependency, String name, String failed) {
        var problems = new Problems(dependency.at(), failed);
        return switch (dependency.kind()) {
            // The latter has been reported if it is still there.
            case Kind.Local _,Kind.AppComponent _ -> null;
            case Kind.Http(String url, String digest) -> problems.url(url, digest);
            case Kind.Version(String version) -> problems.dependency(name, version, null, null);
            case Kind.Package(String version, String registry, String packageName) -> problems.dependency(name, version, registry,
                    packageName);
            case Kind.PackagedModule(String reference, String digest) -> problems.module(reference, digest);
            case Kind.PackagedComponent(String reference, String id) -> problems.component(reference, id);
            case Kind.Parcel(String reference, String parcel) -> problems.parcel(reference, parcel);
        };
    }

    /// `namespace:package` of `namespace:package/interface@version`.
    private static String packageOf(String importName) {
        String path = importName.indexOf('@') < 0 ? importName : importName.substring(0, importName.indexOf('@'));
        return path.indexOf('/') < 0 ? path : path.substring(0, path.indexOf('/'));
    }

    /// Reports at one place.
    private final class Problems {
        private final Position at;
        private final String failed;

        Problems(Position at, String failed) {
            this.at = at;
            this.failed = failed;
        }

        void add(String problem) {
            text.error(at, failed + problem);
        }

        @Nullable
        RemoteSource url(String url, String digest) {
            Digest expected = sha256(digest);
            try {
                URI uri = new URI(url);
                boolean usable = uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
                if (usable) {
                    return expected == null ? null : new RemoteSource.Url(uri, expected);
                }
                add("the URL must begin with `https://` or `http://` and a host");
            } catch (URISyntaxException e) {
                add("it is not a URL: " + e.getReason());
            }
            return null;
        }

        private @Nullable Digest sha256(String digest) {
            if (!digest.startsWith(SHA256)) {
                add("invalid `digest` " + Quoted.of(digest) + "; must start with 'sha256:'");
                return null;
            }
            try {
                return Digest.parse(digest);
            } catch (ReferenceException e) {
                add("invalid `digest` " + Quoted.of(digest) + ": " + e.getMessage());
                return null;
            }
        }

        @Nullable
        RemoteSource dependency(String importName, String version, @Nullable String registry, @Nullable String packageName) {
            String name = packageName == null ? packageOf(importName) : packageName;
            if (packageName == null && name.indexOf(':') < 0) {
                add("dependency " + Quoted.of(importName) + " must specify a package name");
                return null;
            }
            Optional<VersionRequirement> requirement = VersionRequirement.parse(version);
            if (requirement.isEmpty()) {
                add("Component dependency " + Quoted.of(importName) + " specifies an invalid semantic version requirement ("
                        + Quoted.of(version) + ") for its package version");
                return null;
            }
            return packaged(registry, name, requirement.get());
        }

        @Nullable
        RemoteSource packaged(@Nullable String registry, String name, VersionRequirement version) {
            Optional<PackageName> packageName = PackageName.parse(name);
            if (packageName.isEmpty()) {
                add("invalid package name " + Quoted.of(name) + ", expected `namespace:package`");
                return null;
            }
            if (registry != null && !Reference.isRegistry(registry)) {
                add("invalid registry name " + Quoted.of(registry) + ", expected a host name with an optional port");
                return null;
            }
            return new RemoteSource.Package(registry, packageName.get(), version);
        }

        @Nullable
        RemoteSource module(String reference, String digest) {
            ArtifactName artifact = artifact(reference);
            Digest expected = sha256(digest);
            return artifact == null || expected == null ? null : new RemoteSource.Module(artifact, expected);
        }

        @Nullable
        RemoteSource component(String reference, String id) {
            ArtifactName artifact = artifact(reference);
            return artifact == null ? null : new RemoteSource.Component(artifact, id);
        }

        @Nullable
        RemoteSource parcel(String reference, String parcel) {
            String bindle = reference.startsWith(BINDLE) ? reference.substring(BINDLE.length()) : reference;
            int slash = bindle.lastIndexOf('/');
            if (slash <= 0 || SemVersion.parse(bindle.substring(slash + 1)).isEmpty()) {
                add("invalid `reference` " + Quoted.of(reference) + "; with `parcel` it must be the id of a bindle, NAME/VERSION");
                return null;
            }
            try {
                return new RemoteSource.Parcel(bindle, new Digest(Digest.Algorithm.SHA256, parcel));
            } catch (ReferenceException _) {
                add("invalid `parcel` " + Quoted.of(parcel) + "; must be a SHA-256: 64 hexadecimal digits in lower case");
                return null;
            }
        }

        private @Nullable ArtifactName artifact(String reference) {
            try {
                return ArtifactName.parse(reference, appRoot);
            } catch (ReferenceException e) {
                add("invalid `reference`: " + e.getMessage());
                return null;
            }
        }
    }
}
