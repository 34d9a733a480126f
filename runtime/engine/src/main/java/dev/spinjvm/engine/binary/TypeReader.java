package dev.spinjvm.engine.binary;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.HeapType;
import dev.spinjvm.engine.InvalidModuleException;
import dev.spinjvm.engine.NumericType;
import dev.spinjvm.engine.RefType;
import dev.spinjvm.engine.ValueType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Reads types, whose indices mean the types of one module (core specification, "Binary Format", "Types").
///
/// Immutable; thread-safe.
public final class TypeReader {

    /// The types of blocks with one number as result, by ordinal.
    private static final FuncType[] BLOCKS = Arrays.stream(NumericType.values())
            .map(type -> new FuncType(List.of(), List.of(type))).toArray(FuncType[]::new);

    private final List<FuncType> types;
    private final List<HeapType> heapTypes;

    /// @param types the module's function types by index, none of which refers to itself
    public TypeReader(List<FuncType> types) {
        this(types, types.stream().map(type -> new HeapType("(" + type + ")")).toList());
    }

    private TypeReader(List<FuncType> types, List<HeapType> heapTypes) {
        this.types = types;
        this.heapTypes = heapTypes;
    }

    /// Reads the contents of a type section.
    static TypeReader readSection(ByteReader section) {
        return new Section(section).read();
    }

    /// The function types by index.
    List<FuncType> types() {
        return types;
    }

    /// What a reference to a function of type `index` points to.
    public HeapType heapType(int index) {
        return heapTypes.get(index);
    }

    /// @param offset where to say that the index is wrong
    FuncType function(int index, int offset) {
        if (index < 0 || index >= types.size()) {
            throw unknownType(index, offset);
        }
        return types.get(index);
    }

    FuncType block(ValueType result) {
        return result instanceof NumericType number ? BLOCKS[number.ordinal()] : new FuncType(List.of(), List.of(result));
    }

    RefType nullable(HeapType heap) {
        if (heap.equals(HeapType.FUNC)) {
            return ValueType.FUNCREF;
        }
        return heap.equals(HeapType.EXTERN) ? ValueType.EXTERNREF : new RefType(true, heap);
    }

    ValueType value(ByteReader reader) {
        int code = reader.u8();
        return switch (code) {
            case 0x7f -> NumericType.I32;
            case 0x7e -> NumericType.I64;
            case 0x7d -> NumericType.F32;
            case 0x7c -> NumericType.F64;
            case 0x7b -> NumericType.V128;
            default -> reference(code, reader);
        };
    }

    RefType reference(ByteReader reader) {
        return reference(reader.u8(), reader);
    }

    private RefType reference(int code, ByteReader reader) {
        return switch (code) {
            case 0x63 -> nullable(heap(reader));
            case 0x64 -> new RefType(false, heap(reader));
            case 0x69 -> ValueType.EXNREF;
            case 0x6f, 0x70, 0x72, 0x73 -> nullable(abstractHeap(code, reader));
            default -> throw unknown("malformed reference type", code, reader);
        };
    }

    HeapType heap(ByteReader reader) {
        long code = reader.s33();
        if (code >= 0) {
            return defined(code, reader.position());
        }
        if (code < -0x40) {
            throw new InvalidModuleException("malformed heap type before offset " + reader.position());
        }
        return abstractHeap((int) code & 0x7f, reader);
    }

    private static HeapType abstractHeap(int code, ByteReader reader) {
        return switch (code) {
            case 0x70 -> HeapType.FUNC;
            case 0x6f -> HeapType.EXTERN;
            case 0x69 -> HeapType.EXN;
            case 0x73 -> HeapType.NOFUNC;
            case 0x72 -> HeapType.NOEXTERN;
            default -> throw unknown("malformed heap type", code, reader);
        };
    }

    private HeapType defined(long index, int offset) {
        if (index >= heapTypes.size()) {
            throw unknownType(index, offset);
        }
        return heapTypes.get((int) index);
    }

