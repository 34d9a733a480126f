package dev.spinjvm.loader.templates.liquid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Something that has a value.
sealed interface Expression {
    /// A value that is written out.
    record Literal(Value value) implements Expression {}

    /// A variable, and the way into it.
    record Variable(String name, List<Expression> path) implements Expression {}

    /// `(from..to)`.
    record Range(Expression from, Expression to) implements Expression {}

    /// A value sent through filters.
    record Filtered(Expression input, List<Call> calls) implements Expression {}

    /// One use of a filter.
    record Call(String name, Filter filter, List<Expression> arguments) {}

    /// The value.
    ///
    /// @throws LiquidException if a variable does not exist, or a filter refuses its input
    default Value evaluate(Scope scope) {
        return switch (this) {
            case Literal(Value value) -> value;
            case Variable variable -> {
                Value value = find(variable, scope);
                if (value == null) {
                    throw new LiquidException("Unknown variable '" + variable.name() + "'");
                }
                yield value;
            }
            case Range(Expression from, Expression to) -> range(from.evaluate(scope), to.evaluate(scope));
            case Filtered filtered -> run(filtered, scope);
        };
    }

    /// The value, or nothing where a variable does not exist.
    default Value evaluateOrNil(Scope scope) {
        if (this instanceof Variable variable) {
            Value value = find(variable, scope);
            return value == null ? new Value.Nil() : value;
        }
        return evaluate(scope);
    }

    private static Value range(Value from, Value to) {
        if (!(from instanceof Value.Whole(long first)) || !(to instanceof Value.Whole(long last))) {
            throw new LiquidException("a range must be of whole numbers");
        }
        if (last - first > 100_000) {
            throw new LiquidException("a range is too long");
        }
        return new Value.Items(LongStream.rangeClosed(first, last).<Value>mapToObj(Value.Whole::new).toList());
    }

    private static @Nullable Value member(Value value, Value key) {
        return switch (value) {
            case Value.Fields(Map<String, Value> values) -> values.containsKey(key.text())
                    ? values.get(key.text())
                    : key.text().equals("size") ? new Value.Whole(values.size()) : null;
            case Value.Items(List<Value> values) -> item(values, key);
            case Value.Text(String text) -> key.text().equals("size") ? new Value.Whole(text.codePointCount(0, text.length())) : null;
            case Value.Nil _,Value.Empty _,Value.Whole _,Value.Fraction _,Value.Truth _ -> null;
        };
    }

    private static @Nullable Value item(List<Value> values, Value key) {
        if (key instanceof Value.Whole(long index)) {
            long at = index < 0 ? values.size() + index : index;
            return at >= 0 && at < values.size() ? values.get((int) at) : null;
        }
        return switch (key.text()) {
            case "size" -> new Value.Whole(values.size());
            case "first" -> values.isEmpty() ? null : values.getFirst();
            case "last" -> values.isEmpty() ? null : values.getLast();
            default -> null;
        };
    }

    private static @Nullable Value find(Variable variable, Scope scope) {
        Value value = scope.get(variable.name);
        for (Expression step : variable.path) {
            if (value == null) {
                return null;
            }
            value = member(value, step.evaluate(scope));
        }
        return value;
    }

    private static Value run(Filtered filtered, Scope scope) {
        Value value = filtered.calls.isEmpty() ? filtered.input.evaluate(scope) : filtered.input.evaluateOrNil(scope);
        for (Call call : filtered.calls) {
            List<Value> arguments = new ArrayList<>();
            call.arguments.forEach(argument -> arguments.add(argument.evaluate(scope)));
            value = call.filter.apply(value, arguments);
        }
        return value;
    }
}
