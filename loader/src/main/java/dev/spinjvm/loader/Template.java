package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// A string with `{{ variable }}` expressions.
public record Template(List<Part> parts) {
    /// A piece of a template.
    public sealed interface Part {}

    /// Text taken as it is.
    public record Literal(String text) implements Part {}

    /// The value of an application variable.
    public record Expression(String variable) implements Part {}

    public Template {
        parts = List.copyOf(parts);
    }

    /// Reads a template.
    ///
    /// @throws VariableException if a `{{` is not closed
    public static Template parse(String text) {
        var parts = new ArrayList<Part>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            if (open != at) {
                int end = open < 0 ? text.length() : open;
                parts.add(new Literal(text.substring(at, end)));
                at = end;
                continue;
            }
            int close = text.indexOf("}}", open + 2);
            if (close < 0) {
                throw new VariableException(VariableException.Kind.INVALID_TEMPLATE, "unmatched '{{' in template");
            }
            parts.add(new Expression(text.substring(open + 2, close).strip()));
            at = close + 2;
        }
        return new Template(parts);
    }

    /// Whether it names no variable.
    public boolean isLiteral() {
        return parts.stream().allMatch(Literal.class::isInstance);
    }

    /// The names of the variables in it.
    public Set<String> variables() {
        var names = new TreeSet<String>();
        for (Part part : parts) {
            if (part instanceof Expression(String variable)) {
                names.add(variable);
            }
        }
        return names;
    }

    /// The text with every expression replaced by what `valueOf` gives for its variable.
    public String resolve(UnaryOperator<String> valueOf) {
        var text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal(String literal) -> text.append(literal);
                case Expression(String variable) -> text.append(valueOf.apply(variable));
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal(String literal) -> text.append(literal);
                case Expression(String variable) -> text.append("{{ ").append(variable).append(" }}");
            }
        }
        return text.toString();
    }
}
