package dev.spinjvm.component.binary;

import dev.spinjvm.component.binary.CoreTypeExpr.ArrayType;
import dev.spinjvm.component.binary.CoreTypeExpr.CompType;
import dev.spinjvm.component.binary.CoreTypeExpr.CoreExternType;
import dev.spinjvm.component.binary.CoreTypeExpr.CoreFunc;
import dev.spinjvm.component.binary.CoreTypeExpr.CoreFuncType;
import dev.spinjvm.component.binary.CoreTypeExpr.CoreGlobal;
import dev.spinjvm.component.binary.CoreTypeExpr.CoreMemory;
import dev.spinjvm.component.binary.CoreTypeExpr.CoreTable;
import dev.spinjvm.component.binary.CoreTypeExpr.CoreTag;
import dev.spinjvm.component.binary.CoreTypeExpr.FieldType;
import dev.spinjvm.component.binary.CoreTypeExpr.Limits;
import dev.spinjvm.component.binary.CoreTypeExpr.ModuleDecl;
import dev.spinjvm.component.binary.CoreTypeExpr.ModuleExport;
import dev.spinjvm.component.binary.CoreTypeExpr.ModuleImport;
import dev.spinjvm.component.binary.CoreTypeExpr.ModuleOuterAlias;
import dev.spinjvm.component.binary.CoreTypeExpr.ModuleType;
import dev.spinjvm.component.binary.CoreTypeExpr.ModuleTypeDecl;
import dev.spinjvm.component.binary.CoreTypeExpr.Packed;
import dev.spinjvm.component.binary.CoreTypeExpr.RecGroup;
import dev.spinjvm.component.binary.CoreTypeExpr.StorageType;
import dev.spinjvm.component.binary.CoreTypeExpr.StructType;
import dev.spinjvm.component.binary.CoreTypeExpr.SubType;
import dev.spinjvm.component.binary.CoreTypeExpr.Unpacked;
import dev.spinjvm.component.binary.CoreValType.AbstractHeapType;
import dev.spinjvm.component.binary.CoreValType.ConcreteHeapType;
import dev.spinjvm.component.binary.CoreValType.HeapType;
import dev.spinjvm.component.binary.CoreValType.NumType;
import dev.spinjvm.component.binary.CoreValType.RefType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes core types: Binary.md, `core:type`, and the types of WebAssembly 3.0 below it.
final class CoreTypeDecoder {

    private static final int REC = 0x4e;
    private static final int SUB_FINAL = 0x4f;
    private static final int SUB_OR_MODULE = 0x50;
    private static final int NULLABLE_REF = 0x63;
    private static final int REF = 0x64;

    private CoreTypeDecoder() {}

    /// A core type where component-level definitions stand, where a non-final `sub` has `0x00` before it.
    static CoreTypeExpr deftype(BinaryReader in) throws MalformedComponentException {
        if (in.peek() == SUB_OR_MODULE) {
            in.u8();
            return new ModuleType(in.vec(CoreTypeDecoder::moduleDecl));
        }
        return recGroup(in);
    }

    private static CoreTypeExpr recGroup(BinaryReader in) throws MalformedComponentException {
        return switch (in.peek()) {
            case 0x00 -> {
                in.u8();
                if (in.peek() != SUB_OR_MODULE) {
                    throw in.invalid(in.u8(), "core type");
                }
                yield new RecGroup(List.of(subType(in)), false);
            }
            case REC -> {
                in.u8();
                yield new RecGroup(in.vec(CoreTypeDecoder::subType), true);
            }
            default -> new RecGroup(List.of(subType(in)), false);
        };
    }

    private static SubType subType(BinaryReader in) throws MalformedComponentException {
        var code = in.peek();
        if (code == SUB_OR_MODULE || code == SUB_FINAL) {
            in.u8();
            return new SubType(code == SUB_FINAL, in.vec(BinaryReader::u32), compType(in));
        }
        return new SubType(true, List.of(), compType(in));
    }

