package dev.spinjvm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What the program is given by whoever starts it. Nothing else in the program asks the JVM for these.
///
/// @param environment the environment variables
/// @param workingDirectory an absolute path
/// @param out data for the caller; flushed by whoever writes the last of it
/// @param err progress and complaints
/// @param outIsTerminal whether a person reads `out`
/// @param errIsTerminal whether a person reads `err`
/// @param prompt what the user can be asked for
record Process(Map<String, String> environment, Path workingDirectory, PrintStream out, PrintStream err, boolean outIsTerminal,
        boolean errIsTerminal, InstantSource clock, Prompt prompt) {

    /// The launcher knows which streams are terminals and says so in this system property: the digits of their descriptors.
    private static final String TERMINALS = "spin.terminals";

    static Process ofThisJvm() {
        String terminals = System.getProperty(TERMINALS, "");
        return new Process(System.getenv(), Path.of("").toAbsolutePath(), utf8(new FileOutputStream(FileDescriptor.out)),
                utf8(new FileOutputStream(FileDescriptor.err)), terminals.contains("1"), terminals.contains("2"), InstantSource.system(),
                Prompt.ofThisJvm(terminals.contains("0")));
    }

    /// Colours and emphasis for `err`.
    Style errorStyle() {
        return style(errIsTerminal);
    }

    /// Colours and emphasis for `out`.
    Style outputStyle() {
        return style(outIsTerminal);
    }

    /// Whether `out` is a terminal that is known to show pictograms.
    boolean showsIcons() {
        String locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG").map(name -> environment.getOrDefault(name, "")).filter(value -> !value
                .isEmpty()).findFirst().orElse("").toUpperCase(Locale.ROOT);
        return outputStyle() == Style.ANSI && (locale.contains("UTF-8") || locale.contains("UTF8"));
    }

    private Style style(boolean terminal) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty() || environment.getOrDefault("TERM", "").equals("dumb");
        return terminal && !plain ? Style.ANSI : Style.PLAIN;
    }

    private static PrintStream utf8(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
