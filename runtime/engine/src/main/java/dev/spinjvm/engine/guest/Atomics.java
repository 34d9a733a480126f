package dev.spinjvm.engine.guest;

/// Atomic instructions (threads proposal). A store runs one thread at a time, so plain accesses are atomic.
///
/// Methods take what the instruction takes, then the memory's bytes, its cards if it is written, and the offset; see
/// [MemoryAccess] for addresses. They trap where an address is not aligned.
public final class Atomics {

    private Atomics() {}

    /// The index of `length` bytes, which must be aligned to as many.
    private static int at(int address, byte[] m, int offset, int length) {
        if ((address + offset & length - 1) != 0) {
            throw Traps.unalignedAtomic();
        }
        return VectorMemory.at(address, m, offset, length);
    }

    private static int get8(byte[] m, int at) {
        return m[at] & 0xff;
    }

    private static int get16(byte[] m, int at) {
        return (short) VectorMemory.SHORT.get(m, at) & 0xffff;
    }

    private static int get32(byte[] m, int at) {
        return (int) VectorMemory.INT.get(m, at);
    }

    private static long get64(byte[] m, int at) {
        return (long) VectorMemory.LONG.get(m, at);
    }

    /// Writes and returns what was there; likewise below.
    private static int swap8(byte[] m, short[] cards, int at, long value) {
        int old = get8(m, at);
        m[at] = (byte) value;
        cards[at >>> LinearMemory.CARD_SHIFT] = 1;
        return old;
    }

    private static int swap16(byte[] m, short[] cards, int at, long value) {
        int old = get16(m, at);
        VectorMemory.SHORT.set(m, at, (short) value);
        cards[at >>> LinearMemory.CARD_SHIFT] = 1;
        return old;
    }

    private static int swap32(byte[] m, short[] cards, int at, long value) {
        int old = get32(m, at);
        VectorMemory.INT.set(m, at, (int) value);
        cards[at >>> LinearMemory.CARD_SHIFT] = 1;
        return old;
    }

    private static long swap64(byte[] m, short[] cards, int at, long value) {
        long old = get64(m, at);
        VectorMemory.LONG.set(m, at, value);
        cards[at >>> LinearMemory.CARD_SHIFT] = 1;
        return old;
    }

    /// `memory.atomic.notify`: nobody can be waiting.
    public static int notify(int address, int count, LinearMemory memory, int offset) {
        at(address, memory.bytes, offset, 4);
        return 0;
    }

    /// `memory.atomic.wait32`.
    public static int wait32(int address, int expected, long nanos, LinearMemory memory, int offset) {
        int at = at(address, memory.bytes, offset, 4);
        return memory.waitFor(get32(memory.bytes, at) == expected, nanos);
    }

    /// `memory.atomic.wait64`.
    public static int wait64(int address, long expected, long nanos, LinearMemory memory, int offset) {
        int at = at(address, memory.bytes, offset, 8);
        return memory.waitFor(get64(memory.bytes, at) == expected, nanos);
    }

    public static int i32Load(int address, byte[] m, int offset) {
        return get32(m, at(address, m, offset, 4));
    }

    public static long i64Load(int address, byte[] m, int offset) {
        return get64(m, at(address, m, offset, 8));
    }

    public static int i32Load8U(int address, byte[] m, int offset) {
        return get8(m, at(address, m, offset, 1));
    }

    public static int i32Load16U(int address, byte[] m, int offset) {
        return get16(m, at(address, m, offset, 2));
    }

    public static long i64Load8U(int address, byte[] m, int offset) {
        return get8(m, at(address, m, offset, 1));
    }

    public static long i64Load16U(int address, byte[] m, int offset) {
        return get16(m, at(address, m, offset, 2));
    }

    public static long i64Load32U(int address, byte[] m, int offset) {
        return get32(m, at(address, m, offset, 4)) & 0xffff_ffffL;
    }

    public static void i32Store(int address, int value, byte[] m, short[] cards, int offset) {
        swap32(m, cards, at(address, m, offset, 4), value);
    }

    public static void i64Store(int address, long value, byte[] m, short[] cards, int offset) {
        swap64(m, cards, at(address, m, offset, 8), value);
    }

    public static void i32Store8(int address, int value, byte[] m, short[] cards, int offset) {
        swap8(m, cards, at(address, m, offset, 1), value);
    }

    public static void i32Store16(int address, int value, byte[] m, short[] cards, int offset) {
        swap16(m, cards, at(address, m, offset, 2), value);
    }

    public static void i64Store8(int address, long value, byte[] m, short[] cards, int offset) {
        swap8(m, cards, at(address, m, offset, 1), value);
    }

    public static void i64Store16(int address, long value, byte[] m, short[] cards, int offset) {
        swap16(m, cards, at(address, m, offset, 2), value);
    }

    public static void i64Store32(int address, long value, byte[] m, short[] cards, int offset) {
        swap32(m, cards, at(address, m, offset, 4), value);
    }

    public static int i32RmwAdd(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        return swap32(m, cards, at, get32(m, at) + value);
    }

