package dev.spinjvm.engine.validation;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.GlobalDecl;
import dev.spinjvm.engine.HeapType;
import dev.spinjvm.engine.InvalidModuleException;
import dev.spinjvm.engine.NumericType;
import dev.spinjvm.engine.RefType;
import dev.spinjvm.engine.TableDecl;
import dev.spinjvm.engine.ValueType;
import dev.spinjvm.engine.binary.InstructionReader;
import dev.spinjvm.engine.binary.InstructionReader.CatchClause;
import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.binary.Signatures;
import dev.spinjvm.engine.binary.WasmModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Validates one expression: a function's body, or a constant expression.
@SuppressWarnings("ReferenceEquality")
final class FunctionValidator {

    /// The most locals of one function, parameters included; the same in other engines.
    private static final int MOST_LOCALS = 50_000;

    private static final RefType EXCEPTION = new RefType(false, HeapType.EXN);

    private final ModuleValidator context;
    private final WasmModule module;
    private final InstructionReader in;
    private final int end;
    private final Stacks stack = new Stacks();
    private ValueType[] locals = new ValueType[0];
    /// Which locals hold no value yet; null if all have a default value.
    private boolean @Nullable [] unset;
    /// The locals set since the body began, in order, of those that had no value.
    private int[] initialised = new int[0];
    private int initialisedCount;

    FunctionValidator(ModuleValidator context, int start, int end) {
        this.context = context;
        this.module = context.module;
        this.end = end;
        this.in = new InstructionReader(module.bytes(), start, end, module.typeReader());
    }

    /// Validates what lies in the range as a body with local declarations.
    void body(FuncType type) {
        guarded(() -> {
            int params = type.params().size();
            ValueType[] own = in.locals(MOST_LOCALS - params);
            locals = type.params().toArray(new ValueType[params + own.length]);
            System.arraycopy(own, 0, locals, params, own.length);
            for (int i = params; i < locals.length; i++) {
                if (locals[i] instanceof RefType reference && !reference.nullable()) {
                    if (unset == null) {
                        unset = new boolean[locals.length];
                    }
                    unset[i] = true;
                }
            }
            expression(new FuncType(List.of(), type.results()), Integer.MAX_VALUE);
        });
    }

    /// Validates what lies in the range as a constant expression that may use the first `globals` globals.
    void constant(ValueType type, int globals) {
        guarded(() -> expression(new FuncType(List.of(), List.of(type)), globals));
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (InvalidModuleException e) {
            String message = String.valueOf(e.getMessage());
            throw message.contains(" offset ") ? e : new InvalidModuleException(message + " at offset " + in.position, e);
        }
    }

    private void expression(FuncType type, int globals) {
        boolean constant = globals != Integer.MAX_VALUE;
        stack.enter(Op.BLOCK, type, 0);
        while (stack.depth() > 0) {
            if (!in.hasNext()) {
                throw new InvalidModuleException(
                        "unexpected end of section or function: END opcode expected at offset " + end);
            }
            int opcode = in.next();
            if (constant) {
                checkConstant(opcode, globals);
            }
            switch (opcode >>> 16) {
                case 0 -> plain(opcode);
                case Op.PREFIX_MISC -> misc(opcode);
                case Op.PREFIX_SIMD -> vector(opcode & 0xffff);
                default -> atomic(opcode & 0xffff);
            }
        }
        if (in.hasNext()) {
            throw new InvalidModuleException("section size mismatch: END opcode expected at offset " + (end - 1)
                    + ", found at offset " + in.position);
        }
    }

    private void checkConstant(int opcode, int globals) {
        boolean allowed = switch (opcode) {
            case Op.I32_CONST, Op.I64_CONST, Op.F32_CONST, Op.F64_CONST, Op.V128_CONST, Op.REF_NULL, Op.REF_FUNC, Op.END,
                    0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> true;
            case Op.GLOBAL_GET -> {
                if (in.index < 0 || in.index >= globals) {
                    throw new InvalidModuleException("unknown global " + Integer.toUnsignedString(in.index));
                }
                yield !global(in.index).mutable();
            }
            default -> false;
        };
        if (!allowed) {
            throw new InvalidModuleException("constant expression required");
        }
    }

