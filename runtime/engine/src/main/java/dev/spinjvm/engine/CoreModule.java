package dev.spinjvm.engine;

import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.guest.GuestInstance;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A compiled core module. Immutable and thread-safe; instances share its code.
public final class CoreModule {

    private final String digest;
    private final WasmModule wasm;
    /// Held because it ends with its last module.
    @SuppressWarnings("UnusedVariable")
    private final Pacer pacer;
    private final InstanceMaker maker;
    private final int split;
    private final List<ImportDecl> imports;
    private final List<ExportDecl> exports;
    private final Map<String, Integer> exportsByName;
    private final AtomicReferenceArray<@Nullable WeakReference<byte[]>> images;

    CoreModule(String digest, StoredModule stored, InstanceMaker maker, Pacer pacer) {
        this.digest = digest;
        this.wasm = stored.module();
        this.pacer = pacer;
        this.maker = maker;
        this.split = stored.split();
        List<ImportDecl> importDecls = new ArrayList<>();
        for (WasmModule.Import declared : wasm.imports()) {
            importDecls.add(new ImportDecl(declared.module(), declared.name(), type(declared.kind(), declared.index())));
        }
        this.imports = List.copyOf(importDecls);
        List<ExportDecl> exportDecls = new ArrayList<>();
        Map<String, Integer> byName = new HashMap<>();
        for (WasmModule.Export export : wasm.exports()) {
            byName.put(export.name(), exportDecls.size());
            exportDecls.add(new ExportDecl(export.name(), type(export.kind(), export.index())));
        }
        this.exports = List.copyOf(exportDecls);
        this.exportsByName = Map.copyOf(byName);
        this.images = new AtomicReferenceArray<>(wasm.memories().size());
    }

    private ExternDecl type(WasmModule.Kind kind, int index) {
        return switch (kind) {
            case FUNCTION -> wasm.functionType(index);
            case TABLE -> wasm.tables().get(index).type();
            case MEMORY -> wasm.memories().get(index);
            case GLOBAL -> wasm.globals().get(index).type();
            case TAG -> wasm.tags().get(index);
        };
    }

    /// The imports in the order in which [#instantiate] wants them.
    public List<ImportDecl> imports() {
        return imports;
    }

    /// The exports.
    public List<ExportDecl> exports() {
        return exports;
    }

    /// The SHA-256 of the module's bytes, in hexadecimal.
    public String digest() {
        return digest;
    }

    /// How many functions were cut into several JVM methods.
    public int splitFunctions() {
        return split;
    }

    /// Makes an instance: links the imports, initialises, and runs the start function.
    ///
    /// @param given one extern for each of [#imports], in that order
    /// @throws LinkException if an import does not fit, or a memory passes the engine's limit
    /// @throws TrapException if an active segment is out of bounds or the start function traps
    public CoreInstance instantiate(List<? extends Extern> given) {
        Extern[] externs = given.toArray(Extern[]::new);
        if (externs.length != imports.size()) {
            throw new LinkException("module has " + imports.size() + " imports, given " + externs.length);
        }
        for (int i = 0; i < externs.length; i++) {
            check(imports.get(i), externs[i]);
        }
        GuestInstance instance;
        try {
            instance = maker.make(externs);
        } catch (OutOfMemoryError e) {
            throw new LinkException("no room for the instance in the Java heap");
        }
        if (wasm.start() >= 0) {
            CoreFunction.guest(instance.function(wasm.start())).invoke();
        }
        return new CoreInstance(this, instance, externs);
    }

    private static void check(ImportDecl wanted, Extern given) {
        ExternDecl type = given.type();
        if (!type.matches(wanted.type())) {
            throw new LinkException("incompatible import type for \"" + wanted.module() + "\" \"" + wanted.name()
                    + "\": expected " + wanted.type() + ", found " + type);
        }
    }

    /// An array equal to `contents` that is never written. Instances of one module mostly start alike, so the
    /// array of the last snapshot is given again if it is equal.
    byte[] sharedImage(int memory, byte[] contents) {
        WeakReference<byte[]> last = images.get(memory);
        byte[] known = last == null ? null : last.get();
        if (known != null && Arrays.equals(known, contents)) {
            return known;
        }
        byte[] image = contents.clone();
        images.set(memory, new WeakReference<>(image));
        return image;
    }

    WasmModule wasm() {
        return wasm;
    }

    boolean hasPassiveSegments() {
        return maker.hasPassiveSegments();
    }

    /// The position of an export in [#exports], or null.
    @Nullable
    Integer exportPosition(String name) {
        return exportsByName.get(name);
    }
}
