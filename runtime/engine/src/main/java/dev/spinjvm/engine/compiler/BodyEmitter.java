package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.binary.InstructionReader;
import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.compiler.Assembler.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the method of a body, or of a segment of it: control flow, and the calls of inner segments.
///
/// WebAssembly's blocks become labels and jumps; code that cannot be reached is left out, because the JVM's verifier
/// would want to know the stack there.
final class BodyEmitter extends PlainCode {

    private static final Kind[] NONE = {};

    private final FunctionMethods methods;
    private final Segment segment;
    private final List<Target> control = new ArrayList<>();
    private final @Nullable Trace trace;
    private boolean dead;
    /// How many blocks deep the unreachable code is.
    private int deadDepth;

    BodyEmitter(FunctionMethods methods, Segment segment, Assembler asm, MethodLocals locals, InstructionReader reader,
            @Nullable Trace trace) {
        super(methods.layout, asm, locals, reader);
        this.methods = methods;
        this.segment = segment;
        this.trace = trace;
    }

    @Override
    Kind[] localKinds() {
        return methods.kinds;
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
                asm.invokeStatic(Names.CALLS, "unreachable", "()Ldev/spinjvm/engine/TrapException;");
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

    private void die() {
        dead = true;
        deadDepth = 0;
    }

    // ---- blocks

    private Target open(boolean loop) {
        FuncType type = reader.blockType;
        Kind[] parameters = Kind.of(type.params());
        Kind[] results = Kind.of(type.results());
        Target target = new Target(reader.position, loop ? parameters : results, parameters, results,
                height - parameters.length);
        if (trace != null) {
            target.node = trace.open(reader.position, loop);
        }
        control.add(target);
        low = Math.min(low, target.base);
        return target;
    }

    private void otherwise() {
        Target target = control.getLast();
        Label otherwise = target.otherwise;
        if (otherwise == null) {
            throw new IllegalStateException("else without if");
        }
        if (trace != null) {
            trace.operand(target.node);
            trace.nodes.get(target.node).otherwise = trace.size - 1;
        }
        if (!dead) {
            flush();
            refresh();
            asm.jump(target.label);
        }
        target.otherwise = null;
        revive(target, target.parameters);
        asm.bind(otherwise, snapshot());
    }

    private void end() {
        Target target = control.removeLast();
        if (trace != null) {
            trace.operand(target.node);
            trace.nodes.get(target.node).end = trace.size - 1;
        }
        if (!dead) {
            flush();
            if (target.id == Target.FUNCTION) {
                leaveFunction(target);
                die();
                return;
            }
            if (target.otherwise != null || target.label.isUsed()) {
                refresh();
            }
        } else if (target.id == Target.FUNCTION) {
            return;
        }
        if (target.otherwise != null) {
            revive(target, target.results);
            asm.bind(target.otherwise, snapshot());
        }
        // A loop's label is at its beginning.
        if (target.label.isUsed() && !isLoop(target)) {
            revive(target, target.results);
            asm.bind(target.label, snapshot());
        }
        low = Math.min(low, target.base);
    }

    private static boolean isLoop(Target target) {
        return target.label.isBound();
    }

    private void revive(Target target, Kind[] kinds) {
        dead = false;
        resetTo(target.base, kinds);
    }

    // ---- branches

    private Target target() {
        return target(reader.index, control.size());
    }

    private Target target(int depth, int size) {
        return control.get(size - 1 - depth);
    }

    private Target target(int id) {
        for (Target target : control) {
            if (target.id == id) {
                return target;
            }
        }
        throw new IllegalStateException("no label " + id);
    }

    private void traceLabel(Target target) {
        if (trace != null) {
            trace.operand(target.node);
        }
    }

    /// Whether a branch is more than a jump.
    private boolean hasWork(Target target) {
        return target.exit != 0 || target.id == Target.FUNCTION || height != target.base + target.arity.length;
    }

    /// Writes a branch; what is known of the stack stays as it is.
    private void branch(Target target) {
        if (target.exit != 0) {
            leave(target.arity, segment.exits.get(target.id), target.exit);
        } else if (target.id == Target.FUNCTION) {
            leaveFunction(target);
        } else {
            refresh();
            if (height != target.base + target.arity.length) {
                unwind(target);
            }
            asm.jump(target.label);
        }
        reach(target);
    }

    /// Takes note that a branch needs the values that it carries.
    private void reach(Target target) {
        low = Math.min(low, height - target.arity.length);
    }

    /// Drops what lies between the values that a branch carries and those below its label.
    private void unwind(Target target) {
        Kind[] kept = target.arity;
        int[] slots = temporaries(kept);
        for (int i = kept.length - 1; i >= 0; i--) {
            asm.store(kept[i], slots[i]);
        }
        for (int i = kept.length; height - 1 - i >= target.base; i++) {
            asm.pop(peek(i));
        }
        for (int i = 0; i < kept.length; i++) {
            asm.load(kept[i], slots[i]);
        }
    }

    private void branchIf(Target target) {
        refresh();
        height--;
        boolean work = hasWork(target);
        height++;
        if (!work) {
            jumpIf(true, target.label);
            reach(target);
            return;
        }
        Label past = new Label();
        jumpIf(false, past);
        branch(target);
        asm.bind(past, snapshot());
    }

    private void branchTable() {
        flush();
        refresh();
        pop();
        int[] depths = reader.targets;
        int size = control.size();
        if (trace != null) {
            int[] nodes = new int[depths.length];
            for (int i = 0; i < nodes.length; i++) {
                nodes[i] = target(depths[i], size).node;
            }
            trace.labels.put(trace.size - 1, nodes);
        }
        Label[] labels = new Label[depths.length];
        Map<Integer, Label> stubs = new java.util.LinkedHashMap<>();
        for (int i = 0; i < depths.length; i++) {
            Target target = target(depths[i], size);
            reach(target);
            labels[i] = hasWork(target) ? stubs.computeIfAbsent(depths[i], _ -> new Label()) : target.label;
        }
        Label otherwise = labels[labels.length - 1];
        if (labels.length == 1) {
            asm.pop(Kind.INT);
            asm.jump(otherwise);
        } else if (labels.length > SwitchTable.LONG) {
            SwitchTable.write(asm, labels);
        } else {
            asm.tableSwitch(0, java.util.Arrays.copyOf(labels, labels.length - 1), otherwise);
        }
        Kind[] stack = snapshot();
        stubs.forEach((depth, label) -> {
            asm.bind(label, stack);
            branch(target(depth, size));
        });
        die();
    }

    private void branchOnNull() {
        flush();
        refresh();
        Target target = target();
        traceLabel(target);
        asm.op(89, 1);
        Label past = new Label();
        asm.jump(199, 1, past);
        asm.op(87, -1);
        pop();
        branch(target);
        push(Kind.REFERENCE);
        asm.bind(past, snapshot());
    }

    private void branchOnNonNull() {
        flush();
        refresh();
        Target target = target();
        traceLabel(target);
        asm.op(89, 1);
        Label past = new Label();
        asm.jump(198, 1, past);
        branch(target);
        asm.bind(past, snapshot());
        asm.op(87, -1);
        pop();
    }

    /// Returns from the function with the topmost values.
    private void leaveFunction(Target function) {
        Kind[] results = function.arity;
        if (results.length == 1) {
            asm.returnValue(results[0]);
        } else {
            storeTransfers(results);
            asm.returnVoid();
        }
    }

    // ---- segments

    /// Leaves the segment with `values` on top of the stack.
    private void leave(Kind[] values, int @Nullable [] written, int number) {
        if (written == null) {
            throw new IllegalStateException("a segment ends where it was not seen to end");
        }
        Passing passing = Passing.of(segment, values, written, methods.kinds);
        int slot = locals.end;
        Kind returned = passing.returned();
        boolean above = passing.returnedLocal() < 0 && passing.values().length > 0;
        if (returned != null && above) {
            asm.store(returned, slot);
        }
        Kind[] all = passing.all(methods.kinds);
        int[] ordinals = ordinals(all);
        int count = passing.values().length;
        for (int i = count - 1; i >= 0; i--) {
            storeTransfer(all[i], ordinals[i]);
        }
        for (int i = 0; i < passing.locals().length; i++) {
            Kind kind = all[count + i];
            loadInstance();
            asm.load(kind, locals.slots[passing.locals()[i]]);
            asm.putField(Names.MODULE, layout.transferField(kind, ordinals[count + i]), kind.descriptor);
        }
        if (returned != null && above) {
            asm.load(returned, slot);
        }
        if (segment.ways() > 1) {
            leaveBy(number);
        } else if (returned == null) {
            asm.returnVoid();
        } else {
            if (passing.returnedLocal() >= 0) {
                asm.load(returned, locals.slots[passing.returnedLocal()]);
            }
            asm.returnValue(returned);
        }
    }

    /// Returns the number of a way, with the carried local in the low half of a long if there is one.
    private void leaveBy(int number) {
        if (segment.carried < 0) {
            asm.constInt(number);
            asm.returnValue(Kind.INT);
            return;
        }
        asm.load(Kind.INT, locals.slots[segment.carried]);
        asm.op(133, 1);
        asm.constLong(0xffff_ffffL);
        asm.op(127, -2);
        if (number != 0) {
            asm.constLong((long) number << 32);
            asm.op(129, -2);
        }
        asm.returnValue(Kind.LONG);
    }

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

    /// Goes the only way that a segment has.
    private void goOn(Segment inner, Kind[] left) {
        if (inner.endLocals != null) {
            arrive(inner, left, inner.endLocals);
            return;
        }
        Map.Entry<Integer, int[]> exit = inner.exits.entrySet().iterator().next();
        Target target = target(exit.getKey());
        arrive(inner, target.arity, exit.getValue());
        branch(target);
        die();
    }

    /// Goes where the number on the stack says.
    private void dispatch(Segment inner, Kind[] left) {
        if (inner.carried >= 0) {
            asm.op(92, 2);
            asm.op(136, -1);
            asm.store(Kind.INT, locals.slots[inner.carried]);
            asm.constInt(32);
            asm.op(125, -1);
            asm.op(136, -1);
        }
        int base = height;
        Label end = new Label();
        Label[] labels = new Label[inner.exits.size()];
        boolean[] written = new boolean[labels.length];
        int i = 0;
        for (Map.Entry<Integer, int[]> exit : inner.exits.entrySet()) {
            Target target = target(exit.getKey());
            // A way on which nothing is passed leads straight to its label.
            written[i] = hasWork(target)
                    || Passing.of(inner, target.arity, exit.getValue(), methods.kinds).all(methods.kinds).length > 0;
            labels[i] = written[i] ? new Label() : target.label;
            i++;
        }
        boolean ends = inner.endLocals != null;
        if (labels.length == 1) {
            if (written[0]) {
                asm.jump(153, 1, end);
            } else {
                asm.jump(154, 1, labels[0]);
                asm.bind(end, snapshot());
            }
        } else if (labels.length == 2 && !ends) {
            asm.constInt(1);
            asm.jump(159, 2, labels[0]);
            asm.jump(labels[1]);
        } else {
            asm.tableSwitch(1, labels, ends ? end : labels[labels.length - 1]);
        }
        i = 0;
        for (Map.Entry<Integer, int[]> exit : inner.exits.entrySet()) {
            if (written[i]) {
                asm.bind(labels[i], snapshot());
                Target target = target(exit.getKey());
                arrive(inner, target.arity, exit.getValue());
                branch(target);
                height = base;
            }
            i++;
        }
        if (inner.endLocals != null) {
            if (!end.isBound()) {
                asm.bind(end, snapshot());
            }
            arrive(inner, left, inner.endLocals);
        } else {
            die();
        }
    }

    /// Takes over the values and locals that a segment passed.
    private void arrive(Segment inner, Kind[] values, int[] written) {
        Passing passing = Passing.of(inner, values, written, methods.kinds);
        Kind[] all = passing.all(methods.kinds);
        int[] ordinals = ordinals(all);
        int count = passing.values().length;
        Kind returned = passing.returned();
        int slot = locals.end;
        if (returned != null) {
            if (passing.returnedLocal() >= 0) {
                asm.store(returned, locals.slots[passing.returnedLocal()]);
            } else if (count > 0) {
                asm.store(returned, slot);
            }
        }
        for (int i = 0; i < passing.locals().length; i++) {
            Kind kind = all[count + i];
            loadTransfer(kind, ordinals[count + i]);
            asm.store(kind, locals.slots[passing.locals()[i]]);
        }
        for (int i = 0; i < count; i++) {
            loadTransfer(all[i], ordinals[i]);
            push(all[i]);
        }
        if (returned != null && passing.returnedLocal() < 0) {
            if (count > 0) {
                asm.load(returned, slot);
            }
            push(returned);
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