    private void plain(int opcode) {
        switch (opcode) {
            case Op.UNREACHABLE -> stack.unreachable();
            case Op.NOP -> {
            }
            case Op.BLOCK, Op.LOOP, Op.TRY_TABLE, Op.IF, Op.ELSE, Op.END -> block(opcode);
            case Op.BR, Op.BR_IF, Op.BR_TABLE, Op.RETURN, Op.BR_ON_NULL, Op.BR_ON_NON_NULL, Op.THROW, Op.THROW_REF ->
                branch(opcode);
            case Op.CALL, Op.CALL_INDIRECT, Op.CALL_REF, Op.RETURN_CALL, Op.RETURN_CALL_INDIRECT, Op.RETURN_CALL_REF ->
                call(opcode);
            case Op.DROP -> stack.pop();
            case Op.SELECT -> select();
            case Op.SELECT_TYPED -> {
                if (in.typeCount != 1) {
                    throw new InvalidModuleException("invalid result arity");
                }
                stack.pop(NumericType.I32);
                stack.pop(in.type);
                stack.pop(in.type);
                stack.push(in.type);
            }
            case Op.LOCAL_GET, Op.LOCAL_SET, Op.LOCAL_TEE -> local(opcode);
            case Op.GLOBAL_GET -> stack.push(global(in.index).valueType());
            case Op.GLOBAL_SET -> {
                GlobalDecl global = global(in.index);
                if (!global.mutable()) {
                    throw new InvalidModuleException("immutable global " + in.index + " is set");
                }
                stack.pop(global.valueType());
            }
            case Op.TABLE_GET -> {
                stack.pop(NumericType.I32);
                stack.push(table(in.index).elementType());
            }
            case Op.TABLE_SET -> {
                stack.pop(table(in.index).elementType());
                stack.pop(NumericType.I32);
            }
            case Op.MEMORY_SIZE -> {
                memory(in.index);
                stack.push(NumericType.I32);
            }
            case Op.MEMORY_GROW -> {
                memory(in.index);
                stack.pop(NumericType.I32);
                stack.push(NumericType.I32);
            }
            case Op.I32_CONST -> stack.push(NumericType.I32);
            case Op.I64_CONST -> stack.push(NumericType.I64);
            case Op.F32_CONST -> stack.push(NumericType.F32);
            case Op.F64_CONST -> stack.push(NumericType.F64);
            case Op.REF_NULL, Op.REF_IS_NULL, Op.REF_FUNC, Op.REF_AS_NON_NULL -> reference(opcode);
            default -> {
                if (opcode < 0x3f) {
                    access(Signatures.alignment(opcode));
                }
                apply(Signatures.plain(opcode));
            }
        }
    }

    private void apply(Signatures signature) {
        ValueType[] operands = signature.operands();
        for (int i = operands.length - 1; i >= 0; i--) {
            stack.pop(operands[i]);
        }
        ValueType result = signature.result();
        if (result != null) {
            stack.push(result);
        }
    }

    private void block(int opcode) {
        switch (opcode) {
            case Op.ELSE -> {
                Stacks.Frame left = stack.leave();
                if (left.opcode != Op.IF) {
                    throw new InvalidModuleException("else without if: END opcode expected");
                }
                forget(left.initialised);
                stack.enter(Op.ELSE, left.type, left.initialised);
            }
            case Op.END -> {
                Stacks.Frame left = stack.leave();
                FuncType type = left.type;
                if (left.opcode == Op.IF && !Stacks.matches(type.params(), type.results())) {
                    throw new InvalidModuleException("type mismatch: an if without else has type " + type);
                }
                forget(left.initialised);
                if (stack.depth() > 0) {
                    stack.push(type.results());
                }
            }
            default -> {
                FuncType type = in.blockType;
                if (opcode == Op.IF) {
                    stack.pop(NumericType.I32);
                }
                stack.pop(type.params());
                if (opcode == Op.TRY_TABLE) {
                    for (CatchClause clause : in.catches) {
                        catchClause(clause);
                    }
                }
                stack.enter(opcode, type, initialisedCount);
            }
        }
    }

    private void catchClause(CatchClause clause) {
        List<ValueType> given = clause.tag() == -1 ? List.of() : tag(clause.tag()).params();
        if (clause.withReference()) {
            given = new ArrayList<>(given);
            given.add(EXCEPTION);
        }
        List<ValueType> expected = stack.labelTypes(clause.label());
        if (!Stacks.matches(given, expected)) {
            throw new InvalidModuleException("type mismatch: a catch clause gives " + given + " to a label of " + expected);
        }
    }

