package dev.spinjvm.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.wasm.types.CompType;
import run.endive.wasm.types.FieldType;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.TypeSection;
import run.endive.wasm.types.ValType;

/// Translates the parser's types into ours.
final class Types {

    private static final HeapType NESTED = new HeapType("(…)");

    private final TypeSection section;
    private final @Nullable HeapType[] defined;
    private final @Nullable FuncType[] functions;

    Types(TypeSection section) {
        this.section = section;
        this.defined = new HeapType[section.subTypeCount()];
        this.functions = new FuncType[section.subTypeCount()];
    }

    FuncType function(int typeIndex) {
        FuncType known = functions[typeIndex];
        if (known == null) {
            known = function(section.getType(typeIndex));
            functions[typeIndex] = known;
        }
        return known;
    }

    private FuncType function(FunctionType type) {
        return new FuncType(values(type.params()), values(type.returns()));
    }

    private List<ValueType> values(List<ValType> types) {
        List<ValueType> out = new ArrayList<>(types.size());
        for (ValType type : types) {
            out.add(value(type));
        }
        return out;
    }

    ValueType value(ValType type) {
        return value(type, 0);
    }

    RefType reference(ValType type) {
        return reference(type, 0);
    }

    private ValueType value(ValType type, int depth) {
        return switch (type.opcode()) {
            case ValType.ID.I32 -> ValueType.I32;
            case ValType.ID.I64 -> ValueType.I64;
            case ValType.ID.F32 -> ValueType.F32;
            case ValType.ID.F64 -> ValueType.F64;
            case ValType.ID.V128 -> ValueType.V128;
            default -> reference(type, depth);
        };
    }

    private RefType reference(ValType type, int depth) {
        return new RefType(type.isNullable(), heap(type.typeIdx(), depth));
    }

    private HeapType heap(int index, int depth) {
        if (index >= 0) {
            return depth > 0 ? NESTED : defined(index);
        }
        for (ValType.TypeIdxCode code : ValType.TypeIdxCode.values()) {
            if (code.code() == index) {
                return switch (code) {
                    case NOFUNC -> HeapType.NOFUNC;
                    case NOEXTERN -> HeapType.NOEXTERN;
                    case NONE, BOT -> HeapType.NONE;
                    case FUNC -> HeapType.FUNC;
                    case EXTERN -> HeapType.EXTERN;
                    case ANY -> HeapType.ANY;
                    case EQ -> HeapType.EQ;
                    case I31 -> HeapType.I31;
                    case STRUCT -> HeapType.STRUCT;
                    case ARRAY -> HeapType.ARRAY;
                    case EXN -> HeapType.EXN;
                };
            }
        }
        throw new InvalidModuleException("unknown heap type " + index);
    }

    private HeapType defined(int index) {
        HeapType known = defined[index];
        if (known == null) {
            known = new HeapType(structure(index));
            defined[index] = known;
        }
        return known;
    }

    /// The text of one level only: types refer to each other in circles, and a few bytes of type section can
    /// mean a text of any length.
    private String structure(int index) {
        CompType type = section.getSubType(index).compType();
        StringBuilder out = new StringBuilder("(");
        if (type.funcType() != null) {
            out.append("func");
            type.funcType().params().forEach(p -> out.append(' ').append(value(p, 1)));
            out.append(" ->");
            type.funcType().returns().forEach(r -> out.append(' ').append(value(r, 1)));
        } else if (type.structType() != null) {
            out.append("struct");
            for (FieldType field : type.structType().fieldTypes()) {
                out.append(' ').append(field(field));
            }
        } else {
            out.append("array ").append(field(type.arrayType().fieldType()));
        }
        return out.append(')').toString();
    }

    private String field(FieldType field) {
        var storage = field.storageType();
        String type = storage.packedType() != null
                ? storage.packedType().toString()
                : value(storage.valType(), 1).toString();
        return field.mut() + " " + type;
    }
}
