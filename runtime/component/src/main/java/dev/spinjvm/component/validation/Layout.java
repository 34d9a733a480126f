package dev.spinjvm.component.validation;

import dev.spinjvm.component.types.ValType;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Properties of a value type that follow from those of its parts.
///
/// @param size bytes as an element of a list with 64-bit pointers (CanonicalABI.md, "Element Size"), saturating
/// @param alignment with 64-bit pointers
/// @param flat number of core values it flattens to, saturating
/// @param nodes number of type constructors in its full expansion, saturating
/// @param depth how deeply its parts nest
/// @param borrow whether it contains a `borrow`
/// @param memory whether it contains a list or string
record Layout(long size, int alignment, long flat, long nodes, int depth, boolean borrow, boolean memory) {

    private static final long MAX = 1L << 40;
    private static final int POINTER = 8;

    private static final Layout BYTE = number(1);
    private static final Layout SHORT = number(2);
    private static final Layout WORD = number(4);
    private static final Layout LONG = number(8);
    private static final Layout STRING = new Layout(2 * POINTER, POINTER, 2, 1, 1, false, true);

    private static Layout number(int size) {
        return new Layout(size, size, 1, 1, 1, false, false);
    }

    static Layout primitive(ValType.Primitive type) {
        return switch (type) {
            case BOOL, S8, U8 -> BYTE;
            case S16, U16 -> SHORT;
            case S32, U32, F32, CHAR, ERROR_CONTEXT -> WORD;
            case S64, U64, F64 -> LONG;
            case STRING -> STRING;
        };
    }

    static Layout of(ValType type, Function<ValType, Layout> parts) {
        return switch (type) {
            case ValType.Primitive primitive -> primitive(primitive);
            case ValType.RecordType(var fields) ->
                record(fields.stream().map(ValType.Field::type).map(parts).toList());
            case ValType.TupleType(var elements) -> record(elements.stream().map(parts).toList());
            case ValType.VariantType(var cases) -> variant(cases.size(), cases.stream().map(ValType.Case::type)
                    .<Layout>mapMulti((payload, into) -> {
                        if (payload != null) {
                            into.accept(parts.apply(payload));
                        }
                    }).toList());
            case ValType.EnumType(var labels) -> variant(labels.size(), List.of());
            case ValType.FlagsType(var labels) -> labels.size() <= 8 ? BYTE : labels.size() <= 16 ? SHORT : WORD;
            case ValType.OptionType(var element) -> variant(2, List.of(parts.apply(element)));
            case ValType.ResultType(var ok, var error) -> result(ok, error, parts);
            case ValType.ListType(var element) -> list(parts.apply(element));
            case ValType.MapType(var key, var value) -> list(record(List.of(parts.apply(key), parts.apply(value))));
            case ValType.FixedListType(var element, int length) -> fixedList(parts.apply(element), length);
            case ValType.StreamType(var element) -> asynchronous(element, parts);
            case ValType.FutureType(var element) -> asynchronous(element, parts);
            case ValType.OwnType _ -> WORD;
            case ValType.BorrowType _ -> new Layout(4, 4, 1, 1, 1, true, false);
        };
    }

    private static Layout asynchronous(@Nullable ValType element, Function<ValType, Layout> parts) {
        if (element == null) {
            return WORD;
        }
        Layout inner = parts.apply(element);
        return new Layout(4, 4, 1, cap(inner.nodes + 1), inner.depth + 1, inner.borrow, false);
    }

    private static Layout result(@Nullable ValType ok, @Nullable ValType error, Function<ValType, Layout> parts) {
        List<Layout> payloads = ok == null
                ? error == null ? List.of() : List.of(parts.apply(error))
                : error == null ? List.of(parts.apply(ok)) : List.of(parts.apply(ok), parts.apply(error));
        return variant(2, payloads);
    }

    private static Layout list(Layout element) {
        return new Layout(2 * POINTER, POINTER, 2, cap(element.nodes + 1), element.depth + 1, element.borrow, true);
    }

    private static Layout fixedList(Layout element, int length) {
        long count = Integer.toUnsignedLong(length);
        return new Layout(multiply(element.size, count), element.alignment, multiply(element.flat, count),
                cap(element.nodes + 1), element.depth + 1, element.borrow, element.memory);
    }

    private static Layout record(List<Layout> fields) {
        long size = 0;
        int alignment = 1;
        long flat = 0;
        Layout all = combine(fields);
        for (Layout field : fields) {
            size = cap(align(size, field.alignment) + field.size);
            alignment = Math.max(alignment, field.alignment);
            flat = cap(flat + field.flat);
        }
        return new Layout(align(size, alignment), alignment, flat, all.nodes, all.depth, all.borrow, all.memory);
    }

    private static Layout variant(int cases, List<Layout> payloads) {
        int discriminant = cases <= 0x100 ? 1 : cases <= 0x1_0000 ? 2 : 4;
        long size = 0;
        int alignment = 1;
        long flat = 0;
        Layout all = combine(payloads);
        for (Layout payload : payloads) {
            size = Math.max(size, payload.size);
            alignment = Math.max(alignment, payload.alignment);
            flat = Math.max(flat, payload.flat);
        }
        long whole = align(cap(align(discriminant, alignment) + size), Math.max(discriminant, alignment));
        return new Layout(whole, Math.max(discriminant, alignment), cap(flat + 1), cap(all.nodes + cases), all.depth, all.borrow,
                all.memory);
    }

    private static Layout combine(List<Layout> parts) {
        long nodes = 1;
        int depth = 0;
        boolean borrow = false;
        boolean memory = false;
        for (Layout part : parts) {
            nodes = cap(nodes + part.nodes);
            depth = Math.max(depth, part.depth);
            borrow |= part.borrow;
            memory |= part.memory;
        }
        return new Layout(0, 1, 0, nodes, depth + 1, borrow, memory);
    }

    private static long align(long size, int alignment) {
        return (size + alignment - 1) / alignment * alignment;
    }

    private static long multiply(long value, long count) {
        return value != 0 && count > MAX / value ? MAX : value * count;
    }

    private static long cap(long value) {
        return Math.min(value, MAX);
    }
}
