package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.ByteRange;
import dev.spinjvm.component.binary.CoreTypeExpr;
import dev.spinjvm.component.types.CoreExternType;
import dev.spinjvm.component.types.CoreModuleType;
import dev.spinjvm.component.types.CoreType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the type of a core module: reads the sections that types, imports and exports depend on and skips the rest.
/// Validation of the code is left to the engine that compiles it.
final class CoreModuleReader {
    private final Context context;
    private final CoreReader in;
    private final List<CoreType> types = new ArrayList<>();
    private final CoreTypes resolver;
    private final List<CoreExternType> funcs = new ArrayList<>();
    private final List<CoreExternType> tables = new ArrayList<>();
    private final List<CoreExternType> memories = new ArrayList<>();
    private final List<CoreExternType> globals = new ArrayList<>();
    private final List<CoreExternType> tags = new ArrayList<>();
    private final Map<CoreModuleType.ImportName, CoreExternType> imports = new LinkedHashMap<>();
    private final Map<String, CoreExternType> exports = new LinkedHashMap<>();

    private CoreModuleReader(Context context, ByteRange module) {
        this.context = context;
        this.in = new CoreReader(context, module);
        this.resolver = new CoreTypes(context, types);
    }

    static CoreModuleType read(Context context, ByteRange module) throws InvalidComponentException {
        return new CoreModuleReader(context, module).module();
    }

    private CoreModuleType module() throws InvalidComponentException {
        in.preamble();
        while (!in.atEnd()) {
            int id = in.u8();
            in.beginSection();
            if (id > 13) {
                throw in.malformed("malformed section id: " + id);
            }
            section(id);
            in.endSection();
        }
        return new CoreModuleType(imports, exports);
    }

    private void section(int id) throws InvalidComponentException {
        context.at(in.offset());
        switch (id) {
            case 1 -> {
                for (int n = in.count(); n > 0; n--) {
                    resolver.define(in.recGroup());
                }
            }
            case 2 -> {
                for (int n = in.count(); n > 0; n--) {
                    imported();
                }
            }
            case 3 -> {
                for (int n = in.count(); n > 0; n--) {
                    funcs.add(new CoreExternType.Func(resolver.func(in.u32())));
                }
            }
            case 4 -> {
                for (int n = in.count(); n > 0; n--) {
                    tables.add(resolver.extern(in.table()));
                }
            }
            case 5 -> {
                for (int n = in.count(); n > 0; n--) {
                    memories.add(resolver.extern(new CoreTypeExpr.CoreMemory(in.limits())));
                }
            }
            case 6 -> {
                for (int n = in.count(); n > 0; n--) {
                    globals.add(resolver.extern(in.global()));
                    in.skipConstantExpression();
                }
            }
            case 7 -> {
                for (int n = in.count(); n > 0; n--) {
                    exported();
                }
            }
            case 13 -> {
                for (int n = in.count(); n > 0; n--) {
                    tags.add(resolver.extern(in.tag()));
                }
            }
            default -> in.skipSection();
        }
    }

    private void imported() throws InvalidComponentException {
        CoreModuleType.ImportName name = new CoreModuleType.ImportName(in.name(), in.name());
        CoreExternType type = resolver.extern(in.externType());
        space(type).add(type);
        CoreTypes.addImport(context, imports, name, type);
    }

    private List<CoreExternType> space(CoreExternType type) {
        return switch (type) {
            case CoreExternType.Func _ -> funcs;
            case CoreExternType.Table _ -> tables;
            case CoreExternType.Memory _ -> memories;
            case CoreExternType.Global _ -> globals;
            case CoreExternType.Tag _ -> tags;
        };
    }

    private void exported() throws InvalidComponentException {
        String name = in.name();
        int kind = in.u8();
        int index = in.u32();
        CoreExternType type = switch (kind) {
            case 0 -> context.get(funcs, index, "function");
            case 1 -> context.get(tables, index, "table");
            case 2 -> context.get(memories, index, "memory");
            case 3 -> context.get(globals, index, "global");
            case 4 -> context.get(tags, index, "tag");
            default -> throw in.malformed("malformed export kind");
        };
        CoreTypes.addExport(context, exports, name, type);
    }
}
