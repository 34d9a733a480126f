package dev.spinjvm.component.validation;

import dev.spinjvm.component.types.CoreDefType.CoreFuncType;
import dev.spinjvm.component.types.CoreValueType;
import dev.spinjvm.component.types.CoreValueType.Num;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The core function type that a component function type flattens to (CanonicalABI.md, "Flattening").
final class Flattening {
    static final int MAX_FLAT_PARAMS = 16;
    static final int MAX_FLAT_RESULTS = 1;
    static final int MAX_FLAT_ASYNC_PARAMS = 4;

    private final Types types;
    private final Num pointer;

    /// @param pointer the address type of the memory in use
    Flattening(Types types, Num pointer) {
        this.types = types;
        this.pointer = pointer;
    }

    long paramCount(FuncType type) {
        types.work().steps(type.params().size());
        long count = 0;
        for (FuncType.Param param : type.params()) {
            count += types.layout(param.type()).flat();
        }
        return count;
    }

    long resultCount(FuncType type) {
        return type.result() == null ? 0 : types.layout(type.result()).flat();
    }

    CoreFuncType lifted(FuncType type, boolean async, boolean callback) {
        List<CoreValueType> results = async
                ? callback ? List.of(Num.I32) : List.of()
                : resultCount(type) > MAX_FLAT_RESULTS ? List.of(pointer) : flatten(type.result());
        return new CoreFuncType(params(type, MAX_FLAT_PARAMS), results);
    }

    CoreFuncType lowered(FuncType type, boolean async) {
        List<CoreValueType> params = new ArrayList<>(params(type, async ? MAX_FLAT_ASYNC_PARAMS : MAX_FLAT_PARAMS));
        if (resultCount(type) > (async ? 0 : MAX_FLAT_RESULTS)) {
            params.add(pointer);
            return new CoreFuncType(params, async ? List.of(Num.I32) : List.of());
        }
        return new CoreFuncType(params, async ? List.of(Num.I32) : flatten(type.result()));
    }

    private List<CoreValueType> params(FuncType type, int max) {
        if (paramCount(type) > max) {
            return List.of(pointer);
        }
        List<CoreValueType> flat = new ArrayList<>();
        type.params().forEach(param -> flatten(param.type(), flat));
        return flat;
    }

    private List<CoreValueType> flatten(@Nullable ValType type) {
        List<CoreValueType> flat = new ArrayList<>();
        if (type != null) {
            flatten(type, flat);
        }
        return flat;
    }

    /// Only for types known to flatten to few values.
    private void flatten(ValType type, List<CoreValueType> into) {
        types.work().step();
        switch (type) {
            case ValType.Primitive primitive -> primitive(primitive, into);
            case ValType.RecordType(var fields) -> fields.forEach(field -> flatten(field.type(), into));
            case ValType.TupleType(var elements) -> elements.forEach(element -> flatten(element, into));
            case ValType.FixedListType(var element, int length) -> {
                for (int i = 0; i != length; i++) {
                    flatten(element, into);
                }
            }
            case ValType.VariantType(var cases) -> {
                types.work().steps(cases.size());
                List<ValType> payloads = new ArrayList<>();
                for (ValType.Case one : cases) {
                    if (one.type() != null) {
                        payloads.add(one.type());
                    }
                }
                variant(payloads, into);
            }
            case ValType.OptionType(var element) -> variant(List.of(element), into);
            case ValType.ResultType(var ok, var error) -> {
                List<ValType> payloads = new ArrayList<>();
                if (ok != null) {
                    payloads.add(ok);
                }
                if (error != null) {
                    payloads.add(error);
                }
                variant(payloads, into);
            }
            case ValType.ListType _,ValType.MapType _ -> {
                into.add(pointer);
                into.add(pointer);
            }
            case ValType.EnumType _,ValType.FlagsType _,ValType.StreamType _,ValType.FutureType _,ValType.OwnType _,ValType.BorrowType _ ->
                into.add(Num.I32);
        }
    }

    private void primitive(ValType.Primitive type, List<CoreValueType> into) {
        switch (type) {
            case BOOL, S8, U8, S16, U16, S32, U32, CHAR, ERROR_CONTEXT -> into.add(Num.I32);
            case S64, U64 -> into.add(Num.I64);
            case F32 -> into.add(Num.F32);
            case F64 -> into.add(Num.F64);
            case STRING -> {
                into.add(pointer);
                into.add(pointer);
            }
        }
    }

    private void variant(List<ValType> payloads, List<CoreValueType> into) {
        into.add(Num.I32);
        List<CoreValueType> joined = new ArrayList<>();
        for (ValType payload : payloads) {
            List<CoreValueType> flat = flatten(payload);
            for (int i = 0; i < flat.size(); i++) {
                if (i < joined.size()) {
                    joined.set(i, join(joined.get(i), flat.get(i)));
                } else {
                    joined.add(flat.get(i));
                }
            }
        }
        into.addAll(joined);
    }

    private static CoreValueType join(CoreValueType left, CoreValueType right) {
        if (left.equals(right)) {
            return left;
        }
        boolean words = (left == Num.I32 || left == Num.F32) && (right == Num.I32 || right == Num.F32);
        return words ? Num.I32 : Num.I64;
    }
}
