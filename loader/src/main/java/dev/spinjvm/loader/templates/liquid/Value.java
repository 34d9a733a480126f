package dev.spinjvm.loader.templates.liquid;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// What an expression gives.
public sealed interface Value {
    /// Nothing.
    record Nil() implements Value {}

    /// `empty` and `blank`, which only comparisons know.
    record Empty() implements Value {}

    /// A string.
    record Text(String content) implements Value {}

    /// An integer.
    record Whole(long number) implements Value {}

    /// A number with a fraction.
    record Fraction(double number) implements Value {}

    /// A boolean.
    record Truth(boolean holds) implements Value {}

    /// An array.
    record Items(List<Value> values) implements Value {}

    /// An object.
    record Fields(Map<String, Value> values) implements Value {}

    /// How it appears in the output.
    default String text() {
        return switch (this) {
            case Nil _,Empty _ -> "";
            case Text(String content) -> content;
            case Whole(long number) -> Long.toString(number);
            case Fraction(double number) -> Double.isFinite(number)
                    ? new BigDecimal(Double.toString(number)).toPlainString()
                    : String.valueOf(number);
            case Truth(boolean holds) -> Boolean.toString(holds);
            case Items(List<Value> values) -> String.join("", values.stream().map(Value::text).toList());
            case Fields(Map<String, Value> values) -> String.join("", values.entrySet().stream().map(entry -> entry.getKey() + entry
                    .getValue()
                    .text()).toList());
        };
    }

    /// Whether a condition holds: all but nothing and `false`.
    default boolean isTrue() {
        return switch (this) {
            case Nil _ -> false;
            case Truth(boolean holds) -> holds;
            case Empty _,Text _,Whole _,Fraction _,Items _,Fields _ -> true;
        };
    }

    /// Whether it has no content.
    default boolean isEmpty() {
        return switch (this) {
            case Nil _,Empty _ -> true;
            case Text(String content) -> content.isEmpty();
            case Items(List<Value> values) -> values.isEmpty();
            case Fields(Map<String, Value> values) -> values.isEmpty();
            case Whole _,Fraction _,Truth _ -> false;
        };
    }
}
