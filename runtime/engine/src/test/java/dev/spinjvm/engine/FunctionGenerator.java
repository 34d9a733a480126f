package dev.spinjvm.engine;

import static dev.spinjvm.engine.ModuleGenerator.F32;
import static dev.spinjvm.engine.ModuleGenerator.F64;
import static dev.spinjvm.engine.ModuleGenerator.I32;
import static dev.spinjvm.engine.ModuleGenerator.I64;
import static dev.spinjvm.engine.ModuleGenerator.V128;

import dev.spinjvm.engine.ModuleGenerator.Type;
import dev.spinjvm.engine.binary.Signatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes one function: instructions at random whose operands are on the stack, or put there.
final class FunctionGenerator {

    private static final int DEEPEST = 12;

    private final ModuleGenerator module;
    private final Random random;
    private final Type type;
    private int budget;
    private final List<Integer> locals = new ArrayList<>();
    private final List<Integer> stack = new ArrayList<>();
    /// What branches to each open block take; the innermost is the last.
    private final List<int[]> labels = new ArrayList<>();
    private final WasmWriter out = new WasmWriter();
    private final int floatTemporary;
    private final int doubleTemporary;

    FunctionGenerator(ModuleGenerator module, Type type, int budget) {
        this.module = module;
        this.random = module.random;
        this.type = type;
        this.budget = budget;
        for (int param : type.params()) {
            locals.add(param);
        }
        floatTemporary = locals.size();
        locals.add(F32);
        doubleTemporary = locals.size();
        locals.add(F64);
        for (int i = 2 + random.nextInt(8); i > 0; i--) {
            locals.add(random.nextInt(8) == 0 ? V128 : module.number());
        }
    }

    WasmWriter body() {
        burnFuel();
        labels.add(type.results());
        sequence(0, type.results());
        out.u8(0x0b);
        WasmWriter body = new WasmWriter();
        int params = type.params().length;
        body.unsigned(locals.size() - params);
        for (int i = params; i < locals.size(); i++) {
            body.u8(1, locals.get(i));
        }
        return body.add(out);
    }

    private void burnFuel() {
        out.u8(0x23, ModuleGenerator.FUEL, 0x45, 0x04, 0x40, 0x00, 0x0b);
        out.u8(0x23, ModuleGenerator.FUEL, 0x41, 1, 0x6b, 0x24, ModuleGenerator.FUEL);
    }

    /// Instructions above `base` that leave `results` there.
    private void sequence(int base, int[] results) {
        int count = 2 + random.nextInt(labels.size() == 1 ? Math.max(1, budget) : 24);
        boolean dead = false;
        while (count-- > 0 && budget-- > 0) {
            if (instruction(base)) {
                dead = true;
                cut(base);
                if (random.nextInt(3) > 0) {
                    return;
                }
                count = Math.min(count, 6);
            }
        }
        if (dead && random.nextBoolean()) {
            // What is on the stack in dead code must still be at the place of a result.
            while (stack.size() > base) {
                drop();
            }
            return;
        }
        finish(base, results);
    }

    private void cut(int base) {
        while (stack.size() > base) {
            stack.removeLast();
        }
    }

    private void drop() {
        out.u8(0x1a);
        stack.removeLast();
    }

    /// Keeps what are results already, and adds the others.
    private void finish(int base, int[] results) {
        int kept = 0;
        while (kept < results.length && base + kept < stack.size() && stack.get(base + kept) == results[kept]) {
            kept++;
        }
        while (stack.size() > base + kept) {
            drop();
        }
        for (int i = kept; i < results.length; i++) {
            push(results[i]);
        }
    }

    /// Puts on top of the stack what is missing of these types.
    private void need(int base, int... wanted) {
        for (int have = Math.min(wanted.length, stack.size() - base); have >= 0; have--) {
            boolean same = true;
            for (int i = 0; i < have; i++) {
                same &= stack.get(stack.size() - have + i) == wanted[i];
            }
            if (same) {
                for (int i = have; i < wanted.length; i++) {
                    push(wanted[i]);
                }
                return;
            }
        }
    }

    private void pop(int count) {
        for (int i = 0; i < count; i++) {
            stack.removeLast();
        }
    }

    private void pushed(int... kinds) {
        for (int kind : kinds) {
            stack.add(kind);
        }
    }

    private void push(int kind) {
        pushed(kind);
        int local = random.nextInt(3) > 0 ? localOf(kind) : -1;
        if (local >= 0) {
            out.u8(0x20).unsigned(local);
            return;
        }
        int global = 1 + random.nextInt(module.globals.size() - 1);
        if (module.globals.get(global) == kind && random.nextBoolean()) {
            out.u8(0x23).unsigned(global);
            return;
        }
        constant(kind);
    }

