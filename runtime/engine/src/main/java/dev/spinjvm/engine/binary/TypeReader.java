package dev.spinjvm.engine.binary;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.HeapType;
import dev.spinjvm.engine.InvalidModuleException;
import dev.spinjvm.engine.NumericType;
import dev.spinjvm.engine.RefType;
import dev.spinjvm.engine.ValueType;
import java.util.List;

/// Reads types, whose indices mean the types of one module (core specification, "Binary Format", "Types").
///
/// Immutable; thread-safe.
public final class TypeReader {

    private final List<FuncType> types;

    /// @param types the module's function types by index
    public TypeReader(List<FuncType> types) {
        this.types = types;
    }

    /// @param offset where to say that the index is wrong
    FuncType function(int index, int offset) {
        if (index < 0 || index >= types.size()) {
            throw new InvalidModuleException("unknown type " + Integer.toUnsignedString(index) + " before offset " + offset);
        }
        return types.get(index);
    }

    FuncType block(ValueType result) {
        return new FuncType(List.of(), List.of(result));
    }

    RefType nullable(HeapType heap) {
        return new RefType(true, heap);
    }

    ValueType value(ByteReader reader) {
        int code = reader.u8();
        return switch (code) {
            case 0x7f -> NumericType.I32;
            case 0x7e -> NumericType.I64;
            case 0x7d -> NumericType.F32;
            case 0x7c -> NumericType.F64;
            case 0x7b -> NumericType.V128;
            case 0x70 -> ValueType.FUNCREF;
            case 0x6f -> ValueType.EXTERNREF;
            case 0x69 -> ValueType.EXNREF;
            case 0x63 -> new RefType(true, heap(reader));
            case 0x64 -> new RefType(false, heap(reader));
            default -> throw unknown(code, reader);
        };
    }

    HeapType heap(ByteReader reader) {
        int code = reader.s32();
        return switch (code) {
            case -0x10 -> HeapType.FUNC;
            case -0x11 -> HeapType.EXTERN;
            case -0x17 -> HeapType.EXN;
            case -0x0d -> HeapType.NOFUNC;
            case -0x0e -> HeapType.NOEXTERN;
            default -> {
                if (code < 0) {
                    throw unknown(code & 0x7f, reader);
                }
                yield new HeapType("(" + function(code, reader.position()) + ")");
            }
        };
    }

    private static InvalidModuleException unknown(int code, ByteReader reader) {
        String at = " before offset " + reader.position();
        if (code >= 0x6a && code <= 0x74) {
            return new InvalidModuleException("unsupported feature GC: a type with code 0x" + Integer.toHexString(code) + at);
        }
        return new InvalidModuleException("malformed value type 0x" + Integer.toHexString(code) + at);
    }
}
