package dev.spinjvm.wasi.filesystem;

import dev.spinjvm.engine.TrapException;
import dev.spinjvm.wasi.io.IoError;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.LinkedHashMap;
import java.util.Map;

/// An operation failed with an error code, which becomes the guest's error value. Carries no stack trace and no host path.
final class FilesystemException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What the operating system says, for errors to which Java gives no class.
    private static final Map<String, ErrorCode> REASONS = reasons();

    private final ErrorCode code;

    FilesystemException(ErrorCode code) {
        super(code.text(), null, false, false);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }

    /// The same error as a stream reports it.
    IoError asIoError() {
        return new IoError(code.text(), code);
    }

    /// @throws TrapException if it was an interrupt that ended the operation
    static FilesystemException of(IOException exception) {
        if (exception instanceof ClosedByInterruptException) {
            throw new TrapException(TrapException.Kind.INTERRUPTED, "interrupt");
        }
        return new FilesystemException(codeOf(exception));
    }

    private static ErrorCode codeOf(IOException exception) {
        return switch (exception) {
            case NoSuchFileException e -> ErrorCode.NO_ENTRY;
            case FileAlreadyExistsException e -> ErrorCode.EXIST;
            case DirectoryNotEmptyException e -> ErrorCode.NOT_EMPTY;
            case NotDirectoryException e -> ErrorCode.NOT_DIRECTORY;
            case AccessDeniedException e -> ErrorCode.ACCESS;
            case NotLinkException e -> ErrorCode.INVALID;
            case FileSystemLoopException e -> ErrorCode.LOOP;
            case AtomicMoveNotSupportedException e -> ErrorCode.CROSS_DEVICE;
            case FileSystemException e -> byReason(e.getReason() == null ? "" : e.getReason());
            default -> byReason(exception.getMessage() == null ? "" : exception.getMessage());
        };
    }

    private static ErrorCode byReason(String reason) {
        for (Map.Entry<String, ErrorCode> entry : REASONS.entrySet()) {
            if (reason.startsWith(entry.getKey())) {
                return entry.getValue();
            }
        }
        return ErrorCode.IO;
    }

    private static Map<String, ErrorCode> reasons() {
        Map<String, ErrorCode> reasons = new LinkedHashMap<>();
        reasons.put("Operation not permitted", ErrorCode.NOT_PERMITTED);
        reasons.put("Permission denied", ErrorCode.ACCESS);
        reasons.put("Is a directory", ErrorCode.IS_DIRECTORY);
        reasons.put("Not a directory", ErrorCode.NOT_DIRECTORY);
        reasons.put("Directory not empty", ErrorCode.NOT_EMPTY);
        reasons.put("File exists", ErrorCode.EXIST);
        reasons.put("Read-only file system", ErrorCode.READ_ONLY);
        reasons.put("No space left on device", ErrorCode.INSUFFICIENT_SPACE);
        reasons.put("Disk quota exceeded", ErrorCode.QUOTA);
        reasons.put("File too large", ErrorCode.FILE_TOO_LARGE);
        reasons.put("File name too long", ErrorCode.NAME_TOO_LONG);
        reasons.put("Too many levels of symbolic links", ErrorCode.LOOP);
        reasons.put("Too many links", ErrorCode.TOO_MANY_LINKS);
        reasons.put("Invalid cross-device link", ErrorCode.CROSS_DEVICE);
        reasons.put("Cross-device link", ErrorCode.CROSS_DEVICE);
        reasons.put("Device or resource busy", ErrorCode.BUSY);
        reasons.put("Text file busy", ErrorCode.TEXT_FILE_BUSY);
        reasons.put("Invalid argument", ErrorCode.INVALID);
        reasons.put("No such device", ErrorCode.NO_SUCH_DEVICE);
        reasons.put("Operation not supported", ErrorCode.UNSUPPORTED);
        return reasons;
    }
}
