package dev.spinjvm.engine;

import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.binary.WasmModule.DataSegment;
import dev.spinjvm.engine.binary.WasmModule.Mode;
import dev.spinjvm.engine.binary.WasmModule.Range;
import dev.spinjvm.engine.guest.Budget;
import dev.spinjvm.engine.guest.FunctionReference;
import dev.spinjvm.engine.guest.GuestGlobal;
import dev.spinjvm.engine.guest.GuestInstance;
import dev.spinjvm.engine.guest.GuestTable;
import dev.spinjvm.engine.guest.GuestTag;
import dev.spinjvm.engine.guest.LinearMemory;
import dev.spinjvm.engine.guest.ModuleFunctions;
import dev.spinjvm.engine.guest.RunningGuests;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes instances of one module from parts that are prepared once (core specification, "Instantiation").
///
/// Immutable; thread-safe.
final class InstanceMaker {

    private static final byte[] NO_DATA = {};
    private static final @Nullable Object[] NO_ELEMENTS = {};

    private final StoredModule stored;
    private final WasmModule module;
    private final MethodHandle constructor;
    private final long maxMemoryBytes;
    private final RunningGuests running;
    private final int[] typeIds;
    private final ModuleFunctions functions;
    private final @Nullable ConstantExpression[] globals;
    private final boolean[] isWord;
    private final @Nullable ConstantExpression[] tables;
    private final ElementPlan[] elements;
    /// What each instance's segments are before any is dropped, those that depend on the instance left out. Instances
    /// share the arrays if no segment can be used by code: then nothing but an empty segment is ever put in.
    private final @Nullable Object[][] emptyElements;
    private final boolean hasPassiveElements;
    private final byte[][] data;
    private final boolean hasPassiveData;
    private final @Nullable ConstantExpression[] dataOffsets;

