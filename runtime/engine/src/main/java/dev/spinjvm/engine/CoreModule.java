package dev.spinjvm.engine;

import java.lang.invoke.MethodHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import java.util.function.Function;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportGlobal;
import run.endive.runtime.ImportMemory;
import run.endive.runtime.ImportTable;
import run.endive.runtime.ImportTag;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.Global;
import run.endive.wasm.types.GlobalImport;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.TableImport;
import run.endive.wasm.types.TagImport;
import run.endive.wasm.types.TagSection;

/// A compiled core module. Immutable and thread-safe; instances share its code.
public final class CoreModule {

    private final String digest;
    private final ModuleBinary binary;
    private final WasmModule wasm;
    private final MethodHandle machines;
    /// Held because it ends with its last module.
    @SuppressWarnings("UnusedVariable")
    private final Pacer pacer;
    private final InstanceMaker maker;
    private final int[] typeIds;
    private final long maxMemoryBytes;
    private final Types types;
    private final List<ImportDecl> imports;
    private final List<ExportDecl> exports;
    private final AtomicReferenceArray<@Nullable WeakReference<byte[]>> images;

    CoreModule(String digest, ModuleBinary binary, WasmModule wasm, MethodHandle machines,
            TypeIds typeIds, Pacer pacer, long maxMemoryBytes) {
        this.digest = digest;
        this.binary = binary;
        this.wasm = wasm;
        this.machines = machines;
        this.pacer = pacer;
        this.maker = new InstanceMaker(wasm, this::machine);
        this.maxMemoryBytes = maxMemoryBytes;
        this.types = new Types(wasm.typeSection());
        this.typeIds = typeIds.of(wasm.typeSection(), types);
        List<ImportDecl> importDecls = new ArrayList<>();
        for (int i = 0; i < binary.imports().size(); i++) {
            ModuleBinary.Import raw = binary.imports().get(i);
            importDecls.add(new ImportDecl(raw.module(), raw.name(), importType(wasm.importSection().getImport(i), raw)));
        }
        this.imports = List.copyOf(importDecls);
        List<ExportDecl> exportDecls = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < wasm.exportSection().exportCount(); i++) {
            Export export = wasm.exportSection().getExport(i);
            if (!names.add(export.name())) {
                throw new InvalidModuleException("duplicate export name \"" + export.name() + "\"");
            }
            exportDecls.add(new ExportDecl(export.name(), exportType(export)));
        }
        this.exports = List.copyOf(exportDecls);
        this.images = new AtomicReferenceArray<>(binary.memories().size());
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

    /// Makes an instance: links the imports, initialises, and runs the start function.
    ///
    /// @param given one extern for each of [#imports], in that order
    /// @throws LinkException if an import does not fit, or a memory passes the engine's limit
    /// @throws TrapException if an active segment is out of bounds or the start function traps
    public CoreInstance instantiate(List<? extends Extern> given) {
        List<Extern> externs = List.copyOf(given);
        if (externs.size() != imports.size()) {
            throw new LinkException("module has " + imports.size() + " imports, given " + externs.size());
        }
        ImportValues.Builder values = ImportValues.builder();
        for (int i = 0; i < externs.size(); i++) {
            link(values, i, imports.get(i), externs.get(i));
        }
        try {
            Instance instance = maker.make(values.build(), new MemoryMaker());
            return new CoreInstance(this, instance, externs);
        } catch (OutOfMemoryError e) {
            throw new LinkException("no room for the instance in the Java heap");
        } catch (WasmEngineException | run.endive.runtime.WasmException | StackOverflowError e) {
            throw Traps.translate(e);
        }
    }

