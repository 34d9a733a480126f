package dev.spinjvm.wasi.filesystem;

import dev.spinjvm.wasi.io.OutputStream;
import dev.spinjvm.wasi.io.StreamException;

/// Writes a file from an offset on, or always at its end. A write is complete when it returns.
final class FileOutputStream extends OutputStream {
    private static final long APPEND = -1;
    private static final int PERMIT = 1024 * 1024;

    private final OpenFile file;
    private long position;
    private boolean failed;

    private FileOutputStream(OpenFile file, long position) {
        super(null);
        this.file = file;
        this.position = position;
    }

    /// @param file released when the stream is dropped
    static FileOutputStream at(OpenFile file, long offset) {
        return new FileOutputStream(file, offset);
    }

    /// @param file released when the stream is dropped
    static FileOutputStream append(OpenFile file) {
        return new FileOutputStream(file, APPEND);
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    protected long grant() throws StreamException {
        refuseIfFailed();
        return PERMIT;
    }

    @Override
    protected void accept(byte[] bytes) throws StreamException {
        refuseIfFailed();
        try {
            if (position == APPEND) {
                file.append(bytes);
            } else {
                file.write(bytes, position);
                position += bytes.length;
            }
        } catch (FilesystemException e) {
            failed = true;
            throw StreamException.failed(e.asIoError());
        }
    }

    @Override
    protected void startFlush() throws StreamException {
        refuseIfFailed();
    }

    private void refuseIfFailed() throws StreamException {
        if (failed) {
            throw StreamException.closed();
        }
    }

    @Override
    protected void dropped() {
        file.release();
    }
}
