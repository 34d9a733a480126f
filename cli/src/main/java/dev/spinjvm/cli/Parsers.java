package dev.spinjvm.cli;

import dev.spinjvm.cli.ParserTable.Argument;
import dev.spinjvm.cli.ParserTable.Entry;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UnmatchedArgsBinding;
import picocli.CommandLine.Range;

/// Makes the parsers of commands: from their annotations, which is slow and knows all, or from the table of the build, which is quick
/// and knows all but the texts of help. Both parse alike, with the same errors.
final class Parsers {
    private static final String VARIABLE = "variable";
    private static final String UNSPECIFIED = "unspecified";

    private final @Nullable ParserTable table;

    private Parsers(@Nullable ParserTable table) {
        this.table = table;
    }

    /// Parsers that can print help.
    static Parsers annotated() {
        return new Parsers(null);
    }

    /// Parsers that only parse.
    static Parsers ready() {
        return with(ParserTable.ofThisBuild());
    }

    /// Parsers that only parse; what is missing in the table is read from annotations.
    static Parsers with(ParserTable table) {
        return new Parsers(table);
    }

    /// What an option made from the table has in the place of its field.
    ///
    /// @param variable of the environment, empty for none
    record Documented(String variable) {}

    /// @param command an annotated object, a group of such, or a parser made before
    CommandLine parser(Object command) {
        return switch (command) {
            case CommandLine made -> made;
            case CommandGroup group -> {
                CommandLine parser = parser(group.command());
                group.below().forEach(below -> parser.addSubcommand(parser(below)));
                yield parser;
            }
            default -> new CommandLine(table == null
                    ? command
                    : table.entry(command.getClass()).<Object>map(entry -> spec(entry, command))
                            .orElse(command));
        };
    }

    private static CommandSpec spec(Entry entry, Object command) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command);
        spec.name(entry.name()).aliases(entry.aliases().toArray(String[]::new));
        entry.specs().forEach(path -> Place.of(command, path).set(spec));
        entry.unmatched().forEach(path -> spec.addUnmatchedArgsBinding(UnmatchedArgsBinding.forStringCollectionSupplier(Place.of(command,
                path))));
        for (Argument argument : entry.arguments()) {
            spec.add(argument.names().isEmpty() ? positional(argument, command) : option(argument, command));
        }
        return spec;
    }

    // picocli's builders have no common type that can be named here.

    private static ArgSpec option(Argument argument, Object command) {
        Place place = Place.of(command, argument.field());
        OptionSpec.Builder builder = OptionSpec.builder(argument.names().toArray(String[]::new)).usageHelp(argument.is(Argument.USAGE_HELP))
                .versionHelp(argument.is(Argument.VERSION_HELP)).negatable(argument.is(Argument.NEGATABLE)).type(type(argument.type()))
                .arity(range(argument.arity())).paramLabel(argument.label()).required(argument.is(Argument.REQUIRED)).getter(place).setter(
                        place)
                .initialValue(place.get()).converters(converters(argument)).userObject(new Documented(argument.variable()));
        if (argument.fallbackValue() != null) {
            builder.fallbackValue(argument.fallbackValue());
        }
        if (argument.defaultValue() != null) {
            builder.defaultValue(argument.defaultValue());
        }
        if (!argument.elements().isEmpty()) {
            builder.auxiliaryTypes(elements(argument));
        }
        return builder.build();
    }

    private static ArgSpec positional(Argument argument, Object command) {
        Place place = Place.of(command, argument.field());
        PositionalParamSpec.Builder builder = PositionalParamSpec.builder().index(range(argument.index())).type(type(argument.type()))
                .arity(range(argument.arity())).paramLabel(argument.label()).required(argument.is(Argument.REQUIRED)).getter(place).setter(
                        place)
                .initialValue(place.get()).converters(converters(argument));
        if (argument.defaultValue() != null) {
            builder.defaultValue(argument.defaultValue());
        }
        if (!argument.elements().isEmpty()) {
            builder.auxiliaryTypes(elements(argument));
        }
        return builder.build();
    }

    private static Class<?>[] elements(Argument argument) {
        return argument.elements().stream().map(Parsers::type).toArray(Class<?>[]::new);
    }

    private static ITypeConverter<?>[] converters(Argument argument) {
        return argument.converters().stream().map(Parsers::converter).toArray(ITypeConverter<?>[]::new);
    }

    private static Range range(String text) {
        List<String> words = List.of(text.split(" "));
        return new Range(Integer.parseInt(words.get(0)), Integer.parseInt(words.get(1)), words.contains(VARIABLE), words.contains(
                UNSPECIFIED), words.get(0) + ".." + words.get(1));
    }

    /// What [#range] reads.
    static String text(Range range) {
        return range.min() + " " + range.max() + (range.isVariable() ? " " + VARIABLE : "") + (range.isUnspecified()
                ? " " + UNSPECIFIED
                : "");
    }

    private static Class<?> type(String name) {
        try {
            return switch (name) {
                case "boolean" -> boolean.class;
                case "int" -> int.class;
                case "long" -> long.class;
                default -> Class.forName(name, false, Parsers.class.getClassLoader());
            };
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the build wrote of a class that is not there", e);
        }
    }

    private static ITypeConverter<?> converter(String name) {
        try {
            var constructor = type(name).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (ITypeConverter<?>) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a converter cannot be made", e);
        }
    }

    /// A field of a command, or of an object that one of its fields holds.
    private static final class Place implements IGetter, ISetter {
        private final Object owner;
        private final String name;

        private Place(Object owner, String name) {
            this.owner = owner;
            this.name = name;
        }

        static Place of(Object command, String path) {
            int dot = path.indexOf('.');
            if (dot < 0) {
                return new Place(command, path);
            }
            Object below = Objects.requireNonNull(new Place(command, path.substring(0, dot)).get());
            return of(below, path.substring(dot + 1));
        }

        @Override
        // The caller has the type from the field's own. Null is nothing that picocli's types know.
        @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
        public <T> T get() {
            return (T) (owner instanceof ReadyFields ready ? ready.readyField(name) : reflected());
        }

        @Override
        public <T> T set(T value) {
            T before = get();
            if (owner instanceof ReadyFields ready) {
                ready.readyField(name, value);
                return before;
            }
            try {
                field().set(owner, value);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
            return before;
        }

        private @Nullable Object reflected() {
            try {
                return field().get(owner);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        private Field field() {
            for (Class<?> declaring = owner.getClass(); declaring != null; declaring = declaring.getSuperclass()) {
                for (Field field : declaring.getDeclaredFields()) {
                    if (field.getName().equals(name)) {
                        field.setAccessible(true);
                        return field;
                    }
                }
            }
            throw new IllegalStateException("the build wrote of a field that is not there: " + owner.getClass().getName() + "." + name);
        }
    }
}
