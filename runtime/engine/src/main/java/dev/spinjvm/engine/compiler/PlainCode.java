package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.binary.InstructionReader;
import dev.spinjvm.engine.binary.Op;
import org.jspecify.annotations.Nullable;

/// The code of the instructions that do not branch.
abstract class PlainCode extends StackCode {

    /// From opcode 0x28: the method, and what is done with its result: `i` makes a long of it, `u` an unsigned one, `b` a
    /// byte an unsigned int.
    private static final String[] LOADS = {"load32", "load64", "loadFloat", "loadDouble", "load8", "load8 b", "load16",
        "load16U", "load8 i", "load8 bi", "load16 i", "load16U i", "load32 i", "load32 u"};
    private static final String[] STORES = {"store32", "store64", "storeFloat", "storeDouble", "store8", "store16",
        "store8 i", "store16 i", "store32 i"};
    private static final int[] LOAD_SIZES = {4, 8, 4, 8, 1, 1, 2, 2, 1, 1, 2, 2, 4, 4};
    private static final int[] STORE_SIZES = {4, 8, 4, 8, 1, 2, 1, 2, 4};
    private static final int PAGE = 65536;
    private static final String OBJECT = "Ljava/lang/Object;";

    final InstructionReader reader;

    PlainCode(ModuleLayout layout, Assembler asm, MethodLocals locals, InstructionReader reader) {
        super(layout, asm, locals);
        this.reader = reader;
    }

    /// Writes the instruction that the reader holds.
    final void plain(int op) {
        if (op > 0xffff) {
            flush();
            prefixed(op);
            return;
        }
        NumericCode.Compare compare = NumericCode.compare(op);
        if (compare != null) {
            if (op == 0x45) {
                equalsZero();
            } else {
                flush();
                compare(compare);
            }
            return;
        }
        flush();
        if (op >= 0x67) {
            if (op <= 0xc4) {
                numeric(op);
            } else {
                reference(op);
            }
        } else if (op >= 0x28 && op <= 0x3e) {
            access(op);
        } else {
            simple(op);
        }
    }

    private void simple(int op) {
        switch (op) {
            case Op.NOP -> {
            }
            case Op.DROP -> asm.pop(pop());
            case Op.SELECT, Op.SELECT_TYPED -> select();
            case Op.LOCAL_GET -> {
                Kind kind = localKind(reader.index);
                asm.load(kind, locals.slots[reader.index]);
                push(kind);
            }
            case Op.LOCAL_SET -> asm.store(pop(), locals.slots[reader.index]);
            case Op.LOCAL_TEE -> {
                Kind kind = peek(0);
                asm.dup(kind);
                asm.store(kind, locals.slots[reader.index]);
                low = Math.min(low, height - 1);
            }
            case Op.GLOBAL_GET -> globalGet(reader.index);
            case Op.GLOBAL_SET -> globalSet(reader.index);
            case Op.TABLE_GET -> {
                // index
                table(reader.index);
                asm.op(95, 0);
                asm.invokeVirtual(Names.TABLE, "get", "(I)" + OBJECT);
                pop();
                push(Kind.REFERENCE);
            }
            case Op.TABLE_SET -> {
                // index value
                table(reader.index);
                asm.op(91, 1);
                asm.op(87, -1);
                asm.invokeVirtual(Names.TABLE, "set", "(I" + OBJECT + ")V");
                pop(2);
            }
            case Op.MEMORY_SIZE -> {
                memory(reader.index);
                asm.invokeVirtual(Names.MEMORY, "size", "()I");
                push(Kind.INT);
            }
            case Op.MEMORY_GROW -> {
                memory(reader.index);
                asm.op(95, 0);
                forgetMemory();
                asm.invokeVirtual(Names.MEMORY, "grow", "(I)I");
                low = Math.min(low, height - 1);
                memoryMayHaveGrown();
            }
            case Op.I32_CONST -> {
                asm.constInt((int) reader.value);
                push(Kind.INT);
            }
            case Op.I64_CONST -> {
                asm.constLong(reader.value);
                push(Kind.LONG);
            }
            case Op.F32_CONST -> {
                asm.constFloat((int) reader.value);
                push(Kind.FLOAT);
            }
            case Op.F64_CONST -> {
                asm.constDouble(reader.value);
                push(Kind.DOUBLE);
            }
            default -> throw new IllegalStateException("opcode " + Integer.toHexString(op));
        }
    }

