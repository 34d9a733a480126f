package dev.spinjvm.plugins.manage;

import dev.spinjvm.loader.versions.SemVersion;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where the manifest of a plugin is.
public sealed interface ManifestLocation {
    /// In a file.
    record Local(Path file) implements ManifestLocation {
        public Local {
            file = file.toAbsolutePath().normalize();
        }
    }

    /// At an address.
    record Remote(URI url) implements ManifestLocation {}

    /// In the catalogue.
    ///
    /// @param version that and no other, or `null` for the newest one that fits
    record InCatalogue(String name, @Nullable SemVersion version) implements ManifestLocation {
        public InCatalogue {
            name = name.toLowerCase(Locale.ROOT);
        }
    }
}