    private Machine machine(Instance instance) {
        try {
            return new GuestMachine((Machine) machines.invokeExact(instance), instance, typeIds);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void link(ImportValues.Builder values, int index, ImportDecl wanted, Extern given) {
        if (!given.type().matches(wanted.type())) {
            throw new LinkException("incompatible import type for \"" + wanted.module() + "\" \"" + wanted.name()
                    + "\": expected " + wanted.type() + ", found " + given.type());
        }
        String module = ModuleRewriter.IMPORT_MODULE;
        String name = Integer.toString(index);
        switch (given) {
            case CoreFunction f -> {
                // The check above is ours; the parser's types of two modules cannot be compared.
                int type = ((FunctionImport) wasm.importSection().getImport(index)).typeIndex();
                values.addFunction(new ImportFunction(module, name, wasm.typeSection().getType(type), f.handle()));
            }
            case CoreMemory m -> values.addMemory(new ImportMemory(module, name, m.newView()));
            case CoreTable t -> values.addTable(new ImportTable(module, name, t.table));
            case CoreGlobal g -> values.addGlobal(new ImportGlobal(module, name, g.global));
            case CoreTag t -> values.addTag(new ImportTag(module, name, t.tag));
        }
    }

    /// Memories are made in the order of their definitions, so a counter tells which one is meant.
    private final class MemoryMaker implements Function<MemoryLimits, run.endive.runtime.Memory> {
        private final Budget budget = new Budget(maxMemoryBytes);
        private int next;

        @Override
        public run.endive.runtime.Memory apply(MemoryLimits limits) {
            ModuleBinary.Bounds bounds = binary.memories().get(next++);
            return new CoreMemory(new MemoryDecl(bounds.limits(), bounds.shared(), false), budget).newView();
        }
    }

    private ExternDecl importType(Import declared, ModuleBinary.Import raw) {
        return switch (declared) {
            case FunctionImport f -> types.function(f.typeIndex());
            case TableImport t -> new TableDecl(types.reference(t.entryType()), raw.bounds().limits(),
                    raw.bounds().shared(), false);
            case GlobalImport g -> new GlobalDecl(types.value(g.type()),
                    g.mutabilityType() == run.endive.wasm.types.MutabilityType.Var);
            case TagImport t -> new TagDecl(types.function(t.tagType().typeIdx()));
            default -> new MemoryDecl(raw.bounds().limits(), raw.bounds().shared(), false);
        };
    }

    private ExternDecl exportType(Export export) {
        int own = export.index();
        for (int i = 0; i < imports.size(); i++) {
            if (wasm.importSection().getImport(i).importType() == export.exportType()) {
                if (own == 0) {
                    return imports.get(i).type();
                }
                own--;
            }
        }
        return switch (export.exportType()) {
            case FUNCTION -> functionType(export.index());
            case MEMORY -> {
                ModuleBinary.Bounds bounds = binary.memories().get(own);
                yield new MemoryDecl(bounds.limits(), bounds.shared(), false);
            }
            case TABLE -> tableDecl(own);
            case GLOBAL -> globalDecl(own);
            case TAG -> tagDecl(own);
        };
    }

    FuncType functionType(int index) {
        int imported = wasm.importSection().count(ExternalType.FUNCTION);
        return types.function(wasm.functionSection().getFunctionType(index - imported));
    }

    TableDecl tableDecl(int own) {
        ModuleBinary.Bounds bounds = binary.tables().get(own);
        return new TableDecl(types.reference(wasm.tableSection().getTable(own).elementType()), bounds.limits(),
                bounds.shared(), false);
    }

    GlobalDecl globalDecl(int own) {
        Global global = wasm.globalSection().getGlobal(own);
        return new GlobalDecl(types.value(global.valueType()),
                global.mutabilityType() == run.endive.wasm.types.MutabilityType.Var);
    }

    int tagCount() {
        return wasm.tagSection().map(TagSection::tagCount).orElse(0);
    }

    TagDecl tagDecl(int own) {
        return new TagDecl(types.function(wasm.tagSection().orElseThrow().getTag(own).typeIdx()));
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

    ModuleBinary binary() {
        return binary;
    }
}
