package dev.spinjvm.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a person at a terminal, or a program at the other end of a pipe, is asked for.
interface Prompt {
    /// Whether a person can be asked.
    boolean isTerminal();

    /// Asks for a line.
    ///
    /// @param hint what to do where nobody can be asked
    String line(String question, String hint);

    /// Asks for a line that is not shown.
    String secret(String question, String hint);

    /// Asks whether to do something.
    ///
    /// @param usual what an empty line means
    /// @param hint what to do where nobody can be asked
    default boolean confirm(String question, boolean usual, String hint) {
        while (true) {
            switch (line(question + (usual ? " [Y/n] " : " [y/N] "), hint).strip().toLowerCase(Locale.ROOT)) {
                case "" -> {
                    return usual;
                }
                case "y", "yes" -> {
                    return true;
                }
                case "n", "no" -> {
                    return false;
                }
                default -> {
                    // Asked again.
                }
            }
        }
    }

    /// Asks for some of several things.
    ///
    /// @param hint what to do where nobody can be asked
    /// @return their places in the list, in its order
    default List<Integer> choose(String question, int count, String hint) {
        while (true) {
            String answer = line(question, hint).strip();
            if (answer.isEmpty()) {
                return List.of();
            }
            if (answer.equals("all")) {
                return IntStream.range(0, count).boxed().toList();
            }
            String[] words = answer.split("[ ,]+");
            boolean numbers = Arrays.stream(words).allMatch(word -> word.matches("[1-9][0-9]{0,5}") && Integer.parseInt(word) <= count);
            if (numbers) {
                return Arrays.stream(words).map(word -> Integer.parseInt(word) - 1).distinct().sorted().toList();
            }
        }
    }

    /// Whether there is somebody to ask.
    boolean isAnswered();

    /// Standard input to its end, without one line ending there.
    String input();

    /// Those of this JVM.
    static Prompt ofThisJvm(boolean terminal) {
        return new Prompt() {
            @Override
            public boolean isTerminal() {
                Console console = terminal ? System.console() : null;
                return console != null && console.isTerminal();
            }

            @Override
            public String line(String question, String hint) {
                return answer(console(hint).readLine("%s", question));
            }

            @Override
            public String secret(String question, String hint) {
                char[] secret = console(hint).readPassword("%s", question);
                return answer(secret == null ? null : new String(secret));
            }

            @Override
            public String input() {
                try (InputStream in = System.in) {
                    return new String(in.readNBytes(1 << 20), StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
                } catch (IOException e) {
                    throw new CommandFailure("cannot read standard input", e);
                }
            }

            @Override
            public boolean isAnswered() {
                Console console = terminal ? System.console() : null;
                return console != null && console.isTerminal();
            }

            private Console console(String hint) {
                Console console = terminal ? System.console() : null;
                if (console == null || !console.isTerminal()) {
                    throw new CommandFailure("there is no terminal to ask at; " + hint);
                }
                return console;
            }

            private String answer(@Nullable String text) {
                if (text == null) {
                    throw new CommandFailure("nothing was entered");
                }
                return text;
            }
        };
    }
}
