package dev.spinjvm.wasi.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a store has open on the host, so that all of it can be closed when the store ends, and so that no guest uses up
/// what the process may open for all.
final class OpenObjects {
    /// Far more than a guest of one request needs, and few enough for many guests at once.
    static final int LIMIT = 1024;

    private @Nullable Set<Closeable> open;

    /// @throws FilesystemException if the guest has too much open; the object is closed then
    <T extends Closeable> T add(T object) throws FilesystemException {
        Set<Closeable> present = open;
        if (present == null) {
            present = Collections.newSetFromMap(new IdentityHashMap<>());
            open = present;
        }
        if (present.size() >= LIMIT) {
            closeQuietly(object);
            throw new FilesystemException(ErrorCode.QUOTA);
        }
        present.add(object);
        return object;
    }

    void close(Closeable object) {
        if (open != null && open.remove(object)) {
            closeQuietly(object);
        }
    }

    void closeAll() {
        Set<Closeable> left = open;
        open = null;
        if (left != null) {
            left.forEach(OpenObjects::closeQuietly);
        }
    }

    private static void closeQuietly(Closeable object) {
        try {
            object.close();
        } catch (IOException e) {
            // Every write was complete when it returned: there is nothing that a failing close could lose.
        }
    }
}
