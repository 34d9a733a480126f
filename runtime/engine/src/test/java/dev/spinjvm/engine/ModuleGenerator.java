package dev.spinjvm.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes valid modules at random: the same one for the same seed.
///
/// A module exports `f0`, `f1`, …, which take and give numbers, `fuel`, which says how many loops and calls may still
/// begin, and `hash`, which makes one number of the memory and the globals. No NaN is ever left where its bits can be
/// seen, because engines may choose them.
final class ModuleGenerator {

    static final int I32 = 0x7f;
    static final int I64 = 0x7e;
    static final int F32 = 0x7d;
    static final int F64 = 0x7c;
    static final int V128 = 0x7b;

    static final int FUEL = 0;
    static final int TABLE_SIZE = 16;

    /// The type of a function.
    record Type(int[] params, int[] results) {}

    final Random random;
    /// Whether other engines lack what the module may use: `try_table`.
    final boolean exceptions;
    final List<Type> types = new ArrayList<>();
    /// The types of the functions, and of the globals, of which the first is the fuel.
    final List<Integer> functions = new ArrayList<>();
    final List<Integer> globals = new ArrayList<>();
    final int[] table = new int[TABLE_SIZE];

    private ModuleGenerator(long seed, boolean exceptions) {
        this.random = new Random(seed);
        this.exceptions = exceptions;
    }

    /// @param size about how many instructions the greatest function has
    static byte[] module(long seed, int size, boolean exceptions) {
        return new ModuleGenerator(seed, exceptions).module(size);
    }

    private byte[] module(int size) {
        for (int i = 0; i < 6; i++) {
            types.add(new Type(some(4), some(3)));
        }
        // Signatures that only functions inside of the module have.
        types.add(new Type(new int[]{V128, I32}, new int[]{V128}));
        types.add(new Type(many(12), many(5)));
        int count = 4 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            functions.add(i < 3 ? random.nextInt(6) : random.nextInt(types.size()));
        }
        globals.add(I32);
        for (int type : new int[]{I32, I64, F32, F64, V128, I32}) {
            globals.add(type);
        }
        for (int i = 0; i < TABLE_SIZE; i++) {
            table[i] = random.nextInt(count);
        }
        List<WasmWriter> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int budget = i == 0 ? size : 10 + random.nextInt(Math.max(1, size / 4));
            bodies.add(new FunctionGenerator(this, types.get(functions.get(i)), budget).body());
        }
        return write(bodies);
    }

    private int[] some(int most) {
        return many(random.nextInt(most + 1));
    }

    private int[] many(int count) {
        int[] out = new int[count];
        for (int i = 0; i < count; i++) {
            out[i] = number();
        }
        return out;
    }

    int number() {
        return new int[]{I32, I32, I64, F32, F64}[random.nextInt(5)];
    }

    private WasmWriter typeSection() {
        WasmWriter out = new WasmWriter().unsigned(types.size() + 4);
        for (Type type : types) {
            out.u8(0x60).add(list(type.params)).add(list(type.results));
        }
        out.u8(0x60, 1, I32, 0).u8(0x60, 0, 1, I64);
        // Types of tags.
        return out.u8(0x60, 0, 0).u8(0x60, 2, I32, F64, 0);
    }

    private static WasmWriter list(int[] values) {
        return new WasmWriter().unsigned(values.length).u8(values);
    }

    private byte[] write(List<WasmWriter> bodies) {
        int count = functions.size();
        WasmWriter declared = new WasmWriter().unsigned(count + 2);
        functions.forEach(declared::unsigned);
        declared.unsigned(types.size()).unsigned(types.size() + 1);
        WasmWriter variables = new WasmWriter().unsigned(globals.size());
        globals.forEach(type -> variables.u8(type, 1).add(zero(type)).u8(0x0b));
        WasmWriter exports = new WasmWriter();
        int exported = 2;
        exports.name("fuel").u8(0).unsigned(count).name("hash").u8(0).unsigned(count + 1);
        for (int i = 0; i < count; i++) {
            if (functions.get(i) < 6) {
                exports.name("f" + i).u8(0).unsigned(i);
                exported++;
            }
        }
        WasmWriter elements = new WasmWriter().u8(1, 0, 0x41, 0, 0x0b).unsigned(TABLE_SIZE);
        for (int function : table) {
            elements.unsigned(function);
        }
        WasmWriter code = new WasmWriter().unsigned(count + 2);
        bodies.forEach(code::sized);
        code.sized(new WasmWriter().u8(0, 0x20, 0, 0x24, FUEL, 0x0b)).sized(hash());
        byte[] contents = new byte[256];
        random.nextBytes(contents);
        WasmWriter data = new WasmWriter().u8(1, 0, 0x41, 0, 0x0b).unsigned(contents.length);
        for (byte b : contents) {
            data.u8(b);
        }
        WasmWriter out = new WasmWriter().u8(0, 'a', 's', 'm', 1, 0, 0, 0).section(1, typeSection())
                .section(3, declared).section(4, new WasmWriter().u8(1, 0x70, 0).unsigned(TABLE_SIZE))
                .section(5, new WasmWriter().u8(1, 1, 1, 2));
        if (exceptions) {
            out.section(13, new WasmWriter().u8(2, 0).unsigned(types.size() + 2).u8(0).unsigned(types.size() + 3));
        }
        return out.section(6, variables).section(7, new WasmWriter().unsigned(exported).add(exports))
                .section(9, elements).section(10, code).section(11, data).bytes();
    }

    static WasmWriter zero(int type) {
        return switch (type) {
            case I32 -> new WasmWriter().u8(0x41, 0);
            case I64 -> new WasmWriter().u8(0x42, 0);
            case F32 -> new WasmWriter().u8(0x43).little(0, 4);
            case F64 -> new WasmWriter().u8(0x44).little(0, 8);
            default -> new WasmWriter().u8(0xfd, 12).little(0, 16);
        };
    }

    /// Local 0 is the address, local 1 the hash.
    private WasmWriter hash() {
        WasmWriter out = new WasmWriter().u8(2, 1, I32, 1, I64);
        out.u8(0x03, 0x40, 0x20, 1, 0x20, 0, 0x29, 3, 0, 0x85).add(mix());
        out.u8(0x20, 0, 0x41, 8, 0x6a, 0x22, 0, 0x3f, 0, 0x41, 16, 0x74, 0x49, 0x0d, 0, 0x0b);
        for (int i = 1; i < globals.size(); i++) {
            out.u8(0x20, 1, 0x23, i);
            switch (globals.get(i)) {
                case I32 -> out.u8(0xad);
                case F32 -> out.u8(0xbc, 0xad);
                case F64 -> out.u8(0xbd);
                case V128 -> out.u8(0xfd, 29, 0, 0x23, i, 0xfd, 29, 1, 0x85);
                default -> {
                }
            }
            out.u8(0x85).add(mix());
        }
        return out.u8(0x20, 1, 0x0b);
    }

    private static WasmWriter mix() {
        return new WasmWriter().u8(0x42).signed(0x100_0000_01b3L).u8(0x7e, 0x42, 23, 0x89, 0x42).signed(0x9e37_79b9_7f4a_7c15L)
                .u8(0x7c, 0x21, 1);
    }
}
