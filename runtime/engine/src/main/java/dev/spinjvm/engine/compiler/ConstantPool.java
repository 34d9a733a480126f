package dev.spinjvm.engine.compiler;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The constant pool of one class (JVM specification, section 4.4).
final class ConstantPool {

    private static final int MAX = 65_000;

    private final ByteSink out = new ByteSink(8192);
    private final Map<Object, Integer> known = new HashMap<>();
    private int next = 1;

    private record Name(int tag, String text) {}

    private record Pair(int tag, int first, int second) {}

    private record Member(int tag, String owner, String name, String descriptor) {}

    private record Number(int tag, long bits) {}

    int utf8(String text) {
        Name key = new Name(1, text);
        Integer index = known.get(key);
        if (index == null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.u1(1);
            out.u2(bytes.length);
            out.bytes(bytes);
            index = add(key, 1);
        }
        return index;
    }

    int type(String internalName) {
        return named(7, internalName);
    }

    /// @param text without the characters that class files encode in a way of their own, and of at most 65,535 bytes
    int string(String text) {
        return named(8, text);
    }

    private int named(int tag, String text) {
        Name key = new Name(tag, text);
        Integer index = known.get(key);
        if (index == null) {
            int name = utf8(text);
            out.u1(tag);
            out.u2(name);
            index = add(key, 1);
        }
        return index;
    }

    int method(String owner, String name, String descriptor) {
        return member(10, owner, name, descriptor);
    }

    int field(String owner, String name, String descriptor) {
        return member(9, owner, name, descriptor);
    }

    private int member(int tag, String owner, String name, String descriptor) {
        Member key = new Member(tag, owner, name, descriptor);
        Integer index = known.get(key);
        if (index == null) {
            int type = type(owner);
            int pair = nameAndType(name, descriptor);
            out.u1(tag);
            out.u2(type);
            out.u2(pair);
            index = add(key, 1);
        }
        return index;
    }

    private int nameAndType(String name, String descriptor) {
        int first = utf8(name);
        int second = utf8(descriptor);
        Pair key = new Pair(12, first, second);
        Integer index = known.get(key);
        if (index == null) {
            out.u1(12);
            out.u2(first);
            out.u2(second);
            index = add(key, 1);
        }
        return index;
    }

    int integer(int value) {
        return number(3, value);
    }

    int floating(int bits) {
        return number(4, bits);
    }

    int longInteger(long value) {
        return number(5, value);
    }

    int doubleFloating(long bits) {
        return number(6, bits);
    }

    private int number(int tag, long bits) {
        Number key = new Number(tag, bits);
        Integer index = known.get(key);
        if (index == null) {
            out.u1(tag);
            if (tag >= 5) {
                out.u8(bits);
            } else {
                out.u4((int) bits);
            }
            index = add(key, tag >= 5 ? 2 : 1);
        }
        return index;
    }

    private int add(Object key, int entries) {
        if (next > MAX) {
            throw new TooLargeException("constant pool");
        }
        int index = next;
        next += entries;
        known.put(key, index);
        return index;
    }

    void writeTo(ByteSink target) {
        target.u2(next);
        target.bytes(out);
    }
}
