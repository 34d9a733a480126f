package dev.spinjvm.plugins.dispatch;

import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.manage.Compatibility;
import dev.spinjvm.plugins.manage.PluginManager;
import dev.spinjvm.plugins.manage.PluginManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Triggers that are plugins named `trigger-TYPE`. Theirs is the contract of Spin since version 0.6, which plugins for any Spin keep:
///
/// the program is told of a locked app by `SPIN_LOCKED_URL` (the `file:` URL of its JSON), of a folder by `SPIN_WORKING_DIR` and, where the app
/// is local, of that of its manifest by `SPIN_LOCAL_APP_DIR`; is given the arguments of `spin up` that are not for Spin itself; and runs until
/// it is asked to end by SIGTERM. With `--help-args-only` it prints the help of these arguments, with `--launch-metadata-only` their names as
/// JSON on its standard error.
///
/// @param manager knows what is installed
public record TriggerPlugins(PluginManager manager) {

    /// How a trigger is run.
    ///
    /// @param program can be run
    /// @param environment the variables that every plugin is given
    public record Launch(Path program, Map<String, String> environment) {}

    /// The trigger of a type.
    ///
    /// @throws PluginException if there is none that can be run, with what can be done about it
    public Launch find(String type) {
        String name = PluginKind.TRIGGER.keyword() + "-" + type;
        Path program = manager.store().program(name);
        Optional<PluginManifest> installed = manager.store().find(name);
        if (installed.isEmpty() && !manager.store().handPlaced().contains(name)) {
            throw missing(type, name);
        }
        installed.ifPresent(manifest -> Compatibility.require(manifest, manager.spin().version(), false, manager.notices()));
        if (!Files.exists(program)) {
            throw new PluginException("plugin executable '" + program + "' is missing. Try uninstalling and installing the plugin '" + name
                    + "' again.");
        }
        return new Launch(program, manager.spin().environment());
    }

    private PluginException missing(String type, String name) {
        String start = "No built-in trigger named '" + type + "', ";
        Optional<PluginManifest> known = manager.catalogue().manifests(name).stream().findFirst();
        if (known.isEmpty()) {
            return new PluginException.NotFound(start + "and no plugin named '" + name + "' was found");
        }
        boolean fits = manager.catalogue().manifests(name).stream().anyMatch(
                manifest -> Compatibility.of(manifest, manager.spin()) instanceof Compatibility.Compatible);
        return new PluginException.NotFound(start + (fits
                ? "but plugin '" + name + "' is available to install"
                : "and plugin '" + name + "' is not compatible"));
    }
}
