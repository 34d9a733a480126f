package dev.spinjvm.plugins.manage;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.json.JsonTextException;
import dev.spinjvm.loader.versions.SemVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds, installs and removes plugins.
public final class PluginManager {
    private static final SemVersion NO_VERSION = new SemVersion(0, 0, 0, "", "");

    private final SpinRelease spin;
    private final PluginStore store;
    private final Catalogue catalogue;
    private final Downloads downloads;
    private final Notices notices;
    private final Set<String> commands;

    /// @param commands further names that no plugin can have
    public PluginManager(SpinRelease spin, PluginStore store, Catalogue catalogue, Downloads downloads, Notices notices,
            Set<String> commands) {
        this.spin = spin;
        this.store = store;
        this.catalogue = catalogue;
        this.downloads = downloads;
        this.notices = notices;
        this.commands = Set.copyOf(commands);
    }

    public PluginStore store() {
        return store;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public SpinRelease spin() {
        return spin;
    }

    public Notices notices() {
        return notices;
    }

    /// What is to be done with a manifest.
    public sealed interface Action {
        record Install() implements Action {}

        /// The very same plugin is there.
        record Nothing(String name, String version) implements Action {}
    }

    /// The manifest at a place.
    ///
    /// @param overridden whether compatibility is of no concern
    /// @param authorization the whole value of that header, or `null`
    public PluginManifest manifest(ManifestLocation location, boolean overridden, @Nullable String authorization) {
        return switch (location) {
            case ManifestLocation.Local(Path file) -> ManifestFile.read("", file);
            case ManifestLocation.Remote(URI url) -> remote(url, authorization);
            case ManifestLocation.InCatalogue wanted -> inCatalogue(wanted, overridden);
        };
    }

    private PluginManifest remote(URI url, @Nullable String authorization) {
        try {
            Path file = Files.createTempFile("spin-plugin-", ".json");
            try {
                downloads.require(url, authorization, file, ManifestFile.MAX_BYTES);
                return ManifestJson.read(Files.readString(file));
            } finally {
                Files.delete(file);
            }
        } catch (JsonTextException e) {
            throw PluginStore.invalid("", url, e);
        } catch (IOException e) {
            throw new PluginException("failed to connect to endpoint " + url + ": " + e.getMessage());
        }
    }

    /// Where no version is asked for and the latest one does not fit, the highest one that does.
    private PluginManifest inCatalogue(ManifestLocation.InCatalogue wanted, boolean overridden) {
        PluginManifest exact = catalogue.exactly(wanted);
        if (overridden || wanted.version() != null || Compatibility.isEnough(exact, spin.version())) {
            return exact;
        }
        return catalogue.manifests(wanted.name()).stream().filter(
                candidate -> Compatibility.of(candidate, spin) instanceof Compatibility.Compatible)
                .max(Comparator.comparing(candidate -> candidate.semanticVersion().orElse(NO_VERSION))).orElse(exact);
    }

    /// Whether a plugin may be installed.
    ///
    /// @param downgrade whether an older version may replace a newer one
    /// @throws PluginException if it may not
    public Action check(PluginManifest manifest, boolean overridden, boolean downgrade) {
        String name = manifest.name();
        if (PluginNames.INTERNAL_COMMANDS.contains(name) || commands.contains(name)) {
            throw new PluginException("Can't install a plugin with the same name ('" + name + "') as an internal command");
        }
        if (PluginNames.TYPES.contains(name)) {
            throw new PluginException("Can't install a plugin with the same name ('" + name + "') as a type of plugin");
        }
        if (!PluginNames.isUsable(name)) {
            throw new PluginException("'" + printable(name) + "' can't be the name of a plugin: use letters, digits, '-', '_' and '.'");
        }
        Optional<PluginManifest> installed = store.find(name);
        if (installed.isPresent()) {
            PluginManifest current = installed.get();
            if (current.equals(manifest) && Files.exists(store.program(name))) {
                return new Action.Nothing(name, current.version());
            }
            if (!downgrade && current.compareVersions(manifest).orElse(0) > 0) {
                throw new PluginException("Newer version " + current.version() + " of plugin '" + name
                        + "' is already installed. To downgrade to version " + manifest.version()
                        + ", run `spin plugins upgrade` with the `--downgrade` flag.");
            }
        }
        Compatibility.require(manifest, spin.version(), overridden, notices);
        return new Action.Install();
    }

    private static String printable(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints().limit(100).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return shown.toString();
    }

    /// Installs what [#check] allowed.
    public void install(PluginManifest manifest, PluginPackage item, ManifestLocation location, @Nullable String authorization) {
        new PackageInstaller(store, downloads).install(manifest, item, InstallRecord.of(location), authorization);
    }

    /// Installs the newest version in the catalogue that fits, nothing asked.
    ///
    /// @return its manifest
    public PluginManifest installLatest(String name) {
        ManifestLocation.InCatalogue location = new ManifestLocation.InCatalogue(name, null);
        PluginManifest manifest = manifest(location, false, null);
        if (check(manifest, false, false) instanceof Action.Install) {
            install(manifest, manifest.packageFor(spin.platform()), location, null);
        }
        return manifest;
    }

    /// Installs one program that lies on this machine.
    ///
    /// @param version `null` for none in particular
    /// @param link whether to link it instead of copying it
    public PluginManifest installProgram(String name, Path program, @Nullable SemVersion version, boolean link) {
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            throw new PluginException("'" + program + "' is no program");
        }
        try {
            String arch = spin.platform().arch().equals("x86_64") ? PluginPackage.AMD64 : spin.platform().arch();
            PluginPackage item = new PluginPackage(spin.platform().os(), arch, program.toUri().toString(), Digest.ofFile(program,
                    Digest.Algorithm.SHA256).hex());
            PluginManifest manifest = new PluginManifest(name.toLowerCase(Locale.ROOT), null, null,
                    version == null ? NO_VERSION.toString() : version.toString(), "*", "unknown", List.of(item));
            check(manifest, true, true);
            new PackageInstaller(store, downloads).installProgram(manifest, program, link);
            return manifest;
        } catch (IOException e) {
            throw new PluginException("Cannot read '" + program + "'", e);
        }
    }

    /// The newest versions of installed plugins; those that the catalogue does not have are left out.
    public List<PluginManifest> latestOfInstalled(boolean overridden) {
        List<PluginManifest> latest = new ArrayList<>();
        for (String name : store.names()) {
            try {
                latest.add(manifest(new ManifestLocation.InCatalogue(name, null), overridden, null));
            } catch (PluginException.NotFound _) {
                // It came from elsewhere.
            }
        }
        return latest;
    }

    /// The newest version of a plugin in this machine's copy of the catalogue that has a program for this system.
    public Optional<PluginManifest> offered(String name) {
        return catalogue.manifests(name.toLowerCase(Locale.ROOT)).stream().filter(manifest -> manifest.hasPackageFor(spin.platform()))
                .max(Comparator.comparing(manifest -> manifest.semanticVersion().orElse(NO_VERSION)));
    }
}
