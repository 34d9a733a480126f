package dev.spinjvm.cli;

import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.plugins.manage.Compatibility;
import dev.spinjvm.plugins.manage.PluginListing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `spin plugins list`.
@Command(name = "list", description = "List available or installed plugins", sortOptions = false, optionListHeading = "%nOptions:%n")
final class PluginsListCommand implements Callable<Integer> {
    enum Format {
        PLAIN, JSON
    }

    private final Process process;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--installed", description = "List only installed plugins")
    private boolean installed;

    @Option(names = "--all", description = "List all versions of plugins. This is the default behaviour")
    private boolean all;

    @Option(names = "--summary", description = "List latest and installed versions of plugins")
    private boolean summary;

    @Option(names = {"-E",
        "--target-environment"}, arity = "0..1", fallbackValue = TargetAccess.OF_APPLICATION, paramLabel = "<ENVIRONMENT>", description = "List only plugins recommended for that Spin platform or runtime; without a value that of the application here")
    private @Nullable String environment;

    @Option(names = "--filter", paramLabel = "<FILTER>", description = "Filter the list to plugins containing this string")
    private @Nullable String filter;

    @Option(names = "--format", paramLabel = "<plain|json>", description = "The format in which to list the plugins")
    private Format format = Format.PLAIN;

    @Mixin
    private PluginArguments plugins = new PluginArguments();

    PluginsListCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        Exclusions.atMostOne(spec, List.of(Map.entry("--installed", installed), Map.entry("--all", all), Map.entry("--summary", summary)));
        PluginAccess access = PluginAccess.of(process, plugins);
        Predicate<PluginListing.Entry> wanted = wanted();
        if (installed) {
            print(process, PluginListing.installed(access.manager()).stream().filter(wanted).toList(), filter, format);
            return ExitCode.OK.number();
        }
        access.refresh();
        List<PluginListing.Entry> entries = PluginListing.all(access.manager()).stream().filter(wanted).toList();
        print(process, summary ? PluginListing.summary(entries) : entries, filter, format);
        return ExitCode.OK.number();
    }

    private Predicate<PluginListing.Entry> wanted() {
        if (environment == null) {
            return _ -> true;
        }
        try (TargetAccess targets = new TargetAccess(process)) {
            List<String> recommended = targets.named(environment).plugins();
            return entry -> recommended.contains(entry.name());
        }
    }

    static void print(Process process, List<PluginListing.Entry> entries, @Nullable String filter, Format format) {
        List<PluginListing.Entry> shown = entries.stream().filter(entry -> filter == null || entry.name().contains(filter)).toList();
        switch (format) {
            case JSON -> process.out().println(JsonText.pretty(tree(shown)));
            case PLAIN -> {
                shown.forEach(entry -> process.out().println(line(entry)));
                if (shown.isEmpty()) {
                    process.out().println("No plugins found");
                }
            }
        }
    }

    private static String line(PluginListing.Entry entry) {
        String other = entry.installedVersion();
        String state = !entry.installed() ? "" : other == null ? " [installed]" : " [installed version: " + other + "]";
        return entry.name() + " " + entry.version() + state + switch (entry.compatibility()) {
            case Compatibility.Compatible _ -> "";
            case Compatibility.IncompatibleSpin(String required) -> " [requires Spin " + required + "]";
            case Compatibility.Incompatible _ -> " [incompatible]";
        };
    }

    private static List<Map<String, Object>> tree(List<PluginListing.Entry> entries) {
        List<Map<String, Object>> tree = new ArrayList<>();
        for (PluginListing.Entry entry : entries) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("name", entry.name());
            members.put("installed", entry.installed());
            members.put("version", entry.version());
            if (entry.installed()) {
                String other = entry.installedVersion();
                members.put("installedVersion", other == null ? entry.version() : other);
            }
            tree.add(members);
        }
        return tree;
    }
}
