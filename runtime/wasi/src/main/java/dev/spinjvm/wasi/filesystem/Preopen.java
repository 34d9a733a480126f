package dev.spinjvm.wasi.filesystem;

import java.nio.file.Path;

/// A directory that a guest is given.
///
/// @param host the directory on the host
/// @param guest the name under which the guest finds it, such as `/`
/// @param writable whether the guest may change files and directories below it
public record Preopen(Path host, String guest, boolean writable) {}
