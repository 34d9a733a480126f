package dev.spinjvm.component.binary;

import dev.spinjvm.component.binary.ExternDesc.ComponentDesc;
import dev.spinjvm.component.binary.ExternDesc.EqType;
import dev.spinjvm.component.binary.ExternDesc.EqValue;
import dev.spinjvm.component.binary.ExternDesc.FuncDesc;
import dev.spinjvm.component.binary.ExternDesc.InstanceDesc;
import dev.spinjvm.component.binary.ExternDesc.ModuleDesc;
import dev.spinjvm.component.binary.ExternDesc.SubResource;
import dev.spinjvm.component.binary.ExternDesc.TypeBound;
import dev.spinjvm.component.binary.ExternDesc.TypeDesc;
import dev.spinjvm.component.binary.ExternDesc.TypedValue;
import dev.spinjvm.component.binary.ExternDesc.ValueBound;
import dev.spinjvm.component.binary.ExternDesc.ValueDesc;
import dev.spinjvm.component.binary.TypeDecl.AliasDecl;
import dev.spinjvm.component.binary.TypeDecl.CoreTypeDecl;
import dev.spinjvm.component.binary.TypeDecl.DefinedTypeDecl;
import dev.spinjvm.component.binary.TypeDecl.ExportDecl;
import dev.spinjvm.component.binary.TypeDecl.ImportDecl;
import dev.spinjvm.component.binary.TypeExpr.BorrowType;
import dev.spinjvm.component.binary.TypeExpr.Case;
import dev.spinjvm.component.binary.TypeExpr.ComponentTypeExpr;
import dev.spinjvm.component.binary.TypeExpr.EnumType;
import dev.spinjvm.component.binary.TypeExpr.FixedListType;
import dev.spinjvm.component.binary.TypeExpr.FlagsType;
import dev.spinjvm.component.binary.TypeExpr.FuncTypeExpr;
import dev.spinjvm.component.binary.TypeExpr.FutureType;
import dev.spinjvm.component.binary.TypeExpr.InstanceTypeExpr;
import dev.spinjvm.component.binary.TypeExpr.Labeled;
import dev.spinjvm.component.binary.TypeExpr.ListType;
import dev.spinjvm.component.binary.TypeExpr.MapType;
import dev.spinjvm.component.binary.TypeExpr.OptionType;
import dev.spinjvm.component.binary.TypeExpr.OwnType;
import dev.spinjvm.component.binary.TypeExpr.PrimitiveType;
import dev.spinjvm.component.binary.TypeExpr.RecordType;
import dev.spinjvm.component.binary.TypeExpr.ResourceTypeExpr;
import dev.spinjvm.component.binary.TypeExpr.ResultType;
import dev.spinjvm.component.binary.TypeExpr.StreamType;
import dev.spinjvm.component.binary.TypeExpr.TupleType;
import dev.spinjvm.component.binary.TypeExpr.VariantType;
import org.jspecify.annotations.Nullable;

/// Decodes component-level types and the descriptions of imports and exports: Binary.md, "Type Definitions".
final class TypeDecoder {

    private TypeDecoder() {}

    static TypeExpr deftype(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        var primitive = primitive(code);
        if (primitive != null) {
            return new PrimitiveType(primitive);
        }
        return switch (code) {
            case 0x72 -> new RecordType(in.vec(TypeDecoder::labeled));
            case 0x71 -> new VariantType(in.vec(TypeDecoder::variantCase));
            case 0x70 -> new ListType(valType(in));
            case 0x6f -> new TupleType(in.vec(TypeDecoder::valType));
            case 0x6e -> new FlagsType(in.vec(BinaryReader::name));
            case 0x6d -> new EnumType(in.vec(BinaryReader::name));
            case 0x6b -> new OptionType(valType(in));
            case 0x6a -> new ResultType(optionalValType(in), optionalValType(in));
            case 0x69 -> new OwnType(in.u32());
            case 0x68 -> new BorrowType(in.u32());
            case 0x67 -> new FixedListType(valType(in), in.u32());
            case 0x66 -> new StreamType(optionalValType(in));
            case 0x65 -> new FutureType(optionalValType(in));
            case 0x63 -> new MapType(valType(in), valType(in));
            case 0x40 -> new FuncTypeExpr(false, in.vec(TypeDecoder::labeled), resultList(in));
            case 0x43 -> new FuncTypeExpr(true, in.vec(TypeDecoder::labeled), resultList(in));
            case 0x41 -> componentType(in);
            case 0x42 -> instanceType(in);
            case 0x3f -> resourceType(in);
            default -> throw in.invalid(code, "component defined type");
        };
    }

