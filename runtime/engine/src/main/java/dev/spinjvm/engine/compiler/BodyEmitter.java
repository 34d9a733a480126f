package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.binary.InstructionReader;
import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.compiler.Assembler.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the method of a body, or of a segment of it: control flow, and the calls of inner segments.
///
/// WebAssembly's blocks become labels and jumps; code that cannot be reached is left out, because the JVM's verifier
/// would want to know the stack there.
final class BodyEmitter extends BranchCode {

    private static final Kind[] NONE = {};

    BodyEmitter(FunctionMethods methods, Segment segment, Assembler asm, MethodLocals locals, InstructionReader reader,
            @Nullable Trace trace) {
        super(methods, segment, asm, locals, reader, trace);
    }

    // ---- whole methods

    /// Writes the method of the whole body.
    void writeBody() {
        Kind[] results = methods.results;
        Target function = new Target(Target.FUNCTION, results, NONE, results, 0);
        if (trace != null) {
            trace.begin(segment.start, Op.BLOCK, 0, 0);
            function.node = trace.open(Target.FUNCTION, false);
        }
        control.add(function);
        prologue();
        if (methods.isWide()) {
            Kind[] parameters = Kind.of(methods.type.params());
            loadTransfers(parameters);
            for (int i = parameters.length - 1; i >= 0; i--) {
                asm.store(parameters[i], locals.slots[i]);
            }
        }
        if (layout.scan(methods.index).calls) {
            poll();
        }
        run();
    }

    /// Writes the method of a segment, seen from the labels around it, and returns the values that it leaves.
    Kind[] writeSegment(List<Target> around, Kind[] consumed) {
        for (Target target : around) {
            control.add(target.outside());
        }
        int number = 1;
        for (int id : segment.exits.keySet()) {
            target(id).exit = number++;
        }
        prologue();
        if (locals.exception >= 0) {
            asm.zero(Kind.EXCEPTION);
            asm.store(Kind.EXCEPTION, locals.exception);
        }
        int slot = 0;
        for (Kind kind : consumed) {
            asm.load(kind, slot);
            push(kind);
            slot += kind.slots;
        }
        run();
        if (dead) {
            return NONE;
        }
        flush();
        Kind[] left = snapshot();
        leave(left, segment.endLocals, 0);
        return left;
    }

    private void prologue() {
        for (int local : segment.own) {
            Kind kind = methods.kinds[local];
            asm.zero(kind);
            asm.store(kind, locals.slots[local]);
        }
        loadMemory();
    }

    private void poll() {
        asm.invokeStatic(Names.MODULE, SupportClasses.CHECK, "()V");
    }

    private void run() {
        reader.seek(segment.start);
        while (reader.offset() < segment.end) {
            step();
        }
    }

    /// One instruction, or the inner segment that begins with it.
    private void step() {
        int at = reader.offset();
        Segment inner = dead ? null : segment.inner.get(at);
        if (inner != null) {
            flush();
            callSegment(inner);
            reader.seek(inner.end);
            return;
        }
        int op = reader.next();
        if (dead) {
            skip(op);
        } else {
            traced(op);
        }
    }

    private void traced(int op) {
        if (trace == null) {
            instruction(op);
            return;
        }
        low = height;
        trace.begin(reader.position, op, height, asm.size());
        instruction(op);
        trace.finish(low, asm.size(), dead, takeGrown());
    }

    /// Goes past unreachable code.
    private void skip(int op) {
        switch (op) {
            case Op.BLOCK, Op.LOOP, Op.IF, Op.TRY_TABLE -> deadDepth++;
            case Op.ELSE, Op.END -> {
                if (deadDepth > 0) {
                    deadDepth -= op == Op.END ? 1 : 0;
                    return;
                }
                traced(op);
            }
            default -> {
            }
        }
    }