    public static long i64RmwAdd(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 8);
        return swap64(m, cards, at, get64(m, at) + value);
    }

    public static int i32Rmw8AddU(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        return swap8(m, cards, at, get8(m, at) + value);
    }

    public static int i32Rmw16AddU(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        return swap16(m, cards, at, get16(m, at) + value);
    }

    public static long i64Rmw8AddU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        return swap8(m, cards, at, get8(m, at) + value);
    }

    public static long i64Rmw16AddU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        return swap16(m, cards, at, get16(m, at) + value);
    }

    public static long i64Rmw32AddU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        return swap32(m, cards, at, get32(m, at) + value) & 0xffff_ffffL;
    }

    public static int i32RmwSub(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        return swap32(m, cards, at, get32(m, at) - value);
    }

    public static long i64RmwSub(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 8);
        return swap64(m, cards, at, get64(m, at) - value);
    }

    public static int i32Rmw8SubU(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        return swap8(m, cards, at, get8(m, at) - value);
    }

    public static int i32Rmw16SubU(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        return swap16(m, cards, at, get16(m, at) - value);
    }

    public static long i64Rmw8SubU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        return swap8(m, cards, at, get8(m, at) - value);
    }

    public static long i64Rmw16SubU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        return swap16(m, cards, at, get16(m, at) - value);
    }

    public static long i64Rmw32SubU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        return swap32(m, cards, at, get32(m, at) - value) & 0xffff_ffffL;
    }

    public static int i32RmwAnd(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        return swap32(m, cards, at, get32(m, at) & value);
    }

    public static long i64RmwAnd(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 8);
        return swap64(m, cards, at, get64(m, at) & value);
    }

    public static int i32Rmw8AndU(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        return swap8(m, cards, at, get8(m, at) & value);
    }

    public static int i32Rmw16AndU(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        return swap16(m, cards, at, get16(m, at) & value);
    }

    public static long i64Rmw8AndU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        return swap8(m, cards, at, get8(m, at) & value);
    }

    public static long i64Rmw16AndU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        return swap16(m, cards, at, get16(m, at) & value);
    }

    public static long i64Rmw32AndU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        return swap32(m, cards, at, get32(m, at) & value) & 0xffff_ffffL;
    }

    public static int i32RmwOr(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        return swap32(m, cards, at, get32(m, at) | value);
    }

    public static long i64RmwOr(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 8);
        return swap64(m, cards, at, get64(m, at) | value);
    }

    public static int i32Rmw8OrU(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        return swap8(m, cards, at, get8(m, at) | value);
    }

    public static int i32Rmw16OrU(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        return swap16(m, cards, at, get16(m, at) | value);
    }

    public static long i64Rmw8OrU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        return swap8(m, cards, at, get8(m, at) | value);
    }

    public static long i64Rmw16OrU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        return swap16(m, cards, at, get16(m, at) | value);
    }

    public static long i64Rmw32OrU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        return swap32(m, cards, at, get32(m, at) | value) & 0xffff_ffffL;
    }

    public static int i32RmwXor(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        return swap32(m, cards, at, get32(m, at) ^ value);
    }

    public static long i64RmwXor(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 8);
        return swap64(m, cards, at, get64(m, at) ^ value);
    }

    public static int i32Rmw8XorU(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        return swap8(m, cards, at, get8(m, at) ^ value);
    }

    public static int i32Rmw16XorU(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        return swap16(m, cards, at, get16(m, at) ^ value);
    }

    public static long i64Rmw8XorU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        return swap8(m, cards, at, get8(m, at) ^ value);
    }

    public static long i64Rmw16XorU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        return swap16(m, cards, at, get16(m, at) ^ value);
    }

    public static long i64Rmw32XorU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        return swap32(m, cards, at, get32(m, at) ^ value) & 0xffff_ffffL;
    }

    public static int i32RmwXchg(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        return swap32(m, cards, at, value);
    }

    public static long i64RmwXchg(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 8);
        return swap64(m, cards, at, value);
    }

    public static int i32Rmw8XchgU(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        return swap8(m, cards, at, value);
    }

    public static int i32Rmw16XchgU(int address, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        return swap16(m, cards, at, value);
    }

    public static long i64Rmw8XchgU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        return swap8(m, cards, at, value);
    }

    public static long i64Rmw16XchgU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        return swap16(m, cards, at, value);
    }

    public static long i64Rmw32XchgU(int address, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        return swap32(m, cards, at, value) & 0xffff_ffffL;
    }

    public static int i32RmwCmpxchg(int address, int expected, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        int old = get32(m, at);
        return old != expected ? old : swap32(m, cards, at, value);
    }

    public static long i64RmwCmpxchg(int address, long expected, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 8);
        long old = get64(m, at);
        return old != expected ? old : swap64(m, cards, at, value);
    }

    public static int i32Rmw8CmpxchgU(int address, int expected, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        int old = get8(m, at);
        return old != expected ? old : swap8(m, cards, at, value);
    }

    public static int i32Rmw16CmpxchgU(int address, int expected, int value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        int old = get16(m, at);
        return old != expected ? old : swap16(m, cards, at, value);
    }

    public static long i64Rmw8CmpxchgU(int address, long expected, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 1);
        long old = get8(m, at);
        return old != expected ? old : swap8(m, cards, at, value);
    }

    public static long i64Rmw16CmpxchgU(int address, long expected, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 2);
        long old = get16(m, at);
        return old != expected ? old : swap16(m, cards, at, value);
    }

    public static long i64Rmw32CmpxchgU(int address, long expected, long value, byte[] m, short[] cards, int offset) {
        int at = at(address, m, offset, 4);
        long old = get32(m, at) & 0xffff_ffffL;
        return old != expected ? old : swap32(m, cards, at, value) & 0xffff_ffffL;
    }
}
