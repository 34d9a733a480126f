package dev.spinjvm.plugins.manage;

import dev.spinjvm.oci.AtomicFile;
import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.plugins.json.JsonTextException;
import dev.spinjvm.loader.versions.SemVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells of newer versions of a plugin that was run, each once, and looks for them at most every fourteen days.
///
/// A version with the same major number, from 1 on, is eligible; any other one is questionable. Pre-releases are passed over.
public final class UpdateNotices {
    private static final Duration PAUSE = Duration.ofDays(14);

    private final PluginManager manager;
    private final Path file;
    private final InstantSource clock;

    /// @param file keeps what was told, in the form of every Spin
    public UpdateNotices(PluginManager manager, Path file, InstantSource clock) {
        this.manager = manager;
        this.file = file;
        this.clock = clock;
    }

    private record Told(String name, String from, List<String> to, Instant when) {}

    /// What there is to tell.
    ///
    /// @param eligible `null` if there is none, as `questionable`; not both
    /// @param command what upgrades the plugin
    public record Notice(@Nullable SemVersion eligible, @Nullable SemVersion questionable, String command) {}

    /// Whether it is time to look, and so to bring the catalogue up to date.
    public boolean isDue(PluginManifest plugin) {
        return plugin.semanticVersion().isPresent() && told(plugin).map(told -> told.when.isBefore(clock.instant().minus(PAUSE))).orElse(
                true);
    }

    private Optional<Told> told(PluginManifest plugin) {
        return load().stream().filter(told -> told.name.equals(plugin.name()) && told.from.equals(plugin.version())).findFirst();
    }

    /// What there is to tell of a plugin that it was not told already, and remembers that it was.
    public Optional<Notice> take(PluginManifest plugin) {
        SemVersion current = plugin.semanticVersion().orElse(null);
        if (current == null || !cameFromCatalogue(plugin)) {
            return Optional.empty();
        }
        List<SemVersion> newer = manager.catalogue().manifests(plugin.name()).stream().filter(
                candidate -> Compatibility.of(candidate, manager.spin()) instanceof Compatibility.Compatible)
                .flatMap(candidate -> candidate.semanticVersion().stream()).filter(
                        version -> !version.isPreRelease() && version.compareTo(current) > 0)
                .toList();
        SemVersion eligible = newer.stream().filter(version -> isEligible(version, current)).max(Comparator.naturalOrder()).orElse(null);
        SemVersion questionable = newer.stream().filter(version -> !isEligible(version, current)).max(Comparator.naturalOrder()).orElse(
                null);
        List<String> versions = Stream.of(Optional.ofNullable(eligible), Optional.ofNullable(questionable)).flatMap(Optional::stream).map(
                SemVersion::toString).toList();
        boolean toldBefore = told(plugin).filter(told -> versions.stream().anyMatch(told.to::contains)).isPresent();
        if (versions.isEmpty() || toldBefore) {
            return Optional.empty();
        }
        remember(new Told(plugin.name(), plugin.version(), versions, clock.instant()));
        return Optional.of(new Notice(eligible, questionable, command(plugin.name(), versions.getFirst())));
    }

    private static boolean isEligible(SemVersion version, SemVersion current) {
        return current.major() > 0 && version.major() == current.major();
    }

    private boolean cameFromCatalogue(PluginManifest plugin) {
        return InstallRecord.read(manager.store().folder(plugin.name())).filter(
                record -> !(record instanceof InstallRecord.PluginsRepository))
                .isEmpty();
    }

    private String command(String name, String version) {
        boolean latest = manager.catalogue().latest(name).filter(manifest -> manifest.version().equals(version)).isPresent();
        return "spin plugins upgrade " + name + (latest ? "" : " -v " + version);
    }

    private List<Told> load() {
        List<Told> all = new ArrayList<>();
        try {
            if (JsonText.parse(Files.readString(file)) instanceof List<?> list) {
                for (Object element : list) {
                    if (element instanceof Map<?, ?> map && map.get("badgered_to") instanceof List<?> to) {
                        all.add(new Told(String.valueOf(map.get("name")), String.valueOf(map.get("badgered_from")), to.stream().map(
                                String::valueOf).toList(), Instant.parse(String.valueOf(map.get("when")))));
                    }
                }
            }
            return all;
        } catch (JsonTextException _) {
            return List.of();
        } catch (IOException | DateTimeParseException _) {
            return List.of();
        }
    }

    private void remember(Told told) {
        List<Told> all = new ArrayList<>(load());
        all.removeIf(other -> other.name.equals(told.name));
        all.add(told);
        List<Map<String, Object>> tree = new ArrayList<>();
        for (Told each : all) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("name", each.name);
            members.put("badgered_from", each.from);
            members.put("badgered_to", each.to);
            members.put("when", each.when.toString());
            tree.add(members);
        }
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
            AtomicFile.write(file, JsonText.pretty(tree).getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // Told once more next time.
        }
    }
}
