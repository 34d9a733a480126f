package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.plugins.manage.Platform;
import dev.spinjvm.plugins.manage.PluginManifest;
import dev.spinjvm.plugins.manage.PluginStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of `spin --help` that no build can know: the plugins of this user. Those that only an app chooses are left out.
final class PluginHelp {
    private static final String HEADING = "Commands:";
    private static final String INTERNAL = "trigger-";
    private static final String FOOTER = "* implemented via plugin";
    private static final int WIDTH = 100;
    private static final int COLUMN = 19;

    private PluginHelp() {}

    /// Whether a command line asks for that page.
    static boolean isAskedBy(String[] arguments) {
        return arguments.length == 1 && (arguments[0].equals("--help") || arguments[0].equals("-h"));
    }

    /// The page with the plugins below the commands.
    static String with(String page, Process process) {
        return with(page, entries(process));
    }

    static String with(String page, List<String> entries) {
        int heading = page.indexOf(HEADING);
        int end = heading < 0 ? -1 : page.indexOf("\n\n", heading);
        if (entries.isEmpty() || end < 0) {
            return page;
        }
        return page.substring(0, end + 1) + String.join("", entries) + page.substring(end + 1) + (page.endsWith("\n") ? "\n" : "\n\n")
                + FOOTER
                + "\n";
    }

    private static List<String> entries(Process process) {
        try {
            String os = System.getProperty("os.name", "");
            PluginStore store = new PluginStore(DataDirectories.of(process.environment(), os, null).plugins(), Platform.of(os, System
                    .getProperty(
                            "os.arch", "")));
            return store.installed().stream().filter(plugin -> !plugin.name().startsWith(INTERNAL)).map(PluginHelp::entry).toList();
        } catch (LoadException _) {
            return List.of();
        }
    }

    private static String entry(PluginManifest plugin) {
        return entry(plugin.name(), plugin.description());
    }

    static String entry(String name, @Nullable String description) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("  " + name + "*");
        line.repeat(" ", Math.max(2, COLUMN - line.length()));
        int start = line.length();
        for (String word : description == null ? new String[0] : description.strip().split("\\s+")) {
            if (line.length() + 1 + word.length() > WIDTH && line.length() > start) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(COLUMN + 2));
                start = line.length();
            }
            line.append(line.length() == start ? "" : " ").append(word);
        }
        lines.add(line.toString().stripTrailing());
        return String.join("\n", lines) + "\n";
    }
}
