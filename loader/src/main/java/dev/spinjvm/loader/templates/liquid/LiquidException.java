package dev.spinjvm.loader.templates.liquid;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A text is no template, or a template cannot be rendered.
public final class LiquidException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable String unknownFilter;

    LiquidException(String message) {
        this(message, null);
    }

    private LiquidException(String message, @Nullable String unknownFilter) {
        super(message);
        this.unknownFilter = unknownFilter;
    }

    static LiquidException unknownFilter(String name) {
        return new LiquidException("unknown filter '" + name + "'", name);
    }

    /// The name of the filter that does not exist, if that is what is wrong.
    public Optional<String> unknownFilter() {
        return Optional.ofNullable(unknownFilter);
    }
}
