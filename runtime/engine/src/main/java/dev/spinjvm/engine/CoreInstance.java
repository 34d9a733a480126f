package dev.spinjvm.engine;

import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.guest.GuestGlobal;
import dev.spinjvm.engine.guest.GuestInstance;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An instance of a core module. Used by one thread at a time.
public final class CoreInstance {

    private final CoreModule module;
    private final GuestInstance instance;
    private final Extern[] imports;
    /// Made when first asked for, by position of the export.
    private final @Nullable Extern[] exports;

    CoreInstance(CoreModule module, GuestInstance instance, Extern[] imports) {
        this.module = module;
        this.instance = instance;
        this.imports = imports;
        this.exports = new Extern[module.exports().size()];
    }

    /// The export of that name, or null.
    public @Nullable Extern export(String name) {
        Integer position = module.exportPosition(name);
        return position == null ? null : extern(position);
    }

    /// All exports in the order of the module.
    public Map<String, Extern> exports() {
        Map<String, Extern> out = LinkedHashMap.newLinkedHashMap(exports.length);
        for (int i = 0; i < exports.length; i++) {
            out.put(module.exports().get(i).name(), extern(i));
        }
        return Collections.unmodifiableMap(out);
    }

    private Extern extern(int position) {
        Extern known = exports[position];
        if (known == null) {
            WasmModule.Export export = module.wasm().exports().get(position);
            known = extern(export.kind(), export.index());
            exports[position] = known;
        }
        return known;
    }

    private Extern extern(WasmModule.Kind kind, int index) {
        if (index < imported(kind)) {
            List<WasmModule.Import> declared = module.wasm().imports();
            for (int i = 0; i < imports.length; i++) {
                if (declared.get(i).kind() == kind && declared.get(i).index() == index) {
                    return imports[i];
                }
            }
        }
        return switch (kind) {
            case FUNCTION -> CoreFunction.guest(instance.function(index));
            case MEMORY -> new CoreMemory(instance.memories[index]);
            case TABLE -> new CoreTable(instance.tables[index]);
            case GLOBAL -> new CoreGlobal(module.wasm().globals().get(index).type(), box(index));
            case TAG -> new CoreTag(module.wasm().tags().get(index), instance.tags[index]);
        };
    }

    private int imported(WasmModule.Kind kind) {
        WasmModule wasm = module.wasm();
        return switch (kind) {
            case FUNCTION -> wasm.importedFunctions();
            case MEMORY -> wasm.importedMemories();
            case TABLE -> wasm.importedTables();
            case GLOBAL -> wasm.importedGlobals();
            case TAG -> wasm.importedTags();
        };
    }

    private GuestGlobal box(int index) {
        GuestGlobal box = instance.globals[index];
        if (box == null) {
            throw new IllegalStateException("global " + index + " is exported and has no box");
        }
        return box;
    }

    GuestInstance instance() {
        return instance;
    }

    CoreModule module() {
        return module;
    }
}
