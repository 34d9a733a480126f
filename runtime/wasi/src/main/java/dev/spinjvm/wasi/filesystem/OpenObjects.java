package dev.spinjvm.wasi.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// What a store has open on the host, so that all of it can be closed when the store ends, and so that no guest uses up
/// what the process may open for all.
final class OpenObjects {
    /// Far more than a guest of one request needs, and few enough for many guests at once.
    static final int LIMIT = 1024;

    private final Set<Closeable> open = Collections.newSetFromMap(new IdentityHashMap<>());

    /// @throws FilesystemException if the guest has too much open; the object is closed then
    <T extends Closeable> T add(T object) throws FilesystemException {
        if (open.size() >= LIMIT) {
            closeQuietly(object);
            throw new FilesystemException(ErrorCode.QUOTA);
        }
        open.add(object);
        return object;
    }

    void close(Closeable object) {
        if (open.remove(object)) {
            closeQuietly(object);
        }
    }

    void closeAll() {
        open.forEach(OpenObjects::closeQuietly);
        open.clear();
    }

    private static void closeQuietly(Closeable object) {
        try {
            object.close();
        } catch (IOException e) {
            // Every write was complete when it returned: there is nothing that a failing close could lose.
        }
    }
}
