package dev.spinjvm.wasi.filesystem;

import dev.spinjvm.wasi.io.InputStream;
import dev.spinjvm.wasi.io.StreamException;

/// Reads a file from an offset on, up to its end.
final class FileInputStream extends InputStream {
    private final OpenFile file;
    private long position;
    private boolean failed;

    /// @param file released when the stream is dropped
    FileInputStream(OpenFile file, long offset) {
        super(null);
        this.file = file;
        this.position = offset;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    protected byte[] take(int max) throws StreamException {
        refuseIfFailed();
        try {
            // An empty request still tells an open stream from one that is at its end.
            byte[] bytes = file.read(Math.max(max, 1), position);
            if (bytes.length == 0) {
                throw StreamException.closed();
            }
            if (max == 0) {
                return new byte[0];
            }
            position += bytes.length;
            return bytes;
        } catch (FilesystemException e) {
            throw fail(e);
        }
    }

    @Override
    protected long discard(long max) throws StreamException {
        refuseIfFailed();
        try {
            long left = file.size() - position;
            if (left <= 0) {
                throw StreamException.closed();
            }
            long skipped = Math.min(max, left);
            position += skipped;
            return skipped;
        } catch (FilesystemException e) {
            throw fail(e);
        }
    }

    private void refuseIfFailed() throws StreamException {
        if (failed) {
            throw StreamException.closed();
        }
    }

    private StreamException fail(FilesystemException e) {
        failed = true;
        return StreamException.failed(e.asIoError());
    }

    @Override
    protected void dropped() {
        file.release();
    }
}
