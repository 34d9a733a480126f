package dev.spinjvm.cli;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.manage.PluginManager;
import java.io.PrintStream;
import java.util.List;

/// Offers the plugins that a target environment names.
///
/// @param yes nothing is asked
/// @param help whether users are told what else they can do
record RecommendedPlugins(Process process, PluginAccess access, boolean yes, boolean help) {
    private static final String LATER = "You can review and install the recommended plugins using `spin plugins` with the `-E` option";
    private static final String HINT = "agree to the installation with --yes";

    void offer(String environment, List<String> plugins) {
        PluginManager manager = access.manager();
        List<String> missing = plugins.stream().filter(name -> !manager.store().isInstalled(name)).toList();
        if (missing.isEmpty()) {
            if (!help) {
                process.err().println("All recommended plugins for the selected environment are installed");
            }
            return;
        }
        access.refresh();
        List<String> chosen = yes ? missing : missing.size() == 1 ? one(environment, missing) : several(environment, missing);
        chosen.forEach(name -> install(manager, name));
        if (chosen.size() < missing.size() && help) {
            process.err().println(LATER);
        }
    }

    private List<String> one(String environment, List<String> missing) {
        process.err().println("The " + missing.getFirst() + " plugin is recommended for working with " + environment + " environment.");
        return process.prompt().confirm("Would you like to install it now?", false, HINT) ? missing : List.of();
    }

    private List<String> several(String environment, List<String> missing) {
        process.err().println("The following plugins are recommended for working with the " + environment + " target environment.");
        return new Choice(process).several("Which do you want to install", missing).stream().map(missing::get).toList();
    }

    private void install(PluginManager manager, String name) {
        PrintStream err = process.err();
        try {
            PluginInstallation.report(process, manager.installLatest(name));
        } catch (PluginException | LoadException e) {
            if (!help) {
                throw e;
            }
            err.println("Plugin `" + name + "` installation failed. You can try manually using `spin plugins install -E`.");
        }
    }
}
