package dev.spinjvm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What completion has to know of a shell: the script that it loads, and how that asks this program for words.
///
/// The scripts call `spin complete --shell SHELL --index N -- WORDS...`; WORDS begin with the program's own name, and N is the place of
/// the one at the cursor. The first line of the answer is `words`, `files` or `directories`: what else the shell is to offer. Then comes
/// one line for each word, with a tab and a description for shells that show them.
enum ShellCompletion {
    BASH, FISH, POWERSHELL, ZSH;

    /// The hidden command.
    static final String COMMAND = "complete";
    /// Asks for a script, as with other programs that complete themselves: `COMPLETE=bash spin`.
    static final String VARIABLE = "COMPLETE";
    /// What bash makes a word of its own.
    private static final String BREAKS = "=:";

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The shell of a name, or of the path of one.
    static Optional<ShellCompletion> of(String text) {
        String name = text.substring(text.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(shell -> shell.word().equals(name)).findFirst();
    }

    /// Why there is no such shell.
    static String unknown(String name) {
        return "unknown shell `" + name + "`, expected one of " + Arrays.stream(values()).map(ShellCompletion::word).collect(Collectors
                .joining(", "));
    }

    /// What the shell has to load.
    String script() {
        String file = "completions/spin." + switch (this) {
            case BASH -> "bash";
            case FISH -> "fish";
            case POWERSHELL -> "ps1";
            case ZSH -> "zsh";
        };
        try (InputStream stream = ShellCompletion.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new CommandFailure("this program lacks its file " + file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Answers the hidden command; a question that cannot be understood has no answer.
    static void answer(String[] arguments, Process process) {
        List<String> words = Arrays.asList(arguments);
        int separator = words.indexOf("--");
        if (separator < 0) {
            return;
        }
        ShellCompletion shell = value("--shell", words.subList(0, separator)).flatMap(ShellCompletion::of).orElse(BASH);
        List<String> line = words.subList(separator + 1, words.size());
        int index = value("--index", words.subList(0, separator)).filter(text -> text.matches("\\d{1,6}")).map(Integer::parseInt).orElse(
                line.size() - 1);
        if (index < 1 || index > line.size()) {
            return;
        }
        List<String> before = new ArrayList<>(line.subList(1, index));
        String current = index < line.size() ? line.get(index) : "";
        int kept = 0;
        if (shell == BASH) {
            List<String> joined = joined(line.subList(1, Math.min(index + 1, line.size())));
            if (index < line.size()) {
                kept = joined.getLast().length() - (BREAKS.contains(current) ? 0 : current.length());
                before = joined.subList(0, joined.size() - 1);
                current = joined.getLast();
            } else {
                before = joined;
            }
        }
        Completer completer = new Completer(CompletionTable.ofThisBuild(), new CompletionValues(process, before));
        process.out().print(shell.text(completer.complete(before, current), kept));
    }

    private static Optional<String> value(String option, List<String> words) {
        int at = words.indexOf(option);
        return at >= 0 && at + 1 < words.size() ? Optional.of(words.get(at + 1)) : Optional.empty();
    }

    /// Bash splits `--format=json` and `host:port` into three words each.
    private static List<String> joined(List<String> words) {
        List<String> joined = new ArrayList<>();
        boolean open = false;
        for (String word : words) {
            boolean separator = !word.isEmpty() && word.chars().allMatch(c -> BREAKS.indexOf(c) >= 0);
            if ((separator || open) && !joined.isEmpty()) {
                joined.add(joined.removeLast() + word);
            } else {
                joined.add(word);
            }
            open = separator;
        }
        return joined;
    }

    /// @param kept how many characters of the word bash has put into words before
    private String text(Completer.Answer answer, int kept) {
        StringBuilder out = new StringBuilder(answer.files() ? "files\n" : answer.directories() ? "directories\n" : "words\n");
        for (Completer.Candidate candidate : answer.candidates()) {
            String whole = answer.prefix() + candidate.value();
            out.append(switch (this) {
                case BASH -> whole.substring(Math.min(kept, whole.length()));
                case ZSH -> candidate.value();
                case FISH, POWERSHELL -> whole;
            });
            if (this != BASH && !candidate.description().isEmpty()) {
                out.append('\t').append(candidate.description());
            }
            out.append('\n');
        }
        return out.toString();
    }
}
