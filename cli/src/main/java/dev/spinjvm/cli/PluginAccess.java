package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.oci.http.Connections;
import dev.spinjvm.plugins.manage.Catalogue;
import dev.spinjvm.plugins.manage.CatalogueSource;
import dev.spinjvm.plugins.manage.Downloads;
import dev.spinjvm.plugins.manage.HttpDownloads;
import dev.spinjvm.plugins.manage.Notices;
import dev.spinjvm.plugins.manage.Platform;
import dev.spinjvm.plugins.manage.PluginManager;
import dev.spinjvm.plugins.manage.PluginStore;
import dev.spinjvm.plugins.manage.SpinRelease;
import dev.spinjvm.plugins.settings.UserSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The plugins of this user, as the environment describes them.
final class PluginAccess {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final DataDirectories directories;
    private final UserSettings settings;
    private final boolean offline;
    private final PluginManager manager;

    /// As the environment and the settings have it.
    static PluginAccess of(Process process) {
        String offline = process.environment().getOrDefault("SPIN_OFFLINE", "");
        boolean asked = EnvironmentDefaults.isYes(offline);
        return new PluginAccess(process, process.environment().get("SPIN_PLUGINS_CATALOGUE"), asked);
    }

    static PluginAccess of(Process process, PluginArguments arguments) {
        return new PluginAccess(process, arguments.catalogue, arguments.offline);
    }

    private PluginAccess(Process process, @Nullable String catalogue, boolean offline) {
        this.process = process;
        this.offline = offline;
        SpinRelease spin = release(process);
        this.directories = DataDirectories.of(process.environment(), System.getProperty("os.name", ""), spin.program());
        this.settings = UserSettings.in(directories.config());
        CatalogueSource source = Optional.ofNullable(catalogue).filter(text -> !text.isEmpty()).or(() -> settings.text("plugins.catalogue"))
                .map(text -> CatalogueSource.parse(text, process.workingDirectory())).orElse(CatalogueSource.STANDARD);
        Downloads downloads = offline ? (url, _, _, _) -> {
            throw new IOException("Spin is offline (--offline or SPIN_OFFLINE)");
        } : new HttpDownloads("spin/" + spin.version(), PATIENCE, Connections.of(process.environment(), process.workingDirectory()));
        PluginStore store = new PluginStore(directories.plugins(), spin.platform());
        this.manager = new PluginManager(spin, store, new Catalogue(store.root(), source, downloads, process.environment(), offline),
                downloads, Notices.of(process.environment(), process.errIsTerminal(), this::warn), commands());
    }

    /// This program, as plugins come to know it.
    static SpinRelease release(Process process) {
        Version version = Version.ofThisBuild();
        String program = process.environment().getOrDefault("SPIN_BIN_PATH", "");
        return SpinRelease.of(version.number(), version.commit(), version.date(), version.branch(), Platform.of(System.getProperty(
                "os.name",
                ""), System.getProperty("os.arch", "")), program.isEmpty() ? null : Path.of(program));
    }

    private static Set<String> commands() {
        Set<String> names = new HashSet<>(Set.of("help"));
        Commands.ALL.forEach(command -> {
            names.add(command.name());
            names.addAll(command.aliases());
        });
        return names;
    }

    PluginManager manager() {
        return manager;
    }

    boolean isOffline() {
        return offline;
    }

    UserSettings settings() {
        return settings;
    }

    /// What was told of updates.
    Path notifications() {
        return directories.cache().resolve("plugins-notifications.json");
    }

    /// Brings the catalogue up to date if that is possible.
    void refresh() {
        if (offline) {
            return;
        }
        try {
            manager.catalogue().update();
        } catch (PluginException _) {
            warn("Couldn't update plugins registry cache - using most recent");
        }
    }

    private void warn(String warning) {
        process.err().println(process.errorStyle().boldYellow("Warning") + ": " + warning);
    }
}