    private void branch(int opcode) {
        switch (opcode) {
            case Op.BR -> {
                stack.pop(stack.labelTypes(in.index));
                stack.unreachable();
            }
            case Op.BR_IF -> {
                stack.pop(NumericType.I32);
                List<ValueType> types = stack.labelTypes(in.index);
                stack.pop(types);
                stack.push(types);
            }
            case Op.BR_TABLE -> branchTable();
            case Op.RETURN -> {
                stack.pop(stack.labelTypes(stack.depth() - 1));
                stack.unreachable();
            }
            case Op.BR_ON_NULL -> {
                RefType reference = stack.popReference();
                List<ValueType> types = stack.labelTypes(in.index);
                stack.pop(types);
                stack.push(types);
                stack.push(nonNull(reference));
            }
            case Op.BR_ON_NON_NULL -> {
                RefType reference = stack.popReference();
                List<ValueType> types = stack.labelTypes(in.index);
                if (types.isEmpty() || !Stacks.matches(nonNull(reference), types.getLast())) {
                    throw new InvalidModuleException("type mismatch: a label of " + types + " takes no " + nonNull(reference));
                }
                List<ValueType> rest = types.subList(0, types.size() - 1);
                stack.pop(rest);
                stack.push(rest);
            }
            case Op.THROW -> {
                stack.pop(tag(in.index).params());
                stack.unreachable();
            }
            default -> {
                stack.pop(ValueType.EXNREF);
                stack.unreachable();
            }
        }
    }

    private void branchTable() {
        stack.pop(NumericType.I32);
        int[] targets = in.targets;
        List<ValueType> types = stack.labelTypes(targets[targets.length - 1]);
        int last = -1;
        for (int i = 0; i < targets.length - 1; i++) {
            if (targets[i] == last) {
                continue;
            }
            last = targets[i];
            List<ValueType> other = stack.labelTypes(last);
            if (other.size() != types.size()) {
                throw new InvalidModuleException("type mismatch: labels of one br_table take " + other + " and " + types);
            }
            stack.check(other);
        }
        stack.pop(types);
        stack.unreachable();
    }

    private void call(int opcode) {
        FuncType type = switch (opcode) {
            case Op.CALL, Op.RETURN_CALL -> {
                if (in.index < 0 || in.index >= module.functions().length) {
                    throw new InvalidModuleException("unknown function " + Integer.toUnsignedString(in.index));
                }
                yield module.functionType(in.index);
            }
            case Op.CALL_INDIRECT, Op.RETURN_CALL_INDIRECT -> {
                if (!table(in.second).elementType().matches(ValueType.FUNCREF)) {
                    throw new InvalidModuleException("type mismatch: table " + in.second + " holds no functions");
                }
                stack.pop(NumericType.I32);
                yield type(in.index);
            }
            default -> {
                FuncType called = type(in.index);
                stack.pop(new RefType(true, module.typeReader().heapType(in.index)));
                yield called;
            }
        };
        stack.pop(type.params());
        if (opcode == Op.CALL || opcode == Op.CALL_INDIRECT || opcode == Op.CALL_REF) {
            stack.push(type.results());
            return;
        }
        List<ValueType> results = stack.labelTypes(stack.depth() - 1);
        if (!Stacks.matches(type.results(), results)) {
            throw new InvalidModuleException("type mismatch: a tail call returns " + type.results() + " for " + results);
        }
        stack.unreachable();
    }

    private void select() {
        stack.pop(NumericType.I32);
        ValueType one = stack.pop();
        ValueType two = stack.pop();
        ValueType known = one == Stacks.ANY ? two : one;
        if (known != Stacks.ANY && known instanceof RefType || two != Stacks.ANY && two != known) {
            throw new InvalidModuleException("type mismatch: select between " + two + " and " + one);
        }
        stack.push(known);
    }

    private void local(int opcode) {
        int index = in.index;
        if (index < 0 || index >= locals.length) {
            throw new InvalidModuleException("unknown local " + Integer.toUnsignedString(index));
        }
        ValueType type = locals[index];
        boolean[] marks = unset;
        if (opcode == Op.LOCAL_GET) {
            if (marks != null && marks[index]) {
                throw new InvalidModuleException("uninitialized local " + index);
            }
            stack.push(type);
            return;
        }
        stack.pop(type);
        if (marks != null && marks[index]) {
            marks[index] = false;
            if (initialisedCount == initialised.length) {
                initialised = Arrays.copyOf(initialised, 8 + 2 * initialisedCount);
            }
            initialised[initialisedCount++] = index;
        }
        if (opcode == Op.LOCAL_TEE) {
            stack.push(type);
        }
    }

    /// What a block initialised is unknown behind it.
    private void forget(int count) {
        boolean[] marks = unset;
        if (marks != null) {
            while (initialisedCount > count) {
                marks[initialised[--initialisedCount]] = true;
            }
        }
    }

