package dev.spinjvm.wasi.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// What a store has open on the host, so that all of it can be closed when the store ends.
final class OpenObjects {
    private final Set<Closeable> open = Collections.newSetFromMap(new IdentityHashMap<>());

    <T extends Closeable> T add(T object) {
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
