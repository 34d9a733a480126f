package dev.spinjvm.loader;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.cache.ContentKind;
import dev.spinjvm.oci.cache.RegistryCache;

/// The content of an application from a registry as files of the cache.
///
/// @param cache has all of it
record ArtifactFiles(RegistryCache cache) {
    ComponentSource source(ComponentSource source) {
        return new ComponentSource(source.contentType(), ContentRef.ofFile(file(source.content())));
    }

    Map<String, LockedDependency> dependencies(LockedComponent component) {
        Map<String, LockedDependency> dependencies = new TreeMap<>();
        component.dependencies().forEach((name, dependency) -> dependencies.put(name, dependency(dependency)));
        return dependencies;
    }

    Map<String, List<LockedDependency>> triggerDependencies(LockedComponent component) {
        Map<String, List<LockedDependency>> dependencies = new TreeMap<>();
        component.triggerDependencies().forEach((role, ofRole) -> dependencies.put(role, ofRole.stream().map(this::dependency).toList()));
        return dependencies;
    }

    private LockedDependency dependency(LockedDependency dependency) {
        return new LockedDependency(source(dependency.source()), dependency.export(), dependency.inherit());
    }

    /// From the guest's path, which nobody has checked, to the file.
    Map<String, Path> files(LockedComponent component) {
        Map<String, Path> files = new TreeMap<>();
        component.files().forEach(file -> files.put(file.path(), file(file.content())));
        return files;
    }

    Path file(ContentRef content) {
        if (content.inline().isEmpty()) {
            return file(content.requiredDigest());
        }
        byte[] bytes = content.inline().get();
        Digest digest = Digest.ofSha256(bytes);
        if (content.digest() != null && !content.requiredDigest().equals(digest)) {
            throw new LoadException("not a valid locked application: inline content has digest " + digest + ", not " + content.digest());
        }
        return file(cache.put(ContentKind.DATA, new ByteArrayInputStream(bytes), bytes.length));
    }

    Path file(Digest digest) {
        return cache.find(digest).orElseThrow(() -> new LoadException(digest + " vanished from the cache"));
    }
}
