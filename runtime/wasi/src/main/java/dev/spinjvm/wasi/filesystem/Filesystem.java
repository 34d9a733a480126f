package dev.spinjvm.wasi.filesystem;

import java.util.List;

/// The file system of a store: its preopened directories, and what the guest has open in them.
///
/// Used on the guest's thread, except for [#close].
public final class Filesystem implements AutoCloseable {
    private final List<Preopen> preopens;

    public Filesystem(List<Preopen> preopens) {
        this.preopens = List.copyOf(preopens);
    }

    /// The directories that the guest is given.
    public List<Preopen> preopens() {
        return preopens;
    }

    /// Closes every file and directory that the guest left open.
    @Override
    public void close() {}
}
