package dev.spinjvm.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import run.endive.runtime.ExecutionListener;
import run.endive.runtime.GlobalFactory;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.Memory;
import run.endive.runtime.TableFactory;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.Element;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Global;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TagSection;
import run.endive.wasm.types.TagType;

/// Makes instances of one module from parts that are prepared once.
///
/// The stock builder finds each import by comparing its name with every other, and gathers anew what is the
/// same for each instance; with a hundred imports this takes longer than all the rest. Our imports come in
/// order and are checked before, so the constructor behind the builder is called, which is not public.
final class InstanceMaker {

    private static final MethodHandle CONSTRUCTOR = constructor();

    private final WasmModule module;
    private final Function<Instance, Machine> machines;
    private final Global[] globals;
    private final FunctionBody[] bodies;
    private final FunctionType[] types;
    private final int[] functionTypes;
    private final Table[] tables;
    private final Element[] elements;
    private final TagType[] tags;
    private final Map<String, Export> exports = new HashMap<>();

    InstanceMaker(WasmModule module, Function<Instance, Machine> machines) {
        this.module = module;
        this.machines = machines;
        this.globals = module.globalSection().globals();
        this.bodies = module.codeSection().functionBodies();
        this.types = module.typeSection().types();
        this.functionTypes = functionTypes(module);
        this.tables = new Table[module.tableSection().tableCount()];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = module.tableSection().getTable(i);
        }
        this.elements = module.elementSection().elements();
        this.tags = module.tagSection().map(TagSection::types).orElse(new TagType[0]);
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            exports.put(export.name(), export);
        }
    }

    private static MethodHandle constructor() {
        try {
            return MethodHandles.privateLookupIn(Instance.class, MethodHandles.lookup()).findConstructor(
                    Instance.class,
                    MethodType.methodType(void.class, WasmModule.class, Global[].class, Memory[].class,
                            DataSegment[].class, FunctionBody[].class, FunctionType[].class, int[].class,
                            ImportValues.class, Table[].class, Element[].class, TagType[].class, Map.class,
                            Function.class, TableFactory.class, GlobalFactory.class, boolean.class, boolean.class,
                            ExecutionListener.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static int[] functionTypes(WasmModule module) {
        int imported = module.importSection().count(ExternalType.FUNCTION);
        int defined = module.functionSection().functionCount();
        int[] out = new int[imported + defined];
        int next = 0;
        for (int i = 0; i < module.importSection().importCount(); i++) {
            Import declared = module.importSection().getImport(i);
            if (declared instanceof FunctionImport function) {
                out[next++] = function.typeIndex();
            }
        }
        for (int i = 0; i < defined; i++) {
            out[next++] = module.functionSection().getFunctionType(i);
        }
        return out;
    }

    /// Makes an instance and initialises it: globals, segments, start function.
    ///
    /// @param imports in the module's order for each kind
    /// @param memoryFactory called once for each defined memory, in order
    Instance make(ImportValues imports, Function<MemoryLimits, Memory> memoryFactory) {
        Memory[] memories = new Memory[module.memorySection().map(s -> s.memoryCount()).orElse(0)];
        for (int i = 0; i < memories.length; i++) {
            memories[i] = memoryFactory.apply(module.memorySection().orElseThrow().getMemory(i).limits());
        }
        Budget elementBudget = new Budget(GuestTable.MAX_ELEMENTS);
        TableFactory tableFactory = (table, initial) -> new GuestTable(table, initial, elementBudget);
        try {
            return (Instance) CONSTRUCTOR.invoke(module, globals, memories, module.dataSection().dataSegments(),
                    bodies, types, functionTypes, imports, tables, elements, tags, exports, machines, tableFactory,
                    (GlobalFactory) null, true, false, (ExecutionListener) null);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