    private void constant(int kind) {
        long wide = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(16);
            case 1 -> random.nextLong();
            case 2 -> 1L << random.nextInt(64);
            default -> -random.nextInt(300);
        };
        long value = kind == I32 ? wide << 32 >> 32 : wide;
        switch (kind) {
            case I32 -> out.u8(0x41).signed(value);
            case I64 -> out.u8(0x42).signed(value);
            case F32 -> out.u8(0x43).little(Float.floatToRawIntBits(value / 16f), 4);
            case F64 -> out.u8(0x44).little(Double.doubleToRawLongBits(value / 16.0), 8);
            default -> out.u8(0xfd, 12).little(value, 8).little(random.nextLong(), 8);
        }
    }

    private int localOf(int kind) {
        int start = random.nextInt(locals.size());
        for (int i = 0; i < locals.size(); i++) {
            int local = (start + i) % locals.size();
            if (locals.get(local) == kind && local != floatTemporary && local != doubleTemporary) {
                return local;
            }
        }
        return -1;
    }

    /// Writes one instruction and what it needs; whether nothing behind it is reached.
    private boolean instruction(int base) {
        switch (random.nextInt(26)) {
            case 0, 1, 2 -> push(random.nextInt(9) == 0 ? V128 : module.number());
            case 3, 4, 5, 6, 7 -> numeric(base, 0x45 + random.nextInt(0x80));
            case 8, 9 -> setLocal(base);
            case 10 -> setGlobal(base);
            case 11, 12 -> load(base);
            case 13, 14 -> store(base);
            case 15, 16, 17, 18 -> block(base);
            case 19 -> branchIf(base);
            case 20 -> {
                // What follows is not reached, so the function itself goes on in most cases.
                if (labels.size() > 1 || random.nextInt(40) == 0) {
                    return random.nextInt(3) == 0 ? branch(base) : branchTable(base);
                }
            }
            case 21 -> {
                return call(base);
            }
            case 22 -> vector(base);
            case 23 -> other(base);
            case 24 -> select(base);
            default -> {
                if (module.exceptions) {
                    return throwing(base);
                }
                numeric(base, 0x6a + random.nextInt(15));
            }
        }
        return false;
    }

    private void numeric(int base, int opcode) {
        boolean truncation = opcode >= 0xa8 && opcode <= 0xab || opcode >= 0xae && opcode <= 0xb1;
        if (truncation && random.nextInt(30) > 0) {
            saturating(base);
            return;
        }
        apply(base, Signatures.plain(opcode), () -> out.u8(opcode));
        boolean keepsNaN = opcode == 0x8b || opcode == 0x8c || opcode == 0x98 || opcode == 0x99 || opcode == 0x9a
                || opcode == 0xa6;
        if (!keepsNaN) {
            replaceNaN();
        }
    }

    private void apply(int base, Signatures signature, Runnable write) {
        int[] operands = Arrays.stream(signature.operands()).mapToInt(FunctionGenerator::code).toArray();
        need(base, operands);
        if (operands.length == 2 && operands[0] == operands[1] && random.nextInt(40) > 0) {
            // Divisors, and indices, are rarely zero.
            nonZero(operands[1]);
        }
        write.run();
        pop(operands.length);
        ValueType result = signature.result();
        if (result != null) {
            pushed(code(result));
        }
    }

    private void nonZero(int kind) {
        if (kind == I32) {
            out.u8(0x41, 1, 0x72);
        } else if (kind == I64) {
            out.u8(0x42, 1, 0x84);
        }
    }

    private static int code(ValueType type) {
        return type instanceof NumericType number ? 0x7f - number.ordinal() : 0;
    }

    private void replaceNaN() {
        if (stack.isEmpty()) {
            return;
        }
        int kind = stack.getLast();
        if (kind == F32 || kind == F64) {
            int local = kind == F32 ? floatTemporary : doubleTemporary;
            out.u8(0x22).unsigned(local).add(ModuleGenerator.zero(kind)).u8(0x20).unsigned(local).u8(0x20).unsigned(local)
                    .u8(kind == F32 ? 0x5b : 0x61, 0x1b);
        }
    }

    private void setLocal(int base) {
        int local = 2 + type.params().length + random.nextInt(locals.size() - 2 - type.params().length);
        if (type.params().length > 0 && random.nextInt(4) == 0) {
            local = random.nextInt(type.params().length);
        }
        need(base, locals.get(local));
        if (random.nextInt(3) == 0) {
            out.u8(0x22).unsigned(local);
        } else {
            out.u8(0x21).unsigned(local);
            pop(1);
        }
    }

    private void setGlobal(int base) {
        int global = 1 + random.nextInt(module.globals.size() - 1);
        need(base, module.globals.get(global));
        out.u8(0x24).unsigned(global);
        pop(1);
    }

    /// Makes an address of the number on top, nearly always one inside the memory.
    private void address(int base) {
        need(base, I32);
        if (random.nextInt(300) > 0) {
            out.u8(0x41).signed(0xfff).u8(0x71);
        }
    }

    private void memoryArgument(int alignment) {
        out.unsigned(random.nextInt(alignment + 1));
        out.unsigned(random.nextInt(400) == 0 ? 0xffff_fff0L : random.nextInt(4) == 0 ? random.nextInt(5000) : 0);
    }

    private void load(int base) {
        address(base);
        pop(1);
        if (random.nextInt(8) == 0) {
            int number = random.nextInt(11);
            out.u8(0xfd, number);
            memoryArgument(Signatures.vectorAlignment(number));
            pushed(V128);
            return;
        }
        int opcode = 0x28 + random.nextInt(14);
        out.u8(opcode);
        memoryArgument(Signatures.alignment(opcode));
        ValueType result = Signatures.plain(opcode).result();
        pushed(result == null ? I32 : code(result));
        replaceNaN();
    }

    private void store(int base) {
        address(base);
        if (random.nextInt(8) == 0) {
            push(V128);
            out.u8(0xfd, 11);
            memoryArgument(4);
        } else {
            int opcode = 0x36 + random.nextInt(9);
            push(code(Signatures.plain(opcode).operands()[1]));
            out.u8(opcode);
            memoryArgument(Signatures.alignment(opcode));
        }
        pop(2);
    }

    private void vector(int base) {
        int number = 15 + random.nextInt(241);
        boolean memory = number >= 84 && number <= 93;
        boolean mayMakeNaN = number == 94 || number == 95 || number >= 103 && number <= 106 || number == 116 || number == 117
                || number == 122 || number == 148 || number >= 227 && number <= 233 || number >= 239 && number <= 245;
        if (memory || mayMakeNaN || unassigned(number)) {
            return;
        }
        apply(base, Signatures.vector(number), () -> {
            out.u8(0xfd).unsigned(number);
            if (number >= 21 && number <= 34) {
                out.u8(random.nextInt(Signatures.lanes(number)));
            }
        });
        replaceNaN();
    }

    private static boolean unassigned(int number) {
        return switch (number) {
            case 154, 162, 165, 166, 175, 176, 178, 179, 180, 187, 194, 197, 198, 207, 208, 210, 211, 212, 226, 238 ->
                true;
            default -> false;
        };
    }

    private void select(int base) {
        int kind = random.nextInt(6) == 0 ? V128 : module.number();
        need(base, kind, kind, I32);
        if (random.nextBoolean()) {
            out.u8(0x1b);
        } else {
            out.u8(0x1c, 1, kind);
        }
        pop(3);
        pushed(kind);
    }

    private void other(int base) {
        switch (random.nextInt(6)) {
            case 0 -> {
                out.u8(0x3f, 0);
                pushed(I32);
            }
            case 1 -> {
                need(base, I32);
                out.u8(0x41, 1, 0x71, 0x40, 0);
            }
            case 2 -> {
                address(base);
                push(I32);
                out.u8(0x41).signed(100 + random.nextInt(100)).u8(0xfc, 11, 0);
                pop(2);
            }
            case 3 -> {
                address(base);
                out.u8(0x41).signed(random.nextInt(4000)).u8(0x41).signed(random.nextInt(500)).u8(0xfc, 10, 0, 0);
                pop(1);
            }
            case 4 -> {
                if (stack.size() > base) {
                    drop();
                }
            }
            default -> saturating(base);
        }
    }

    private void saturating(int base) {
        int number = random.nextInt(8);
        apply(base, Signatures.truncation(number), () -> out.u8(0xfc, number));
    }

    // ---- control

    private void blockType(int[] params, int[] results) {
        Type wanted = new Type(params, results);
        for (int i = 0; i < module.types.size(); i++) {
            Type known = module.types.get(i);
            if (Arrays.equals(known.params(), wanted.params()) && Arrays.equals(known.results(), wanted.results())) {
                out.signed(i);
                return;
            }
        }
        module.types.add(wanted);
        out.signed(module.types.size() - 1);
    }

    private int[] top(int base, int most) {
        int count = Math.min(random.nextInt(most + 1), stack.size() - base);
        return stack.subList(stack.size() - count, stack.size()).stream().mapToInt(Integer::intValue).toArray();
    }

    private int[] results() {
        int[] out = new int[random.nextInt(3)];
        for (int i = 0; i < out.length; i++) {
            out[i] = random.nextInt(10) == 0 ? V128 : module.number();
        }
        return out;
    }

    private void block(int base) {
        if (labels.size() > DEEPEST) {
            return;
        }
        int kind = random.nextInt(module.exceptions ? 4 : 3);
        if (kind == 2) {
            need(base, I32);
            pop(1);
        }
        int[] params = kind == 3 ? new int[0] : top(base, 3);
        boolean withElse = random.nextBoolean();
        int[] results = kind == 2 && !withElse ? params : results();
        int inner = stack.size() - params.length;
        switch (kind) {
            case 0 -> {
                out.u8(0x02);
                blockType(params, results);
                inside(inner, results, results);
            }
            case 1 -> {
                out.u8(0x03);
                blockType(params, results);
                burnFuel();
                inside(inner, params, results);
            }
            case 2 -> {
                out.u8(0x04);
                blockType(params, results);
                inside(inner, results, results);
                if (withElse) {
                    out.u8(0x05);
                    cut(inner);
                    pushed(params);
                    inside(inner, results, results);
                }
            }
            default -> tryBlock(results);
        }
        out.u8(0x0b);
        cut(inner);
        pushed(results);
    }

    private void inside(int base, int[] label, int[] results) {
        labels.add(label);
        sequence(base, results);
        labels.removeLast();
    }

    /// A block around what may throw: exceptions of each tag, or any, lead to a block of their own in it.
    private void tryBlock(int[] results) {
        int base = stack.size();
        int[] carried = {I32, F64};
        out.u8(0x02);
        blockType(new int[0], results);
        labels.add(results);
        out.u8(0x02);
        blockType(new int[0], carried);
        labels.add(carried);
        out.u8(0x02, 0x40);
        labels.add(new int[0]);
        out.u8(0x1f);
        blockType(new int[0], results);
        if (random.nextBoolean()) {
            out.u8(2, 0, 1, 1, 2, 0);
        } else {
            out.u8(1);
            // A clause must fit its label: tag 1 leads to the block that takes its values.
            int tag = random.nextInt(2);
            out.u8(0, tag, tag);
        }
        inside(base, results, results);
        out.u8(0x0b, 0x0c, 2, 0x0b);
        labels.removeLast();
        cut(base);
        finish(base, results);
        out.u8(0x0c, 1, 0x0b, 0x1a, 0x1a);
        labels.removeLast();
        cut(base);
        finish(base, results);
        labels.removeLast();
        cut(base);
    }

    private boolean throwing(int base) {
        if (labels.size() == 1 || random.nextInt(3) > 0) {
            return false;
        }
        if (random.nextBoolean()) {
            out.u8(0x08, 0);
        } else {
            need(base, I32, F64);
            out.u8(0x08, 1);
        }
        return true;
    }

    private void branchIf(int base) {
        int depth = random.nextInt(labels.size());
        int[] label = labels.get(labels.size() - 1 - depth);
        if (random.nextInt(3) > 0) {
            // A condition that changes from one round of a loop to the next.
            need(base, label);
            out.u8(0x23, ModuleGenerator.FUEL, 0x41, 1 + random.nextInt(7), 0x71);
            pushed(I32);
        } else {
            need(base, withIndex(label));
        }
        out.u8(0x0d).unsigned(depth);
        pop(1);
    }

    private static int[] withIndex(int[] types) {
        int[] out = Arrays.copyOf(types, types.length + 1);
        out[types.length] = I32;
        return out;
    }

    private boolean branch(int base) {
        int depth = random.nextInt(labels.size());
        need(base, labels.get(labels.size() - 1 - depth));
        if (depth == labels.size() - 1 && random.nextBoolean()) {
            out.u8(0x0f);
        } else {
            out.u8(0x0c).unsigned(depth);
        }
        return true;
    }

    private boolean branchTable(int base) {
        int[] label = labels.get(random.nextInt(labels.size()));
        List<Integer> depths = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            if (Arrays.equals(labels.get(labels.size() - 1 - i), label)) {
                depths.add(i);
            }
        }
        int count = random.nextInt(8) == 0 ? 300 : random.nextInt(8);
        need(base, withIndex(label));
        out.u8(0x41).signed(random.nextBoolean() ? 7 : 511).u8(0x71, 0x0e).unsigned(count);
        for (int i = 0; i <= count; i++) {
            out.unsigned(depths.get(random.nextInt(depths.size())));
        }
        return true;
    }

    private boolean call(int base) {
        int slot = random.nextInt(ModuleGenerator.TABLE_SIZE);
        int function = module.table[slot];
        int index = module.functions.get(function);
        Type called = module.types.get(index);
        boolean tail = labels.size() > 1 && Arrays.equals(called.results(), type.results()) && random.nextInt(3) == 0;
        need(base, called.params());
        if (random.nextBoolean()) {
            out.u8(tail ? 0x12 : 0x10).unsigned(function);
        } else {
            // Another slot is mostly one of another type.
            out.u8(0x41).signed(random.nextInt(200) == 0 ? random.nextInt(20) : slot);
            out.u8(tail ? 0x13 : 0x11).unsigned(index).u8(0);
        }
        pop(called.params().length);
        pushed(called.results());
        return tail;
    }
}
