package dev.spinjvm.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;

/// An instance of a core module. Used by one thread at a time.
public final class CoreInstance {

    private final CoreModule module;
    private final Instance instance;
    private final List<Extern> imports;
    private final Map<String, Extern> exports = new LinkedHashMap<>();
    private final List<CoreMemory> memories = new ArrayList<>();
    private final List<CoreTable> tables = new ArrayList<>();
    private final List<CoreGlobal> globals = new ArrayList<>();
    private final List<CoreTag> tags = new ArrayList<>();

    CoreInstance(CoreModule module, Instance instance, List<Extern> imports) {
        this.module = module;
        this.instance = instance;
        this.imports = imports;
        WasmModule wasm = module.wasm();
        int importedMemories = instance.imports().memoryCount();
        for (int i = 0; i < module.binary().memories().size(); i++) {
            memories.add(((FlatMemory) instance.memory(importedMemories + i)).memory());
        }
        for (int i = 0; i < wasm.tableSection().tableCount(); i++) {
            tables.add(new CoreTable(module.tableDecl(i), (GuestTable) instance.table(instance.imports().tableCount() + i)));
        }
        for (int i = 0; i < wasm.globalSection().globalCount(); i++) {
            globals.add(new CoreGlobal(module.globalDecl(i), instance.global(instance.imports().globalCount() + i)));
        }
        for (int i = 0; i < module.tagCount(); i++) {
            tags.add(new CoreTag(module.tagDecl(i), instance.tag(instance.imports().tagCount() + i)));
        }
        for (int i = 0; i < wasm.exportSection().exportCount(); i++) {
            Export export = wasm.exportSection().getExport(i);
            exports.put(export.name(), extern(export.exportType(), export.index()));
        }
    }

    private Extern extern(ExternalType kind, int index) {
        int imported = 0;
        for (int i = 0; i < imports.size(); i++) {
            if (module.wasm().importSection().getImport(i).importType() == kind) {
                if (imported == index) {
                    return imports.get(i);
                }
                imported++;
            }
        }
        return switch (kind) {
            case FUNCTION -> CoreFunction.guest(module.functionType(index), instance, index);
            case MEMORY -> memories.get(index - imported);
            case TABLE -> tables.get(index - imported);
            case GLOBAL -> globals.get(index - imported);
            case TAG -> tags.get(index - imported);
        };
    }

    /// The export of that name, or null.
    public @Nullable Extern export(String name) {
        return exports.get(name);
    }

    /// All exports in the order of the module.
    public Map<String, Extern> exports() {
        return Collections.unmodifiableMap(exports);
    }

    Instance instance() {
        return instance;
    }

    CoreModule module() {
        return module;
    }

    /// The instance's own segments, in which dropped ones are replaced; null if no memory knows them.
    DataSegment @Nullable [] dataSegments() {
        return instance.memory() instanceof FlatMemory view && view.segments().length > 0 ? view.segments() : null;
    }

    List<CoreMemory> memories() {
        return memories;
    }

    List<CoreTable> tables() {
        return tables;
    }

    List<CoreGlobal> globals() {
        return globals;
    }
}
