package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.ByteRange;
import dev.spinjvm.component.binary.CoreTypeExpr;
import dev.spinjvm.component.binary.CoreValType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cursor over a core module (WebAssembly 3.0, "Binary Format"), for the few sections that give a module its type.
final class CoreReader {
    private static final CoreValType.AbstractHeapType[] HEAP_TYPES = CoreValType.AbstractHeapType.values();
    private static final CoreValType.NumType[] NUM_TYPES = CoreValType.NumType.values();

    private final Context context;
    private final byte[] array;
    private final int moduleEnd;
    private int end;
    private int pos;

    CoreReader(Context context, ByteRange module) {
        this.context = context;
        this.array = module.array();
        this.pos = module.offset();
        this.moduleEnd = module.offset() + module.length();
        this.end = moduleEnd;
    }

    int offset() {
        return pos;
    }

    boolean atEnd() {
        return pos == end;
    }

    InvalidComponentException malformed(String message) {
        context.at(pos);
        return context.invalid("malformed core module: " + message);
    }

    void preamble() throws InvalidComponentException {
        for (int expected : new int[]{0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00}) {
            if (u8() != expected) {
                throw malformed("bad preamble");
            }
        }
    }

    /// Begins a section; until [#endSection], reading stops at its end.
    void beginSection() throws InvalidComponentException {
        int length = u32();
        if (length < 0 || length > end - pos) {
            throw malformed("unexpected end");
        }
        end = pos + length;
    }

    void skipSection() {
        pos = end;
    }

    void endSection() throws InvalidComponentException {
        if (pos != end) {
            throw malformed("section size mismatch");
        }
        end = moduleEnd;
    }

    int u8() throws InvalidComponentException {
        if (pos >= end) {
            throw malformed("unexpected end");
        }
        return array[pos++] & 0xff;
    }

    private int peek() throws InvalidComponentException {
        int value = u8();
        pos--;
        return value;
    }

    int u32() throws InvalidComponentException {
        return (int) leb(32);
    }

    private long leb(int bits) throws InvalidComponentException {
        long result = 0;
        for (int shift = 0; shift < bits; shift += 7) {
            int value = u8();
            result |= (long) (value & 0x7f) << shift;
            if (value < 0x80) {
                return result;
            }
        }
        throw malformed("integer representation too long");
    }

    /// The number of elements of a vector, each of which takes at least one byte.
    int count() throws InvalidComponentException {
        int count = u32();
        if (count < 0 || count > end - pos) {
            throw malformed("unexpected end");
        }
        return count;
    }

