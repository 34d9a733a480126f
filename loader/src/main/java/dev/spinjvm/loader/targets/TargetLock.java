package dev.spinjvm.loader.targets;

import dev.spinjvm.loader.AtomicFiles;
import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Which content the packages of target environments had when an application was checked last: the file
/// `.spin/target-environments.lock` beside its manifest, registry → package → digest, in the format of Spin.
final class TargetLock {
    private static final String PACKAGE = "package";

    private final Path file;
    private final Map<String, Map<String, String>> digests = new TreeMap<>();
    private boolean changed;

    private TargetLock(Path file) {
        this.file = file;
    }

    /// @param folder that of the manifest
    static TargetLock of(Path folder) {
        TargetLock lock = new TargetLock(DataDirectories.state(folder).resolve("target-environments.lock"));
        try {
            StrictJson.object(Files.readAllBytes(lock.file)).forEach((registry, value) -> {
                if (value instanceof Map<?, ?> kinds && kinds.get(PACKAGE) instanceof Map<?, ?> packages) {
                    packages.forEach((name, digest) -> lock.of(registry).put(String.valueOf(name), String.valueOf(digest)));
                }
            });
        } catch (IOException _) {
            // It says what is known; nothing is lost without it.
            lock.digests.clear();
        }
        return lock;
    }

    private Map<String, String> of(String registry) {
        return digests.computeIfAbsent(registry, _ -> new TreeMap<>());
    }

    void note(String registry, String packageName, Digest digest) {
        changed |= !digest.toString().equals(of(registry).put(packageName, digest.toString()));
    }

    /// Writes what has changed, where that is possible.
    void save() {
        if (!changed) {
            return;
        }
        Map<String, Object> tree = new TreeMap<>();
        digests.forEach((registry, packages) -> tree.put(registry, Map.of(PACKAGE, packages)));
        try {
            AtomicFiles.write(file, StrictJson.indented(tree));
        } catch (LoadException _) {
            // The next check fetches again.
            changed = true;
        }
    }
}
