package dev.spinjvm.engine.validation;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.InvalidModuleException;
import dev.spinjvm.engine.Limits;
import dev.spinjvm.engine.MemoryDecl;
import dev.spinjvm.engine.NumericType;
import dev.spinjvm.engine.RefType;
import dev.spinjvm.engine.TableDecl;
import dev.spinjvm.engine.TagDecl;
import dev.spinjvm.engine.ValueType;
import dev.spinjvm.engine.binary.FunctionNames;
import dev.spinjvm.engine.binary.InstructionReader;
import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.binary.WasmModule.Body;
import dev.spinjvm.engine.binary.WasmModule.DataSegment;
import dev.spinjvm.engine.binary.WasmModule.ElementSegment;
import dev.spinjvm.engine.binary.WasmModule.Export;
import dev.spinjvm.engine.binary.WasmModule.Global;
import dev.spinjvm.engine.binary.WasmModule.Kind;
import dev.spinjvm.engine.binary.WasmModule.Mode;
import dev.spinjvm.engine.binary.WasmModule.Range;
import dev.spinjvm.engine.binary.WasmModule.Table;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Checks a decoded module against the rules of the core specification's chapter "Validation".
///
/// A module is valid when [#validateModule] and [#validateFunction] for each of its bodies return.
/// Immutable and thread-safe: functions can be validated by several threads at once.
public final class ModuleValidator {

    private static final long MOST_PAGES = 65_536;

    /// A type section of a few bytes per type must not cause lists of any length.
    private static final int MOST_VALUES = 1_000;

    final WasmModule module;
    /// The functions that `ref.func` may name in a body.
    private final BitSet declared = new BitSet();

    public ModuleValidator(WasmModule module) {
        this.module = module;
        declare();
    }

    /// Validates a whole module on this thread.
    ///
    /// @throws InvalidModuleException if a rule is broken
    public static void validate(WasmModule module) {
        ModuleValidator validator = new ModuleValidator(module);
        validator.validateModule();
        for (int i = 0; i < module.bodies().length; i++) {
            validator.validateFunction(i);
        }
    }

    /// Validates the body at position `body`.
    ///
    /// @throws InvalidModuleException if a rule is broken, or the body malformed
    public void validateFunction(int body) {
        Body range = module.bodies()[body];
        int function = module.importedFunctions() + body;
        try {
            new FunctionValidator(this, range.start(), range.end()).body(module.functionType(function));
        } catch (InvalidModuleException e) {
            throw new InvalidModuleException(e.getMessage() + " in " + FunctionNames.text(module, function), e);
        }
    }

    /// Validates everything but the bodies.
    ///
    /// @throws InvalidModuleException if a rule is broken
    public void validateModule() {
        for (FuncType type : module.types()) {
            if (type.params().size() > MOST_VALUES || type.results().size() > MOST_VALUES) {
                throw new InvalidModuleException("a function type has more than " + MOST_VALUES + " parameters or results");
            }
        }
        for (TagDecl tag : module.tags()) {
            if (!tag.type().results().isEmpty()) {
                throw new InvalidModuleException("non-empty tag result type " + tag.type());
            }
        }
        module.memories().forEach(ModuleValidator::checkMemory);
        module.tables().forEach(this::checkTable);
        for (int i = 0; i < module.globals().size(); i++) {
            Global global = module.globals().get(i);
            if (global.initial() != null) {
                constant(global.initial(), global.type().valueType(), i);
            }
        }
        module.elements().forEach(this::checkElements);
        module.data().forEach(this::checkData);
        module.exports().forEach(this::checkExport);
        checkStart();
    }

    boolean isDeclared(int function) {
        return declared.get(function);
    }

    TableDecl table(int index) {
        if (index < 0 || index >= module.tables().size()) {
            throw new InvalidModuleException("unknown table " + Integer.toUnsignedString(index));
        }
        return module.tables().get(index).type();
    }

    void checkMemory(int index) {
        if (index < 0 || index >= module.memories().size()) {
            throw new InvalidModuleException("unknown memory " + Integer.toUnsignedString(index));
        }
    }

