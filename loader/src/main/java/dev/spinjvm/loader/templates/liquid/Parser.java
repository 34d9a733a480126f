package dev.spinjvm.loader.templates.liquid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes parts of a template's pieces. Not thread-safe.
final class Parser {
    private static final int MAX_DEPTH = 100;

    private final List<Segment> segments;
    private final Map<String, Filter> filters;
    private final Supplier<Map<String, Liquid.PartialText>> partials;
    private int at;
    private int depth;

    Parser(List<Segment> segments, Map<String, Filter> filters, Supplier<Map<String, Liquid.PartialText>> partials) {
        this.segments = segments;
        this.filters = filters;
        this.partials = partials;
    }

    List<Node> run() {
        return block("", Set.of()).body;
    }

    /// Parts up to a tag, which is taken.
    ///
    /// @param end the tag; null at the end of the text
    private record Block(List<Node> body, Segment.@Nullable Tag end) {
        String endName() {
            return end == null ? "" : end.name();
        }

        String markup() {
            return end == null ? "" : end.markup();
        }
    }

    private Block block(String of, Set<String> ends) {
        if (++depth > MAX_DEPTH) {
            throw new LiquidException("tags are nested more than " + MAX_DEPTH + " deep");
        }
        List<Node> body = new ArrayList<>();
        while (at < segments.size()) {
            switch (segments.get(at++)) {
                case Segment.Plain(String text) -> body.add(new Node.Plain(text));
                case Segment.Output(String text) -> {
                    Markup markup = new Markup(text);
                    body.add(new Node.Output(markup.filtered(filters)));
                    markup.end();
                }
                case Segment.Tag tag -> {
                    if (ends.contains(tag.name())) {
                        depth--;
                        return new Block(body, tag);
                    }
                    body.add(tag(tag));
                }
            }
        }
        if (!ends.isEmpty()) {
            throw new LiquidException("'" + of + "' is not closed");
        }
        depth--;
        return new Block(body, null);
    }

    private Node tag(Segment.Tag tag) {
        Markup markup = new Markup(tag.markup());
        Node node = switch (tag.name()) {
            case "if" -> choice(markup, "if", false);
            case "unless" -> choice(markup, "unless", true);
            case "case" -> cases(markup);
            case "for" -> loop(markup);
            case "break" -> new Node.Jump(Node.Flow.BREAK);
            case "continue" -> new Node.Jump(Node.Flow.CONTINUE);
            case "assign" -> {
                String name = markup.name();
                markup.expect("=");
                yield new Node.Assign(name, markup.filtered(filters));
            }
            case "capture" -> {
                String name = markup.name();
                markup.end();
                yield new Node.Capture(name, block("capture", Set.of("endcapture")).body);
            }
            case "increment" -> new Node.Count(markup.name(), 1);
            case "decrement" -> new Node.Count(markup.name(), -1);
            case "render" -> partial(markup, false);
            case "include" -> partial(markup, true);
            default -> throw new LiquidException("Unknown tag '" + tag.name() + "'");
        };
        markup.end();
        return node;
    }

    private Node choice(Markup first, String name, boolean negated) {
        List<Node.Branch> branches = new ArrayList<>();
        List<Node> otherwise = List.of();
        Condition condition = Condition.read(first);
        boolean inverse = negated;
        Set<String> ends = Set.of("elsif", "else", "end" + name);
        Block block = block(name, ends);
        branches.add(new Node.Branch(condition, inverse, block.body));
        while (block.endName().equals("elsif")) {
            condition = Condition.read(new Markup(block.markup()));
            block = block(name, ends);
            branches.add(new Node.Branch(condition, false, block.body));
        }
        if (block.endName().equals("else")) {
            otherwise = block(name, Set.of("end" + name)).body;
        }
        return new Node.Choice(branches, otherwise);
    }

    private Node cases(Markup first) {
        Expression subject = first.value();
        first.end();
        Set<String> ends = Set.of("when", "else", "endcase");
        Block block = block("case", ends);
        List<Node.Branch> branches = new ArrayList<>();
        while (block.endName().equals("when")) {
            Condition condition = when(subject, new Markup(block.markup()));
            block = block("case", ends);
            branches.add(new Node.Branch(condition, false, block.body));
        }
        List<Node> otherwise = block.endName().equals("else") ? block("case", Set.of("endcase")).body : List.of();
        return new Node.Choice(branches, otherwise);
    }

    private static Condition when(Expression subject, Markup markup) {
        Condition condition = new Condition.Compared(subject, "==", markup.value());
        while (markup.accept("or") || markup.accept(",")) {
            condition = new Condition.Either(condition, new Condition.Compared(subject, "==", markup.value()));
        }
        markup.end();
        return condition;
    }

    private Node loop(Markup markup) {
        String variable = markup.name();
        markup.expect("in");
        Expression items = markup.value();
        Expression limit = null;
        Expression offset = null;
        boolean reversed = false;
        while (!markup.isOver()) {
            if (markup.accept("reversed")) {
                reversed = true;
            } else if (markup.accept("limit")) {
                markup.expect(":");
                limit = markup.value();
            } else {
                markup.expect("offset");
                markup.expect(":");
                offset = markup.value();
            }
        }
        Block block = block("for", Set.of("else", "endfor"));
        List<Node> otherwise = block.endName().equals("else") ? block("for", Set.of("endfor")).body : List.of();
        return new Node.Loop(variable, items, limit, offset, reversed, block.body, otherwise);
    }

    private Node partial(Markup markup, boolean sees) {
        Expression name = markup.value();
        Map<String, Expression> arguments = new LinkedHashMap<>();
        if (markup.accept("with")) {
            Expression value = markup.value();
            markup.expect("as");
            arguments.put(markup.name(), value);
        }
        while (markup.accept(",") || markup.isKeyword()) {
            String key = markup.name();
            markup.expect(":");
            arguments.put(key, markup.value());
        }
        return new Node.Partial(name, partials, sees, arguments);
    }
}
