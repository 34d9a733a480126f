package dev.spinjvm.plugins.drivers;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ReferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Looks whether what a driver says it built is there. A driver is believed nothing that can be seen.
///
/// @param driver its name
record BuildVerification(String driver, BuildRequest request) {

    /// Checks a result, and puts files of the folder for output in their places.
    ///
    /// @throws DriverException with the first thing that is wrong
    void check(BuildResult result) {
        Map<String, BuildResult.Built> built = new HashMap<>();
        for (BuildResult.Built one : result.components()) {
            if (request.components().stream().noneMatch(component -> component.id().equals(one.id()))) {
                throw wrong("says that it built '" + one.id() + "', which it was not asked for");
            }
            if (built.put(one.id(), one) != null) {
                throw wrong("gives two results for component '" + one.id() + "'");
            }
        }
        for (BuildRequest.Component component : request.components()) {
            BuildResult.Built one = built.get(component.id());
            if (one == null) {
                throw wrong("says nothing of component '" + component.id() + "'");
            }
            if (!one.ok()) {
                throw wrong("could not build component '" + component.id() + "'");
            }
            check(component, one);
        }
    }

    private void check(BuildRequest.Component component, BuildResult.Built built) {
        Path root = request.appRoot().toAbsolutePath().normalize();
        Path source = component.source() == null ? null : root.resolve(component.source()).normalize();
        Path artifact = built.artifact().map(path -> root.resolve(path).normalize()).orElse(source);
        if (artifact == null) {
            return;
        }
        String named = " for component '" + component.id() + "'";
        if (!Files.isRegularFile(artifact)) {
            throw wrong("built nothing" + named + ": there is no file '" + artifact + "'");
        }
        built.digest().ifPresent(digest -> compare(artifact, digest, named));
        if (source != null && !isSame(artifact, source)) {
            if (!artifact.startsWith(request.outputDirectory().toAbsolutePath().normalize())) {
                throw wrong("built '" + artifact + "'" + named + ", but the manifest has '" + source
                        + "'; only files of the folder for output are put in their place");
            }
            put(artifact, source);
        }
    }

    private void compare(Path artifact, String text, String named) {
        try {
            Digest said = Digest.parse(text);
            Digest actual = Digest.ofFile(artifact, said.algorithm());
            if (!actual.equals(said)) {
                throw wrong("says that what it built" + named + " has the digest " + said + ", but '" + artifact + "' has " + actual);
            }
        } catch (ReferenceException e) {
            throw new DriverException(text("gives a digest" + named + " that is none"), e);
        } catch (IOException e) {
            throw new DriverException("Cannot read '" + artifact + "'", e);
        }
    }

    private static boolean isSame(Path artifact, Path source) {
        try {
            return artifact.equals(source) || Files.exists(source) && Files.isSameFile(artifact, source);
        } catch (IOException _) {
            return false;
        }
    }

    private static void put(Path artifact, Path source) {
        Path draft = source.resolveSibling("." + source.getFileName() + ".tmp");
        try {
            Files.createDirectories(Objects.requireNonNull(source.getParent()));
            Files.copy(artifact, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, source, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DriverException("Cannot put '" + artifact + "' in the place of '" + source + "'", e);
        }
    }

    private DriverException wrong(String what) {
        return new DriverException(text(what));
    }

    private String text(String what) {
        return "the driver '" + driver + "' " + what;
    }
}
