package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.binary.InstructionReader;
import dev.spinjvm.engine.compiler.Assembler.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The code of blocks and branches, and of the ways on which segments are left: the labels that can be seen, and whether
/// the code that comes next can be reached at all.
abstract class BranchCode extends PlainCode {

    final FunctionMethods methods;
    final Segment segment;
    final List<Target> control = new ArrayList<>();
    final @Nullable Trace trace;
    boolean dead;
    /// How many blocks deep the unreachable code is.
    int deadDepth;

    BranchCode(FunctionMethods methods, Segment segment, Assembler asm, MethodLocals locals, InstructionReader reader,
            @Nullable Trace trace) {
        super(methods.layout, asm, locals, reader);
        this.methods = methods;
        this.segment = segment;
        this.trace = trace;
    }

    @Override
    final Kind[] localKinds() {
        return methods.kinds;
    }

    final void die() {
        dead = true;
        deadDepth = 0;
    }

    // ---- blocks

    final Target open(boolean loop) {
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

    final void otherwise() {
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

    final void end() {
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

    final Target target() {
        return target(reader.index, control.size());
    }

    final Target target(int depth, int size) {
        return control.get(size - 1 - depth);
    }

    final Target target(int id) {
        for (Target target : control) {
            if (target.id == id) {
                return target;
            }
        }
        throw new IllegalStateException("no label " + id);
    }

    final void traceLabel(Target target) {
        if (trace != null) {
            trace.operand(target.node);
        }
    }

    /// Whether a branch is more than a jump.
    final boolean hasWork(Target target) {
        return target.exit != 0 || target.id == Target.FUNCTION || height != target.base + target.arity.length;
    }

    /// Writes a branch; what is known of the stack stays as it is.
    final void branch(Target target) {
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
    final void reach(Target target) {
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

    final void branchIf(Target target) {
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

    final void branchTable() {
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

    final void branchOnNull() {
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

    final void branchOnNonNull() {
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
    final void leaveFunction(Target function) {
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
    final void leave(Kind[] values, int @Nullable [] written, int number) {
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

    /// Goes the only way that a segment has.
    final void goOn(Segment inner, Kind[] left) {
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
    final void dispatch(Segment inner, Kind[] left) {
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
    final void arrive(Segment inner, Kind[] values, int[] written) {
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
}