    private Kind localKind(int index) {
        return localKinds()[index];
    }

    /// The kinds of all WebAssembly locals.
    abstract Kind[] localKinds();

    private void numeric(int op) {
        NumericCode.Code code = NumericCode.of(op);
        pop(code.operands());
        NumericCode.write(code, asm);
        push(code.result());
    }

    private void select() {
        pop();
        pop();
        Kind kind = pop();
        String of = kind == Kind.VECTOR ? OBJECT : kind.descriptor;
        asm.invokeStatic(Names.NUMERIC, "select", "(" + of + of + "I)" + of);
        if (kind == Kind.VECTOR) {
            asm.checkCast(Names.VECTOR);
        }
        push(kind);
    }

    // ---- globals

    private Kind globalKind(int index) {
        return Kind.of(layout.module.globals().get(index).type().valueType());
    }

    private void box(int index) {
        loadInstance();
        asm.getField(Names.MODULE, "globals", "[" + Names.type(Names.GLOBAL));
        asm.constInt(index);
        asm.op(50, -1);
    }

    private void globalGet(int index) {
        Kind kind = globalKind(index);
        if (layout.fieldGlobals[index]) {
            loadInstance();
            asm.getField(Names.MODULE, ModuleLayout.globalField(index), kind.descriptor);
        } else {
            box(index);
            boxValue(kind);
        }
        push(kind);
    }

    private void boxValue(Kind kind) {
        if (kind.isObject()) {
            asm.getField(Names.GLOBAL, "reference", OBJECT);
        } else {
            asm.getField(Names.GLOBAL, "word", "J");
        }
        ArrayCode.fromWord(asm, kind);
    }

    private void globalSet(int index) {
        Kind kind = pop();
        int slot = locals.end;
        asm.store(kind, slot);
        if (layout.fieldGlobals[index]) {
            loadInstance();
            asm.load(kind, slot);
            asm.putField(Names.MODULE, ModuleLayout.globalField(index), kind.descriptor);
            return;
        }
        box(index);
        asm.load(kind, slot);
        ArrayCode.toWord(asm, kind);
        if (kind.isObject()) {
            asm.putField(Names.GLOBAL, "reference", OBJECT);
        } else {
            asm.putField(Names.GLOBAL, "word", "J");
        }
    }

    // ---- memories

    final void memory(int index) {
        loadInstance();
        if (index == 0) {
            asm.getField(Names.MODULE, "memory0", Names.type(Names.MEMORY));
        } else {
            asm.getField(Names.MODULE, "memories", "[" + Names.type(Names.MEMORY));
            asm.constInt(index);
            asm.op(50, -1);
        }
    }

    /// Pushes what an access needs beside address and value: the arrays.
    final void loadArrays(int memory, boolean withCards) {
        if (memory == 0) {
            refresh();
            asm.load(Kind.BYTES, locals.bytes);
            if (withCards) {
                asm.load(Kind.CARDS, locals.cards);
            }
            return;
        }
        memory(memory);
        if (withCards) {
            asm.op(89, 1);
        }
        asm.getField(Names.MEMORY, "bytes", Kind.BYTES.descriptor);
        if (withCards) {
            asm.op(95, 0);
            asm.getField(Names.MEMORY, "cards", Kind.CARDS.descriptor);
        }
    }

    private void access(int op) {
        boolean store = op >= 0x36;
        String code = store ? STORES[op - 0x36] : LOADS[op - 0x28];
        int size = store ? STORE_SIZES[op - 0x36] : LOAD_SIZES[op - 0x28];
        int space = code.indexOf(' ');
        String name = space < 0 ? code : code.substring(0, space);
        String after = space < 0 ? "" : code.substring(space + 1);
        Kind kind = name.endsWith("64")
                ? Kind.LONG
                : name.endsWith("Float") ? Kind.FLOAT : name.endsWith("Double") ? Kind.DOUBLE : Kind.INT;
        if (store) {
            pop();
            if (!after.isEmpty()) {
                asm.op(136, -1);
            }
        }
        pop();
        if (reader.value + size > layout.module.memories().get(reader.memory).limits().min() * PAGE) {
            checkFar(store ? kind : null, size);
        }
        loadArrays(reader.memory, store);
        asm.constInt((int) reader.value + size);
        asm.constLong(reader.value);
        asm.invokeStatic(layout.access, name,
                store ? "(I" + kind.descriptor + "[B[SIJ)V" : "(I[BIJ)" + kind.descriptor);
        if (!store) {
            push(widen(kind, after));
        }
    }

