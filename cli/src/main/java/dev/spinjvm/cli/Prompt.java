package dev.spinjvm.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a person at a terminal, or a program at the other end of a pipe, is asked for.
interface Prompt {
    /// Asks for a line.
    ///
    /// @param hint what to do where nobody can be asked
    String line(String question, String hint);

    /// Asks for a line that is not shown.
    String secret(String question, String hint);

    /// Standard input to its end, without one line ending there.
    String input();

    /// Those of this JVM.
    static Prompt ofThisJvm(boolean terminal) {
        return new Prompt() {
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

            private Console console(String hint) {
                // Never null since JDK 22; the annotations still say that it may be.
                Console console = Objects.requireNonNull(System.console());
                if (!terminal || !console.isTerminal()) {
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
