package dev.spinjvm.wasi.filesystem;

import java.util.List;

/// The file system of a store: its preopened directories, and what the guest has open in them.
///
/// Used on the guest's thread; [#close] when that has ended.
public final class Filesystem implements AutoCloseable {
    private final List<Preopen> preopens;
    private final OpenObjects objects = new OpenObjects();

    public Filesystem(List<Preopen> preopens) {
        this.preopens = List.copyOf(preopens);
    }

    /// `get-directories`: new descriptors of the preopened directories, each with the guest's name for it.
    Object[] directories() {
        Object[] directories = new Object[preopens.size()];
        for (int i = 0; i < directories.length; i++) {
            Preopen preopen = preopens.get(i);
            directories[i] = new Object[]{
                new DirectoryDescriptor(preopen.writable(), objects, () -> Directory.root(objects, preopen.host(), preopen.files())),
                preopen.guest()};
        }
        return directories;
    }

    /// Closes every file and directory that the guest left open.
    @Override
    public void close() {
        objects.closeAll();
    }
}