    static ValTypeRef valType(BinaryReader in) throws MalformedComponentException {
        var primitive = primitive(in.peek());
        if (primitive != null) {
            in.u8();
            return primitive;
        }
        return new ValTypeRef.TypeIndex(in.s33Index("component value type"));
    }

    /// The result of a function type, null if there is none.
    static @Nullable ValTypeRef resultList(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> valType(in);
            case 0x01 -> {
                var count = in.u8();
                if (count != 0x00) {
                    throw in.invalid(count, "number of results");
                }
                yield null;
            }
            default -> throw in.invalid(code, "component function results");
        };
    }

    static ExternDesc externDesc(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> {
                var core = in.u8();
                if (core != Sort.CORE_MODULE.code()) {
                    throw in.invalid(core, "component external kind");
                }
                yield new ModuleDesc(in.u32());
            }
            case 0x01 -> new FuncDesc(in.u32());
            case 0x02 -> new ValueDesc(valueBound(in));
            case 0x03 -> new TypeDesc(typeBound(in));
            case 0x04 -> new ComponentDesc(in.u32());
            case 0x05 -> new InstanceDesc(in.u32());
            default -> throw in.invalid(code, "component external kind");
        };
    }

    private static TypeBound typeBound(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> new EqType(in.u32());
            case 0x01 -> new SubResource();
            default -> throw in.invalid(code, "type bound");
        };
    }

    private static ValueBound valueBound(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> new EqValue(in.u32());
            case 0x01 -> new TypedValue(valType(in));
            default -> throw in.invalid(code, "value bound");
        };
    }

    private static TypeExpr componentType(BinaryReader in) throws MalformedComponentException {
        in.enter();
        var type = new ComponentTypeExpr(in.vec(decls -> decl(decls, true)));
        in.leave();
        return type;
    }

    private static TypeExpr instanceType(BinaryReader in) throws MalformedComponentException {
        in.enter();
        var type = new InstanceTypeExpr(in.vec(decls -> decl(decls, false)));
        in.leave();
        return type;
    }

    private static TypeDecl decl(BinaryReader in, boolean importsAllowed) throws MalformedComponentException {
        var offset = in.pos();
        var code = in.u8();
        if (code == 0x03 && !importsAllowed) {
            throw in.invalid(code, "component or instance type declaration");
        }
        return switch (code) {
            case 0x00 -> new CoreTypeDecl(CoreTypeDecoder.deftype(in), offset);
            case 0x01 -> new DefinedTypeDecl(deftype(in), offset);
            case 0x02 -> new AliasDecl(DefinitionDecoder.alias(in), offset);
            case 0x03 -> new ImportDecl(DefinitionDecoder.externName(in), externDesc(in), offset);
            case 0x04 -> new ExportDecl(DefinitionDecoder.externName(in), externDesc(in), offset);
            default -> throw in.invalid(code, "component or instance type declaration");
        };
    }

    private static TypeExpr resourceType(BinaryReader in) throws MalformedComponentException {
        var rep = CoreTypeDecoder.valType(in);
        return new ResourceTypeExpr(rep, present(in) ? in.u32() : null);
    }

    private static Labeled labeled(BinaryReader in) throws MalformedComponentException {
        return new Labeled(in.name(), valType(in));
    }

    private static Case variantCase(BinaryReader in) throws MalformedComponentException {
        var result = new Case(in.name(), optionalValType(in));
        var zero = in.u8();
        if (zero != 0) {
            throw in.invalid(zero, "zero byte required");
        }
        return result;
    }

    private static @Nullable ValTypeRef optionalValType(BinaryReader in) throws MalformedComponentException {
        return present(in) ? valType(in) : null;
    }

    private static boolean present(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> false;
            case 0x01 -> true;
            default -> throw in.invalid(code, "optional immediate");
        };
    }

    private static @Nullable PrimType primitive(int code) {
        if (code < PrimType.ERROR_CONTEXT.code()) {
            return null;
        }
        for (var type : PrimType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        return null;
    }
}