    static InvalidModuleException unknownType(long index, int offset) {
        return new InvalidModuleException("unknown type " + (index & 0xffff_ffffL) + " before offset " + offset);
    }

    private static InvalidModuleException unknown(String what, int code, ByteReader reader) {
        String at = " before offset " + reader.position();
        if (code >= 0x6a && code <= 0x74) {
            return new InvalidModuleException(
                    "unsupported feature GC: a type with code 0x" + Integer.toHexString(code) + at);
        }
        return new InvalidModuleException(what + ": 0x" + Integer.toHexString(code) + at);
    }

    /// Reads type definitions while earlier ones are known.
    ///
    /// The name of a heap type tells its structure, so that equal structures of two modules are equal. Types can refer
    /// to those of their own group; what such a reference means in a name is its position in the group. The types of
    /// a group of several differ from those of any other group.
    private static final class Section {

        /// Longer names are replaced by digests, because names contain names: a few bytes could ask for any length.
        private static final int LONGEST_NAME = 160;
        private static final int REC = 0x4e;
        private static final int SUB_FINAL = 0x4f;
        private static final int SUB = 0x50;
        private static final int ARRAY = 0x5e;
        private static final int STRUCT = 0x5f;
        private static final int FUNC = 0x60;

        private final ByteReader reader;
        private final List<FuncType> types = new ArrayList<>();
        private final List<HeapType> heapTypes = new ArrayList<>();
        private final TypeReader known = new TypeReader(types, heapTypes);

        private Section(ByteReader reader) {
            this.reader = reader;
        }

        private TypeReader read() {
            for (int rest = reader.count(); rest > 0; rest--) {
                int start = reader.position();
                int first = reader.u8();
                if (first == REC) {
                    int count = reader.count();
                    group(reader.position(), count);
                } else {
                    group(start, 1);
                }
            }
            return new TypeReader(List.copyOf(types), List.copyOf(heapTypes));
        }

        private void group(int start, int count) {
            int before = heapTypes.size();
            for (int i = 0; i < count; i++) {
                heapTypes.add(new HeapType("(func rec." + i + ")"));
            }
            List<FuncType> first = definitions(start, count);
            List<String> texts = first.stream().map(type -> shortened(type.toString())).toList();
            String group = String.join(", ", texts);
            for (int i = 0; i < count; i++) {
                String name = count > 1 ? "func rec." + i + " of " + group : texts.get(i);
                heapTypes.set(before + i, new HeapType("(" + shortened(name) + ")"));
            }
            types.addAll(definitions(start, count));
        }

        private List<FuncType> definitions(int start, int count) {
            reader.seek(start);
            List<FuncType> out = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                out.add(definition());
            }
            return out;
        }

        private FuncType definition() {
            int form = reader.u8();
            if (form == SUB || form == SUB_FINAL) {
                if (form == SUB || reader.count() > 0) {
                    throw new InvalidModuleException(
                            "unsupported feature GC: a type with subtypes before offset " + reader.position());
                }
                form = reader.u8();
            }
            return switch (form) {
                case FUNC -> new FuncType(values(), values());
                case STRUCT, ARRAY -> throw new InvalidModuleException(
                        "unsupported feature GC: a " + (form == STRUCT ? "struct" : "array") + " type before offset "
                                + reader.position());
                default -> throw new InvalidModuleException("malformed definition type: integer representation too long"
                        + " or unknown form 0x" + Integer.toHexString(form) + " before offset " + reader.position());
            };
        }

        private List<ValueType> values() {
            int count = reader.count();
            List<ValueType> out = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                out.add(known.value(reader));
            }
            return out;
        }

        private static String shortened(String name) {
            return name.length() <= LONGEST_NAME ? name : "func #" + digest(name);
        }

        private static String digest(String text) {
            try {
                return HexFormat.of().formatHex(
                        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }
}
