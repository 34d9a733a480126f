package dev.spinjvm.plugins.containers;

import dev.spinjvm.plugins.drivers.DriverException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Makes whoever works in a container the user who started it, so that files of the host can be read and written and belong to that user.
final class ContainerUser {
    private static final Object ROOT = 0;

    private ContainerUser() {}

    /// Arguments for `run`.
    ///
    /// @param own a file that this user made
    static List<String> arguments(ContainerEngine engine, Path own) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            return List.of();
        }
        try {
            Object user = Files.getAttribute(own, "unix:uid");
            String numbers = user + ":" + Files.getAttribute(own, "unix:gid");
            if (ROOT.equals(user) || engine.kind() == ContainerEngine.Kind.DOCKER) {
                return List.of("--user", numbers);
            }
            // Without privileges, users have other numbers in containers, unless podman is told; buildah's root is the user.
            return engine.kind() == ContainerEngine.Kind.PODMAN ? List.of("--userns", "keep-id", "--user", numbers) : List.of();
        } catch (IOException e) {
            throw new DriverException("Cannot tell whose '" + own + "' is", e);
        }
    }
}