    private Kind widen(Kind kind, String how) {
        if (how.startsWith("b")) {
            asm.constInt(255);
            asm.op(126, -1);
        }
        if (how.endsWith("i") || how.equals("u")) {
            asm.op(133, 1);
        }
        if (how.equals("u")) {
            asm.constLong(0xffff_ffffL);
            asm.op(127, -2);
        }
        return how.isEmpty() || how.equals("b") ? kind : Kind.LONG;
    }

    /// An offset beyond the memory's least size: the sum with the address is checked without wrapping around.
    private void checkFar(@Nullable Kind value, int size) {
        if (value != null) {
            asm.store(value, locals.end);
        }
        loadArrays(reader.memory, false);
        asm.constInt((int) reader.value);
        asm.constInt(size);
        asm.invokeStatic(layout.access, "checkFar", "(I[BII)I");
        if (value != null) {
            asm.load(value, locals.end);
        }
    }

    // ---- prefixed instructions

    private void prefixed(int op) {
        int prefix = op >>> 16;
        if (prefix == Op.PREFIX_SIMD) {
            vector(op);
        } else if (prefix == Op.PREFIX_ATOMIC) {
            atomic(op);
        } else if (op <= 0xfc_0007) {
            numeric(op);
        } else {
            bulk(op);
        }
    }

    private void bulk(int op) {
        switch (op) {
            case Op.MEMORY_INIT -> {
                memory(reader.second);
                threeInts();
                loadInstance();
                asm.getField(Names.MODULE, "data", "[[B");
                asm.constInt(reader.index);
                asm.op(50, -1);
                asm.invokeVirtual(Names.MEMORY, "init", "(III[B)V");
                pop(3);
            }
            case Op.DATA_DROP -> drop("data", "[[B", () -> {
                asm.constInt(0);
                asm.newByteArray();
            });
            case Op.MEMORY_COPY -> {
                memory(reader.index);
                threeInts();
                memory(reader.second);
                asm.invokeVirtual(Names.MEMORY, "copy", "(III" + Names.type(Names.MEMORY) + ")V");
                pop(3);
            }
            case Op.MEMORY_FILL -> {
                memory(reader.index);
                threeInts();
                asm.invokeVirtual(Names.MEMORY, "fill", "(III)V");
                pop(3);
            }
            case Op.TABLE_INIT -> {
                table(reader.second);
                threeInts();
                loadInstance();
                asm.getField(Names.MODULE, "elements", "[[" + OBJECT);
                asm.constInt(reader.index);
                asm.op(50, -1);
                asm.invokeVirtual(Names.TABLE, "init", "(III[" + OBJECT + ")V");
                pop(3);
            }
            case Op.ELEM_DROP -> drop("elements", "[[" + OBJECT, () -> {
                asm.constInt(0);
                asm.newArray("java/lang/Object");
            });
            case Op.TABLE_COPY -> {
                table(reader.index);
                threeInts();
                table(reader.second);
                asm.invokeVirtual(Names.TABLE, "copy", "(III" + Names.type(Names.TABLE) + ")V");
                pop(3);
            }
            case Op.TABLE_GROW -> {
                // value count
                table(reader.index);
                asm.op(91, 1);
                asm.op(87, -1);
                asm.invokeVirtual(Names.TABLE, "grow", "(" + OBJECT + "I)I");
                pop(2);
                push(Kind.INT);
            }
            case Op.TABLE_SIZE -> {
                table(reader.index);
                asm.invokeVirtual(Names.TABLE, "size", "()I");
                push(Kind.INT);
            }
            case Op.TABLE_FILL -> {
                // start value count
                table(reader.index);
                underThree(Kind.REFERENCE);
                asm.invokeVirtual(Names.TABLE, "fill", "(I" + OBJECT + "I)V");
                pop(3);
            }
            default -> throw new IllegalStateException("opcode " + Integer.toHexString(op));
        }
    }

    private void drop(String field, String descriptor, Runnable empty) {
        loadInstance();
        asm.getField(Names.MODULE, field, descriptor);
        asm.constInt(reader.index);
        empty.run();
        asm.op(83, -3);
    }

