package dev.spinjvm.loader.templates.liquid;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The filters of the language itself.
final class StandardFilters {
    static final Map<String, Filter> ALL = all();

    private StandardFilters() {}

    private static Map<String, Filter> all() {
        Map<String, Filter> filters = new HashMap<>();
        addTexts(filters);
        addNumbers(filters);
        addItems(filters);
        filters.put("default", (input, arguments) -> input.isEmpty() || !input.isTrue() ? argument(arguments, 0) : input);
        filters.put("size", (input, _) -> new Value.Whole(input instanceof Value.Items(List<Value> values)
                ? values.size()
                : input.text().codePointCount(0, input.text().length())));
        return Map.copyOf(filters);
    }

    private static void addTexts(Map<String, Filter> filters) {
        filters.put("append", two((text, more) -> text + more));
        filters.put("prepend", two((text, more) -> more + text));
        filters.put("capitalize", Filter.ofText(StandardFilters::capitalize));
        filters.put("downcase", Filter.ofText(text -> text.toLowerCase(Locale.ROOT)));
        filters.put("upcase", Filter.ofText(text -> text.toUpperCase(Locale.ROOT)));
        filters.put("escape", Filter.ofText(StandardFilters::escape));
        filters.put("strip", Filter.ofText(String::strip));
        filters.put("lstrip", Filter.ofText(String::stripLeading));
        filters.put("rstrip", Filter.ofText(String::stripTrailing));
        filters.put("strip_newlines", Filter.ofText(text -> text.replaceAll("\r?\n", "")));
        filters.put("strip_html", Filter.ofText(text -> text.replaceAll("(?s)<[^>]*>", "")));
        filters.put("newline_to_br", Filter.ofText(text -> text.replace("\n", "<br />\n")));
        filters.put("url_encode", Filter.ofText(text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20")));
        filters.put("url_decode", Filter.ofText(text -> URLDecoder.decode(text, StandardCharsets.UTF_8)));
        filters.put("remove", two((text, part) -> text.replace(part, "")));
        filters.put("remove_first", two((text, part) -> text.replaceFirst(Pattern.quote(part), "")));
        filters.put("replace", (input, arguments) -> new Value.Text(input.text().replace(argument(arguments, 0).text(),
                optional(arguments, 1, new Value.Text("")).text())));
        filters.put("replace_first", (input, arguments) -> new Value.Text(input.text().replaceFirst(Pattern.quote(argument(arguments, 0)
                .text()), java.util.regex.Matcher.quoteReplacement(optional(arguments, 1, new Value.Text("")).text()))));
        filters.put("slice", StandardFilters::slice);
        filters.put("truncate", StandardFilters::truncate);
    }

    private static void addNumbers(Map<String, Filter> filters) {
        filters.put("abs", (input, _) -> number(input) instanceof Value.Whole(long whole)
                ? new Value.Whole(Math.abs(whole))
                : new Value.Fraction(Math.abs(fraction(input))));
        filters.put("at_least", arithmetic(Math::max, Math::max));
        filters.put("at_most", arithmetic(Math::min, Math::min));
        filters.put("plus", arithmetic(Math::addExact, Double::sum));
        filters.put("minus", arithmetic(Math::subtractExact, (a, b) -> a - b));
        filters.put("times", arithmetic(Math::multiplyExact, (a, b) -> a * b));
        filters.put("divided_by", arithmetic(Math::floorDiv, (a, b) -> a / b));
        filters.put("modulo", arithmetic(Math::floorMod, (a, b) -> a - b * Math.floor(a / b)));
        filters.put("ceil", rounding(Math::ceil));
        filters.put("floor", rounding(Math::floor));
        filters.put("round", rounding(Math::rint));
    }

    private static void addItems(Map<String, Filter> filters) {
        filters.put("split", StandardFilters::split);
        filters.put("join", (input, arguments) -> new Value.Text(String.join(optional(arguments, 0, new Value.Text(" ")).text(), items(
                input).stream().map(Value::text).toList())));
        filters.put("first", (input, _) -> items(input).isEmpty() ? new Value.Nil() : items(input).getFirst());
        filters.put("last", (input, _) -> items(input).isEmpty() ? new Value.Nil() : items(input).getLast());
        filters.put("reverse", changing(values -> {
            List<Value> copy = new ArrayList<>(values);
            Collections.reverse(copy);
            return copy;
        }));
        filters.put("sort", changing(values -> sorted(values, Comparator.comparing(Value::text))));
        filters.put("sort_natural", changing(values -> sorted(values, Comparator.comparing(Value::text, String.CASE_INSENSITIVE_ORDER))));
        filters.put("uniq", changing(values -> List.copyOf(new LinkedHashSet<>(values))));
        filters.put("compact", changing(values -> values.stream().filter(value -> !(value instanceof Value.Nil)).toList()));
        filters.put("concat", (input, arguments) -> {
            List<Value> all = new ArrayList<>(items(input));
            all.addAll(items(argument(arguments, 0)));
            return new Value.Items(all);
        });
    }

    private static Value argument(List<Value> arguments, int index) {
        if (index >= arguments.size()) {
            throw new LiquidException("a filter is missing its argument");
        }
        return arguments.get(index);
    }

    private static Value optional(List<Value> arguments, int index, Value otherwise) {
        return index < arguments.size() ? arguments.get(index) : otherwise;
    }

    private static Filter two(BinaryOperator<String> change) {
        return (input, arguments) -> new Value.Text(change.apply(input.text(), argument(arguments, 0).text()));
    }

    private static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT) + text.substring(text
                        .offsetByCodePoints(0, 1));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }

