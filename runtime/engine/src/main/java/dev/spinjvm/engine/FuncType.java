package dev.spinjvm.engine;

import java.util.List;
import java.util.stream.Collectors;

/// The type of a core function.
public record FuncType(List<ValueType> params, List<ValueType> results) implements ExternDecl {

    public FuncType {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }

    @Override
    public boolean matches(ExternDecl expected) {
        return equals(expected);
    }

    @Override
    public String toString() {
        return "func " + list(params) + " -> " + list(results);
    }

    private static String list(List<ValueType> types) {
        return types.stream().map(Object::toString).collect(Collectors.joining(" ", "[", "]"));
    }
}
