package dev.spinjvm.loader.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// How the files that some patterns mean were at one moment.
///
/// @param files those that existed
/// @param folders every folder in which a file that is meant may appear
record Snapshot(Map<Path, Stamp> files, Set<Path> folders) {
    private static final int DEPTH = 40;

    /// What changes with a file.
    ///
    /// @param key tells a file from another one that took its name
    record Stamp(long modified, long size, @Nullable Object key) {}

    /// Looks at the disk now. What vanishes meanwhile, or cannot be read, is not there.
    static Snapshot of(Collection<WatchPattern> patterns) {
        var files = new HashMap<Path, Stamp>();
        var folders = new HashSet<Path>();
        for (WatchPattern pattern : Set.copyOf(patterns)) {
            try {
                folders.add(nearestFolder(pattern.base()));
                Files.walkFileTree(pattern.base(), EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new Visitor(pattern, files, folders));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Snapshot(files, folders);
    }

    /// The files that are not as they were, that have come or gone.
    Set<Path> changedSince(Snapshot before) {
        var changed = new HashSet<Path>();
        files.forEach((file, stamp) -> {
            if (!stamp.equals(before.files.get(file))) {
                changed.add(file);
            }
        });
        before.files.keySet().stream().filter(file -> !files.containsKey(file)).forEach(changed::add);
        return changed;
    }

    /// What stands in a file; an empty text if it is not there.
    static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException _) {
            return "";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path nearestFolder(Path base) {
        Path folder = base.getParent();
        while (folder != null && !Files.isDirectory(folder)) {
            folder = folder.getParent();
        }
        return folder == null ? base : folder;
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final WatchPattern pattern;
        private final Map<Path, Stamp> files;
        private final Set<Path> folders;

        Visitor(WatchPattern pattern, Map<Path, Stamp> files, Set<Path> folders) {
            this.pattern = pattern;
            this.files = files;
            this.folders = folders;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!pattern.enters(folder)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            folders.add(folder);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && pattern.matches(file)) {
                files.put(file, new Stamp(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), attributes.size(), attributes.fileKey()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
