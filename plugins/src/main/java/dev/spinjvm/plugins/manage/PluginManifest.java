package dev.spinjvm.plugins.manage;

import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.loader.versions.SemVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a plugin says about itself. Two installations are the same plugin if their manifests are equal in everything.
///
/// @param writtenName as it is written; [#name] is what everything uses
/// @param version a semantic version, but other texts are accepted
/// @param spinCompatibility a requirement for the version of Spin
/// @param license an SPDX text
public record PluginManifest(String writtenName, @Nullable String description, @Nullable String homepage, String version,
        String spinCompatibility, String license, List<PluginPackage> packages) {

    public PluginManifest {
        packages = List.copyOf(packages);
    }

    /// In lower case: also that of the program, and of the files.
    public String name() {
        return writtenName.toLowerCase(Locale.ROOT);
    }

    /// The version, if it is a semantic one.
    public Optional<SemVersion> semanticVersion() {
        return SemVersion.parse(version);
    }

    /// The address of the home page, if it is one, as browsers show it.
    public Optional<URI> homepageUrl() {
        if (homepage == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(homepage);
            boolean bare = uri.getHost() != null && uri.getRawPath().isEmpty();
            return uri.isAbsolute() ? Optional.of(bare ? uri.resolve("/") : uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    public boolean hasPackageFor(Platform platform) {
        return packages.stream().anyMatch(candidate -> candidate.isFor(platform));
    }

    /// The package for a system.
    ///
    /// @throws PluginException if there is none
    public PluginPackage packageFor(Platform platform) {
        return packages.stream().filter(candidate -> candidate.isFor(platform)).findFirst().orElseThrow(() -> new PluginException(
                "This plugin does not support this OS (" + platform.os() + ") or architecture (" + platform.arch() + ")."));
    }

    /// How the versions stand to each other; empty if one of them is no semantic version.
    Optional<Integer> compareVersions(PluginManifest other) {
        return semanticVersion().flatMap(mine -> other.semanticVersion().map(theirs -> SemVersion.BY_PRECEDENCE.compare(mine, theirs)));
    }
}
