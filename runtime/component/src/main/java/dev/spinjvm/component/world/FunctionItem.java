package dev.spinjvm.component.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function.
public record FunctionItem(boolean async, List<WitType.Field> params, @Nullable WitType result) implements WorldItem {
    public FunctionItem {
        params = List.copyOf(params);
    }
}