    private static void checkMemory(MemoryDecl memory) {
        Limits limits = memory.limits();
        if (limits.min() > MOST_PAGES || limits.max().orElse(0) > MOST_PAGES) {
            throw new InvalidModuleException("memory size must be at most 65536 pages (4GiB)");
        }
        checkOrder(limits);
        if (memory.shared() && limits.max().isEmpty()) {
            throw new InvalidModuleException("shared memory must have maximum");
        }
    }

    private static void checkOrder(Limits limits) {
        if (limits.max().isPresent() && limits.min() > limits.max().getAsLong()) {
            throw new InvalidModuleException("size minimum must not be greater than maximum");
        }
    }

    private void checkTable(Table table) {
        checkOrder(table.type().limits());
        RefType element = table.type().elementType();
        Range initial = table.initial();
        if (initial != null) {
            constant(initial, element, module.importedGlobals());
        } else if (!element.nullable() && module.tables().indexOf(table) >= module.importedTables()) {
            throw new InvalidModuleException("type mismatch: a table of " + element + " has no initial value");
        }
    }

    private void checkElements(ElementSegment segment) {
        if (segment.mode() == Mode.ACTIVE) {
            RefType expected = table(segment.table()).elementType();
            if (!segment.type().matches(expected)) {
                throw new InvalidModuleException(
                        "type mismatch: a segment of " + segment.type() + " for a table of " + expected);
            }
        }
        Range offset = segment.offset();
        if (offset != null) {
            constant(offset, NumericType.I32, module.globals().size());
        }
        int[] functions = segment.functions();
        if (functions != null) {
            for (int function : functions) {
                checkFunction(function);
            }
        }
        Range[] expressions = segment.expressions();
        if (expressions != null) {
            for (Range expression : expressions) {
                constant(expression, segment.type(), module.globals().size());
            }
        }
    }

    private void checkData(DataSegment segment) {
        Range offset = segment.offset();
        if (offset != null) {
            checkMemory(segment.memory());
            constant(offset, NumericType.I32, module.globals().size());
        }
    }

    private void checkExport(Export export) {
        int index = export.index();
        switch (export.kind()) {
            case FUNCTION -> checkFunction(index);
            case TABLE -> table(index);
            case MEMORY -> checkMemory(index);
            case GLOBAL -> {
                if (index >= module.globals().size()) {
                    throw new InvalidModuleException("unknown global " + index);
                }
            }
            case TAG -> {
                if (index >= module.tags().size()) {
                    throw new InvalidModuleException("unknown tag " + index);
                }
            }
        }
    }

    private void checkStart() {
        int start = module.start();
        if (start >= 0) {
            checkFunction(start);
            FuncType type = module.functionType(start);
            if (!type.params().isEmpty() || !type.results().isEmpty()) {
                throw new InvalidModuleException("start function " + start + " has type " + type);
            }
        }
    }

    private void checkFunction(int index) {
        if (index >= module.functions().length) {
            throw new InvalidModuleException("unknown function " + index);
        }
    }

    private void constant(Range range, ValueType type, int globals) {
        new FunctionValidator(this, range.start(), range.end()).constant(type, globals);
    }

    /// Functions are declared by being named anywhere outside of bodies, except as start function.
    private void declare() {
        for (Export export : module.exports()) {
            if (export.kind() == Kind.FUNCTION) {
                declared.set(export.index());
            }
        }
        for (Table table : module.tables()) {
            declare(table.initial());
        }
        for (Global global : module.globals()) {
            declare(global.initial());
        }
        for (ElementSegment segment : module.elements()) {
            int[] functions = segment.functions();
            if (functions != null) {
                for (int function : functions) {
                    declared.set(function);
                }
            }
            Range[] expressions = segment.expressions();
            if (expressions != null) {
                for (Range expression : expressions) {
                    declare(expression);
                }
            }
        }
    }

    private void declare(@Nullable Range expression) {
        if (expression == null) {
            return;
        }
        InstructionReader reader = new InstructionReader(module.bytes(), expression.start(), expression.end(),
                module.typeReader());
        while (reader.hasNext()) {
            if (reader.next() == Op.REF_FUNC && reader.index >= 0 && reader.index < module.functions().length) {
                declared.set(reader.index);
            }
        }
    }
}