    private static CompType compType(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x60 -> new CoreFuncType(in.vec(CoreTypeDecoder::valType), in.vec(CoreTypeDecoder::valType));
            case 0x5f -> new StructType(in.vec(CoreTypeDecoder::fieldType));
            case 0x5e -> new ArrayType(fieldType(in));
            default -> throw in.invalid(code, "core type");
        };
    }

    private static FieldType fieldType(BinaryReader in) throws MalformedComponentException {
        var storage = storageType(in);
        return new FieldType(storage, mutable(in));
    }

    private static StorageType storageType(BinaryReader in) throws MalformedComponentException {
        var code = in.peek();
        if (code == 0x78 || code == 0x77) {
            in.u8();
            return code == 0x78 ? Packed.I8 : Packed.I16;
        }
        return new Unpacked(valType(in));
    }

    private static boolean mutable(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> false;
            case 0x01 -> true;
            default -> throw in.invalid(code, "mutability: malformed mutability");
        };
    }

    static CoreValType valType(BinaryReader in) throws MalformedComponentException {
        var code = in.peek();
        for (var type : NumType.values()) {
            if (type.code() == code) {
                in.u8();
                return type;
            }
        }
        return refType(in);
    }

    private static RefType refType(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        if (code == NULLABLE_REF || code == REF) {
            return new RefType(code == NULLABLE_REF, heapType(in));
        }
        var heap = abstractHeapType(code);
        if (heap == null) {
            throw in.invalid(code, "core value type");
        }
        return new RefType(true, heap);
    }

    private static HeapType heapType(BinaryReader in) throws MalformedComponentException {
        var heap = abstractHeapType(in.peek());
        if (heap != null) {
            in.u8();
            return heap;
        }
        return new ConcreteHeapType(in.s33Index("heap type"));
    }

    private static @Nullable AbstractHeapType abstractHeapType(int code) {
        for (var type : AbstractHeapType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        return null;
    }

    private static ModuleDecl moduleDecl(BinaryReader in) throws MalformedComponentException {
        var offset = in.pos();
        var code = in.u8();
        return switch (code) {
            case 0x00 -> new ModuleImport(in.name(), in.name(), externType(in), offset);
            case 0x01 -> {
                if (in.peek() == SUB_OR_MODULE) {
                    throw in.invalid(in.u8(), "core type in a module type: module types do not nest");
                }
                yield new ModuleTypeDecl(recGroup(in), offset);
            }
            case 0x02 -> outerAlias(in, offset);
            case 0x03 -> new ModuleExport(in.name(), externType(in), offset);
            default -> throw in.invalid(code, "type definition");
        };
    }

    private static ModuleDecl outerAlias(BinaryReader in, int offset) throws MalformedComponentException {
        var kind = in.u8();
        if (kind != Sort.CORE_TYPE.code()) {
            throw in.invalid(kind, "outer alias kind");
        }
        var target = in.u8();
        if (target != 0x01) {
            throw in.invalid(target, "outer alias target");
        }
        return new ModuleOuterAlias(in.u32(), in.u32(), offset);
    }

    private static CoreExternType externType(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> new CoreFunc(in.u32());
            case 0x01 -> new CoreTable(refType(in), limits(in));
            case 0x02 -> new CoreMemory(limits(in));
            case 0x03 -> {
                var type = valType(in);
                yield new CoreGlobal(type, mutable(in));
            }
            case 0x04 -> {
                var attribute = in.u8();
                if (attribute != 0x00) {
                    throw in.invalid(attribute, "tag attribute");
                }
                yield new CoreTag(in.u32());
            }
            default -> throw in.invalid(code, "external kind");
        };
    }

    private static Limits limits(BinaryReader in) throws MalformedComponentException {
        var flags = in.u8();
        if (flags > 0x07) {
            throw in.invalid(flags, "limits: malformed limits flags");
        }
        var index64 = (flags & 0x04) != 0;
        var min = bound(in, index64);
        return new Limits(index64, (flags & 0x02) != 0, min, (flags & 0x01) != 0 ? bound(in, index64) : null);
    }

    private static long bound(BinaryReader in, boolean index64) throws MalformedComponentException {
        return index64 ? in.u64() : Integer.toUnsignedLong(in.u32());
    }
}
