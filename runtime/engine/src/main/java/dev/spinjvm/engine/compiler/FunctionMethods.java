package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.ValueType;
import dev.spinjvm.engine.binary.InstructionReader;
import dev.spinjvm.engine.binary.Op;
import dev.spinjvm.engine.binary.WasmModule.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the methods of one function: one, or several where one would be too large.
final class FunctionMethods {

    private static final int MAX_LOCALS = 50_000;
    private static final int[] NONE = {};

    final ModuleLayout layout;
    final int index;
    final FuncType type;
    /// The kinds of all locals, parameters first.
    final Kind[] kinds;
    final Kind[] results;
    final String className;

    private final ClassWriter out;
    private final Body body;
    private final int codeStart;
    private final List<Method> done = new ArrayList<>();
    private int segments;

    private record Method(String name, String descriptor, Assembler code) {}

    FunctionMethods(ModuleLayout layout, int index, ClassWriter out) {
        this.layout = layout;
        this.index = index;
        this.out = out;
        this.type = layout.module.functionType(index);
        this.results = Kind.of(type.results());
        this.className = layout.className(index);
        this.body = layout.module.bodies()[index - layout.module.importedFunctions()];
        InstructionReader reader = reader();
        ValueType[] declared = reader.locals(MAX_LOCALS);
        this.codeStart = reader.offset();
        Kind[] all = java.util.Arrays.copyOf(Kind.of(type.params()), type.params().size() + declared.length);
        for (int i = 0; i < declared.length; i++) {
            all[type.params().size() + i] = Kind.of(declared[i]);
        }
        this.kinds = all;
    }

    boolean isWide() {
        return layout.isWide(layout.module.functions()[index]);
    }

    private InstructionReader reader() {
        return new InstructionReader(layout.module.bytes(), body.start(), body.end(), layout.types);
    }

    /// Writes all methods, and returns whether there are several.
    boolean write(SplitLimits limits) {
        if (!layout.scan(index).hasTry && body.end() - body.start() < limits.certainlyLarge()) {
            Assembler code = whole(new Segment(codeStart, body.end(), 0, NONE, NONE, null, Map.of(), -1, false), null);
            if (code.size() <= limits.method()) {
                add(code);
                return false;
            }
        }
        Trace trace = new Trace();
        whole(new Segment(codeStart, body.end(), 0, NONE, NONE, null, Map.of(), -1, false), trace);
        for (SplitLimits attempt = limits;; attempt = attempt.halved()) {
            done.clear();
            Segment plan = new SplitPlanner(trace, kinds, attempt, layout.scan(index).hasTry).plan(body.end());
            Assembler code = whole(plan, null);
            if (fits(code)) {
                done.forEach(method -> out.method(ClassWriter.PUBLIC | ClassWriter.STATIC, method.name, method.descriptor,
                        method.code));
                add(code);
                return true;
            }
            if (attempt.isLeast()) {
                throw new TooLargeException("function " + index);
            }
        }
    }

    private boolean fits(Assembler code) {
        return code.size() <= Assembler.MAX_SIZE && done.stream().allMatch(m -> m.code.size() <= Assembler.MAX_SIZE);
    }

    private void add(Assembler code) {
        boolean tails = layout.scan(index).hasTailCalls;
        int typeIndex = layout.module.functions()[index];
        String name = tails ? ModuleLayout.tailBodyName(index) : ModuleLayout.methodName(index);
        out.method(ClassWriter.PUBLIC | ClassWriter.STATIC, name, layout.descriptor(typeIndex), code);
        if (tails) {
            out.method(ClassWriter.PUBLIC | ClassWriter.STATIC, ModuleLayout.methodName(index),
                    layout.descriptor(typeIndex), SupportClasses.tailLoop(layout, index, out.pool));
        }
    }

    private Assembler whole(Segment plan, @Nullable Trace trace) {
        int parameters = type.params().size();
        boolean wide = isWide();
        int[] passed = wide ? NONE : range(0, parameters);
        int[] own = range(wide ? 0 : parameters, kinds.length);
        FunctionScan scan = layout.scan(index);
        MethodLocals locals = MethodLocals.of(new Kind[0], passed, own, kinds, scan.usesMemory, scan.writesMemory, false);
        Assembler asm = new Assembler(out.pool);
        asm.begin(locals.parameters, locals.all);
        Segment segment = new Segment(plan.start, plan.end, 0, passed, own, null, Map.of(), -1, false);
        segment.inner.putAll(plan.inner);
        new BodyEmitter(this, segment, asm, locals, reader(), trace).writeBody();
        return asm;
    }

    private static int[] range(int from, int to) {
        int[] range = new int[to - from];
        for (int i = 0; i < range.length; i++) {
            range[i] = from + i;
        }
        return range;
    }

    /// Writes the method of a segment.
    ///
    /// @param around the labels that it can see, the outermost first
    /// @param consumed the values of the operand stack that it takes
    Segment.Written writeSegment(Segment segment, List<Target> around, Kind[] consumed) {
        FunctionScan scan = layout.scan(index);
        boolean handler = (layout.module.bytes()[segment.start] & 0xff) == Op.TRY_TABLE
                && !segment.inner.containsKey(segment.start);
        MethodLocals locals = MethodLocals.of(consumed, segment.passed, segment.own, kinds, scan.usesMemory,
                scan.writesMemory, handler);
        Assembler asm = new Assembler(out.pool);
        asm.begin(locals.parameters, locals.all);
        String name = ModuleLayout.methodName(index) + "s" + segments++;
        Kind[] left = new BodyEmitter(this, segment, asm, locals, reader(), null).writeSegment(around, consumed);
        String result = "V";
        if (segment.ways() > 1) {
            result = segment.carried >= 0 ? "J" : "I";
        } else if (segment.ways() == 1) {
            Kind returned = only(segment, around, left);
            result = returned == null ? "V" : returned.descriptor;
        }
        StringBuilder descriptor = new StringBuilder("(");
        for (Kind kind : locals.parameters) {
            descriptor.append(kind.descriptor);
        }
        descriptor.append(')').append(result);
        done.add(new Method(name, descriptor.toString(), asm));
        return new Segment.Written(name, descriptor.toString(), left);
    }

    /// What a segment returns that has one way.
    private @Nullable Kind only(Segment segment, List<Target> around, Kind[] left) {
        if (segment.endLocals != null) {
            return Passing.of(segment, left, segment.endLocals, kinds).returned();
        }
        Map.Entry<Integer, int[]> exit = segment.exits.entrySet().iterator().next();
        for (Target target : around) {
            if (target.id == exit.getKey()) {
                return Passing.of(segment, target.arity, exit.getValue(), kinds).returned();
            }
        }
        throw new IllegalStateException("no label " + exit.getKey());
    }
}
