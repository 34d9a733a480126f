package dev.spinjvm.component.abi;

import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lays types out, each once. Not thread-safe: used while a plan is made.
public final class AbiTypes {
    private final Function<ResourceType, ResourceDef> resources;
    private final Map<Encoding, Map<ValType, AbiType>> types = new EnumMap<>(Encoding.class);
    private final Map<Encoding, Map<FuncType, Signature>> signatures = new EnumMap<>(Encoding.class);

    /// @param resources where each resource type is implemented
    public AbiTypes(Function<ResourceType, ResourceDef> resources) {
        this.resources = resources;
    }

    /// The layout of a function type for one side of its calls.
    public Signature signature(FuncType type, Encoding encoding) {
        Map<FuncType, Signature> known = signatures.computeIfAbsent(encoding, _ -> new HashMap<>());
        Signature signature = known.get(type);
        if (signature == null) {
            AbiType[] params = type.params().stream().map(param -> of(param.type(), encoding)).toArray(AbiType[]::new);
            signature = new Signature(type, encoding, params, optional(type.result(), encoding));
            known.put(type, signature);
        }
        return signature;
    }

    private @Nullable AbiType optional(@Nullable ValType type, Encoding encoding) {
        return type == null ? null : of(type, encoding);
    }

    AbiType of(ValType type, Encoding encoding) {
        Map<ValType, AbiType> known = types.computeIfAbsent(encoding, _ -> new IdentityHashMap<>());
        AbiType layout = known.get(type);
        if (layout == null) {
            layout = make(type, encoding);
            known.put(type, layout);
        }
        return layout;
    }

    private AbiType make(ValType type, Encoding encoding) {
        return switch (type) {
            case ValType.Primitive primitive -> primitive(primitive, encoding);
            case ValType.RecordType(var fields) ->
                TupleType.of(fields.stream().map(field -> of(field.type(), encoding)).toArray(AbiType[]::new));
            case ValType.TupleType(var elements) -> TupleType.of(all(elements, encoding));
            case ValType.VariantType(var cases) -> {
                @Nullable
                AbiType[] payloads = new AbiType[cases.size()];
                for (int i = 0; i < payloads.length; i++) {
                    payloads[i] = optional(cases.get(i).type(), encoding);
                }
                yield new VariantType.General(payloads);
            }
            case ValType.EnumType(var labels) -> ScalarType.enumeration(labels.size());
            case ValType.FlagsType(var labels) -> ScalarType.flags(labels.size());
            case ValType.OptionType(var element) -> new VariantType.Option(of(element, encoding));
            case ValType.ResultType(var ok, var error) ->
                new VariantType.OkOrError(optional(ok, encoding), optional(error, encoding));
            case ValType.ListType(var element) -> list(of(element, encoding));
            case ValType.FixedListType(var element, var length) -> new ListType.Fixed(of(element, encoding), length);
            case ValType.MapType(var key, var value) -> list(TupleType.of(of(key, encoding), of(value, encoding)));
            case ValType.StreamType _ -> new UnsupportedType("stream");
            case ValType.FutureType _ -> new UnsupportedType("future");
            case ValType.OwnType(var resource) -> new HandleType.Own(resources.apply(resource));
            case ValType.BorrowType(var resource) -> new HandleType.Borrow(resources.apply(resource));
        };
    }

    private AbiType[] all(List<ValType> elements, Encoding encoding) {
        return elements.stream().map(element -> of(element, encoding)).toArray(AbiType[]::new);
    }

    private static AbiType list(AbiType element) {
        return element.equals(ScalarType.U8) ? new ListType.OfBytes() : new ListType.OfValues(element);
    }

    private static AbiType primitive(ValType.Primitive primitive, Encoding encoding) {
        return switch (primitive) {
            case BOOL -> ScalarType.BOOL;
            case S8 -> ScalarType.S8;
            case U8 -> ScalarType.U8;
            case S16 -> ScalarType.S16;
            case U16 -> ScalarType.U16;
            case S32 -> ScalarType.S32;
            case U32 -> ScalarType.U32;
            case S64, U64 -> ScalarType.I64;
            case F32 -> ScalarType.F32;
            case F64 -> ScalarType.F64;
            case CHAR -> ScalarType.CHAR;
            case STRING -> new StringType(encoding);
            case ERROR_CONTEXT -> new UnsupportedType("error-context");
        };
    }
}
