package dev.spinjvm.component.abi;

import dev.spinjvm.engine.NumericType;
import org.jspecify.annotations.Nullable;

/// Lists of any length: a pointer and a count. The subclasses differ in the Java form.
abstract class ListType extends AbiType {
    private static final long MAX_BYTE_LENGTH = (1 << 28) - 1;
    static final String CONTENT = "list";

    private final int elementSize;
    private final int elementAlignment;

    ListType(int elementSize, int elementAlignment) {
        super(8, 4, NumericType.I32, NumericType.I32);
        this.elementSize = elementSize;
        this.elementAlignment = elementAlignment;
    }

    /// Reads the elements from a range that is in bounds.
    abstract Object loadElements(LiftLowerContext cx, int pointer, int count);

    abstract int count(Object list);

    /// Writes the elements into a range that is in bounds.
    abstract void storeElements(LiftLowerContext cx, Object list, int pointer);

    final Object fromRange(LiftLowerContext cx, int pointer, int count) {
        long length = (count & 0xffff_ffffL) * elementSize;
        if (length > MAX_BYTE_LENGTH) {
            throw outOfBounds(cx);
        }
        cx.checkAligned(pointer, elementAlignment);
        if (!cx.inBounds(pointer, length)) {
            throw outOfBounds(cx);
        }
        return loadElements(cx, pointer, count);
    }

    private static RuntimeException outOfBounds(LiftLowerContext cx) {
        return Traps.trap(cx.transfer ? "list content out-of-bounds" : "list pointer/length out of bounds of memory");
    }

    private int intoRange(LiftLowerContext cx, Object list, int count) {
        long length = (long) count * elementSize;
        if (length > MAX_BYTE_LENGTH) {
            throw Traps.trap("list content out-of-bounds");
        }
        int pointer = cx.allocate(elementAlignment, length, CONTENT);
        cx.writing(pointer, (int) length);
        storeElements(cx, list, pointer);
        return pointer;
    }

    @Override
    Object load(LiftLowerContext cx, int pointer) {
        return fromRange(cx, Bytes.getInt(cx.bytes, pointer), Bytes.getInt(cx.bytes, pointer + 4));
    }

    @Override
    void store(LiftLowerContext cx, @Nullable Object value, int pointer) {
        Object list = required(value, "list");
        int count = count(list);
        int content = intoRange(cx, list, count);
        Bytes.putInt(cx.bytes, pointer, content);
        Bytes.putInt(cx.bytes, pointer + 4, count);
    }

    @Override
    Object lift(LiftLowerContext cx, long[] values, int at) {
        return fromRange(cx, (int) values[at], (int) values[at + 1]);
    }

    @Override
    void lower(LiftLowerContext cx, @Nullable Object value, long[] values, int at) {
        Object list = required(value, "list");
        int count = count(list);
        values[at] = intoRange(cx, list, count) & 0xffff_ffffL;
        values[at + 1] = count;
    }

    /// `list<u8>`, as an array of its own.
    static final class OfBytes extends ListType {
        OfBytes() {
            super(1, 1);
        }

        @Override
        Object loadElements(LiftLowerContext cx, int pointer, int count) {
            cx.charge(count);
            byte[] list = new byte[count];
            System.arraycopy(cx.bytes, pointer, list, 0, count);
            return list;
        }

        @Override
        int count(Object list) {
            return ((byte[]) list).length;
        }

        @Override
        void storeElements(LiftLowerContext cx, Object list, int pointer) {
            byte[] source = (byte[]) list;
            System.arraycopy(source, 0, cx.bytes, pointer, source.length);
        }
    }

    /// Any other list.
    static final class OfValues extends ListType {
        /// Heap per element, and per byte of an element: a small integer becomes an object of sixteen bytes.
        private static final long ELEMENT_COST = 16;
        private static final long BYTE_COST = 6;

        private final AbiType element;

        OfValues(AbiType element) {
            super(element.size, element.alignment);
            this.element = element;
        }

        @Override
        Object loadElements(LiftLowerContext cx, int pointer, int count) {
            cx.charge(count * (ELEMENT_COST + BYTE_COST * element.size));
            @Nullable
            Object[] list = new Object[count];
            for (int i = 0, at = pointer; i < count; i++, at += element.size) {
                list[i] = element.load(cx, at);
            }
            return list;
        }

        @Override
        int count(Object list) {
            return ((@Nullable Object[]) list).length;
        }

        @Override
        void storeElements(LiftLowerContext cx, Object list, int pointer) {
            int at = pointer;
            for (Object value : (@Nullable Object[]) list) {
                element.store(cx, value, at);
                at += element.size;
            }
        }
    }

    /// Lists whose length is part of the type: the elements lie in place.
    static final class Fixed extends AbiType {
        private final AbiType element;
        private final int length;
        private final boolean bytes;

        Fixed(AbiType element, int length) {
            super((long) length * element.size, element.alignment, repeat(element, length),
                    (int) Math.min(MANY, (long) length * element.flatCount));
            this.element = element;
            this.length = length;
            this.bytes = element.equals(ScalarType.U8);
        }

        private static NumericType[] repeat(AbiType element, int length) {
            if ((long) length * element.flatCount >= MANY) {
                return new NumericType[0];
            }
            NumericType[] all = new NumericType[length * element.flatCount];
            for (int i = 0; i < length; i++) {
                System.arraycopy(element.flat, 0, all, i * element.flatCount, element.flatCount);
            }
            return all;
        }

        @Override
        Object load(LiftLowerContext cx, int pointer) {
            if (bytes) {
                byte[] list = new byte[length];
                System.arraycopy(cx.bytes, pointer, list, 0, length);
                return list;
            }
            @Nullable
            Object[] list = new Object[length];
            for (int i = 0; i < length; i++) {
                list[i] = element.load(cx, pointer + i * element.size);
            }
            return list;
        }

        @Override
        void store(LiftLowerContext cx, @Nullable Object value, int pointer) {
            if (bytes) {
                byte[] list = (byte[]) required(value, "list");
                checkLength(list.length);
                System.arraycopy(list, 0, cx.bytes, pointer, length);
                return;
            }
            @Nullable
            Object[] list = (@Nullable Object[]) required(value, "list");
            checkLength(list.length);
            for (int i = 0; i < length; i++) {
                element.store(cx, list[i], pointer + i * element.size);
            }
        }

        @Override
        Object lift(LiftLowerContext cx, long[] values, int at) {
            if (bytes) {
                byte[] list = new byte[length];
                for (int i = 0; i < length; i++) {
                    list[i] = (byte) values[at + i];
                }
                return list;
            }
            @Nullable
            Object[] list = new Object[length];
            for (int i = 0; i < length; i++) {
                list[i] = element.lift(cx, values, at + i * element.flatCount);
            }
            return list;
        }

        @Override
        void lower(LiftLowerContext cx, @Nullable Object value, long[] values, int at) {
            if (bytes) {
                byte[] list = (byte[]) required(value, "list");
                checkLength(list.length);
                for (int i = 0; i < length; i++) {
                    values[at + i] = list[i] & 0xff;
                }
                return;
            }
            @Nullable
            Object[] list = (@Nullable Object[]) required(value, "list");
            checkLength(list.length);
            for (int i = 0; i < length; i++) {
                element.lower(cx, list[i], values, at + i * element.flatCount);
            }
        }

        private void checkLength(int actual) {
            if (actual != length) {
                throw new IllegalArgumentException("a list of " + actual + " elements where " + length + " are expected");
            }
        }
    }
}
