package dev.spinjvm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Makes the [CompletionTable] from what picocli knows of the commands. Run by the build.
final class CompletionTableWriter {
    /// What an option's value is, where its type does not say.
    private static final Map<String, String> OPTIONS = Map.ofEntries(Map.entry("--from", Completer.APPLICATION), Map.entry("--component-id",
            Completer.COMPONENT), Map.entry("--follow", Completer.COMPONENT), Map.entry("--profile", Completer.PROFILE), Map.entry(
                    "--template", Completer.TEMPLATE), Map.entry("--output", Completer.DIRECTORY), Map.entry("--target-environment",
                            Completer.ENVIRONMENT), Map.entry("--build-driver", Completer.BUILD_DRIVER), Map.entry(
                                    "--driver", Completer.RUN_DRIVER), Map.entry("--provider", Completer.PROVIDER));
    /// What a positional argument is, by its command and label.
    private static final Map<String, String> POSITIONALS = Map.of("plugins uninstall <NAME>", Completer.PLUGIN, "plugins upgrade <NAME>",
            Completer.PLUGIN, "plugins install <NAME>", Completer.CATALOGUE_PLUGIN, "plugins show <NAME>", Completer.CATALOGUE_PLUGIN,
            "templates uninstall <TEMPLATE_ID>", Completer.TEMPLATE);

    private CompletionTableWriter() {}

    /// The table of all commands that are shown, below the one given.
    static CompletionTable of(CommandLine root) {
        Map<String, CompletionTable.Command> commands = new LinkedHashMap<>();
        collect("", root.getCommandSpec(), commands);
        return new CompletionTable(commands);
    }

    private static void collect(String name, CommandSpec spec, Map<String, CompletionTable.Command> commands) {
        List<CompletionTable.Option> options = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (OptionSpec option : parts(spec).stream().flatMap(part -> part.options().stream()).toList()) {
            if (!option.hidden() && known.addAll(Arrays.asList(option.names()))) {
                boolean repeats = option.isMultiValue();
                options.add(new CompletionTable.Option(Arrays.asList(option.names()), takesValue(option) ? kind(name, option) : "",
                        repeats, description(option.description())));
            }
        }
        List<String> positionals = new ArrayList<>();
        boolean repeats = false;
        if (spec.userObject() instanceof RegistryRunCommand) {
            positionals.add(Completer.REFERENCE);
        }
        for (PositionalParamSpec positional : spec.positionalParameters()) {
            if (!positional.hidden()) {
                positionals.add(kind(name, positional));
                repeats = positional.isMultiValue();
            }
        }
        commands.put(name, new CompletionTable.Command(Arrays.asList(spec.aliases()), description(spec.usageMessage().description()),
                options, positionals, repeats));
        spec.subcommands().values().stream().map(CommandLine::getCommandSpec).distinct().filter(below -> !below.usageMessage().hidden())
                .forEach(below -> collect(name.isEmpty() ? below.name() : name + " " + below.name(), below, commands));
    }

    /// What has the options of a command: the command itself, the trigger of `spin up`, and for `spin watch`, which hands on what it does
    /// not know, all of `spin up`.
    private static List<CommandSpec> parts(CommandSpec spec) {
        CommandSpec parent = spec.parent();
        CommandLine up = spec.userObject() instanceof WatchCommand && parent != null ? parent.subcommands().get("up") : null;
        List<CommandSpec> parts = new ArrayList<>(TriggerLine.specs(spec));
        if (up != null) {
            parts.addAll(TriggerLine.specs(up.getCommandSpec()));
        }
        return parts;
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    private static String kind(String command, ArgSpec argument) {
        String label = argument.paramLabel();
        String known = argument instanceof OptionSpec option
                ? OPTIONS.get(option.longestName())
                : POSITIONALS.get(command + " " + label);
        if (known != null) {
            return known;
        }
        if (label.startsWith("<") && label.contains("|") && label.equals(label.toLowerCase(Locale.ROOT))) {
            return Completer.CHOICE + label.substring(1, label.length() - 1);
        }
        Class<?> type = argument.isMultiValue() ? argument.auxiliaryTypes()[0] : argument.type();
        if (type.isEnum()) {
            return Completer.CHOICE + Arrays.stream(type.getEnumConstants()).map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining("|"));
        }
        if (label.contains("REFERENCE")) {
            return Completer.REFERENCE;
        }
        if (label.contains("DIR")) {
            return Completer.DIRECTORY;
        }
        boolean file = type == Path.class || label.contains("FILE") || label.contains("PATH");
        return file ? Completer.FILE : Completer.ANYTHING;
    }

    /// The first sentence, without what a table cannot hold.
    private static String description(String[] lines) {
        String text = String.join(" ", lines).replaceAll("%n|\\s+", " ").replace("%%", "%").strip();
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end);
    }
}
