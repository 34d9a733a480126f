package dev.spinjvm.wasi.filesystem;

import java.nio.file.Path;
import java.util.Map;

/// A directory that a guest is given.
///
/// @param host the directory on the host
/// @param guest the name under which the guest finds it, such as `/`
/// @param writable whether the guest may change files and directories below it
/// @param files single files of the host that stand for files below it, by their paths there; in the directory of the host each has a file in
///     its place, which the guest never sees into
public record Preopen(Path host, String guest, boolean writable, Map<String, File> files) {
    /// A file of the host.
    ///
    /// @param writable whether the guest may change it
    public record File(Path host, boolean writable) {}

    public Preopen {
        files = Map.copyOf(files);
    }

    public Preopen(Path host, String guest, boolean writable) {
        this(host, guest, writable, Map.of());
    }
}
