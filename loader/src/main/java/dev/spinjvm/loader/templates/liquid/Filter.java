package dev.spinjvm.loader.templates.liquid;

import java.util.List;

/// Changes a value.
@FunctionalInterface
public interface Filter {
    /// @throws LiquidException if the input or an argument is of the wrong kind
    Value apply(Value input, List<Value> arguments);

    /// A filter that changes a string and takes no argument.
    static Filter ofText(java.util.function.UnaryOperator<String> change) {
        return (input, _) -> switch (input) {
            case Value.Nil _,Value.Empty _,Value.Items _,Value.Fields _ -> throw new LiquidException("String expected");
            case Value.Text _,Value.Whole _,Value.Fraction _,Value.Truth _ -> new Value.Text(change.apply(input.text()));
        };
    }
}
