package dev.spinjvm.engine;

import dev.spinjvm.engine.ModuleBinary.Section;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Joins the active data segments of a module.
///
/// Toolchains cut initial memory into many thousand segments, each of which costs parsing at start and a
/// computed offset at every instantiation.
final class DataMerger {

    /// A gap as long as this costs less as zeros than as a segment of its own.
    private static final int GAP = 64;

    private final byte[] bytes;
    private final List<Segment> segments = new ArrayList<>();

    private DataMerger(byte[] bytes) {
        this.bytes = bytes;
    }

    private record Segment(long offset, int start, int size) {
        long end() {
            return offset + size;
        }
    }

    /// The contents of a data section with the same effect, or null if the segments cannot be joined: only
    /// constant offsets inside a memory that the module defines (which is zero before) can.
    static byte @Nullable [] merge(ModuleBinary module) {
        if (module.memories().isEmpty() || importsMemory(module)) {
            return null;
        }
        DataMerger merger = new DataMerger(module.bytes());
        long limit = module.memories().getFirst().limits().min() * CoreMemory.WASM_PAGE;
        for (Section section : module.sections()) {
            if (section.id() == ModuleBinary.DATA_SECTION && !merger.read(section, limit)) {
                return null;
            }
        }
        return merger.write();
    }

    private static boolean importsMemory(ModuleBinary module) {
        return module.imports().stream().anyMatch(i -> module.bytes()[i.typeStart()] == 2);
    }

    private boolean read(Section section, long limit) {
        ByteReader reader = new ByteReader(bytes, section.start(), section.end());
        int count = reader.u32();
        for (int i = 0; i < count; i++) {
            if (reader.u32() != 0 || reader.u8() != 0x41) {
                return false;
            }
            long offset = Integer.toUnsignedLong(reader.s32());
            if (reader.u8() != 0x0b) {
                return false;
            }
            int size = reader.u32();
            segments.add(new Segment(offset, reader.position(), size));
            reader.skip(size);
            if (offset + size > limit) {
                return false;
            }
        }
        return true;
    }

    private byte[] write() {
        List<Segment> sorted = new ArrayList<>(segments);
        sorted.removeIf(s -> s.size() == 0);
        sorted.sort(Comparator.comparingLong(Segment::offset));
        List<long[]> ranges = new ArrayList<>();
        for (Segment segment : sorted) {
            if (!ranges.isEmpty() && segment.offset() <= ranges.getLast()[1] + GAP) {
                long[] last = ranges.getLast();
                last[1] = Math.max(last[1], segment.end());
            } else {
                ranges.add(new long[]{segment.offset(), segment.end()});
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModuleRewriter.writeU32(out, ranges.size());
        byte[][] contents = new byte[ranges.size()][];
        for (int i = 0; i < contents.length; i++) {
            contents[i] = new byte[(int) (ranges.get(i)[1] - ranges.get(i)[0])];
        }
        // In the order of the module, because segments may overlap.
        for (Segment segment : segments) {
            if (segment.size() > 0) {
                int range = find(ranges, segment.offset());
                System.arraycopy(bytes, segment.start(), contents[range],
                        (int) (segment.offset() - ranges.get(range)[0]), segment.size());
            }
        }
        for (int i = 0; i < contents.length; i++) {
            out.write(0);
            out.write(0x41);
            ModuleRewriter.writeS32(out, (int) ranges.get(i)[0]);
            out.write(0x0b);
            ModuleRewriter.writeU32(out, contents[i].length);
            out.write(contents[i], 0, contents[i].length);
        }
        return out.toByteArray();
    }

    private static int find(List<long[]> ranges, long offset) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (ranges.get(middle)[0] <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
