package dev.spinjvm.engine.binary;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.InvalidModuleException;
import dev.spinjvm.engine.NumericType;
import dev.spinjvm.engine.ValueType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the instructions of an expression one after the other (core specification, "Binary Format", "Instructions").
///
/// [#next] reads an instruction with its immediates and leaves them in the fields, which are valid until the next
/// call. Nothing is allocated for plain instructions. Indices are not checked, except those of types.
@SuppressWarnings("NullAway.Init")
public final class InstructionReader {

    private static final int[] NO_TARGETS = {};
    private static final CatchClause[] NO_CATCHES = {};
    private static final FuncType EMPTY = new FuncType(List.of(), List.of());

    private final TypeReader types;
    private final byte[] bytes;
    private final int end;
    private int at;

    /// The opcode, `prefix << 16 | number` behind a prefix.
    public int opcode;
    /// Where the opcode begins.
    public int position;
    /// The first index immediate: of a local, global, function, table, label (depth), type, segment, memory, tag or
    /// lane. Of `call_indirect` the type; of `memory.init` and `table.init` the segment; of `memory.copy` and
    /// `table.copy` the destination.
    public int index;
    /// The second index immediate: of `call_indirect` and `table.init` the table, of `memory.init` the memory, of
    /// `memory.copy` and `table.copy` the source.
    public int second;
    /// A constant: an integer sign-extended, a float's raw bits, the low half of a vector. Of a memory access the offset,
    /// unsigned.
    public long value;
    /// The high half of a vector constant.
    public long high;
    /// The exponent of a memory access's alignment.
    public int align;
    /// The memory of a memory access.
    public int memory;
    /// The type of a block.
    public FuncType blockType = EMPTY;
    /// The labels of `br_table`, the default last.
    public int[] targets = NO_TARGETS;
    /// The type of `select` with a type and of `ref.null`.
    public ValueType type = NumericType.I32;
    /// How many types a typed `select` had.
    public int typeCount;
    /// The clauses of `try_table`.
    public CatchClause[] catches = NO_CATCHES;
    /// The lanes of `i8x16.shuffle`.
    public byte[] lanes = new byte[0];

    /// A clause of `try_table`; `tag` is -1 for `catch_all`, `withReference` tells whether the exception is pushed.
    public record CatchClause(int tag, boolean withReference, int label) {}

