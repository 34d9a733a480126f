package dev.spinjvm.engine.binary;

import dev.spinjvm.engine.HeapType;
import dev.spinjvm.engine.InvalidModuleException;
import dev.spinjvm.engine.RefType;
import dev.spinjvm.engine.ValueType;
import dev.spinjvm.engine.binary.WasmModule.DataSegment;
import dev.spinjvm.engine.binary.WasmModule.ElementSegment;
import dev.spinjvm.engine.binary.WasmModule.Mode;
import dev.spinjvm.engine.binary.WasmModule.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the element and the data section.
final class SegmentReader {

    private static final RefType FUNCTION = new RefType(false, HeapType.FUNC);

    private final byte[] wasm;
    private final ByteReader in;
    private final TypeReader types;

    SegmentReader(byte[] wasm, ByteReader in, TypeReader types) {
        this.wasm = wasm;
        this.in = in;
        this.types = types;
    }

    List<ElementSegment> elements() {
        int count = in.count();
        List<ElementSegment> out = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            out.add(element());
        }
        return List.copyOf(out);
    }

    /// The flags: 1 is not active, 2 names a table (or is declarative), 4 has expressions.
    private ElementSegment element() {
        int flags = in.u32();
        if (flags > 7) {
            throw new InvalidModuleException("malformed elements segment kind before offset " + in.position());
        }
        boolean active = (flags & 1) == 0;
        int table = active && (flags & 2) != 0 ? in.u32() : 0;
        Range offset = active ? expression() : null;
        Mode mode = active ? Mode.ACTIVE : (flags & 2) != 0 ? Mode.DECLARATIVE : Mode.PASSIVE;
        boolean typed = (flags & 3) != 0;
        if ((flags & 4) != 0) {
            RefType type = typed ? types.reference(in) : ValueType.FUNCREF;
            return new ElementSegment(mode, table, offset, type, null, expressions());
        }
        if (typed && in.u8() != 0) {
            throw new InvalidModuleException("malformed element kind before offset " + in.position());
        }
        return new ElementSegment(mode, table, offset, FUNCTION, indices(), null);
    }

    private int[] indices() {
        int[] out = new int[in.count()];
        for (int i = 0; i < out.length; i++) {
            out[i] = in.u32();
        }
        return out;
    }

    private Range[] expressions() {
        Range[] out = new Range[in.count()];
        for (int i = 0; i < out.length; i++) {
            out[i] = expression();
        }
        return out;
    }

    private Range expression() {
        return Expressions.range(in, wasm, types);
    }

    List<DataSegment> data() {
        int count = in.count();
        List<DataSegment> out = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int kind = in.u32();
            if (kind > 2) {
                throw new InvalidModuleException("malformed data segment kind before offset " + in.position());
            }
            int memory = kind == 2 ? in.u32() : 0;
            @Nullable
            Range offset = kind == 1 ? null : expression();
            int length = in.u32();
            int start = in.position();
            in.skip(length);
            out.add(new DataSegment(kind == 1 ? Mode.PASSIVE : Mode.ACTIVE, memory, offset,
                    new Range(start, start + length)));
        }
        return List.copyOf(out);
    }
}
