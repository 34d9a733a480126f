package dev.spinjvm.loader.templates.liquid;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `if` asks.
sealed interface Condition {
    /// A value that is neither nothing nor false.
    record Exists(Expression value) implements Condition {}

    /// Two values compared.
    record Compared(Expression left, String operator, Expression right) implements Condition {}

    /// Both hold.
    record Both(Condition left, Condition right) implements Condition {}

    /// One of them holds.
    record Either(Condition left, Condition right) implements Condition {}

    List<String> OPERATORS = List.of("==", "!=", "<>", "<=", ">=", "<", ">", "contains");

    /// Reads a condition to its end: `and` binds closer than `or`.
    static Condition read(Markup markup) {
        Condition condition = conjunction(markup);
        while (markup.accept("or")) {
            condition = new Either(condition, conjunction(markup));
        }
        markup.end();
        return condition;
    }

    private static Condition conjunction(Markup markup) {
        Condition condition = single(markup);
        while (markup.accept("and")) {
            condition = new Both(condition, single(markup));
        }
        return condition;
    }

    private static Condition single(Markup markup) {
        Expression left = markup.value();
        String operator = markup.acceptAny(OPERATORS);
        return operator == null ? new Exists(left) : new Compared(left, operator, markup.value());
    }

    /// Whether it holds; a variable that does not exist is nothing.
    default boolean holds(Scope scope) {
        return switch (this) {
            case Exists(Expression value) -> value.evaluateOrNil(scope).isTrue();
            case Compared(Expression left, String operator, Expression right) -> compare(left.evaluateOrNil(scope), operator, right
                    .evaluateOrNil(scope));
            case Both(Condition left, Condition right) -> left.holds(scope) && right.holds(scope);
            case Either(Condition left, Condition right) -> left.holds(scope) || right.holds(scope);
        };
    }

    private static boolean compare(Value left, String operator, Value right) {
        return switch (operator) {
            case "==" -> same(left, right);
            case "!=", "<>" -> !same(left, right);
            case "contains" -> contains(left, right);
            default -> {
                Integer order = order(left, right);
                yield order != null && switch (operator) {
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                };
            }
        };
    }

    /// Whether two values are equal.
    static boolean same(Value left, Value right) {
        if (left instanceof Value.Empty || right instanceof Value.Empty) {
            return left.isEmpty() && right.isEmpty();
        }
        Integer order = order(left, right);
        return order == null ? left.equals(right) : order == 0;
    }

    /// Below, equal or above; nothing if the two have no order.
    static @Nullable Integer order(Value left, Value right) {
        if (left instanceof Value.Text(String a) && right instanceof Value.Text(String b)) {
            return a.compareTo(b);
        }
        Double a = number(left);
        Double b = number(right);
        return a == null || b == null ? null : Double.compare(a, b);
    }

    private static @Nullable Double number(Value value) {
        return switch (value) {
            case Value.Whole(long number) -> (double) number;
            case Value.Fraction(double number) -> number;
            case Value.Nil _,Value.Empty _,Value.Text _,Value.Truth _,Value.Items _,Value.Fields _ -> null;
        };
    }

    private static boolean contains(Value whole, Value part) {
        return switch (whole) {
            case Value.Text(String text) -> text.contains(part.text());
            case Value.Items(List<Value> values) -> values.stream().anyMatch(value -> same(value, part));
            case Value.Fields(var values) -> values.containsKey(part.text());
            case Value.Nil _,Value.Empty _,Value.Whole _,Value.Fraction _,Value.Truth _ -> false;
        };
    }
}
