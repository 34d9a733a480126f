package dev.spinjvm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a parser has to know of the annotated classes of commands. The build writes it into this program's jar ([ParserTableWriter]):
/// reading annotations costs more than all else that a start does with its command line, since the JDK makes a class for each type of
/// annotation anew in each process. Texts of help are not in it.
final class ParserTable {
    /// Its name among the help pages.
    static final String FILE = "parsers.tsv";

    private static final String COMMAND = "command";
    private static final String SPEC = "spec";
    private static final String UNMATCHED = "unmatched";
    private static final String OPTION = "option";
    private static final String POSITIONAL = "positional";
    /// Before a value, so that an empty one is not none.
    private static final String SOME = "=";

    /// An annotated class. Fields are named by their path from an object of it, such as `local.from`.
    ///
    /// @param type its binary name
    /// @param name of the command
    /// @param specs fields that take the command's specification
    /// @param unmatched fields that take what is not known
    record Entry(String type, String name, List<String> aliases, List<String> specs, List<String> unmatched, List<Argument> arguments) {}

    /// An option or a positional parameter.
    ///
    /// @param field where its value goes
    /// @param type the binary name of the field's type
    /// @param names none for a positional parameter
    /// @param index of a positional parameter
    /// @param label what stands for its value in errors
    /// @param flags what holds of it
    /// @param arity how many values it takes
    /// @param elements binary names of the types that a generic field's values have
    /// @param converters binary names of classes
    /// @param defaultValue what it is when it is not given; null for what the field holds
    /// @param fallbackValue what it is when it is given without a value; null for none
    /// @param variable of the environment, empty for none
    record Argument(String field, String type, List<String> names, String index, String label, String flags, String arity,
            List<String> elements,
            List<String> converters, @Nullable String defaultValue, @Nullable String fallbackValue, String variable) {
        static final char USAGE_HELP = 'h';
        static final char VERSION_HELP = 'v';
        static final char NEGATABLE = 'n';
        static final char REQUIRED = 'r';

        boolean is(char flag) {
            return flags.indexOf(flag) >= 0;
        }
    }

    private final String text;

    ParserTable(String text) {
        this.text = text;
    }

    /// The table of this build; empty if it was made without one.
    static ParserTable ofThisBuild() {
        return Holder.TABLE;
    }

    /// The entry of a class, if there is one.
    Optional<Entry> entry(Class<?> type) {
        String begin = COMMAND + '\t' + type.getName() + '\t';
        int start = text.startsWith(begin) ? 0 : text.indexOf('\n' + begin) + 1;
        if (start == 0 && !text.startsWith(begin)) {
            return Optional.empty();
        }
        int end = text.indexOf('\n' + COMMAND + '\t', start);
        return Optional.of(parse(text.substring(start, end < 0 ? text.length() : end)));
    }

    private static Entry parse(String section) {
        String[] lines = section.split("\n");
        String[] head = lines[0].split("\t", -1);
        Entry entry = new Entry(head[1], head[2], words(head[3]), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 1; i < lines.length; i++) {
            String[] fields = lines[i].split("\t", -1);
            switch (fields[0]) {
                case SPEC -> entry.specs.add(fields[1]);
                case UNMATCHED -> entry.unmatched.add(fields[1]);
                case OPTION -> entry.arguments.add(argument(fields, words(fields[2]), ""));
                case POSITIONAL -> entry.arguments.add(argument(fields, List.of(), fields[2]));
                default -> throw new IllegalStateException("what is " + fields[0] + " of " + entry.type + "?");
            }
        }
        return entry;
    }

    private static Argument argument(String[] fields, List<String> names, String index) {
        return new Argument(fields[1], fields[3], names, index, fields[4], fields[5], fields[6], words(fields[7]), words(fields[8]), value(
                fields[9]), value(fields[10]), fields[11]);
    }

    /// What [#entry] reads.
    static String text(List<Entry> entries) {
        StringBuilder out = new StringBuilder();
        for (Entry entry : entries) {
            line(out, COMMAND, entry.type, entry.name, String.join(" ", entry.aliases));
            entry.specs.forEach(field -> line(out, SPEC, field));
            entry.unmatched.forEach(field -> line(out, UNMATCHED, field));
            for (Argument argument : entry.arguments) {
                boolean option = !argument.names.isEmpty();
                line(out, option ? OPTION : POSITIONAL, argument.field, option ? String.join(" ", argument.names) : argument.index,
                        argument.type, argument.label, argument.flags, argument.arity, String.join(" ", argument.elements), String.join(" ",
                                argument.converters),
                        field(argument.defaultValue), field(argument.fallbackValue), argument.variable);
            }
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String... fields) {
        for (String field : fields) {
            if (field.indexOf('\t') >= 0 || field.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("cannot be in a table: " + field);
            }
        }
        out.append(String.join("\t", fields)).append('\n');
    }

    private static String field(@Nullable String value) {
        return value == null ? "" : SOME + value;
    }

    private static @Nullable String value(String field) {
        return field.isEmpty() ? null : field.substring(SOME.length());
    }

    private static List<String> words(String field) {
        return field.isEmpty() ? List.of() : Arrays.asList(field.split(" "));
    }

    /// A process reads it once.
    private static final class Holder {
        static final ParserTable TABLE = read();

        private static ParserTable read() {
            try (InputStream stream = ParserTable.class.getResourceAsStream("help/" + FILE)) {
                return new ParserTable(stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
