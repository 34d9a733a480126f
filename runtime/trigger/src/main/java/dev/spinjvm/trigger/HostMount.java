package dev.spinjvm.trigger;

import java.nio.file.Path;

/// A file or folder of the host that whoever runs an application gives to all of its components.
///
/// @param host absolute, and there
/// @param guest the name under which components find it: absolute, `/` or without a slash at its end
/// @param writable whether components may change it
public record HostMount(Path host, String guest, boolean writable) {}
