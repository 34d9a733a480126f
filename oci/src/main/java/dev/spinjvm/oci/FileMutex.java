package dev.spinjvm.oci;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// A lock on a file, among the threads of this process and among processes. It ends with its process, however that ends.
public final class FileMutex implements AutoCloseable {
    /// The system's locks hold for a process as a whole, so that threads need their own beside them.
    private static final Map<Path, InProcess> HELD = new ConcurrentHashMap<>();

    private static final class InProcess {
        private final ReentrantReadWriteLock threads = new ReentrantReadWriteLock(true);
        private int readers;
        private FileLockHolder shared = FileLockHolder.NONE;
    }

    private record FileLockHolder(AutoCloseable closer) {
        static final FileLockHolder NONE = new FileLockHolder(() -> {});

        static FileLockHolder take(Path file, boolean shared) throws IOException {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.lock(0, Long.MAX_VALUE, shared);
                return new FileLockHolder(() -> {
                    lock.close();
                    channel.close();
                });
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }

        void release() {
            try {
                closer.close();
            } catch (Exception e) {
                throw new RegistryException.Local("cannot release a lock", e);
            }
        }
    }

    private final Runnable release;

    private FileMutex(Runnable release) {
        this.release = release;
    }

    /// Waits until nobody else holds the lock in any form.
    public static FileMutex exclusive(Path file) {
        InProcess state = state(file);
        Lock lock = state.threads.writeLock();
        lock.lock();
        try {
            FileLockHolder held = FileLockHolder.take(file, false);
            return new FileMutex(() -> {
                try {
                    held.release();
                } finally {
                    lock.unlock();
                }
            });
        } catch (IOException e) {
            lock.unlock();
            throw new RegistryException.Local("cannot lock '" + file + "'", e);
        }
    }

    /// The lock if nobody else holds it in any form at this moment.
    public static Optional<FileMutex> tryExclusive(Path file) {
        InProcess state = state(file);
        Lock lock = state.threads.writeLock();
        if (!lock.tryLock()) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock held = channel.tryLock();
            if (held == null) {
                channel.close();
                return Optional.empty();
            }
            taken = true;
            return Optional.of(new FileMutex(() -> {
                try {
                    new FileLockHolder(channel).release();
                } finally {
                    lock.unlock();
                }
            }));
        } catch (IOException e) {
            throw new RegistryException.Local("cannot lock '" + file + "'", e);
        } finally {
            if (!taken) {
                lock.unlock();
            }
        }
    }

    /// Waits until nobody holds the lock exclusively.
    public static FileMutex shared(Path file) {
        InProcess state = state(file);
        Lock lock = state.threads.readLock();
        lock.lock();
        try {
            synchronized (state) {
                if (state.readers == 0) {
                    state.shared = FileLockHolder.take(file, true);
                }
                state.readers++;
            }
            return new FileMutex(() -> {
                try {
                    leave(state);
                } finally {
                    lock.unlock();
                }
            });
        } catch (IOException e) {
            lock.unlock();
            throw new RegistryException.Local("cannot lock '" + file + "'", e);
        }
    }

    private static void leave(InProcess state) {
        synchronized (state) {
            state.readers--;
            if (state.readers == 0) {
                state.shared.release();
                state.shared = FileLockHolder.NONE;
            }
        }
    }

    private static InProcess state(Path file) {
        Path key = file.toAbsolutePath().normalize();
        Path folder = key.getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
                key = folder.toRealPath().resolve(key.getFileName());
            }
        } catch (IOException e) {
            throw new RegistryException.Local("cannot create '" + folder + "'", e);
        }
        return HELD.computeIfAbsent(key, _ -> new InProcess());
    }

    @Override
    public void close() {
        release.run();
    }
}
