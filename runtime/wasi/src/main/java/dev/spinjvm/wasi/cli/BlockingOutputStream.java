package dev.spinjvm.wasi.cli;

import dev.spinjvm.wasi.io.IoError;
import dev.spinjvm.wasi.io.OutputStream;
import dev.spinjvm.wasi.io.StreamException;
import java.io.IOException;

/// An output stream that has written when `write` returns, so that there is never anything to flush.
final class BlockingOutputStream extends OutputStream {
    private static final int PERMIT = 64 * 1024;

    private final java.io.OutputStream out;
    private boolean closed;

    BlockingOutputStream(java.io.OutputStream out) {
        super(null);
        this.out = out;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    protected long grant() throws StreamException {
        refuseIfClosed();
        return PERMIT;
    }

    @Override
    protected void accept(byte[] bytes) throws StreamException {
        refuseIfClosed();
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            closed = true;
            throw StreamException.failed(new IoError("the stream cannot be written"));
        }
    }

    @Override
    protected void startFlush() throws StreamException {
        refuseIfClosed();
    }

    private void refuseIfClosed() throws StreamException {
        if (closed) {
            throw StreamException.closed();
        }
    }
}
