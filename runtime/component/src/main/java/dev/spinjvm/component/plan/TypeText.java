package dev.spinjvm.component.plan;

import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Types in the notation of WIT, for messages.
final class TypeText {

    private TypeText() {}

    static String of(FuncType type) {
        String params = type.params().stream().map(param -> param.name() + ": " + of(param.type())).collect(Collectors.joining(", ", "(",
                ")"));
        return (type.async() ? "async " : "") + "func" + params + (type.result() == null ? "" : " -> " + of(type.result()));
    }

    static String of(@Nullable ValType type) {
        return switch (type) {
            case null -> "_";
            case ValType.Primitive primitive -> primitive.toString();
            case ValType.RecordType(var fields) -> fields.stream().map(field -> field.name() + ": " + of(field.type()))
                    .collect(Collectors.joining(", ", "record { ", " }"));
            case ValType.TupleType(var elements) -> elements.stream().map(TypeText::of).collect(Collectors.joining(", ", "tuple<", ">"));
            case ValType.VariantType(var cases) -> cases.stream()
                    .map(each -> each.type() == null ? each.name() : each.name() + "(" + of(each.type()) + ")")
                    .collect(Collectors.joining(", ", "variant { ", " }"));
            case ValType.EnumType(var labels) -> labels("enum", labels);
            case ValType.FlagsType(var labels) -> labels("flags", labels);
            case ValType.OptionType(var element) -> "option<" + of(element) + ">";
            case ValType.ResultType(var ok, var error) -> "result<" + of(ok) + ", " + of(error) + ">";
            case ValType.ListType(var element) -> "list<" + of(element) + ">";
            case ValType.FixedListType(var element, var length) -> "list<" + of(element) + ", " + Integer.toUnsignedString(length) + ">";
            case ValType.MapType(var key, var value) -> "map<" + of(key) + ", " + of(value) + ">";
            case ValType.StreamType(var element) -> "stream<" + of(element) + ">";
            case ValType.FutureType(var element) -> "future<" + of(element) + ">";
            case ValType.OwnType(var resource) -> "own<" + resource.name() + ">";
            case ValType.BorrowType(var resource) -> "borrow<" + resource.name() + ">";
        };
    }

    private static String labels(String kind, List<String> labels) {
        return kind + " { " + String.join(", ", labels) + " }";
    }
}
