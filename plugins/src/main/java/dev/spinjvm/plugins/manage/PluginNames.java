package dev.spinjvm.plugins.manage;

import java.util.Set;
import java.util.regex.Pattern;

/// Which names a plugin can have. They become names of files and words of a command line.
public final class PluginNames {
    /// Commands of Spin itself; those of this program are added by whoever makes a [PluginManager].
    static final Set<String> INTERNAL_COMMANDS = Set.of("template", "templates", "up", "new", "add", "login", "deploy", "build", "plugin",
            "plugins", "trigger", "external", "doctor", "registry", "watch", "oci");
    /// First parts of names that say what a plugin is for; alone they name nothing.
    static final Set<String> TYPES = Set.of("trigger", "deploy", "build", "run", "loader", "config", "host");
    /// A folder of the store.
    static final String MANIFESTS = "manifests";
    private static final Pattern FILE_NAME = Pattern.compile("[a-z0-9][a-z0-9._+-]{0,127}");

    private PluginNames() {}

    /// Whether the name, in lower case, can be one of a file on every system and cannot be mistaken for a flag or a folder of the store.
    public static boolean isUsable(String name) {
        return FILE_NAME.matcher(name).matches() && !name.endsWith(".") && !name.equals(MANIFESTS);
    }
}
