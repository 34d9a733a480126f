package dev.spinjvm.loader.templates.liquid;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads templates: the tags `assign`, `break`, `capture`, `case`, `comment`, `continue`, `decrement`, `for`, `if`, `include`, `increment`, `raw`,
/// `render` and `unless`, white space control, and the filters of [StandardFilters] with those that are given here.
///
/// Safe to be used by several threads.
public final class Liquid {
    private final Map<String, Filter> filters;
    private final Map<String, PartialText> partials = new HashMap<>();

    /// @param filters by name, beside the standard ones
    /// @param partials what `render` and `include` find, by name; a fault in one is reported when it is rendered
    public Liquid(Map<String, Filter> filters, Map<String, String> partials) {
        Map<String, Filter> all = new HashMap<>(StandardFilters.ALL);
        all.putAll(filters);
        this.filters = Map.copyOf(all);
        partials.forEach((name, text) -> this.partials.put(name, partial(name, text)));
    }

    private PartialText partial(String name, String text) {
        try {
            return new PartialText(read(text), null);
        } catch (LiquidException e) {
            return new PartialText(List.of(), "partial '" + name + "': " + e.getMessage());
        }
    }

    private List<Node> read(String text) {
        return new Parser(Segment.split(text), filters, () -> partials).run();
    }

    /// Reads a template.
    ///
    /// @throws LiquidException if the text is none
    public LiquidTemplate parse(String text) {
        return new LiquidTemplate(read(text));
    }

    /// A partial as it was read.
    ///
    /// @param fault why it could not be
    record PartialText(List<Node> parts, @Nullable String fault) {
        List<Node> nodes() {
            if (fault != null) {
                throw new LiquidException(fault);
            }
            return parts;
        }
    }
}
