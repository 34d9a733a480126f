package dev.spinjvm.wasi.filesystem;

import dev.spinjvm.wasi.io.HostResource;

/// The resource `descriptor`.
abstract sealed class Descriptor extends HostResource permits DirectoryDescriptor, FileDescriptor {
    /// Whether what this descriptor leads to may be changed, which its preopen decides.
    private final boolean mutable;

    Descriptor(boolean mutable) {
        super(null);
        this.mutable = mutable;
    }

    final boolean mutable() {
        return mutable;
    }

    /// @throws FilesystemException unless what this descriptor leads to may be changed
    final void requireMutable() throws FilesystemException {
        if (!mutable) {
            throw new FilesystemException(ErrorCode.NOT_PERMITTED);
        }
    }

    /// The flags of `descriptor-flags`.
    abstract int flags();

    abstract Stat stat() throws FilesystemException;

    abstract void setTimes(Timestamps times) throws FilesystemException;

    /// @param metadata whether metadata that reading the data does not need is synchronised as well
    abstract void sync(boolean metadata) throws FilesystemException;
}
