package dev.spinjvm.plugins.containers;

import dev.spinjvm.plugins.drivers.DriverException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A program that makes and runs containers.
///
/// @param program its file
record ContainerEngine(Kind kind, Path program) {
    /// The programs whose command lines are known.
    enum Kind {
        PODMAN, DOCKER, BUILDAH;

        /// The usual name of the program.
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Finds the one that is wanted.
    ///
    /// @param wanted a name or a path; empty for the first that is there
    /// @param usable those that can do the work, the preferred one first
    /// @param environment with the `PATH` to look in
    /// @throws DriverException if it is not there, or cannot do the work
    static ContainerEngine find(String wanted, List<Kind> usable, Map<String, String> environment) {
        String names = usable.stream().map(Kind::text).collect(Collectors.joining(", "));
        if (wanted.isEmpty()) {
            return usable.stream().flatMap(kind -> onPath(kind.text(), environment).map(file -> new ContainerEngine(kind, file)).stream())
                    .findFirst().orElseThrow(() -> new DriverException(
                            "The driver 'container' needs a container engine, and none is on the PATH."
                                    + " Install one of " + names + ", or name its program with the setting `engine`."));
        }
        String file = String.valueOf(Path.of(wanted).getFileName()).toLowerCase(Locale.ROOT);
        Kind kind = usable.stream().filter(one -> file.startsWith(one.text())).findFirst().orElseThrow(() -> new DriverException(
                "'" + wanted + "' is no container engine that can be used for this; there are " + names));
        Optional<Path> program = wanted.contains("/") || wanted.contains(File.separator)
                ? Optional.of(Path.of(wanted)).filter(Files::isExecutable)
                : onPath(wanted, environment);
        return new ContainerEngine(kind, program.orElseThrow(() -> new DriverException("The container engine '" + wanted
                + "' is not there. Install it, or name another with the setting `engine`: " + names)));
    }

    private static Optional<Path> onPath(String name, Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator)).filter(folder -> !folder.isEmpty()).map(
                folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
    }
}