    /// Reads what lies from `start` to `end` of `bytes`.
    public InstructionReader(byte[] bytes, int start, int end, TypeReader types) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.types = types;
    }

    /// Where the next instruction begins.
    public int offset() {
        return at;
    }

    public boolean hasNext() {
        return at < end;
    }

    /// Continues at `offset`, where an instruction must begin.
    public void seek(int offset) {
        at = offset;
    }

    /// Reads the local declarations with which a body begins, and returns the types of the locals.
    ///
    /// @param limit the most locals that are accepted
    public ValueType[] locals(int limit) {
        int groups = u32();
        ValueType[] out = new ValueType[8];
        long count = 0;
        for (int i = 0; i != groups; i++) {
            long group = Integer.toUnsignedLong(u32());
            if (count + group > limit) {
                throw new InvalidModuleException("too many locals at offset " + at);
            }
            ValueType of = valueType();
            if (count + group > out.length) {
                out = Arrays.copyOf(out, (int) Math.max(out.length * 2L, count + group));
            }
            Arrays.fill(out, (int) count, (int) (count + group), of);
            count += group;
        }
        return Arrays.copyOf(out, (int) count);
    }

    /// Reads the next instruction and returns its opcode.
    ///
    /// @throws InvalidModuleException if the encoding is malformed
    public int next() {
        position = at;
        int op = u8();
        if (op >= Op.PREFIX_MISC && op <= Op.PREFIX_ATOMIC) {
            int number = u32();
            if (number < 0 || number > 0xffff) {
                throw illegal(op << 16 | number & 0xffff);
            }
            op = op << 16 | number;
        }
        opcode = op;
        switch (op >>> 16) {
            case 0 -> plain(op);
            case Op.PREFIX_MISC -> misc(op);
            case Op.PREFIX_SIMD -> simd(op);
            default -> atomic(op);
        }
        return op;
    }

    private void plain(int op) {
        switch (op) {
            case Op.BLOCK, Op.LOOP, Op.IF -> blockType = blockType();
            case Op.TRY_TABLE -> {
                blockType = blockType();
                catches = catchClauses();
            }
            case Op.BR, Op.BR_IF, Op.BR_ON_NULL, Op.BR_ON_NON_NULL, Op.CALL, Op.RETURN_CALL, Op.CALL_REF,
                    Op.RETURN_CALL_REF, Op.LOCAL_GET, Op.LOCAL_SET, Op.LOCAL_TEE, Op.GLOBAL_GET, Op.GLOBAL_SET,
                    Op.TABLE_GET, Op.TABLE_SET, Op.REF_FUNC, Op.THROW, Op.MEMORY_SIZE, Op.MEMORY_GROW -> index = u32();
            case Op.BR_TABLE -> targets = brTable();
            case Op.CALL_INDIRECT, Op.RETURN_CALL_INDIRECT -> {
                index = u32();
                second = u32();
            }
            case Op.SELECT_TYPED -> selectTypes();
            case Op.I32_CONST -> value = signed(32);
            case Op.I64_CONST -> value = signed(64);
            case Op.F32_CONST -> value = (int) little(4);
            case Op.F64_CONST -> value = little(8);
            case Op.REF_NULL -> type = types.nullable(heapType());
            case Op.UNREACHABLE, Op.NOP, Op.ELSE, Op.END, Op.RETURN, Op.DROP, Op.SELECT, Op.THROW_REF, Op.REF_IS_NULL,
                    Op.REF_AS_NON_NULL -> {
            }
            default -> {
                if (op >= 0x28 && op <= 0x3e) {
                    memoryArgument();
                } else if (op < 0x45 || op > 0xc4) {
                    throw illegal(op);
                }
            }
        }
    }

    private void misc(int op) {
        switch (op) {
            case Op.MEMORY_INIT, Op.MEMORY_COPY, Op.TABLE_INIT, Op.TABLE_COPY -> {
                index = u32();
                second = u32();
            }
            case Op.DATA_DROP, Op.MEMORY_FILL, Op.ELEM_DROP, Op.TABLE_GROW, Op.TABLE_SIZE, Op.TABLE_FILL -> index = u32();
            default -> {
                if (op > 0xfc_0007) {
                    throw illegal(op);
                }
            }
        }
    }

    private void simd(int op) {
        int number = op & 0xffff;
        if (number <= 11 || number == 92 || number == 93) {
            memoryArgument();
        } else if (op == Op.V128_CONST) {
            value = little(8);
            high = little(8);
        } else if (op == Op.I8X16_SHUFFLE) {
            lanes = new byte[16];
            for (int i = 0; i < 16; i++) {
                lanes[i] = (byte) u8();
            }
        } else if (number >= 21 && number <= 34) {
            index = u8();
        } else if (number >= 84 && number <= 91) {
            memoryArgument();
            index = u8();
        } else if (number > 255 || unassigned(number)) {
            throw illegal(op);
        }
    }

    /// Numbers between those of fixed-width vector instructions.
    private static boolean unassigned(int number) {
        return switch (number) {
            case 154, 162, 165, 166, 175, 176, 178, 179, 180, 187, 194, 197, 198, 207, 208, 210, 211, 212, 226, 238 ->
                true;
            default -> false;
        };
    }

    private void atomic(int op) {
        if (op == Op.ATOMIC_FENCE) {
            index = u8();
            if (index != 0) {
                throw malformed("zero byte expected");
            }
            return;
        }
        int number = op & 0xffff;
        if (number <= 2 || number >= 0x10 && number <= 0x4e) {
            memoryArgument();
        } else {
            throw illegal(op);
        }
    }

    private void memoryArgument() {
        int flags = u32();
        memory = 0;
        if (flags >= 0x40 && flags < 0x80) {
            memory = u32();
            flags -= 0x40;
        }
        if (flags < 0 || flags >= 0x40) {
            throw malformed("malformed memop flags");
        }
        align = flags;
        value = Integer.toUnsignedLong(u32());
    }

    private FuncType blockType() {
        int first = at < end ? bytes[at] & 0xff : 0;
        if (first == 0x40) {
            at++;
            return EMPTY;
        }
        // No reader is made for what nearly all blocks have.
        switch (first) {
            case 0x7f -> {
                at++;
                return types.block(NumericType.I32);
            }
            case 0x7e -> {
                at++;
                return types.block(NumericType.I64);
            }
            default -> {
            }
        }
        if ((first & 0xc0) == 0x40) {
            return types.block(valueType());
        }
        long type = signed(33);
        if (type < 0) {
            throw malformed("malformed block type");
        }
        if (type > Integer.MAX_VALUE) {
            throw TypeReader.unknownType(type, at);
        }
        return types.function((int) type, at);
    }

    private int[] brTable() {
        int count = u32();
        if (count < 0 || count > end - at) {
            throw malformed("unexpected end");
        }
        int[] out = new int[count + 1];
        for (int i = 0; i <= count; i++) {
            out[i] = u32();
        }
        return out;
    }

    private void selectTypes() {
        typeCount = u32();
        for (int i = 0; i != typeCount; i++) {
            type = valueType();
        }
    }

    private CatchClause[] catchClauses() {
        int count = u32();
        if (count < 0 || count > end - at) {
            throw malformed("unexpected end");
        }
        CatchClause[] out = new CatchClause[count];
        for (int i = 0; i < count; i++) {
            int kind = u8();
            if (kind > 3) {
                throw malformed("malformed catch clause");
            }
            int tag = kind < 2 ? u32() : -1;
            out[i] = new CatchClause(tag, (kind & 1) != 0, u32());
        }
        return out;
    }

    private ValueType valueType() {
        ByteReader reader = new ByteReader(bytes, at, end);
        ValueType out = types.value(reader);
        at = reader.position();
        return out;
    }

    private dev.spinjvm.engine.HeapType heapType() {
        ByteReader reader = new ByteReader(bytes, at, end);
        dev.spinjvm.engine.HeapType out = types.heap(reader);
        at = reader.position();
        return out;
    }

    private int u8() {
        if (at >= end) {
            throw malformed("unexpected end");
        }
        return bytes[at++] & 0xff;
    }

    /// Unsigned 32 bits, as an int of the same bits.
    private int u32() {
        int b = u8();
        if (b < 0x80) {
            return b;
        }
        int out = b & 0x7f;
        for (int shift = 7; shift < 35; shift += 7) {
            b = u8();
            out |= (b & 0x7f) << shift;
            if (b < 0x80) {
                if (shift == 28 && b > 0x0f) {
                    throw malformed("integer too large");
                }
                return out;
            }
        }
        throw malformed("integer representation too long");
    }

    private long signed(int bits) {
        long out = 0;
        int shift = 0;
        while (true) {
            int b = u8();
            out |= (long) (b & 0x7f) << shift;
            shift += 7;
            if (b < 0x80) {
                if (shift < 64) {
                    out = out << 64 - shift >> 64 - shift;
                }
                int spare = shift - bits;
                // The bits beyond the number repeat its sign.
                if (spare > 0) {
                    int top = (byte) (b << 1) >> 7 - spare;
                    if (top != 0 && top != -1) {
                        throw malformed("integer too large");
                    }
                }
                return out;
            }
            if (shift >= bits) {
                throw malformed("integer representation too long");
            }
        }
    }

    private long little(int count) {
        if (count > end - at) {
            throw malformed("unexpected end");
        }
        long out = 0;
        for (int i = 0; i < count; i++) {
            out |= (bytes[at++] & 0xffL) << 8 * i;
        }
        return out;
    }

    private InvalidModuleException illegal(int op) {
        int prefix = op >>> 16;
        String code = (prefix == 0 ? "0x" : "0x" + Integer.toHexString(prefix) + " 0x") + Integer.toHexString(op & 0xffff);
        String feature = feature(op);
        return new InvalidModuleException((feature == null ? "illegal opcode " : "unsupported feature " + feature + ": opcode ")
                + code + " at offset " + position);
    }

    /// The feature to which an opcode belongs that is not read here, or null if there is none.
    private static @Nullable String feature(int op) {
        return switch (op) {
            case 0x06, 0x07, 0x09, 0x18, 0x19 -> "legacy exception handling";
            case 0xfc_0013, 0xfc_0014, 0xfc_0015, 0xfc_0016 -> "wide arithmetic";
            case 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6 -> "stack switching";
            case 0xfb, 0xd3 -> "GC";
            default -> switch (op >>> 16) {
                case Op.PREFIX_SIMD -> (op & 0xffff) >= 0x100 && (op & 0xffff) <= 0x114 ? "relaxed SIMD" : null;
                case Op.PREFIX_ATOMIC -> (op & 0xffff) > 0x4e ? "shared-everything threads" : null;
                default -> null;
            };
        };
    }

    private InvalidModuleException malformed(String what) {
        return new InvalidModuleException(what + " at offset " + at);
    }
}
