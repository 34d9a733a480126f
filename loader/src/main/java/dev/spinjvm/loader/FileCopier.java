package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Copies planned files, several at a time: their content and whether they are executable, nothing else.
final class FileCopier {
    private static final int AT_ONCE = 16;
    private static final int BATCH = 64;
    private static final int BUFFER = 64 << 10;

    private FileCopier() {}

    /// @param copies source by destination
    /// @throws LoadException for the first file that cannot be copied; copies made by then stay
    static void copy(Map<Path, Path> copies) {
        createDirectories(copies);
        var entries = new ArrayList<>(copies.entrySet());
        int threads = Math.min(AT_ONCE, entries.size() / BATCH + 1);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name("copy-", 0).factory())) {
            List<Future<?>> batches = new ArrayList<>();
            for (int start = 0; start < entries.size(); start += BATCH) {
                List<Map.Entry<Path, Path>> batch = entries.subList(start, Math.min(entries.size(), start + BATCH));
                batches.add(executor.submit(() -> copy(batch)));
            }
            for (Future<?> batch : batches) {
                batch.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LoadException problem ? problem : new LoadException("Failed to copy files", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted while copying files");
        }
    }

    /// Copies, or makes symbolic links to the sources where that is possible.
    ///
    /// @param copies absolute source by destination
    static void place(Map<Path, Path> copies, boolean links) {
        if (!links) {
            copy(copies);
            return;
        }
        createDirectories(copies);
        Map<Path, Path> rest = new LinkedHashMap<>();
        copies.forEach((target, source) -> {
            if (!link(target, source)) {
                rest.put(target, source);
            }
        });
        copy(rest);
    }

    private static boolean link(Path target, Path source) {
        try {
            Files.deleteIfExists(target);
            Files.createSymbolicLink(target, source);
            return true;
        } catch (IOException | UnsupportedOperationException _) {
            // Some systems let only administrators do this.
            return false;
        }
    }

    private static void copy(List<Map.Entry<Path, Path>> batch) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        batch.forEach(entry -> copy(entry.getValue(), entry.getKey(), buffer));
    }

    private static void createDirectories(Map<Path, Path> copies) {
        Set<Path> made = new HashSet<>();
        for (Path target : copies.keySet()) {
            Path parent = target.getParent();
            if (parent != null && made.add(parent)) {
                createDirectory(parent);
            }
        }
    }

    static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to create parent directory \"" + directory + "\"", e);
        }
    }

    private static void copy(Path source, Path target, ByteBuffer buffer) {
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ); FileChannel out = create(target, permissions(source))) {
            // FileChannel::transferTo maps files into memory, which costs far more than it saves for the many small ones of a web site.
            while (in.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to copy \"" + source + "\" to working path \"" + target + "\"", e);
        }
    }

    private static FileChannel create(Path target, FileAttribute<?>[] permissions) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            return FileChannel.open(target, options, permissions);
        } catch (FileAlreadyExistsException _) {
            Files.delete(target);
            return FileChannel.open(target, options, permissions);
        }
    }

    private static FileAttribute<?>[] permissions(Path source) {
        if (!source.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        String permissions = Files.isExecutable(source) ? "rwxr-xr-x" : "rw-r--r--";
        return new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))};
    }
}