    /// Moves the object on top below three ints.
    private void threeInts() {
        underThree(Kind.INT);
    }

    /// Moves the object on top below an int, a value of this kind, and an int.
    private void underThree(Kind second) {
        int slot = locals.end;
        asm.store(Kind.REFERENCE, slot);
        asm.store(Kind.INT, slot + 1);
        asm.store(second, slot + 2);
        asm.load(Kind.REFERENCE, slot);
        asm.op(95, 0);
        asm.load(second, slot + 2);
        asm.load(Kind.INT, slot + 1);
    }

    // ---- references, tables, calls

    private void reference(int op) {
        switch (op) {
            case Op.REF_NULL -> {
                asm.op(1, 1);
                push(Kind.REFERENCE);
            }
            case Op.REF_IS_NULL -> compareNull();
            case Op.REF_FUNC -> {
                loadInstance();
                asm.constInt(reader.index);
                asm.invokeVirtual(Names.MODULE, "function", "(I)" + Names.type(Names.FUNCTION));
                push(Kind.REFERENCE);
            }
            case Op.REF_AS_NON_NULL -> {
                asm.invokeStatic(Names.CALLS, "asNonNull", "(" + OBJECT + ")" + OBJECT);
                low = Math.min(low, height - 1);
            }
            default -> throw new IllegalStateException("opcode " + Integer.toHexString(op));
        }
    }

    private void table(int index) {
        loadInstance();
        asm.getField(Names.MODULE, "tables", "[" + Names.type(Names.TABLE));
        asm.constInt(index);
        asm.op(50, -1);
    }

    /// `call`.
    final void call(int function) {
        int type = layout.module.functions()[function];
        beginCall(type);
        if (layout.isImported(function)) {
            forgetMemory();
            asm.invokeStatic(SupportClasses.importsName(function), "i" + function, layout.descriptor(type));
            memoryMayHaveGrown();
        } else {
            boolean grows = layout.scan(function).grows;
            if (grows) {
                forgetMemory();
            }
            asm.invokeStatic(layout.className(function), ModuleLayout.methodName(function), layout.descriptor(type));
            if (grows) {
                memoryMayHaveGrown();
            }
        }
        endCall(type);
    }

    /// `call_indirect`: the index in the table is on top.
    final void callIndirect(int type, int table) {
        pop();
        asm.store(Kind.INT, locals.end);
        beginCallKeeping(type, Kind.INT);
        forgetMemory();
        asm.invokeStatic(SupportClasses.indirectName(type), "x" + type + "_" + table, layout.extendedDescriptor(type, "I"));
        memoryMayHaveGrown();
        endCall(type);
    }

    /// `call_ref`: the reference is on top.
    final void callReference(int type) {
        pop();
        asm.invokeStatic(Names.CALLS, "nonNull", "(" + OBJECT + ")" + Names.type(Names.FUNCTION));
        asm.store(Kind.FUNCTION, locals.end);
        beginCallKeeping(type, Kind.FUNCTION);
        forgetMemory();
        asm.invokeStatic(SupportClasses.indirectName(type), "r" + type,
                layout.extendedDescriptor(type, Kind.FUNCTION.descriptor));
        memoryMayHaveGrown();
        endCall(type);
    }

    /// Like [#beginCall], with the value in the first temporary as one more argument before the instance.
    private void beginCallKeeping(int type, Kind extra) {
        FuncType signature = layout.module.types().get(type);
        if (layout.isWide(type)) {
            storeTransfers(Kind.of(signature.params()));
        }
        pop(signature.params().size());
        asm.load(extra, locals.end);
        loadInstance();
    }

    private void beginCall(int type) {
        FuncType signature = layout.module.types().get(type);
        if (layout.isWide(type)) {
            storeTransfers(Kind.of(signature.params()));
        }
        pop(signature.params().size());
        loadInstance();
    }

    private void endCall(int type) {
        Kind[] results = Kind.of(layout.module.types().get(type).results());
        if (results.length > 1) {
            loadTransfers(results);
        }
        pushAll(results);
    }

    // ---- vectors and atomics

    private void vector(int op) {
        VectorCode.write(op, this);
    }

    private void atomic(int op) {
        AtomicCode.write(op, this);
    }
}
