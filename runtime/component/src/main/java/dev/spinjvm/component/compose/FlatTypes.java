package dev.spinjvm.component.compose;

import dev.spinjvm.component.binary.PrimType;
import dev.spinjvm.component.world.FunctionItem;
import dev.spinjvm.component.world.WitType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Layout in memory and flattening of types (CanonicalABI.md, "Alignment", "Element Size" and "Flattening").
final class FlatTypes {
    static final int I32 = 0x7f;
    static final int I64 = 0x7e;
    static final int F32 = 0x7d;
    static final int F64 = 0x7c;
    private static final int MAX_FLAT_PARAMS = 16;
    private static final int BITS_PER_FLAGS = 32;

    private FlatTypes() {}

    /// The type of a core function that is lifted.
    record Signature(List<Integer> params, List<Integer> results) {}

    static Signature signature(FunctionItem function) {
        List<Integer> params = new ArrayList<>();
        function.params().forEach(param -> params.addAll(flatten(param.type())));
        WitType result = function.result();
        List<Integer> results = result == null ? List.of() : flatten(result);
        return new Signature(params.size() > MAX_FLAT_PARAMS ? List.of(I32) : params, results.size() > 1 ? List.of(I32) : results);
    }

    static WitType resolved(WitType type) {
        return type instanceof WitType.Named named ? named.resolved() : type;
    }

    static List<Integer> flatten(WitType type) {
        return switch (resolved(type)) {
            case WitType.Primitive(var primitive) -> primitive == PrimType.STRING ? List.of(I32, I32) : List.of(flat(primitive));
            case WitType.RecordType(var fields) -> all(fields.stream().map(WitType.Field::type).toList());
            case WitType.TupleType(var elements) -> all(elements);
            case WitType.ListType _,WitType.MapType _ -> List.of(I32, I32);
            case WitType.FixedListType(var element, var length) -> {
                List<Integer> flat = new ArrayList<>();
                for (int i = 0; i < length; i++) {
                    flat.addAll(flatten(element));
                }
                yield flat;
            }
            case WitType.VariantType(var cases) -> variant(cases.stream().map(WitType.Case::payload).toList());
            case WitType.OptionType(var element) -> variant(List.of(element));
            case WitType.ResultType(var ok, var error) -> variant(parts(ok, error));
            case WitType.EnumType _,WitType.FlagsType _,WitType.OwnType _,WitType.BorrowType _,WitType.StreamType _,WitType.FutureType _ ->
                List.of(I32);
            case WitType.Resource _,WitType.Named _ -> throw new IllegalStateException("no type of a value");
        };
    }

    private static int flat(PrimType type) {
        return switch (type) {
            case S64, U64 -> I64;
            case F32 -> F32;
            case F64 -> F64;
            case BOOL, S8, U8, S16, U16, S32, U32, CHAR, STRING, ERROR_CONTEXT -> I32;
        };
    }

    private static List<Integer> all(List<WitType> types) {
        List<Integer> flat = new ArrayList<>();
        types.forEach(type -> flat.addAll(flatten(type)));
        return flat;
    }

    static List<@Nullable WitType> parts(@Nullable WitType first, @Nullable WitType second) {
        List<@Nullable WitType> parts = new ArrayList<>();
        parts.add(first);
        parts.add(second);
        return parts;
    }

    private static List<Integer> variant(List<? extends @Nullable WitType> payloads) {
        List<Integer> joined = new ArrayList<>();
        joined.add(I32);
        for (WitType payload : payloads) {
            List<Integer> flat = payload == null ? List.of() : flatten(payload);
            for (int i = 0; i < flat.size(); i++) {
                if (i + 1 == joined.size()) {
                    joined.add(flat.get(i));
                } else {
                    joined.set(i + 1, join(joined.get(i + 1), flat.get(i)));
                }
            }
        }
        return joined;
    }

