package dev.spinjvm.cli;

import dev.spinjvm.plugins.manage.ManifestLocation;
import dev.spinjvm.plugins.manage.PluginListing;
import dev.spinjvm.plugins.manage.PluginManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `spin plugins upgrade`.
@Command(name = "upgrade", description = "Upgrade one or all plugins", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin plugins upgrade                  choose among those that have a newer version",
    "  spin plugins upgrade --all --yes      all of them, with nothing asked"})
final class PluginsUpgradeCommand implements Callable<Integer> {
    private final Process process;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "<NAME>", description = "Name of Spin plugin to upgrade")
    private @Nullable String name;

    @Option(names = {"-a", "--all"}, description = "Upgrade all plugins")
    private boolean all;

    @Option(names = {"-f", "--file"}, paramLabel = "<FILE>", description = "Path to local plugin manifest")
    private @Nullable Path file;

    @Option(names = {"-u", "--url"}, paramLabel = "<URL>", description = "Path to remote plugin manifest")
    private @Nullable String url;

    @Option(names = {"-y", "--yes"}, description = "Skips prompt to accept the installation of the plugin[s]")
    private boolean yes;

    @Option(names = "--auth-header-value", paramLabel = "<VALUE>", description = "Provide the value for the authorization header to be able to install a plugin from a private repository. (e.g) --auth-header-value \"Bearer <token>\"")
    private @Nullable String authorization;

    @Option(names = "--override-compatibility-check", description = "Overrides a failed compatibility check of the plugin with the current version of Spin")
    private boolean overridden;

    @Option(names = {"-v",
        "--version"}, paramLabel = "<VERSION>", description = "Specific version of a plugin to be install from the centralized plugins repository")
    private @Nullable String version;

    @Option(names = {"-d", "--downgrade"}, description = "Allow downgrading a plugin's version")
    private boolean downgrade;

    @Mixin
    private PluginArguments plugins = new PluginArguments();

    PluginsUpgradeCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        check();
        PluginAccess access = PluginAccess.of(process, plugins);
        boolean chosen = name != null || file != null || url != null;
        if (!chosen && access.manager().store().installed().isEmpty()) {
            process.out().println("No currently installed plugins to upgrade.");
        } else if (all) {
            upgradeAll(process, access, yes, overridden, downgrade);
        } else if (chosen) {
            new PluginInstallation(process, access.manager(), yes, overridden, downgrade, authorization).run(location());
        } else {
            select(access);
        }
        return ExitCode.OK.number();
    }

    private void check() {
        List<Map.Entry<String, Boolean>> sources = List.of(Map.entry("--file <FILE>", file != null), Map.entry("--url <URL>", url != null));
        Exclusions.atMostOne(spec, sources);
        for (Map.Entry<String, Boolean> source : sources) {
            Exclusions.atMostOne(spec, List.of(Map.entry("--version <VERSION>", version != null), source));
            Exclusions.atMostOne(spec, List.of(Map.entry("--all", all), source));
        }
        Exclusions.atMostOne(spec, List.of(Map.entry("--all", all), Map.entry("[NAME]", name != null), Map.entry("--version <VERSION>",
                version != null && name == null)));
        Exclusions.needs(spec, version != null, name != null, "<NAME>");
        Exclusions.needs(spec, authorization != null, url != null, "--url <URL>");
    }

    private ManifestLocation location() {
        if (file != null) {
            return new ManifestLocation.Local(process.workingDirectory().resolve(file));
        }
        if (url != null) {
            return new ManifestLocation.Remote(PluginsInstallCommand.address(spec, url));
        }
        return new ManifestLocation.InCatalogue(name == null ? "" : name, PluginsInstallCommand.version(spec, version));
    }

    static void upgradeAll(Process process, PluginAccess access, boolean yes, boolean overridden, boolean downgrade) {
        PluginInstallation installation = new PluginInstallation(process, access.manager(), yes, overridden, downgrade, null);
        for (PluginManifest latest : access.manager().latestOfInstalled(overridden)) {
            installation.run(latest, new ManifestLocation.InCatalogue(latest.name(), null));
        }
    }

    private void select(PluginAccess access) {
        access.refresh();
        PluginListing.Upgrades upgrades = PluginListing.upgrades(access.manager());
        List<PluginListing.Upgrade> eligible = upgrades.eligible();
        if (eligible.isEmpty()) {
            process.err().println(upgrades.fromCatalogue() == 0 ? "No plugins found to upgrade" : "All plugins are up to date");
            return;
        }
        process.err().println("Select plugins to upgrade. Enter their numbers, 'all', or nothing.");
        for (int i = 0; i < eligible.size(); i++) {
            PluginListing.Upgrade upgrade = eligible.get(i);
            process.err().println("  " + (i + 1) + ": " + upgrade.current().name() + " from version " + upgrade.current().version() + " to "
                    + upgrade.candidate().version());
        }
        List<Integer> selected = process.prompt().choose("Plugins: ", eligible.size(), "name the plugin to upgrade, or use --all --yes");
        if (selected.isEmpty()) {
            process.err().println("No plugins selected");
        }
        PluginInstallation installation = new PluginInstallation(process, access.manager(), true, false, false, authorization);
        for (int index : selected) {
            PluginManifest candidate = eligible.get(index).candidate();
            installation.run(candidate, new ManifestLocation.InCatalogue(candidate.name(), null));
        }
    }
}
