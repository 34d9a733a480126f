package dev.spinjvm.engine.compiler;

/// Writes one class file (JVM specification, chapter 4).
final class ClassWriter {

    static final int PUBLIC = 1;
    static final int STATIC = 8;
    static final int FINAL = 16;
    static final int VOLATILE = 64;

    private static final int MAGIC = 0xcafebabe;
    /// Java 21's: compiled code needs nothing later.
    private static final int VERSION = 65;
    private static final int SUPER = 0x20;

    final ConstantPool pool = new ConstantPool();
    private final String name;
    private final String parent;
    private final ByteSink fields = new ByteSink(256);
    private final ByteSink methods = new ByteSink(1 << 16);
    private int fieldCount;
    private int methodCount;

    ClassWriter(String name, String parent) {
        this.name = name;
        this.parent = parent;
    }

    void field(int access, String fieldName, String descriptor) {
        fields.u2(access);
        fields.u2(pool.utf8(fieldName));
        fields.u2(pool.utf8(descriptor));
        fields.u2(0);
        fieldCount++;
    }

    /// Adds a method with the code that `code` holds.
    void method(int access, String methodName, String descriptor, Assembler code) {
        if (code.size() > Assembler.MAX_SIZE) {
            throw new TooLargeException("method " + methodName);
        }
        methods.u2(access);
        methods.u2(pool.utf8(methodName));
        methods.u2(pool.utf8(descriptor));
        methods.u2(1);
        code.writeAttribute(methods);
        methodCount++;
    }

    int methodBytes() {
        return methods.size();
    }

    byte[] toBytes() {
        ByteSink out = new ByteSink(methods.size() + (1 << 14));
        int self = pool.type(name);
        int base = pool.type(parent);
        out.u4(MAGIC);
        out.u4(VERSION);
        pool.writeTo(out);
        out.u2(PUBLIC | FINAL | SUPER);
        out.u2(self);
        out.u2(base);
        out.u2(0);
        out.u2(fieldCount);
        out.bytes(fields);
        out.u2(methodCount);
        out.bytes(methods);
        out.u2(0);
        return out.toArray();
    }
}