    private void instruction(int op) {
        switch (op) {
            case Op.BLOCK -> {
                flush();
                open(false);
            }
            case Op.LOOP -> {
                flush();
                refresh();
                Target loop = open(true);
                asm.bind(loop.label, snapshot());
                poll();
            }
            case Op.IF -> {
                refresh();
                Label otherwise = new Label();
                jumpIf(false, otherwise);
                open(false).otherwise = otherwise;
            }
            case Op.TRY_TABLE -> {
                flush();
                tryTable();
            }
            case Op.ELSE -> otherwise();
            case Op.END -> end();
            case Op.BR -> {
                flush();
                Target target = target();
                traceLabel(target);
                branch(target);
                die();
            }
            case Op.BR_IF -> {
                Target target = target();
                traceLabel(target);
                branchIf(target);
            }
            case Op.BR_TABLE -> branchTable();
            case Op.BR_ON_NULL -> branchOnNull();
            case Op.BR_ON_NON_NULL -> branchOnNonNull();
            case Op.RETURN -> {
                flush();
                branch(control.getFirst());
                die();
            }
            case Op.UNREACHABLE -> {
                flush();
                asm.invokeStatic(Names.TRAPS, "unreachable", "()Ldev/spinjvm/engine/TrapException;");
                asm.op(191, -1);
                die();
            }
            case Op.CALL -> {
                flush();
                call(reader.index);
            }
            case Op.CALL_INDIRECT -> {
                flush();
                callIndirect(reader.index, reader.second);
            }
            case Op.CALL_REF -> {
                flush();
                callReference(reader.index);
            }
            case Op.RETURN_CALL, Op.RETURN_CALL_INDIRECT, Op.RETURN_CALL_REF -> {
                flush();
                tailCall(op);
                die();
            }
            case Op.THROW, Op.THROW_REF -> {
                flush();
                raise(op);
                die();
            }
            case Op.LOCAL_GET, Op.LOCAL_SET, Op.LOCAL_TEE -> {
                if (trace != null) {
                    trace.operand(reader.index);
                }
                plain(op);
            }
            default -> plain(op);
        }
    }

    // ---- segments

    private void callSegment(Segment inner) {
        Kind[] consumed = top(inner.consumed);
        for (int local : inner.passed) {
            asm.load(methods.kinds[local], locals.slots[local]);
        }
        loadInstance();
        Segment.Written callee = methods.writeSegment(inner, control, consumed);
        if (inner.grows) {
            forgetMemory();
        }
        asm.invokeStatic(methods.className, callee.name(), callee.descriptor());
        if (inner.grows) {
            memoryMayHaveGrown();
        }
        pop(inner.consumed);
        switch (inner.ways()) {
            case 0 -> {
                asm.endPath();
                die();
            }
            case 1 -> goOn(inner, callee.left());
            default -> {
                refresh();
                dispatch(inner, callee.left());
            }
        }
    }

    // ---- tail calls and exceptions

    private void tailCall(int op) {
        int type;
        if (op == Op.RETURN_CALL) {
            type = layout.module.functions()[reader.index];
            loadInstance();
            asm.constInt(reader.index);
            asm.invokeVirtual(Names.MODULE, "function", "(I)" + Names.type(Names.FUNCTION));
        } else {
            type = reader.index;
            pop();
            if (op == Op.RETURN_CALL_INDIRECT) {
                loadInstance();
                asm.constInt(reader.second);
                asm.getStatic(Names.MODULE, SupportClasses.typeField(type), "I");
                asm.invokeStatic(Names.CALLS, "lookUp", SupportClasses.LOOK_UP);
            } else {
                asm.invokeStatic(Names.CALLS, "nonNull", "(Ljava/lang/Object;)" + Names.type(Names.FUNCTION));
            }
        }
        loadInstance();
        asm.op(95, 0);
        asm.putField(Names.MODULE, "tail", Names.type(Names.FUNCTION));
        Kind[] parameters = Kind.of(layout.module.types().get(type).params());
        storeArrays(parameters);
        pop(parameters.length);
        Target function = control.getFirst();
        for (Kind kind : function.arity) {
            asm.zero(kind);
            push(kind);
        }
        branch(function);
        pop(function.arity.length);
    }

