package dev.spinjvm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All commands, their options and what values those take, as far as completion needs to know. The build writes it into this
/// program's jar ([CompletionTableWriter]), so that an answer needs neither picocli nor reflection.
///
/// @param commands by their words, such as `registry push`; the program itself is the empty string
record CompletionTable(Map<String, Command> commands) {
    /// Its name among the help pages.
    static final String FILE = "completions.tsv";

    /// @param aliases other names for the last word
    /// @param description one sentence
    /// @param positionals the kinds of its arguments without names, in order; if `repeats`, the last one stands for all further ones
    record Command(List<String> aliases, String description, List<Option> options, List<String> positionals, boolean repeats) {}

    /// @param names such as `-f` and `--from`
    /// @param kind what its value is, empty if it takes none
    /// @param repeats whether it can be given again
    record Option(List<String> names, String kind, boolean repeats, String description) {}

    /// The table of this build; empty if it was made without one.
    static CompletionTable ofThisBuild() {
        try (InputStream stream = CompletionTable.class.getResourceAsStream("help/" + FILE)) {
            return stream == null
                    ? new CompletionTable(Map.of())
                    : parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads what [#text] writes.
    static CompletionTable parse(String text) {
        Map<String, Command> commands = new LinkedHashMap<>();
        String name = "";
        Command command = new Command(List.of(), "", List.of(), List.of(), false);
        for (String line : text.split("\n")) {
            String[] fields = line.split("\t", -1);
            if (fields[0].equals("command")) {
                name = fields[1];
                command = new Command(words(fields[2]), fields[3], new ArrayList<>(), words(fields[4]), fields[5].equals("+"));
                commands.put(name, command);
            } else if (fields[0].equals("option")) {
                command.options.add(new Option(words(fields[1]), fields[2], fields[3].equals("+"), fields[4]));
            }
        }
        return new CompletionTable(commands);
    }

    /// One line for a command, then one for each of its options; fields are separated by tabs.
    String text() {
        StringBuilder out = new StringBuilder();
        commands.forEach((name, command) -> {
            out.append(String.join("\t", "command", name, String.join(" ", command.aliases), command.description,
                    String.join(" ", command.positionals), command.repeats ? "+" : "")).append('\n');
            command.options.forEach(option -> out.append(String.join("\t", "option", String.join(" ", option.names), option.kind,
                    option.repeats ? "+" : "", option.description)).append('\n'));
        });
        return out.toString();
    }

    /// The commands one word below a command, by that word.
    Map<String, Command> below(String parent) {
        Map<String, Command> below = new LinkedHashMap<>();
        String prefix = parent.isEmpty() ? "" : parent + " ";
        commands.forEach((name, command) -> {
            if (!name.isEmpty() && name.startsWith(prefix) && name.indexOf(' ', prefix.length()) < 0 && name.length() > prefix.length()) {
                below.put(name.substring(prefix.length()), command);
            }
        });
        return below;
    }

    /// The full name of the command that a word calls below another.
    Optional<String> called(String parent, String word) {
        return below(parent).entrySet().stream().filter(entry -> entry.getKey().equals(word) || entry.getValue().aliases.contains(word))
                .findFirst().map(entry -> parent.isEmpty() ? entry.getKey() : parent + " " + entry.getKey());
    }

    private static List<String> words(String field) {
        return field.isEmpty() ? List.of() : Arrays.asList(field.split(" "));
    }
}
