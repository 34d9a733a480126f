package dev.spinjvm.loader.templates.liquid;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A template that was read. Immutable.
public final class LiquidTemplate {
    private final List<Node> nodes;

    LiquidTemplate(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /// Renders it.
    ///
    /// @param values of its variables
    /// @throws LiquidException if it uses a variable that does not exist, or a filter on what it does not work for
    public String render(Map<String, String> values) {
        Map<String, Value> variables = new HashMap<>();
        values.forEach((name, value) -> variables.put(name, new Value.Text(value)));
        StringBuilder out = new StringBuilder();
        Node.renderAll(nodes, new Scope(variables), out);
        return out.toString();
    }
}
