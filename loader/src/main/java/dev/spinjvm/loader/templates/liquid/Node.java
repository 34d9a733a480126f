package dev.spinjvm.loader.templates.liquid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A part of a template.
sealed interface Node {
    /// What comes after a part.
    enum Flow {
        NEXT, BREAK, CONTINUE
    }

    /// Text that stands for itself.
    record Plain(String text) implements Node {}

    /// `{{ value }}`.
    record Output(Expression value) implements Node {}

    /// `if`, `unless` and `case`: the first branch whose condition holds.
    record Choice(List<Branch> branches, List<Node> otherwise) implements Node {}

    /// One branch of a choice.
    record Branch(Condition condition, boolean negated, List<Node> body) {}

    /// `for`.
    record Loop(String variable, Expression items, @Nullable Expression limit, @Nullable Expression offset, boolean reversed,
            List<Node> body, List<Node> otherwise) implements Node {}

    /// `break` and `continue`.
    record Jump(Flow flow) implements Node {}

    /// `assign`.
    record Assign(String name, Expression value) implements Node {}

    /// `capture`.
    record Capture(String name, List<Node> body) implements Node {}

    /// `increment` and `decrement`.
    record Count(String name, long step) implements Node {}

    /// `render` and `include`: another template in the place of the tag.
    ///
    /// @param sees whether it sees the variables of this one
    record Partial(Expression name, Supplier<Map<String, Liquid.PartialText>> partials, boolean sees,
            Map<String, Expression> arguments) implements Node {}

    /// Renders parts one after the other.
    static Flow renderAll(List<Node> nodes, Scope scope, StringBuilder out) {
        for (Node node : nodes) {
            Flow flow = node.render(scope, out);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    /// Appends what the part renders to.
    default Flow render(Scope scope, StringBuilder out) {
        return switch (this) {
            case Plain(String text) -> {
                out.append(text);
                yield Flow.NEXT;
            }
            case Output(Expression value) -> {
                out.append(value.evaluate(scope).text());
                yield Flow.NEXT;
            }
            case Choice choice -> renderAll(chosen(choice, scope), scope, out);
            case Loop loop -> loop(loop, scope, out);
            case Jump(Flow flow) -> flow;
            case Assign(String name, Expression value) -> {
                scope.assign(name, value.evaluate(scope));
                yield Flow.NEXT;
            }
            case Capture(String name, List<Node> body) -> {
                StringBuilder captured = new StringBuilder();
                Flow flow = renderAll(body, scope, captured);
                scope.assign(name, new Value.Text(captured.toString()));
                yield flow;
            }
            case Count(String name, long step) -> {
                long before = scope.count(name, step);
                out.append(step < 0 ? before + step : before);
                yield Flow.NEXT;
            }
            case Partial partial -> {
                partial(partial, scope, out);
                yield Flow.NEXT;
            }
        };
    }

    private static List<Node> chosen(Choice choice, Scope scope) {
        for (Branch branch : choice.branches) {
            if (branch.condition.holds(scope) != branch.negated) {
                return branch.body;
            }
        }
        return choice.otherwise;
    }

    private static Flow loop(Loop loop, Scope scope, StringBuilder out) {
        List<Value> items = items(loop, scope);
        if (items.isEmpty()) {
            return renderAll(loop.otherwise, scope, out);
        }
        for (int i = 0; i < items.size(); i++) {
            Scope inner = scope.inner(Map.of(loop.variable, items.get(i), "forloop", position(i, items.size())));
            if (renderAll(loop.body, inner, out) == Flow.BREAK) {
                break;
            }
        }
        return Flow.NEXT;
    }

    private static List<Value> items(Loop loop, Scope scope) {
        List<Value> all = switch (loop.items.evaluate(scope)) {
            case Value.Items(List<Value> values) -> values;
            case Value.Fields(Map<String, Value> values) -> values.entrySet().stream().<Value>map(entry -> new Value.Items(List.of(
                    new Value.Text(entry.getKey()), entry.getValue()))).toList();
            case Value.Nil _,Value.Empty _ -> List.of();
            case Value.Text _,Value.Whole _,Value.Fraction _,Value.Truth _ -> throw new LiquidException("'for' needs an array");
        };
        int from = loop.offset == null ? 0 : bound(loop.offset.evaluate(scope), all.size());
        int count = loop.limit == null ? all.size() : bound(loop.limit.evaluate(scope), all.size());
        List<Value> items = new ArrayList<>(all.subList(from, Math.min(all.size(), from + count)));
        if (loop.reversed) {
            Collections.reverse(items);
        }
        return items;
    }

    private static int bound(Value value, int most) {
        if (value instanceof Value.Whole(long number)) {
            return Math.clamp(number, 0, most);
        }
        throw new LiquidException("'for' needs whole numbers");
    }

    private static Value position(int index, int length) {
        return new Value.Fields(Map.of("index", new Value.Whole(index + 1), "index0", new Value.Whole(index), "rindex", new Value.Whole(
                length - index), "rindex0", new Value.Whole(length - index - 1), "first", new Value.Truth(index == 0), "last",
                new Value.Truth(index == length - 1), "length", new Value.Whole(length)));
    }

    private static void partial(Partial partial, Scope scope, StringBuilder out) {
        String name = partial.name.evaluate(scope).text();
        Map<String, Liquid.PartialText> partials = partial.partials.get();
        Liquid.PartialText text = partials.getOrDefault(name, partials.get(name + ".liquid"));
        if (text == null) {
            throw new LiquidException("Unknown partial-template '" + name + "'");
        }
        Map<String, Value> arguments = new LinkedHashMap<>();
        partial.arguments.forEach((key, value) -> arguments.put(key, value.evaluate(scope)));
        Scope inner = partial.sees ? scope.inner(arguments) : scope.apart(new HashMap<>(arguments));
        renderAll(text.nodes(), inner, out);
    }
}
