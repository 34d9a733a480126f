package dev.spinjvm.wasi.filesystem;

/// The bits of the flags types of `wasi:filesystem/types`.
final class Flags {
    static final int PATH_SYMLINK_FOLLOW = 1;

    static final int OPEN_CREATE = 1;
    static final int OPEN_DIRECTORY = 1 << 1;
    static final int OPEN_EXCLUSIVE = 1 << 2;
    static final int OPEN_TRUNCATE = 1 << 3;

    static final int READ = 1;
    static final int WRITE = 1 << 1;
    static final int FILE_INTEGRITY_SYNC = 1 << 2;
    static final int DATA_INTEGRITY_SYNC = 1 << 3;
    static final int REQUESTED_WRITE_SYNC = 1 << 4;
    static final int MUTATE_DIRECTORY = 1 << 5;

    private Flags() {}

    static boolean any(int flags, int mask) {
        return (flags & mask) != 0;
    }
}
