package dev.spinjvm.wasi.filesystem;

import dev.spinjvm.component.Variant;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Two values of the variant `new-timestamp`; null means no change.
record Timestamps(@Nullable FileTime accessed, @Nullable FileTime modified) {

    static Timestamps of(@Nullable Object accessed, @Nullable Object modified, InstantSource clock) throws FilesystemException {
        Instant now = clock.instant();
        return new Timestamps(time(accessed, now), time(modified, now));
    }

    private static @Nullable FileTime time(@Nullable Object value, Instant now) throws FilesystemException {
        return value instanceof Variant variant ? switch (variant.index()) {
            case 0 -> null;
            case 1 -> FileTime.from(now);
            default -> given(variant.payload());
        } : null;
    }

    private static FileTime given(@Nullable Object datetime) throws FilesystemException {
        if (datetime instanceof Object[] parts && parts[0] instanceof Long seconds && parts[1] instanceof Long nanos && seconds >= 0
                && nanos < 1_000_000_000L) {
            try {
                return FileTime.from(Instant.ofEpochSecond(seconds, nanos));
            } catch (DateTimeException e) {
                throw new FilesystemException(ErrorCode.OVERFLOW);
            }
        }
        throw new FilesystemException(ErrorCode.INVALID);
    }
}
