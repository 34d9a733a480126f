package dev.spinjvm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The answers that are the same each time: the version, and the help of each command, which the build has picocli write into
/// this program's jar ([HelpPages]). They come without picocli.
final class ReadyAnswers {
    private static final String FOLDER = "help/";

    private ReadyAnswers() {}

    /// The whole output for a command line, if it is one of those. Without the pages of a build there is none for help.
    static Optional<String> to(List<String> words, Style style) {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        String last = words.getLast();
        if (words.size() == 1 && (last.equals("--version") || last.equals("-V"))) {
            return Optional.of(version() + "\n");
        }
        List<String> commands = words.subList(0, words.size() - 1);
        boolean asked = last.equals("--help") || last.equals("-h");
        return asked && commands.stream().allMatch(ReadyAnswers::isWord) ? page(pageName(commands, style)) : Optional.empty();
    }

    /// What `spin --version` says.
    static String version() {
        return "spin " + Version.ofThisBuild();
    }

    /// The file of the help of a command, such as `registry.push.plain` for `spin registry push`.
    static String pageName(List<String> commands, Style style) {
        return String.join(".", commands.isEmpty() ? List.of("spin") : commands) + (style == Style.ANSI ? ".ansi" : ".plain");
    }

    // Such as "up", and nothing that could be a path.
    private static boolean isWord(String word) {
        return !word.isEmpty() && word.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-') && !word.startsWith(
                "-") && !word.equals(
                        "spin");
    }

    private static Optional<String> page(String name) {
        try (InputStream stream = ReadyAnswers.class.getResourceAsStream(FOLDER + name)) {
            return stream == null ? Optional.empty() : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
