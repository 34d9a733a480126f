package dev.spinjvm.loader;

import org.jspecify.annotations.Nullable;

/// The rules of identifiers. Every check gives what is wrong, or `null`.
public final class Ids {
    private Ids() {}

    /// Component and model ids: words joined by `-`.
    public static @Nullable String kebabProblem(String id) {
        return problem(id, '-', '_', false);
    }

    /// Names of variables: lower-case words joined by `_`.
    public static @Nullable String lowerSnakeProblem(String id) {
        return problem(id, '_', '-', true);
    }

    /// Labels of stores and databases: kebab or snake.
    public static @Nullable String labelProblem(String label) {
        return kebabProblem(label) == null || problem(label, '_', '-', false) == null ? null : "expected kebab-case or snake_case";
    }

    private static @Nullable String problem(String id, char delimiter, char wrong, boolean lower) {
        if (id.isEmpty()) {
            return "empty";
        }
        String separated = "'" + delimiter + "'-separated words must ";
        if (id.indexOf(wrong) >= 0) {
            return "words must be separated with '" + delimiter + "', not '" + wrong + "'";
        }
        for (String word : id.split(String.valueOf(delimiter), -1)) {
            String problem = wordProblem(word, separated);
            if (problem != null) {
                return problem;
            }
            if (lower && Character.isUpperCase(word.charAt(0))) {
                return "Lower-case identifiers must be all lowercase; got " + Quoted.of(id);
            }
        }
        return null;
    }

    private static @Nullable String wordProblem(String word, String separated) {
        if (word.isEmpty()) {
            return separated + "not be empty";
        }
        int first = word.codePointAt(0);
        if (!isAsciiLetter(first)) {
            return separated + "start with an ASCII letter; got '" + Character.toString(first) + "'";
        }
        int[] others = word.codePoints().skip(1).filter(c -> c < '0' || c > '9').toArray();
        for (int c : others) {
            if (!isAsciiLetter(c)) {
                return separated.replace("must ", "may ") + "only contain alphanumeric ASCII; got '" + Character.toString(c) + "'";
            }
            if (Character.isUpperCase(c) != Character.isUpperCase(first)) {
                return separated + "be all lowercase or all UPPERCASE; got " + Quoted.of(word);
            }
        }
        return null;
    }

    private static boolean isAsciiLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
