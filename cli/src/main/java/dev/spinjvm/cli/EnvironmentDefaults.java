package dev.spinjvm.cli;

import java.lang.reflect.AnnotatedElement;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// Gives options that were not written the value of their environment variable, then their own default.
final class EnvironmentDefaults implements IDefaultValueProvider {
    /// How the description of an option names its variable. What is documented is what holds.
    private static final Pattern VARIABLE = Pattern.compile("\\[env: ([A-Z0-9_]+)]");
    private static final Set<String> YES = Set.of("y", "yes", "t", "true", "on", "1");
    private static final Set<String> NO = Set.of("n", "no", "f", "false", "off", "0");

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The variable of an option; the empty string, which names none, if it has none.
    static String variable(OptionSpec option) {
        if (option.userObject() instanceof Parsers.Documented documented) {
            return documented.variable();
        }
        // Asked of the annotation: the parsed description has defaults put in, and so asks for them.
        Option annotation = option.userObject() instanceof AnnotatedElement element ? element.getAnnotation(Option.class) : null;
        Matcher found = VARIABLE.matcher(annotation == null ? "" : String.join(" ", annotation.description()));
        return found.find() ? found.group(1) : "";
    }

    /// Whether a variable that is on or off is on.
    static boolean isYes(String value) {
        return YES.contains(value.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String variable = variable(option);
        String value = environment.get(variable);
        if (value == null) {
            return null;
        }
        if (option.type() != boolean.class) {
            return value;
        }
        String word = value.toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw new CommandLine.ParameterException(option.command().commandLine(),
                    "invalid value '" + value + "' for '" + variable + "': value was not a boolean");
        }
        return String.valueOf(YES.contains(word));
    }
}
