package dev.spinjvm.plugins.images;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// What a native program or library asks of the loader of its system (System V ABI, "Program Loading and Dynamic Linking"; the 64-bit
/// form only).
///
/// @param machine the architecture's number
/// @param interpreter the loader's absolute path; null in libraries
/// @param needed names of libraries
/// @param searched folders in which to look for them first; `$ORIGIN` stands for the file's own
record ElfFile(int machine, @Nullable String interpreter, List<String> needed, List<String> searched) {
    private static final int MAGIC = 0x7f454c46;
    private static final int CLASS_64 = 2;
    private static final int BIG_ENDIAN = 2;
    private static final int LOAD = 1;
    private static final int DYNAMIC = 2;
    private static final int INTERPRETER = 3;
    private static final int TAG_END = 0;
    private static final int TAG_NEEDED = 1;
    private static final int TAG_STRINGS = 5;
    private static final int TAG_RPATH = 15;
    private static final int TAG_RUNPATH = 29;

    ElfFile {
        needed = List.copyOf(needed);
        searched = List.copyOf(searched);
    }

    /// A part of the file that the loader puts into memory.
    private record Segment(int type, long offset, long address, long size) {}

    /// Reads a file; empty if it is none of the kind.
    ///
    /// @throws IOException if it is damaged, or cannot be read
    static Optional<ElfFile> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < 64) {
                return Optional.empty();
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            if (bytes.getInt(0) != MAGIC || bytes.get(4) != CLASS_64) {
                return Optional.empty();
            }
            bytes.order(bytes.get(5) == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            return Optional.of(read(bytes));
        } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
            throw new IOException("'" + file + "' is damaged", e);
        }
    }

    private static ElfFile read(ByteBuffer bytes) {
        List<Segment> segments = segments(bytes);
        String interpreter = null;
        List<String> needed = new ArrayList<>();
        List<String> searched = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.type == INTERPRETER) {
                interpreter = text(bytes, Math.toIntExact(segment.offset));
            } else if (segment.type == DYNAMIC) {
                dynamic(bytes, segment, segments, needed, searched);
            }
        }
        return new ElfFile(bytes.getShort(18), interpreter, needed, searched);
    }

    private static List<Segment> segments(ByteBuffer bytes) {
        int start = Math.toIntExact(bytes.getLong(32));
        int size = bytes.getShort(54);
        int count = bytes.getShort(56);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = start + i * size;
            segments.add(new Segment(bytes.getInt(at), bytes.getLong(at + 8), bytes.getLong(at + 16), bytes.getLong(at + 32)));
        }
        return segments;
    }

    private static void dynamic(ByteBuffer bytes, Segment table, List<Segment> segments, List<String> needed, List<String> searched) {
        int strings = -1;
        List<Long> libraries = new ArrayList<>();
        List<Long> folders = new ArrayList<>();
        long end = table.offset + table.size;
        for (int at = Math.toIntExact(table.offset); at < end; at += 16) {
            int tag = (int) bytes.getLong(at);
            long value = bytes.getLong(at + 8);
            if (tag == TAG_END) {
                break;
            } else if (tag == TAG_NEEDED) {
                libraries.add(value);
            } else if (tag == TAG_STRINGS) {
                strings = offset(value, segments);
            } else if (tag == TAG_RPATH || tag == TAG_RUNPATH) {
                folders.add(value);
            }
        }
        for (long library : libraries) {
            needed.add(text(bytes, Math.toIntExact(strings + library)));
        }
        for (long list : folders) {
            searched.addAll(List.of(text(bytes, Math.toIntExact(strings + list)).split(":")));
        }
    }

    /// Where in the file an address in memory comes from.
    private static int offset(long address, List<Segment> segments) {
        for (Segment segment : segments) {
            if (segment.type == LOAD && address >= segment.address && address < segment.address + segment.size) {
                return Math.toIntExact(address - segment.address + segment.offset);
            }
        }
        throw new IndexOutOfBoundsException("an address outside of the file");
    }

    private static String text(ByteBuffer bytes, int start) {
        int end = start;
        while (bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
