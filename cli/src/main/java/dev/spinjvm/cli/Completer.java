package dev.spinjvm.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds what the word at the cursor can become.
///
/// @param table the commands
/// @param values the names that exist now, by kind: components, profiles, templates, plugins, references
record Completer(CompletionTable table, Function<String, Collection<String>> values) {
    static final String CHOICE = "choice:";
    static final String ANYTHING = "any";
    static final String FILE = "file";
    static final String DIRECTORY = "directory";
    static final String APPLICATION = "application";
    static final String COMPONENT = "component";
    static final String PROFILE = "profile";
    static final String TEMPLATE = "template";
    static final String PLUGIN = "plugin";
    static final String CATALOGUE_PLUGIN = "catalogue-plugin";
    static final String REFERENCE = "reference";
    static final String ENVIRONMENT = "environment";
    static final String BUILD_DRIVER = "build-driver";
    static final String RUN_DRIVER = "run-driver";
    static final String PROVIDER = "provider";

    /// One possible word.
    ///
    /// @param value the whole word
    /// @param description may be empty
    record Candidate(String value, String description) {}

    /// All possible words; where `files` or `directories`, the shell is to offer its own besides.
    ///
    /// @param prefix what of the current word stands before the part that the candidates are for, such as `--format=`
    record Answer(List<Candidate> candidates, boolean files, boolean directories, String prefix) {
        static final Answer NOTHING = new Answer(List.of(), false, false, "");

        Answer withPrefix(String before) {
            return new Answer(candidates, files, directories, before);
        }
    }

    /// Where in the command line the cursor is.
    private static final class State {
        private String command = "";
        private int positionals;
        private boolean optionsEnded;
        private boolean external;
        private CompletionTable.@Nullable Option pending;
        private final Set<CompletionTable.Option> given = new LinkedHashSet<>();
    }

    /// Completes a word.
    ///
    /// @param before the words before it, without the name of the program
    /// @param current the word, which may be empty
    Answer complete(List<String> before, String current) {
        State state = new State();
        before.forEach(word -> read(word, state));
        if (state.external || !table.commands().containsKey("")) {
            return new Answer(List.of(), true, false, "");
        }
        if (state.pending != null) {
            return values(state.pending.kind(), current);
        }
        int equals = current.indexOf('=');
        if (!state.optionsEnded && current.startsWith("--") && equals > 0) {
            return option(state, current.substring(0, equals)).filter(option -> !option.kind().isEmpty()).map(option -> values(
                    option.kind(), current.substring(equals + 1)).withPrefix(current.substring(0, equals + 1))).orElse(Answer.NOTHING);
        }
        if (!state.optionsEnded && current.startsWith("-")) {
            return options(state, current);
        }
        return words(state, current);
    }

    private void read(String word, State state) {
        if (state.external) {
            return;
        }
        if (state.pending != null) {
            state.pending = null;
        } else if (state.optionsEnded) {
            state.positionals++;
        } else if (word.equals("--")) {
            state.optionsEnded = true;
        } else if (word.startsWith("-") && word.length() > 1) {
            int equals = word.indexOf('=');
            option(state, equals < 0 ? word : word.substring(0, equals)).ifPresent(option -> {
                state.given.add(option);
                state.pending = option.kind().isEmpty() || equals >= 0 ? null : option;
            });
        } else {
            Optional<String> called = state.positionals > 0 ? Optional.empty() : table.called(state.command, word);
            called.ifPresentOrElse(name -> {
                state.command = name;
                state.given.clear();
            }, () -> {
                state.positionals++;
                state.external = state.command.isEmpty();
            });
        }
    }

    private CompletionTable.Command command(State state) {
        CompletionTable.Command command = table.commands().get(state.command);
        return command == null ? new CompletionTable.Command(List.of(), "", List.of(), List.of(), false) : command;
    }

    private Optional<CompletionTable.Option> option(State state, String name) {
        return command(state).options().stream().filter(option -> option.names().contains(name)).findFirst();
    }

    /// Long names; short ones are only offered where there is no long one, or they are asked for.
    private Answer options(State state, String current) {
        List<Candidate> candidates = new ArrayList<>();
        for (CompletionTable.Option option : command(state).options()) {
            if (!option.repeats() && state.given.contains(option)) {
                continue;
            }
            List<String> matching = option.names().stream().filter(name -> name.startsWith(current)).toList();
            matching.stream().filter(name -> name.startsWith("--")).findFirst().or(() -> matching.stream().findFirst()).ifPresent(
                    name -> candidates.add(new Candidate(name, option.description())));
        }
        return new Answer(candidates, false, false, "");
    }

    private Answer words(State state, String current) {
        List<Candidate> candidates = new ArrayList<>();
        if (state.positionals == 0 && !state.optionsEnded) {
            if (state.command.equals("deploy")) {
                matching(values.apply(PROVIDER), current).stream().filter(name -> table.called("deploy", name).isEmpty()).forEach(
                        name -> candidates.add(new Candidate(name, "plugin")));
            }
            table.below(state.command).forEach((name, command) -> {
                if (name.startsWith(current)) {
                    candidates.add(new Candidate(name, command.description()));
                }
            });
            if (state.command.isEmpty()) {
                matching(values.apply(PLUGIN), current).stream().filter(plugin -> !plugin.startsWith("trigger-")).map(
                        plugin -> new Candidate(plugin, "plugin")).forEach(candidates::add);
            }
        }
        List<String> kinds = command(state).positionals();
        if (!candidates.isEmpty() || kinds.isEmpty()) {
            return new Answer(candidates, false, false, "");
        }
        if (state.positionals < kinds.size()) {
            return values(kinds.get(state.positionals), current);
        }
        return command(state).repeats() ? values(kinds.getLast(), current) : Answer.NOTHING;
    }

    private Answer values(String kind, String current) {
        if (kind.startsWith(CHOICE)) {
            return plain(matching(Arrays.asList(kind.substring(CHOICE.length()).split("\\|")), current));
        }
        return switch (kind) {
            case FILE -> new Answer(List.of(), true, false, "");
            case DIRECTORY -> new Answer(List.of(), false, true, "");
            case APPLICATION -> {
                // A reference of a registry has a dot or a slash early; an empty word more probably becomes a path.
                List<String> references = current.isEmpty() ? List.of() : matching(values.apply(REFERENCE), current);
                yield new Answer(plain(references).candidates, references.isEmpty(), false, "");
            }
            case ANYTHING -> Answer.NOTHING;
            default -> plain(matching(values.apply(kind), current));
        };
    }

    private static Answer plain(List<String> words) {
        return new Answer(words.stream().map(word -> new Candidate(word, "")).toList(), false, false, "");
    }

    private static List<String> matching(Collection<String> words, String current) {
        return words.stream().filter(word -> word.startsWith(current)).distinct().sorted().toList();
    }
}
