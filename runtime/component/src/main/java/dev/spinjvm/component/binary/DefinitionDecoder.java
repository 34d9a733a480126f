package dev.spinjvm.component.binary;

import dev.spinjvm.component.binary.Definition.ExportDef;
import dev.spinjvm.component.binary.Definition.ImportDef;
import dev.spinjvm.component.binary.Definition.StartDef;
import dev.spinjvm.component.binary.Definition.ValueDef;
import dev.spinjvm.component.binary.ExternName.Attribute;
import dev.spinjvm.component.binary.ExternName.ExternalId;
import dev.spinjvm.component.binary.ExternName.Implements;
import dev.spinjvm.component.binary.ExternName.VersionSuffix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes instances, aliases, names, imports, exports, start and values (Binary.md).
final class DefinitionDecoder {

    private DefinitionDecoder() {}

    static CoreInstanceExpr coreInstance(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> new CoreInstanceExpr.Instantiate(in.u32(), in.vec(DefinitionDecoder::coreArg));
            case 0x01 -> new CoreInstanceExpr.InlineExports(in.vec(args -> {
                var offset = args.pos();
                return new CoreInstanceExpr.InlineExport(args.name(), coreSortIdx(args), offset);
            }));
            default -> throw in.invalid(code, "core instance");
        };
    }

    private static CoreInstanceExpr.Arg coreArg(BinaryReader in) throws MalformedComponentException {
        var offset = in.pos();
        var name = in.name();
        var sort = in.u8();
        if (sort != Sort.CORE_INSTANCE.code()) {
            throw in.invalid(sort, "instantiation arg kind");
        }
        return new CoreInstanceExpr.Arg(name, in.u32(), offset);
    }

    static InstanceExpr instance(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> new InstanceExpr.Instantiate(in.u32(), in.vec(args -> {
                var offset = args.pos();
                return new InstanceExpr.Arg(args.name(), sortIdx(args), offset);
            }));
            case 0x01 -> new InstanceExpr.InlineExports(in.vec(exports -> {
                var offset = exports.pos();
                return new InstanceExpr.InlineExport(externName(exports), sortIdx(exports), offset);
            }));
            default -> throw in.invalid(code, "instance");
        };
    }

    static Alias alias(BinaryReader in) throws MalformedComponentException {
        var sort = aliasSort(in);
        var code = in.u8();
        return switch (code) {
            case 0x00 -> {
                if (sort.isCore() && sort != Sort.CORE_MODULE) {
                    throw in.failAt("a component instance exports no " + sort, in.pos() - 1);
                }
                yield new Alias.Export(sort, in.u32(), in.name());
            }
            case 0x01 -> {
                if (!sort.isCore()) {
                    throw in.failAt("a core instance exports no " + sort, in.pos() - 1);
                }
                yield new Alias.CoreExport(sort, in.u32(), in.name());
            }
            case 0x02 -> outerAlias(sort, in);
            default -> throw in.invalid(code, "alias");
        };
    }

    private static Sort aliasSort(BinaryReader in) throws MalformedComponentException {
        var what = "component outer alias kind";
        var code = in.u8();
        return code == 0x00 ? coreSort(in, what) : componentSort(code, in, what);
    }

    private static Alias outerAlias(Sort sort, BinaryReader in) throws MalformedComponentException {
        return switch (sort) {
            case CORE_TYPE, CORE_MODULE, TYPE, COMPONENT -> new Alias.Outer(sort, in.u32(), in.u32());
            case CORE_FUNC, CORE_TABLE, CORE_MEMORY, CORE_GLOBAL, CORE_TAG, CORE_INSTANCE, FUNC, VALUE, INSTANCE ->
                throw in.failAt("invalid leading byte (0x" + Integer.toHexString(sort.code())
                        + ") for component outer alias kind: there is no outer alias of a " + sort, in.pos() - 2);
        };
    }

    static SortIdx sortIdx(BinaryReader in) throws MalformedComponentException {
        var what = "component external kind";
        var code = in.u8();
        var sort = code == 0x00 ? coreSort(in, what) : componentSort(code, in, what);
        return new SortIdx(sort, in.u32());
    }

    private static SortIdx coreSortIdx(BinaryReader in) throws MalformedComponentException {
        var sort = coreSort(in, "external kind");
        return new SortIdx(sort, in.u32());
    }

    private static Sort coreSort(BinaryReader in, String what) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> Sort.CORE_FUNC;
            case 0x01 -> Sort.CORE_TABLE;
            case 0x02 -> Sort.CORE_MEMORY;
            case 0x03 -> Sort.CORE_GLOBAL;
            case 0x04 -> Sort.CORE_TAG;
            case 0x10 -> Sort.CORE_TYPE;
            case 0x11 -> Sort.CORE_MODULE;
            case 0x12 -> Sort.CORE_INSTANCE;
            default -> throw in.invalid(code, what);
        };
    }

    private static Sort componentSort(int code, BinaryReader in, String what) throws MalformedComponentException {
        return switch (code) {
            case 0x01 -> Sort.FUNC;
            case 0x02 -> Sort.VALUE;
            case 0x03 -> Sort.TYPE;
            case 0x04 -> Sort.COMPONENT;
            case 0x05 -> Sort.INSTANCE;
            default -> throw in.invalid(code, what);
        };
    }

    static ExternName externName(BinaryReader in) throws MalformedComponentException {
        var offset = in.pos();
        var code = in.u8();
        return switch (code) {
            case 0x00, 0x01 -> new ExternName(in.name(), List.of(), offset);
            case 0x02 -> new ExternName(in.name(), in.vec(DefinitionDecoder::attribute), offset);
            default -> throw in.invalid(code, "component name");
        };
    }

    private static Attribute attribute(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> new Implements(in.name());
            case 0x01 -> new VersionSuffix(in.name());
            case 0x02 -> new ExternalId(in.name());
            default -> throw in.invalid(code, "name option");
        };
    }

    static ImportDef importDef(BinaryReader in) throws MalformedComponentException {
        var offset = in.pos();
        return new ImportDef(externName(in), TypeDecoder.externDesc(in), offset);
    }

    static ExportDef exportDef(BinaryReader in) throws MalformedComponentException {
        var offset = in.pos();
        return new ExportDef(externName(in), sortIdx(in), ascribed(in), offset);
    }

    private static @Nullable ExternDesc ascribed(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> null;
            case 0x01 -> TypeDecoder.externDesc(in);
            default -> throw in.invalid(code, "optional component export type");
        };
    }

    static StartDef start(BinaryReader in) throws MalformedComponentException {
        var offset = in.pos();
        return new StartDef(in.u32(), in.vec(BinaryReader::u32), in.u32(), offset);
    }

    static ValueDef value(BinaryReader in) throws MalformedComponentException {
        var offset = in.pos();
        return new ValueDef(TypeDecoder.valType(in), in.range(in.u32()), offset);
    }
}
