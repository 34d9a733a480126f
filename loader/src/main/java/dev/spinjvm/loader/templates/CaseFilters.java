package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.templates.liquid.Filter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The filters that Spin adds to Liquid.
final class CaseFilters {
    static final Map<String, Filter> ALL = Map.of("kebab_case", Filter.ofText(CaseFilters::kebab), "snake_case", Filter.ofText(
            CaseFilters::snake), "pascal_case", Filter.ofText(CaseFilters::pascal), "dotted_pascal_case", Filter.ofText(
                    CaseFilters::dottedPascal), "http_wildcard", Filter.ofText(CaseFilters::httpWildcard));

    private CaseFilters() {}

    static String kebab(String text) {
        return String.join("-", words(text)).toLowerCase(Locale.ROOT);
    }

    static String snake(String text) {
        return String.join("_", words(text)).toLowerCase(Locale.ROOT);
    }

    static String pascal(String text) {
        return words(text).stream().map(CaseFilters::capitalized).collect(Collectors.joining());
    }

    static String dottedPascal(String text) {
        return Arrays.stream(text.split("\\.", -1)).map(CaseFilters::pascal).collect(Collectors.joining("."));
    }

    static String httpWildcard(String route) {
        if (route.endsWith("/...")) {
            return route;
        }
        return route + (route.endsWith("/") ? "..." : "/...");
    }

    private static String capitalized(String word) {
        int first = word.offsetByCodePoints(0, 1);
        return word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first).toLowerCase(Locale.ROOT);
    }

    /// Letters and digits between anything else; a capital after a small letter begins a word, and so does the last of several
    /// capitals before a small letter. Digits belong to what is before them.
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String run : text.split("[^\\p{IsAlphabetic}\\p{Nd}\\p{No}\\p{Nl}]+")) {
            split(run.codePoints().toArray(), words);
        }
        return words;
    }

    private enum Case {
        NONE, LOWER, UPPER
    }

    private static void split(int[] run, List<String> words) {
        int start = 0;
        Case before = Case.NONE;
        for (int i = 0; i < run.length; i++) {
            if (i + 1 == run.length) {
                words.add(new String(run, start, run.length - start));
                return;
            }
            Case current = Character.isLowerCase(run[i]) ? Case.LOWER : Character.isUpperCase(run[i]) ? Case.UPPER : before;
            if (current == Case.LOWER && Character.isUpperCase(run[i + 1])) {
                words.add(new String(run, start, i + 1 - start));
                start = i + 1;
                before = Case.NONE;
            } else if (before == Case.UPPER && Character.isUpperCase(run[i]) && Character.isLowerCase(run[i + 1])) {
                words.add(new String(run, start, i - start));
                start = i;
                before = Case.NONE;
            } else {
                before = current;
            }
        }
    }
}