    /// @param constructor of type `() -> GuestInstance`
    /// @param running where the instances say that they run
    InstanceMaker(StoredModule stored, MethodHandle constructor, int[] typeIds, long maxMemoryBytes,
            RunningGuests running) {
        this.stored = stored;
        this.module = stored.module();
        this.constructor = constructor;
        this.typeIds = typeIds;
        this.maxMemoryBytes = maxMemoryBytes;
        this.running = running;
        this.functions = new ModuleFunctions(stored.entries(), module.functions(), typeIds, module.types());
        this.globals = new ConstantExpression[module.globals().size()];
        this.isWord = new boolean[globals.length];
        for (int i = 0; i < globals.length; i++) {
            globals[i] = expression(module.globals().get(i).initial());
            ValueType type = module.globals().get(i).type().valueType();
            isWord[i] = type instanceof NumericType && type != NumericType.V128;
        }
        this.tables = new ConstantExpression[module.tables().size()];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = expression(module.tables().get(i).initial());
        }
        this.elements = module.elements().stream().map(segment -> ElementPlan.of(module, segment))
                .toArray(ElementPlan[]::new);
        this.emptyElements = new Object[elements.length][];
        Arrays.fill(emptyElements, NO_ELEMENTS);
        this.hasPassiveElements = module.elements().stream().anyMatch(segment -> segment.mode() == Mode.PASSIVE);
        this.data = new byte[stored.dataSegments()][];
        Arrays.fill(data, NO_DATA);
        this.hasPassiveData = module.data().stream().anyMatch(segment -> segment.mode() == Mode.PASSIVE);
        this.dataOffsets = new ConstantExpression[module.data().size()];
        for (int i = 0; i < dataOffsets.length; i++) {
            DataSegment segment = module.data().get(i);
            dataOffsets[i] = expression(segment.offset());
            data[i] = Arrays.copyOfRange(module.bytes(), segment.contents().start(), segment.contents().end());
        }
    }

    private @Nullable ConstantExpression expression(@Nullable Range range) {
        return range == null ? null : ConstantExpression.decode(module, range);
    }

    /// Whether code may drop segments that are not empty.
    boolean hasPassiveSegments() {
        return hasPassiveElements || hasPassiveData;
    }

    /// Makes an instance and initialises it; what is left to do is to run the start function.
    ///
    /// @param given externs that fit the module's imports
    /// @throws LinkException if there is no room for a memory or a table
    /// @throws TrapException if an active segment is out of bounds
    GuestInstance make(Extern[] given) {
        GuestInstance instance = construct();
        instance.define(functions);
        instance.running = running;
        instance.imports = new FunctionReference[module.importedFunctions()];
        instance.memories = new LinearMemory[module.memories().size()];
        instance.tables = new GuestTable[tables.length];
        instance.globals = new GuestGlobal[globals.length];
        instance.tags = new GuestTag[module.tags().size()];
        instance.elements = emptyElements;
        instance.data = data;
        List<WasmModule.Import> imports = module.imports();
        for (int i = 0; i < given.length; i++) {
            link(instance, imports.get(i).index(), given[i]);
        }
        for (int i = module.importedTags(); i < instance.tags.length; i++) {
            instance.tags[i] = new GuestTag(module.tags().get(i).type());
        }
        Budget memoryBudget = new Budget(maxMemoryBytes);
        for (int i = module.importedMemories(); i < instance.memories.length; i++) {
            instance.memories[i] = new LinearMemory(module.memories().get(i), memoryBudget);
        }
        if (instance.memories.length > 0) {
            instance.memory0 = instance.memories[0];
        }
        initialiseGlobals(instance);
        initialiseTables(instance);
        initialiseElements(instance);
        initialiseData(instance);
        return instance;
    }

    private GuestInstance construct() {
        try {
            return (GuestInstance) constructor.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void link(GuestInstance instance, int index, Extern given) {
        switch (given) {
            case CoreFunction function ->
                instance.imports[index] = function.reference(typeIds[module.functions()[index]]);
            case CoreMemory memory -> instance.memories[index] = memory.memory;
            case CoreTable table -> instance.tables[index] = table.table;
            case CoreGlobal global -> instance.globals[index] = global.global;
            case CoreTag tag -> instance.tags[index] = tag.tag;
        }
    }

    private void initialiseGlobals(GuestInstance instance) {
        for (int i = module.importedGlobals(); i < globals.length; i++) {
            ConstantExpression initial = globals[i];
            if (initial == null) {
                continue;
            }
            GuestGlobal box = stored.fieldGlobals()[i] ? null : new GuestGlobal();
            instance.globals[i] = box;
            if (isWord[i]) {
                long value = initial.word(instance);
                if (box == null) {
                    instance.globalWord(i, value);
                } else {
                    box.word = value;
                }
            } else {
                Object value = initial.reference(instance);
                if (box == null) {
                    instance.globalReference(i, value);
                } else {
                    box.reference = value;
                }
            }
        }
    }

    private void initialiseTables(GuestInstance instance) {
        if (tables.length > module.importedTables()) {
            Budget budget = new Budget(GuestTable.MAX_ELEMENTS);
            for (int i = module.importedTables(); i < tables.length; i++) {
                ConstantExpression initial = tables[i];
                instance.tables[i] = new GuestTable(module.tables().get(i).type(),
                        initial == null ? null : initial.reference(instance), budget);
            }
        }
    }

    private void initialiseElements(GuestInstance instance) {
        if (hasPassiveElements) {
            instance.elements = emptyElements.clone();
        }
        for (int i = 0; i < elements.length; i++) {
            ElementPlan plan = elements[i];
            ConstantExpression offset = plan.offset();
            if (offset != null) {
                @Nullable
                Object[] segment = plan.elements(instance);
                instance.tables[plan.table()].init((int) offset.word(instance), 0, segment.length, segment);
            } else if (plan.mode() == Mode.PASSIVE) {
                instance.elements[i] = plan.elements(instance);
            }
        }
    }

    private void initialiseData(GuestInstance instance) {
        List<StoredModule.Piece> pieces = stored.data();
        if (pieces != null) {
            for (StoredModule.Piece piece : pieces) {
                stored.bytes().get(piece.contents().position(), instance.memories[piece.memory()].bytes, piece.offset(),
                        piece.contents().length());
            }
            return;
        }
        instance.data = data.clone();
        for (int i = 0; i < dataOffsets.length; i++) {
            ConstantExpression offset = dataOffsets[i];
            if (offset != null) {
                byte[] segment = data[i];
                instance.memories[module.data().get(i).memory()].init((int) offset.word(instance), 0, segment.length,
                        segment);
                instance.data[i] = NO_DATA;
            }
        }
    }
}
