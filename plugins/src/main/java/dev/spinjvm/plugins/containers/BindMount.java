package dev.spinjvm.plugins.containers;

import dev.spinjvm.plugins.drivers.DriverException;
import java.nio.file.Path;
import java.util.List;

/// A file or folder of the host that a container sees.
record BindMount(Path host, String inside, boolean writable) {
    /// The arguments for `run` of podman and docker.
    List<String> arguments() {
        String from = host.toAbsolutePath().normalize().toString();
        if (from.contains(",") || inside.contains(",")) {
            throw new DriverException("'" + from + "' cannot be given to a container, since there is a comma in its path");
        }
        return List.of("--mount", "type=bind,src=" + from + ",dst=" + inside + (writable ? "" : ",readonly"));
    }
}
