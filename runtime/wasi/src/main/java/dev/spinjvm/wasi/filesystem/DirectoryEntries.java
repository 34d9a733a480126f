package dev.spinjvm.wasi.filesystem;

import dev.spinjvm.wasi.io.HostResource;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The resource `directory-entry-stream`. Holds its place in the host's directory, not the names.
final class DirectoryEntries extends HostResource {
    private final OpenObjects objects;
    private final Directory directory;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> entries;

    /// @param directory released when this is dropped
    DirectoryEntries(OpenObjects objects, Directory directory) throws FilesystemException {
        super(null);
        this.objects = objects;
        this.directory = directory;
        this.stream = directory.list();
        this.entries = stream.iterator();
    }

    /// The next `directory-entry`, or null at the end. Entries that vanish meanwhile are passed over.
    Object @Nullable [] next() throws FilesystemException {
        try {
            while (entries.hasNext()) {
                Path file = entries.next().getFileName();
                Stat.Type type = file == null ? null : directory.type(file.toString());
                if (file != null && type != null) {
                    if (type == Stat.Type.UNKNOWN) {
                        type = directory.stat(file.toString()).type();
                    }
                    return new Object[]{type.ordinal(), file.toString()};
                }
            }
            return null;
        } catch (DirectoryIteratorException e) {
            IOException cause = Objects.requireNonNull(e.getCause());
            throw FilesystemException.of(cause);
        }
    }

    @Override
    protected void dropped() {
        objects.close(stream);
        directory.release();
    }
}