    private void reference(int opcode) {
        switch (opcode) {
            case Op.REF_NULL -> stack.push(in.type);
            case Op.REF_IS_NULL -> {
                stack.popReference();
                stack.push(NumericType.I32);
            }
            case Op.REF_AS_NON_NULL -> stack.push(nonNull(stack.popReference()));
            default -> {
                if (in.index < 0 || in.index >= module.functions().length) {
                    throw new InvalidModuleException("unknown function " + Integer.toUnsignedString(in.index));
                }
                if (!context.isDeclared(in.index)) {
                    throw new InvalidModuleException("undeclared function reference: function " + in.index);
                }
                stack.push(new RefType(false, module.typeReader().heapType(module.functions()[in.index])));
            }
        }
    }

    private static RefType nonNull(RefType type) {
        return type.nullable() ? new RefType(false, type.heapType()) : type;
    }

    private void misc(int opcode) {
        switch (opcode) {
            case Op.MEMORY_INIT -> {
                memory(in.second);
                segment(in.index);
                threeNumbers();
            }
            case Op.DATA_DROP -> segment(in.index);
            case Op.MEMORY_COPY -> {
                memory(in.index);
                memory(in.second);
                threeNumbers();
            }
            case Op.MEMORY_FILL -> {
                memory(in.index);
                threeNumbers();
            }
            case Op.TABLE_INIT -> {
                sameElements(elements(in.index), table(in.second).elementType());
                threeNumbers();
            }
            case Op.ELEM_DROP -> elements(in.index);
            case Op.TABLE_COPY -> {
                sameElements(table(in.second).elementType(), table(in.index).elementType());
                threeNumbers();
            }
            case Op.TABLE_GROW -> {
                stack.pop(NumericType.I32);
                stack.pop(table(in.index).elementType());
                stack.push(NumericType.I32);
            }
            case Op.TABLE_SIZE -> {
                table(in.index);
                stack.push(NumericType.I32);
            }
            case Op.TABLE_FILL -> {
                RefType element = table(in.index).elementType();
                stack.pop(NumericType.I32);
                stack.pop(element);
                stack.pop(NumericType.I32);
            }
            default -> apply(Signatures.truncation(opcode & 0xffff));
        }
    }

    private void threeNumbers() {
        stack.pop(NumericType.I32);
        stack.pop(NumericType.I32);
        stack.pop(NumericType.I32);
    }

    private static void sameElements(RefType found, RefType expected) {
        if (!found.matches(expected)) {
            throw new InvalidModuleException("type mismatch: elements are " + found + " instead of " + expected);
        }
    }

    private void vector(int number) {
        if (number <= 11 || number >= 84 && number <= 93) {
            access(Signatures.vectorAlignment(number));
        }
        if (number >= 21 && number <= 34 || number >= 84 && number <= 91) {
            lane(in.index, Signatures.lanes(number));
        } else if (number == (Op.I8X16_SHUFFLE & 0xffff)) {
            for (byte lane : in.lanes) {
                lane(lane & 0xff, 32);
            }
        }
        apply(Signatures.vector(number));
    }

    private static void lane(int index, int count) {
        if (index >= count) {
            throw new InvalidModuleException("invalid lane index " + index);
        }
    }

    private void atomic(int number) {
        if (number != (Op.ATOMIC_FENCE & 0xffff)) {
            int natural = Signatures.atomicAlignment(number);
            access(natural);
            if (in.align != natural) {
                throw new InvalidModuleException("alignment must be equal to natural");
            }
        }
        apply(Signatures.atomic(number));
    }

    private void access(int natural) {
        memory(in.memory);
        if (in.align > natural) {
            throw new InvalidModuleException("alignment must not be larger than natural");
        }
    }

    private FuncType type(int index) {
        if (index < 0 || index >= module.types().size()) {
            throw new InvalidModuleException("unknown type " + Integer.toUnsignedString(index));
        }
        return module.types().get(index);
    }

    private FuncType tag(int index) {
        if (index < 0 || index >= module.tags().size()) {
            throw new InvalidModuleException("unknown tag " + Integer.toUnsignedString(index));
        }
        return module.tags().get(index).type();
    }

    private GlobalDecl global(int index) {
        if (index < 0 || index >= module.globals().size()) {
            throw new InvalidModuleException("unknown global " + Integer.toUnsignedString(index));
        }
        return module.globals().get(index).type();
    }

    private TableDecl table(int index) {
        return context.table(index);
    }

    private void memory(int index) {
        context.checkMemory(index);
    }

    private RefType elements(int index) {
        if (index < 0 || index >= module.elements().size()) {
            throw new InvalidModuleException("unknown elem segment " + Integer.toUnsignedString(index));
        }
        return module.elements().get(index).type();
    }

    private void segment(int index) {
        if (!module.countsData()) {
            throw new InvalidModuleException("data count section required");
        }
        if (index < 0 || index >= module.data().size()) {
            throw new InvalidModuleException("unknown data segment " + Integer.toUnsignedString(index));
        }
    }
}
