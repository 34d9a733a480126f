package dev.spinjvm.cli;

import dev.spinjvm.cli.ParserTable.Argument;
import dev.spinjvm.cli.ParserTable.Entry;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/// Makes the [ParserTable] from what picocli reads from annotations. Run by the build.
final class ParserTableWriter {
    private ParserTableWriter() {}

    /// The table of a program and all commands below, and of the arguments of triggers.
    static String text(CommandLine root) {
        Map<String, Entry> entries = new TreeMap<>();
        collect(root.getCommandSpec(), entries);
        collect(Parsers.annotated().parser(new TriggerLine()).getCommandSpec(), entries);
        return ParserTable.text(List.copyOf(entries.values()));
    }

    private static void collect(CommandSpec spec, Map<String, Entry> entries) {
        Class<?> type = spec.userObject().getClass();
        entries.put(type.getName(), entry(spec, type));
        spec.subcommands().values().stream().map(CommandLine::getCommandSpec).distinct().forEach(below -> collect(below, entries));
    }

    private static Entry entry(CommandSpec spec, Class<?> type) {
        Map<Field, String> fields = new LinkedHashMap<>();
        collect(type, "", fields);
        Entry entry = new Entry(type.getName(), spec.name(), List.of(spec.aliases()), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>());
        fields.forEach((field, path) -> {
            if (field.isAnnotationPresent(Spec.class)) {
                if (path.contains(".") && field.getAnnotation(Spec.class).value() != Spec.Target.MIXEE) {
                    throw new IllegalStateException("the table cannot say that " + path + " of " + type.getName() + " is a mixin's");
                }
                entry.specs().add(path);
            }
            if (field.isAnnotationPresent(Unmatched.class)) {
                entry.unmatched().add(path);
            }
        });
        for (ArgSpec argument : spec.args()) {
            entry.arguments().add(argument(argument, type, fields));
        }
        return entry;
    }

    private static void collect(Class<?> type, String prefix, Map<Field, String> fields) {
        for (Class<?> declaring = type; declaring != Object.class; declaring = declaring.getSuperclass()) {
            for (Field field : declaring.getDeclaredFields()) {
                String path = prefix + field.getName();
                if (fields.containsValue(path) || fields.put(field, path) != null || field.isAnnotationPresent(ArgGroup.class) && field
                        .getAnnotation(ArgGroup.class)
                        .validate()) {
                    throw new IllegalStateException("the table cannot say what " + path + " of " + type.getName() + " is");
                }
                if (field.isAnnotationPresent(Mixin.class) || field.isAnnotationPresent(ArgGroup.class)) {
                    collect(field.getType(), path + ".", fields);
                }
            }
        }
    }

    private static Argument argument(ArgSpec argument, Class<?> type, Map<Field, String> fields) {
        String path = argument.userObject() instanceof Field field ? fields.get(field) : null;
        if (path == null) {
            throw new IllegalStateException(argument + " of " + type.getName() + " is no field");
        }
        StringBuilder flags = new StringBuilder();
        flag(flags, argument.required(), Argument.REQUIRED);
        List<String> names = List.of();
        String index = "";
        String fallback = null;
        String variable = "";
        if (argument instanceof OptionSpec option) {
            flag(flags, option.usageHelp(), Argument.USAGE_HELP);
            flag(flags, option.versionHelp(), Argument.VERSION_HELP);
            flag(flags, option.negatable(), Argument.NEGATABLE);
            names = List.of(option.names());
            fallback = option.fallbackValue();
            variable = EnvironmentDefaults.variable(option);
        } else if (argument instanceof PositionalParamSpec positional) {
            index = Parsers.text(positional.index());
        }
        List<String> elements = argument.typeInfo().isMultiValue()
                ? Arrays.stream(argument.auxiliaryTypes()).map(Class::getName).toList()
                : List.of();
        List<String> converters = Arrays.stream(argument.converters()).map(converter -> converter.getClass().getName()).toList();
        return new Argument(path, argument.type().getName(), names, index, argument.paramLabel(), flags.toString(), Parsers.text(argument
                .arity()), elements,
                converters, argument.defaultValue(), fallback == null || fallback.isEmpty() ? null : fallback, variable);
    }

    private static void flag(StringBuilder flags, boolean holds, char flag) {
        if (holds) {
            flags.append(flag);
        }
    }
}