    private static int join(int a, int b) {
        if (a == b) {
            return a;
        }
        boolean narrow = (a == I32 || a == F32) && (b == I32 || b == F32);
        return narrow ? I32 : I64;
    }

    static int alignment(@Nullable WitType type) {
        return type == null ? 1 : switch (resolved(type)) {
            case WitType.Primitive(var primitive) -> switch (primitive) {
                case BOOL, S8, U8 -> 1;
                case S16, U16 -> 2;
                case S64, U64, F64 -> 8;
                case S32, U32, F32, CHAR, STRING, ERROR_CONTEXT -> 4;
            };
            case WitType.RecordType(var fields) -> widest(fields.stream().map(WitType.Field::type).toList());
            case WitType.TupleType(var elements) -> widest(elements);
            case WitType.FixedListType(var element, _) -> alignment(element);
            case WitType.VariantType(var cases) ->
                Math.max(discriminant(cases.size()), widest(cases.stream().map(WitType.Case::payload).toList()));
            case WitType.OptionType(var element) -> alignment(element);
            case WitType.ResultType(var ok, var error) -> Math.max(alignment(ok), alignment(error));
            case WitType.EnumType(var labels) -> discriminant(labels.size());
            case WitType.FlagsType(var labels) -> labels.size() <= Byte.SIZE ? 1 : labels.size() <= Short.SIZE ? 2 : 4;
            case WitType.ListType _,WitType.MapType _,WitType.OwnType _,WitType.BorrowType _,WitType.StreamType _,WitType.FutureType _ ->
                4;
            case WitType.Resource _,WitType.Named _ -> throw new IllegalStateException("no type of a value");
        };
    }

    private static int widest(List<? extends @Nullable WitType> types) {
        int widest = 1;
        for (WitType type : types) {
            widest = Math.max(widest, alignment(type));
        }
        return widest;
    }

    /// Bytes of the number that says which case it is.
    static int discriminant(int cases) {
        return cases <= 1 << Byte.SIZE ? 1 : cases <= 1 << Short.SIZE ? 2 : 4;
    }

    static int align(int offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    /// Where the payload of a variant begins.
    static int payloadOffset(List<? extends @Nullable WitType> payloads) {
        return align(discriminant(payloads.size()), widest(payloads));
    }

    static int size(@Nullable WitType type) {
        return type == null ? 0 : switch (resolved(type)) {
            case WitType.Primitive(var primitive) -> primitive == PrimType.STRING ? 8 : alignment(type);
            case WitType.RecordType(var fields) -> product(fields.stream().map(WitType.Field::type).toList());
            case WitType.TupleType(var elements) -> product(elements);
            case WitType.FixedListType(var element, var length) -> length * size(element);
            case WitType.VariantType(var cases) -> sum(cases.stream().map(WitType.Case::payload).toList());
            case WitType.OptionType(var element) -> sum(parts(null, element));
            case WitType.ResultType(var ok, var error) -> sum(parts(ok, error));
            case WitType.FlagsType(var labels) ->
                labels.size() <= BITS_PER_FLAGS ? alignment(type) : (labels.size() + BITS_PER_FLAGS - 1) / BITS_PER_FLAGS * 4;
            case WitType.ListType _,WitType.MapType _ -> 8;
            case WitType.EnumType _,WitType.OwnType _,WitType.BorrowType _,WitType.StreamType _,WitType.FutureType _ -> alignment(type);
            case WitType.Resource _,WitType.Named _ -> throw new IllegalStateException("no type of a value");
        };
    }

    private static int product(List<WitType> types) {
        int size = 0;
        for (WitType type : types) {
            size = align(size, alignment(type)) + size(type);
        }
        return align(size, widest(types));
    }

    private static int sum(List<? extends @Nullable WitType> payloads) {
        int largest = 0;
        for (WitType payload : payloads) {
            largest = Math.max(largest, size(payload));
        }
        return align(payloadOffset(payloads) + largest, Math.max(discriminant(payloads.size()), widest(payloads)));
    }
}