    private void raise(int op) {
        if (op == Op.THROW_REF) {
            pop();
            asm.invokeStatic(Names.CALLS, "raise", "(Ljava/lang/Object;)" + Kind.EXCEPTION.descriptor);
        } else {
            Kind[] values = Kind.of(layout.module.tags().get(reader.index).type().params());
            storeArrays(values);
            pop(values.length);
            loadInstance();
            asm.constInt(reader.index);
            asm.constInt(values.length);
            asm.invokeStatic(Names.CALLS, "raise", "(" + Names.type(Names.BASE) + "II)" + Kind.EXCEPTION.descriptor);
        }
        asm.op(191, -1);
    }

    /// A `try_table` is always a segment of its own, so that nothing lies below it on the JVM's stack, which a handler
    /// would lose. Without a handler's code, for a trace, it is a block.
    private void tryTable() {
        if (trace != null) {
            InstructionReader.CatchClause[] clauses = reader.catches;
            int[] nodes = new int[clauses.length];
            for (int i = 0; i < nodes.length; i++) {
                Target target = target(clauses[i].label(), control.size());
                target.label.use();
                nodes[i] = target.node;
            }
            trace.labels.put(trace.size - 1, nodes);
            open(false);
            return;
        }
        InstructionReader.CatchClause[] clauses = reader.catches;
        open(false);
        refresh();
        Label start = new Label();
        asm.mark(start);
        int depth = control.size();
        while (control.size() >= depth) {
            step();
        }
        Label end = new Label();
        asm.mark(end);
        if (!asm.isBetween(start, end)) {
            return;
        }
        boolean falls = !dead;
        Kind[] after = snapshot();
        Label past = new Label();
        if (falls) {
            refresh();
            asm.jump(past);
        }
        Label handler = new Label();
        asm.bind(handler, new Kind[]{Kind.EXCEPTION});
        asm.guard(start, end, handler, Names.EXCEPTION);
        handle(clauses);
        if (falls) {
            resetTo(0, after);
            dead = false;
            asm.bind(past, snapshot());
        } else {
            die();
        }
    }

    /// Compares the tag of the exception on the stack with those of the clauses.
    private void handle(InstructionReader.CatchClause[] clauses) {
        int slot = locals.exception;
        asm.store(Kind.EXCEPTION, slot);
        resetTo(0, NONE);
        dead = false;
        loadMemory();
        for (InstructionReader.CatchClause clause : clauses) {
            Target target = target(clause.label(), control.size());
            Label next = new Label();
            Kind[] values = NONE;
            if (clause.tag() >= 0) {
                values = Kind.of(layout.module.tags().get(clause.tag()).type().params());
                asm.load(Kind.EXCEPTION, slot);
                asm.getField(Names.EXCEPTION, "tag", Names.type(Names.TAG));
                loadInstance();
                asm.getField(Names.MODULE, "tags", "[" + Names.type(Names.TAG));
                asm.constInt(clause.tag());
                asm.op(50, -1);
                asm.jump(166, 2, next);
            }
            for (int i = 0; i < values.length; i++) {
                asm.load(Kind.EXCEPTION, slot);
                boolean word = ArrayCode.isWord(values[i]);
                asm.getField(Names.EXCEPTION, word ? "words" : "references", word ? "[J" : "[Ljava/lang/Object;");
                ArrayCode.element(asm, values[i], i);
                push(values[i]);
            }
            if (clause.withReference()) {
                asm.load(Kind.EXCEPTION, slot);
                push(Kind.REFERENCE);
            }
            branch(target);
            if (clause.tag() < 0) {
                return;
            }
            resetTo(0, NONE);
            asm.bind(next, NONE);
        }
        asm.load(Kind.EXCEPTION, slot);
        asm.op(191, -1);
    }
}
