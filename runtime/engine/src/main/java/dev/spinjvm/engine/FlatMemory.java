package dev.spinjvm.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmInterruptedException;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.PassiveDataSegment;

/// What one instance's compiled code sees of a [CoreMemory].
///
/// There is one view per instance, because data segments belong to the instance while the bytes may be
/// shared. The fields repeat those of the memory so that a load is one field read away from its bytes.
///
/// A store marks the card of its last byte only, see [CoreMemory#STRADDLE].
@SuppressWarnings("removal")
final class FlatMemory implements Memory {

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private static final Duration FOREVER = Duration.ofDays(36500);

    private final CoreMemory memory;
    private byte[] bytes;
    private short[] cards;
    private DataSegment[] segments = new DataSegment[0];

    FlatMemory(CoreMemory memory) {
        this.memory = memory;
        this.bytes = memory.bytes;
        this.cards = memory.cards;
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    CoreMemory memory() {
        return memory;
    }

    void refresh() {
        bytes = memory.bytes;
        cards = memory.cards;
    }

    DataSegment[] segments() {
        return segments;
    }

    private static WasmRuntimeException outOfBounds() {
        return new WasmRuntimeException(TrapException.Kind.MEMORY_OUT_OF_BOUNDS.text);
    }

    private void checkRange(int start, int size) {
        if (start < 0 || size < 0 || size > bytes.length - start) {
            throw outOfBounds();
        }
    }

    private void mark(int lastByte) {
        cards[lastByte >>> CoreMemory.CARD_SHIFT] = 1;
    }

    private void markRange(int start, int size) {
        CoreMemory.mark(cards, start, size);
    }

    // ---- loads

    @Override
    public byte read(int addr) {
        try {
            return bytes[addr];
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public short readShort(int addr) {
        try {
            return (short) SHORT.get(bytes, addr);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public long readU16(int addr) {
        return readShort(addr) & 0xffff;
    }

    @Override
    public int readInt(int addr) {
        try {
            return (int) INT.get(bytes, addr);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public long readLong(int addr) {
        try {
            return (long) LONG.get(bytes, addr);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public float readFloat(int addr) {
        try {
            return (float) FLOAT.get(bytes, addr);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public double readDouble(int addr) {
        try {
            return (double) DOUBLE.get(bytes, addr);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public long readF32(int addr) {
        return readInt(addr);
    }

    @Override
    public long readF64(int addr) {
        return readLong(addr);
    }

    @Override
    public byte[] readBytes(int addr, int len) {
        checkRange(addr, len);
        return Arrays.copyOfRange(bytes, addr, addr + len);
    }

    // ---- stores

    @Override
    public void writeByte(int addr, byte data) {
        try {
            bytes[addr] = data;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        mark(addr);
    }

    @Override
    public void writeShort(int addr, short data) {
        try {
            SHORT.set(bytes, addr, data);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        mark(addr + 1);
    }

    @Override
    public void writeI32(int addr, int data) {
        try {
            INT.set(bytes, addr, data);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        mark(addr + 3);
    }

    @Override
    public void writeLong(int addr, long data) {
        try {
            LONG.set(bytes, addr, data);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        mark(addr + 7);
    }

    @Override
    public void writeF32(int addr, float data) {
        try {
            FLOAT.set(bytes, addr, data);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        mark(addr + 3);
    }

    @Override
    public void writeF64(int addr, double data) {
        try {
            DOUBLE.set(bytes, addr, data);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
        mark(addr + 7);
    }

    // ---- bulk operations

    @Override
    public void write(int addr, byte[] data, int offset, int size) {
        checkRange(addr, size);
        if (offset < 0 || size > data.length - offset) {
            throw outOfBounds();
        }
        System.arraycopy(data, offset, bytes, addr, size);
        markRange(addr, size);
    }

    @Override
    public void copy(int dest, int src, int size) {
        checkRange(dest, size);
        checkRange(src, size);
        System.arraycopy(bytes, src, bytes, dest, size);
        markRange(dest, size);
    }

    @Override
    public void fill(byte value, int fromIndex, int toIndex) {
        if (fromIndex < 0 || toIndex < fromIndex || toIndex > bytes.length) {
            throw outOfBounds();
        }
        Arrays.fill(bytes, fromIndex, toIndex, value);
        markRange(fromIndex, toIndex - fromIndex);
    }

    @Override
    public void zero() {
        // A new memory is all zero, and nothing else may ask for this.
    }

    @Override
    public void initPassiveSegment(int segmentId, int dest, int offset, int size) {
        write(dest, segmentBytes(segmentId), offset, size);
    }

    private byte[] segmentBytes(int segmentId) {
        // An active segment is dropped once the instance is initialised.
        return segments[segmentId] instanceof PassiveDataSegment passive ? passive.data() : new byte[0];
    }

    @Override
    public void drop(int segment) {
        segments[segment] = PassiveDataSegment.EMPTY;
    }

    @Override
    public void initialize(Instance instance, DataSegment @Nullable [] dataSegments) {
        initialize(instance, dataSegments, 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment @Nullable [] dataSegments, int memoryIndex) {
        if (dataSegments == null) {
            return;
        }
        segments = dataSegments;
        for (DataSegment segment : dataSegments) {
            if (segment instanceof ActiveDataSegment active && active.index() == memoryIndex) {
                int offset = (int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
                byte[] data = active.data();
                if (offset < 0 || data.length > bytes.length - offset) {
                    throw new UninstantiableException(TrapException.Kind.MEMORY_OUT_OF_BOUNDS.text);
                }
                write(offset, data, 0, data.length);
            }
        }
    }

    // ---- size

    @Override
    public int pages() {
        return memory.pages();
    }

    @Override
    public int grow(int size) {
        return memory.grow(size);
    }

    @Override
    public int initialPages() {
        return (int) memory.declared().limits().min();
    }

    @Override
    public int maximumPages() {
        return memory.maxPages();
    }

    @Override
    public boolean shared() {
        return memory.declared().shared();
    }

    // ---- atomics: a store runs one thread at a time, so plain accesses are atomic

    @Override
    @Deprecated(forRemoval = true)
    public Object lock(int address) {
        return memory;
    }

    @Override
    @Deprecated(forRemoval = true)
    public int waitOn(int address, int expected, long timeout) {
        return waitFor(readInt(address) == expected, timeout);
    }

    @Override
    @Deprecated(forRemoval = true)
    public int waitOn(int address, long expected, long timeout) {
        return waitFor(readLong(address) == expected, timeout);
    }

    @Override
    @Deprecated(forRemoval = true)
    public int notify(int address, int maxThreads) {
        readInt(address);
        return 0;
    }

    /// Nobody can wake the only thread of a store, so a wait ends by its time-out or by interruption.
    private int waitFor(boolean equal, long timeoutNanos) {
        if (!shared()) {
            throw new WasmRuntimeException(TrapException.Kind.EXPECTED_SHARED_MEMORY.text);
        }
        if (!equal) {
            return 1;
        }
        try {
            Thread.sleep(timeoutNanos < 0 ? FOREVER : Duration.ofNanos(timeoutNanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WasmInterruptedException(e);
        }
        return 2;
    }
}