    String name() throws InvalidComponentException {
        int length = count();
        ByteBuffer bytes = ByteBuffer.wrap(array, pos, length);
        pos += length;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw malformed("malformed UTF-8 encoding");
        }
    }

    CoreTypeExpr.RecGroup recGroup() throws InvalidComponentException {
        if (peek() != 0x4e) {
            return new CoreTypeExpr.RecGroup(List.of(subType()), false);
        }
        pos++;
        List<CoreTypeExpr.SubType> types = new ArrayList<>();
        for (int n = count(); n > 0; n--) {
            types.add(subType());
        }
        return new CoreTypeExpr.RecGroup(types, true);
    }

    private CoreTypeExpr.SubType subType() throws InvalidComponentException {
        int code = peek();
        if (code != 0x50 && code != 0x4f) {
            return new CoreTypeExpr.SubType(true, List.of(), compType());
        }
        pos++;
        List<Integer> supertypes = new ArrayList<>();
        for (int n = count(); n > 0; n--) {
            supertypes.add(u32());
        }
        return new CoreTypeExpr.SubType(code == 0x4f, supertypes, compType());
    }

    private CoreTypeExpr.CompType compType() throws InvalidComponentException {
        return switch (u8()) {
            case 0x60 -> new CoreTypeExpr.CoreFuncType(valTypes(), valTypes());
            case 0x5f -> {
                List<CoreTypeExpr.FieldType> fields = new ArrayList<>();
                for (int n = count(); n > 0; n--) {
                    fields.add(field());
                }
                yield new CoreTypeExpr.StructType(fields);
            }
            case 0x5e -> new CoreTypeExpr.ArrayType(field());
            default -> throw malformed("invalid type form");
        };
    }

    private CoreTypeExpr.FieldType field() throws InvalidComponentException {
        int code = peek();
        CoreTypeExpr.StorageType storage;
        if (code == 0x78 || code == 0x77) {
            pos++;
            storage = code == 0x78 ? CoreTypeExpr.Packed.I8 : CoreTypeExpr.Packed.I16;
        } else {
            storage = new CoreTypeExpr.Unpacked(valType());
        }
        return new CoreTypeExpr.FieldType(storage, mutable());
    }

    private boolean mutable() throws InvalidComponentException {
        return switch (u8()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw malformed("malformed mutability");
        };
    }

    private List<CoreValType> valTypes() throws InvalidComponentException {
        List<CoreValType> types = new ArrayList<>();
        for (int n = count(); n > 0; n--) {
            types.add(valType());
        }
        return types;
    }

    private CoreValType valType() throws InvalidComponentException {
        int code = peek();
        for (CoreValType.NumType type : NUM_TYPES) {
            if (type.code() == code) {
                pos++;
                return type;
            }
        }
        return refType();
    }

    private CoreValType.RefType refType() throws InvalidComponentException {
        int code = u8();
        if (code == 0x63 || code == 0x64) {
            return new CoreValType.RefType(code == 0x63, heapType());
        }
        CoreValType.HeapType heap = abstractHeap(code);
        if (heap == null) {
            throw malformed("malformed reference type");
        }
        return new CoreValType.RefType(true, heap);
    }

    private CoreValType.HeapType heapType() throws InvalidComponentException {
        CoreValType.HeapType heap = abstractHeap(peek());
        if (heap != null) {
            pos++;
            return heap;
        }
        long index = leb(33);
        if (index > Integer.MAX_VALUE) {
            throw malformed("malformed heap type");
        }
        return new CoreValType.ConcreteHeapType((int) index);
    }

    private static CoreValType.@Nullable HeapType abstractHeap(int code) {
        for (CoreValType.AbstractHeapType type : HEAP_TYPES) {
            if (type.code() == code) {
                return type;
            }
        }
        return null;
    }

    CoreTypeExpr.CoreExternType externType() throws InvalidComponentException {
        return switch (u8()) {
            case 0 -> new CoreTypeExpr.CoreFunc(u32());
            case 1 -> tableType();
            case 2 -> new CoreTypeExpr.CoreMemory(limits());
            case 3 -> global();
            case 4 -> tag();
            default -> throw malformed("malformed import kind");
        };
    }

    /// An entry of the table section, which may have an initial value.
    CoreTypeExpr.CoreTable table() throws InvalidComponentException {
        if (peek() != 0x40) {
            return tableType();
        }
        pos++;
        if (u8() != 0) {
            throw malformed("malformed table");
        }
        CoreTypeExpr.CoreTable type = tableType();
        skipConstantExpression();
        return type;
    }

    private CoreTypeExpr.CoreTable tableType() throws InvalidComponentException {
        return new CoreTypeExpr.CoreTable(refType(), limits());
    }

    CoreTypeExpr.CoreGlobal global() throws InvalidComponentException {
        return new CoreTypeExpr.CoreGlobal(valType(), mutable());
    }

    CoreTypeExpr.CoreTag tag() throws InvalidComponentException {
        if (u8() != 0) {
            throw malformed("malformed tag");
        }
        return new CoreTypeExpr.CoreTag(u32());
    }

    CoreTypeExpr.Limits limits() throws InvalidComponentException {
        int flags = u8();
        if (flags > 7) {
            throw malformed("malformed limits flags");
        }
        boolean index64 = (flags & 4) != 0;
        long min = bound(index64);
        return new CoreTypeExpr.Limits(index64, (flags & 2) != 0, min, (flags & 1) != 0 ? bound(index64) : null);
    }

    private long bound(boolean index64) throws InvalidComponentException {
        return index64 ? leb(64) : Integer.toUnsignedLong(u32());
    }

    void skipConstantExpression() throws InvalidComponentException {
        while (true) {
            switch (u8()) {
                case 0x0b -> {
                    return;
                }
                case 0x23, 0x41, 0xd2 -> leb(32);
                case 0x42 -> leb(64);
                case 0x43 -> skip(4);
                case 0x44 -> skip(8);
                case 0xd0 -> leb(33);
                case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {
                    // arithmetic of extended constant expressions has no immediates
                }
                case 0xfb -> skipGcInstruction();
                case 0xfd -> {
                    if (u32() != 0x0c) {
                        throw malformed("constant expression required");
                    }
                    skip(16);
                }
                default -> throw malformed("constant expression required");
            }
        }
    }

    private void skipGcInstruction() throws InvalidComponentException {
        switch (u32()) {
            case 0, 1, 6, 7 -> u32();
            case 8 -> {
                u32();
                u32();
            }
            case 26, 27, 28 -> {
                // conversions and ref.i31 have no immediates
            }
            default -> throw malformed("constant expression required");
        }
    }

    private void skip(int length) throws InvalidComponentException {
        if (length > end - pos) {
            throw malformed("unexpected end");
        }
        pos += length;
    }
}
