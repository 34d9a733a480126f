package dev.spinjvm.wasi.filesystem;

import dev.spinjvm.wasi.clocks.ClocksHost;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The metadata of one file system object.
///
/// @param key what identifies the object on the host; null where the platform knows no such thing
/// @param changed the time of the last status change, if the platform tells
record Stat(Type type, long links, long size, FileTime accessed, FileTime modified, @Nullable FileTime changed, @Nullable Object key) {

    /// The enum `descriptor-type`, in its order.
    enum Type {
        UNKNOWN, BLOCK_DEVICE, CHARACTER_DEVICE, DIRECTORY, FIFO, SYMBOLIC_LINK, REGULAR_FILE, SOCKET
    }

    /// @param unix the attributes `mode`, `nlink` and `ctime` of the same object, or none
    static Stat of(BasicFileAttributes basic, Map<String, Object> unix) {
        Type type = type(basic);
        if (type == Type.UNKNOWN && unix.get("mode") instanceof Integer mode) {
            type = special(mode);
        }
        return new Stat(type, unix.get("nlink") instanceof Integer links ? links : 1, basic.size(), basic.lastAccessTime(),
                basic.lastModifiedTime(), unix.get("ctime") instanceof FileTime changed ? changed : null, basic.fileKey());
    }

    static Type type(BasicFileAttributes basic) {
        if (basic.isRegularFile()) {
            return Type.REGULAR_FILE;
        }
        if (basic.isDirectory()) {
            return Type.DIRECTORY;
        }
        return basic.isSymbolicLink() ? Type.SYMBOLIC_LINK : Type.UNKNOWN;
    }

    /// The type of anything else, from the file format bits of a mode (POSIX `sys/stat.h` as all our platforms have it).
    private static Type special(int mode) {
        return switch (mode & 0xF000) {
            case 0x1000 -> Type.FIFO;
            case 0x2000 -> Type.CHARACTER_DEVICE;
            case 0x6000 -> Type.BLOCK_DEVICE;
            case 0xC000 -> Type.SOCKET;
            default -> Type.UNKNOWN;
        };
    }

    Stat withSize(long actual) {
        return new Stat(type, links, actual, accessed, modified, changed, key);
    }

    /// The record `descriptor-stat`.
    @Nullable
    Object[] toRecord() {
        return new @Nullable Object[]{type.ordinal(), links, size, datetime(accessed), datetime(modified), datetime(changed)};
    }

    private static Object @Nullable [] datetime(@Nullable FileTime time) {
        return time == null ? null : ClocksHost.datetime(time.toInstant());
    }

    /// The record `metadata-hash-value`. The lower half identifies the object, because guests' C libraries make it the
    /// inode number; the upper half also changes with the content.
    Object[] hash() {
        long identity = mix(fnv(key == null ? modified + " " + size : key.toString()));
        return new Object[]{identity, mix(identity ^ mix(modified.to(TimeUnit.NANOSECONDS)) ^ size)};
    }

    /// FNV-1a with 64 bits.
    private static long fnv(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }

    /// The finaliser of SplitMix64: spreads every input bit over the whole output, one to one.
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
