package dev.spinjvm.oci.archive;

import java.io.IOException;

/// An archive that is damaged, or holds what must not be unpacked.
public final class ArchiveException extends IOException {
    public ArchiveException(String message) {
        super(message);
    }
}
