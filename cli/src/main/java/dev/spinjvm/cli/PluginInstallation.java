package dev.spinjvm.cli;

import dev.spinjvm.plugins.manage.ManifestLocation;
import dev.spinjvm.plugins.manage.PluginManager;
import dev.spinjvm.plugins.manage.PluginManifest;
import dev.spinjvm.plugins.manage.PluginPackage;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// Installs a plugin under the eyes of a user.
///
/// @param yes nothing is asked
/// @param overridden whether compatibility is of no concern
/// @param downgrade whether an older version may replace a newer one
/// @param authorization the whole value of that header, or `null`
record PluginInstallation(Process process, PluginManager manager, boolean yes, boolean overridden, boolean downgrade,
        @Nullable String authorization) {

    void run(ManifestLocation location) {
        run(manager.manifest(location, overridden, authorization), location);
    }

    void run(PluginManifest manifest, ManifestLocation location) {
        switch (manager.check(manifest, overridden, downgrade)) {
            case PluginManager.Action.Nothing(String name, String version) -> process.err().println("Plugin '" + name
                    + "' is already installed with version " + version + ".");
            case PluginManager.Action.Install _ -> install(manifest, location);
        }
    }

    private void install(PluginManifest manifest, ManifestLocation location) {
        PluginPackage item = manifest.packageFor(manager.spin().platform());
        if (yes || isWanted(manifest, item)) {
            manager.install(manifest, item, location, authorization);
            report(process, manifest);
        }
    }

    private boolean isWanted(PluginManifest manifest, PluginPackage item) {
        process.out().println("You are trying to install the `" + manifest.name() + "` plugin with " + manifest.license()
                + " license from " + item.url() + " ");
        boolean wanted = process.prompt().confirm("Are you sure you want to continue?", true, "agree to the installation with --yes");
        if (!wanted) {
            process.out().println("Plugin '" + manifest.name() + "' will not be installed");
        }
        return wanted;
    }

    static void report(Process process, PluginManifest manifest) {
        PrintStream out = process.out();
        out.println("Plugin '" + manifest.name() + "' was installed successfully!");
        if (manifest.description() != null) {
            out.println("\nDescription:\n\t" + manifest.description());
        }
        manifest.homepageUrl().filter(url -> "https".equals(url.getScheme())).ifPresent(url -> out.println("\nHomepage:\n\t" + url));
    }
}
