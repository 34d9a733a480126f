package dev.spinjvm.engine;

import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.binary.WasmModule.DataSegment;
import dev.spinjvm.engine.binary.WasmModule.Mode;
import dev.spinjvm.engine.binary.WasmModule.Range;
import dev.spinjvm.engine.guest.LinearMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The active data segments of a module, joined.
///
/// Toolchains cut initial memory into many thousand segments, each of which would cost a computed offset and a copy at
/// every instantiation.
///
/// @param pieces the contents, in ascending order of memory and offset; they do not overlap
record MergedData(List<Piece> pieces) {

    /// A gap as long as this costs less as zeros than as a piece of its own.
    private static final int GAP = 64;

    /// Bytes for memory `memory` at `offset`.
    record Piece(int memory, int offset, byte[] contents) {}

    private record Segment(int memory, long offset, Range contents) {

        long end() {
            return offset + size();
        }

        int size() {
            return contents.end() - contents.start();
        }
    }

    /// Pieces with the same effect as the segments, or null if they cannot be joined: only segments at fixed offsets
    /// inside of a memory that the module defines (which is zero before) can.
    static @Nullable MergedData of(WasmModule module) {
        List<Segment> segments = new ArrayList<>();
        for (DataSegment segment : module.data()) {
            Segment fixed = fixed(module, segment);
            if (fixed == null) {
                return null;
            }
            if (fixed.size() > 0) {
                segments.add(fixed);
            }
        }
        return new MergedData(merge(module.bytes(), segments));
    }

    private static @Nullable Segment fixed(WasmModule module, DataSegment segment) {
        Range expression = segment.offset();
        if (segment.mode() != Mode.ACTIVE || segment.memory() < module.importedMemories() || expression == null) {
            return null;
        }
        ConstantExpression decoded = ConstantExpression.decode(module, expression);
        if (!decoded.isFixed()) {
            return null;
        }
        Segment out = new Segment(segment.memory(), Integer.toUnsignedLong((int) decoded.fixed()), segment.contents());
        long size = module.memories().get(segment.memory()).limits().min() * LinearMemory.WASM_PAGE;
        return out.end() <= size && size <= Integer.MAX_VALUE ? out : null;
    }

    private static List<Piece> merge(byte[] bytes, List<Segment> segments) {
        List<Segment> sorted = new ArrayList<>(segments);
        sorted.sort(Comparator.comparingInt(Segment::memory).thenComparingLong(Segment::offset));
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < sorted.size();) {
            Segment first = sorted.get(i);
            long end = first.end();
            for (i++; i < sorted.size() && sorted.get(i).memory() == first.memory()
                    && sorted.get(i).offset() <= end + GAP; i++) {
                end = Math.max(end, sorted.get(i).end());
            }
            pieces.add(new Piece(first.memory(), (int) first.offset(), new byte[(int) (end - first.offset())]));
        }
        // In the order of the module, because segments may overlap.
        for (Segment segment : segments) {
            Piece piece = pieces.get(find(pieces, segment));
            System.arraycopy(bytes, segment.contents().start(), piece.contents(),
                    (int) segment.offset() - piece.offset(), segment.size());
        }
        return pieces;
    }

    private static int find(List<Piece> pieces, Segment segment) {
        int low = 0;
        int high = pieces.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            Piece piece = pieces.get(middle);
            if (piece.memory() < segment.memory()
                    || piece.memory() == segment.memory() && piece.offset() <= segment.offset()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