    private static Value slice(Value input, List<Value> arguments) {
        int[] points = input.text().codePoints().toArray();
        long start = whole(argument(arguments, 0));
        long length = whole(optional(arguments, 1, new Value.Whole(1)));
        int from = Math.clamp(start < 0 ? points.length + start : start, 0, points.length);
        int count = Math.clamp(length, 0, points.length - from);
        return new Value.Text(new String(points, from, count));
    }

    private static Value truncate(Value input, List<Value> arguments) {
        int[] points = input.text().codePoints().toArray();
        int length = Math.clamp(whole(optional(arguments, 0, new Value.Whole(50))), 0, Integer.MAX_VALUE);
        String end = optional(arguments, 1, new Value.Text("...")).text();
        if (points.length <= length) {
            return input;
        }
        int kept = Math.max(0, length - end.codePointCount(0, end.length()));
        return new Value.Text(new String(points, 0, kept) + end);
    }

    private static Value split(Value input, List<Value> arguments) {
        String text = input.text();
        String separator = argument(arguments, 0).text();
        if (text.isEmpty()) {
            return new Value.Items(List.of());
        }
        String[] parts = text.split(separator.isEmpty() ? "" : Pattern.quote(separator), -1);
        return new Value.Items(Arrays.stream(parts).<Value>map(Value.Text::new).toList());
    }

    private static List<Value> items(Value value) {
        if (value instanceof Value.Items(List<Value> values)) {
            return values;
        }
        throw new LiquidException("Array expected");
    }

    private static Filter changing(UnaryOperator<List<Value>> change) {
        return (input, _) -> new Value.Items(change.apply(items(input)));
    }

    private static List<Value> sorted(List<Value> values, Comparator<Value> order) {
        return values.stream().sorted(order).toList();
    }

    private static Value number(Value value) {
        String text = value.text();
        try {
            return switch (value) {
                case Value.Whole _,Value.Fraction _ -> value;
                case Value.Text _ -> text.contains(".")
                        ? new Value.Fraction(Double.parseDouble(text))
                        : new Value.Whole(Long.parseLong(text));
                case Value.Nil _,Value.Empty _,Value.Truth _,Value.Items _,Value.Fields _ -> throw new LiquidException(
                        "Number expected");
            };
        } catch (NumberFormatException _) {
            throw new LiquidException("Number expected");
        }
    }

    private static long whole(Value value) {
        if (number(value) instanceof Value.Whole(long whole)) {
            return whole;
        }
        throw new LiquidException("Whole number expected");
    }

    private static double fraction(Value value) {
        return number(value) instanceof Value.Fraction(double fraction) ? fraction : whole(value);
    }

    private static Filter arithmetic(LongBinaryOperator wholes, DoubleBinaryOperator fractions) {
        return (input, arguments) -> {
            Value operand = argument(arguments, 0);
            try {
                return number(input) instanceof Value.Whole(long a) && number(operand) instanceof Value.Whole(long b)
                        ? new Value.Whole(wholes.applyAsLong(a, b))
                        : new Value.Fraction(fractions.applyAsDouble(fraction(input), fraction(operand)));
            } catch (ArithmeticException e) {
                throw new LiquidException("cannot compute: " + e.getMessage());
            }
        };
    }

    private static Filter rounding(DoubleUnaryOperator round) {
        return (input, _) -> new Value.Whole((long) round.applyAsDouble(fraction(input)));
    }
}
