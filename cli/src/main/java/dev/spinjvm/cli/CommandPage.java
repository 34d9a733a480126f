package dev.spinjvm.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What documents say of one command: the content of its man page and of its part of the reference.
///
/// @param name with the commands above it: `spin registry push`
/// @param aliases other names of the last word
/// @param usage how it is called
/// @param below the commands below it that are shown
/// @param footer examples, as lines
record CommandPage(String name, List<String> aliases, String description, String usage, List<Entry> arguments, List<Group> options,
        List<Entry> below, List<String> footer) {
    /// A term and what it means.
    ///
    /// @param variable the environment variable that has the same effect; may be empty
    record Entry(String term, String meaning, String variable) {}

    /// Options that belong together.
    record Group(String heading, List<Entry> entries) {}

    /// The pages of the program and of all its commands that are shown, each before those below it.
    static List<CommandPage> all(CommandLine root) {
        List<CommandPage> pages = new ArrayList<>();
        collect(root.getCommandSpec(), pages);
        return pages;
    }

    private static void collect(CommandSpec spec, List<CommandPage> pages) {
        List<CommandSpec> below = below(spec);
        List<Entry> arguments = spec.positionalParameters().stream().filter(positional -> !positional.hidden()).map(
                positional -> new Entry(label(positional), text(positional.description()), "")).toList();
        pages.add(new CommandPage(spec.qualifiedName(), Arrays.asList(spec.aliases()), text(spec.usageMessage().description()), usage(spec,
                below), arguments, groups(spec), below.stream().map(command -> new Entry(command.name(), text(command.usageMessage()
                        .description()), "")).toList(), Arrays.asList(spec.usageMessage().footer())));
        below.forEach(command -> collect(command, pages));
    }

    private static List<CommandSpec> below(CommandSpec spec) {
        return spec.subcommands().values().stream().map(CommandLine::getCommandSpec).distinct().filter(command -> !command.usageMessage()
                .hidden()).toList();
    }

    private static String usage(CommandSpec spec, List<CommandSpec> below) {
        StringBuilder usage = new StringBuilder(spec.qualifiedName());
        if (spec.options().stream().anyMatch(option -> !option.hidden() && !option.usageHelp())) {
            usage.append(" [OPTIONS]");
        }
        spec.positionalParameters().stream().filter(positional -> !positional.hidden()).forEach(positional -> usage.append(' ').append(
                label(positional)));
        return usage.append(below.isEmpty() ? "" : " <COMMAND>").toString();
    }

    private static String label(PositionalParamSpec positional) {
        String label = positional.paramLabel();
        boolean optional = positional.arity().min() == 0;
        return (optional && !label.startsWith("[") ? "[" + label + "]" : label) + (positional.isMultiValue() ? "..." : "");
    }

    private static List<Group> groups(CommandSpec spec) {
        List<Group> groups = new ArrayList<>();
        List<ArgGroupSpec> argGroups = TriggerLine.specs(spec).stream().flatMap(part -> part.argGroups().stream()).toList();
        List<OptionSpec> grouped = argGroups.stream().flatMap(CommandPage::optionsOf).toList();
        groups.add(new Group("Options", entries(spec.options().stream().filter(option -> !grouped.contains(option)))));
        for (ArgGroupSpec group : argGroups) {
            String heading = group.heading();
            List<Entry> entries = entries(optionsOf(group));
            // Options without a heading of their own follow those before them, as in the help.
            if (heading == null) {
                Group before = groups.removeLast();
                groups.add(new Group(before.heading, Stream.concat(before.entries.stream(), entries.stream()).toList()));
            } else {
                groups.add(new Group(heading.replace("%n", "").replace(":", "").strip(), entries));
            }
        }
        return groups.stream().filter(group -> !group.entries.isEmpty()).toList();
    }

    private static Stream<OptionSpec> optionsOf(ArgGroupSpec group) {
        return Stream.concat(group.options().stream(), group.subgroups().stream().flatMap(CommandPage::optionsOf));
    }

    private static List<Entry> entries(Stream<OptionSpec> options) {
        return options.filter(option -> !option.hidden()).map(option -> new Entry(String.join(", ", option.names())
                + (option.arity().max() > 0 ? " " + option.paramLabel() : ""), text(option.description()), EnvironmentDefaults
                        .variable(option))).toList();
    }

    private static String text(String[] lines) {
        return String.join("\n", lines).replace("%n", "\n").replace("%%", "%").strip();
    }
}
