package dev.spinjvm.plugins.manage;

import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.loader.versions.SemVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lists of plugins, in the order of their names and versions.
public final class PluginListing {
    private PluginListing() {}

    /// One version of a plugin.
    ///
    /// @param manifest `null` if somebody put it there by hand
    /// @param installedVersion which other version is installed, where only the latest one is listed
    public record Entry(String name, String version, Compatibility compatibility, boolean installed, @Nullable PluginManifest manifest,
            @Nullable String installedVersion) {

        private static int compare(Entry left, Entry right) {
            int order = left.name.compareTo(right.name);
            if (order != 0) {
                return order;
            }
            Optional<SemVersion> mine = SemVersion.parse(left.version);
            Optional<SemVersion> theirs = SemVersion.parse(right.version);
            return mine.isPresent() && theirs.isPresent() ? mine.get().compareTo(theirs.get()) : left.version.compareTo(right.version);
        }
    }

    /// What is installed.
    public static List<Entry> installed(PluginManager manager) {
        List<Entry> entries = new ArrayList<>();
        for (PluginManifest manifest : manager.store().installed()) {
            entries.add(new Entry(manifest.name(), manifest.version(), Compatibility.of(manifest, manager.spin()), true, manifest, null));
        }
        for (String name : manager.store().handPlaced()) {
            entries.add(new Entry(name, "unknown", new Compatibility.Compatible(), true, null, null));
        }
        return sorted(entries);
    }

    /// What the catalogue has.
    public static List<Entry> inCatalogue(PluginManager manager) {
        List<Entry> entries = new ArrayList<>();
        for (PluginManifest manifest : manager.catalogue().manifests()) {
            boolean installed = manager.store().find(manifest.name()).filter(manifest::equals).isPresent();
            entries.add(new Entry(manifest.name(), manifest.version(), Compatibility.of(manifest, manager.spin()), installed, manifest,
                    null));
        }
        return sorted(entries);
    }

    /// Both; a version that is in both once. A plugin installed from elsewhere can be another one of the same name and version.
    public static List<Entry> all(PluginManager manager) {
        List<Entry> entries = new ArrayList<>(inCatalogue(manager));
        for (Entry entry : installed(manager)) {
            boolean known = entry.manifest != null && entries.stream().anyMatch(other -> entry.manifest.equals(other.manifest));
            if (!known) {
                entries.add(entry);
            }
        }
        // The same manifest may be there as the latest one and under its version.
        return sorted(entries);
    }

    private static List<Entry> sorted(List<Entry> entries) {
        return entries.stream().sorted(Entry::compare).toList();
    }

    /// The latest version of each plugin, with a note of the one that is installed.
    public static List<Entry> summary(List<Entry> entries) {
        Map<String, List<Entry>> byName = new LinkedHashMap<>();
        entries.forEach(entry -> byName.computeIfAbsent(entry.name, _ -> new ArrayList<>()).add(entry));
        List<Entry> summary = new ArrayList<>();
        byName.values().forEach(versions -> summary.addAll(summaryOf(versions)));
        return sorted(summary);
    }

    private static List<Entry> summaryOf(List<Entry> versions) {
        if (versions.stream().anyMatch(entry -> SemVersion.parse(entry.version).isEmpty())) {
            return versions;
        }
        Entry latest = versions.stream().max(Comparator.comparing(entry -> SemVersion.parse(entry.version).orElseThrow())).orElseThrow();
        Optional<Entry> installed = versions.stream().filter(Entry::installed).findFirst();
        if (latest.installed || installed.isEmpty()) {
            return List.of(latest);
        }
        return List.of(new Entry(latest.name, latest.version, latest.compatibility, true, latest.manifest, installed.get().version));
    }

    /// An installed plugin and the version that can replace it.
    public record Upgrade(PluginManifest current, PluginManifest candidate) {}

    /// @param fromCatalogue how many of the installed plugins the catalogue has at all
    public record Upgrades(int fromCatalogue, List<Upgrade> eligible) {}

    /// Which installed plugins have a newer version in the catalogue that fits.
    public static Upgrades upgrades(PluginManager manager) {
        int known = 0;
        List<Upgrade> eligible = new ArrayList<>();
        for (PluginManifest current : manager.store().installed()) {
            if (manager.catalogue().manifests(current.name()).isEmpty()) {
                continue;
            }
            known++;
            try {
                PluginManifest candidate = manager.manifest(new ManifestLocation.InCatalogue(current.name(), null), false, null);
                if (isNewer(candidate, current) && Compatibility.of(candidate, manager.spin()) instanceof Compatibility.Compatible) {
                    eligible.add(new Upgrade(current, candidate));
                }
            } catch (PluginException _) {
                // Nothing that it could be upgraded to.
            }
        }
        return new Upgrades(known, eligible);
    }

    private static boolean isNewer(PluginManifest candidate, PluginManifest current) {
        Optional<SemVersion> theirs = candidate.semanticVersion();
        Optional<SemVersion> mine = current.semanticVersion();
        return theirs.isPresent() && mine.isPresent()
                ? theirs.get().compareTo(mine.get()) > 0
                : !candidate.version().equals(current.version());
    }
}
