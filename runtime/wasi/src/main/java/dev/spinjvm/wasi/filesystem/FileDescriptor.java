package dev.spinjvm.wasi.filesystem;

import java.util.Objects;

/// A descriptor of a regular file.
final class FileDescriptor extends Descriptor {
    private final OpenFile file;
    private final int flags;
    private final Directory directory;
    private final String name;
    private final Stat opened;

    /// @param file released, like `directory`, when the descriptor is dropped
    /// @param name the name of the file in `directory` when it was opened
    /// @param opened its attributes then
    FileDescriptor(boolean mutable, OpenFile file, int flags, Directory directory, String name, Stat opened) {
        super(mutable);
        this.file = file;
        this.flags = flags;
        this.directory = directory;
        this.name = name;
        this.opened = opened;
    }

    @Override
    int flags() {
        return flags;
    }

    /// The file, for reading.
    OpenFile readable() throws FilesystemException {
        return allowed(Flags.READ);
    }

    /// The file, for writing.
    OpenFile writable() throws FilesystemException {
        return allowed(Flags.WRITE);
    }

    private OpenFile allowed(int flag) throws FilesystemException {
        if (!Flags.any(flags, flag)) {
            throw new FilesystemException(ErrorCode.BAD_DESCRIPTOR);
        }
        return file;
    }

    /// Java tells the attributes of a name, not of an open file: while the name still means this file they are current,
    /// afterwards they are those of the time it was opened, with the current size.
    @Override
    Stat stat() throws FilesystemException {
        return (named() ? directory.stat(name) : opened).withSize(file.size());
    }

    private boolean named() throws FilesystemException {
        return directory.type(name) == Stat.Type.REGULAR_FILE && Objects.equals(directory.stat(name).key(), opened.key());
    }

    @Override
    void setTimes(Timestamps times) throws FilesystemException {
        requireMutable();
        if (!named()) {
            throw new FilesystemException(ErrorCode.NO_ENTRY);
        }
        directory.setTimes(name, times.accessed(), times.modified());
    }

    @Override
    void sync(boolean metadata) throws FilesystemException {
        file.sync(metadata);
    }

    @Override
    protected void dropped() {
        file.release();
        directory.release();
    }
}
