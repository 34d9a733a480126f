package dev.spinjvm.wasi.http;

import dev.spinjvm.wasi.io.InputStream;
import dev.spinjvm.wasi.io.StreamException;

/// The input stream of an incoming body. Dropping it early leaves the rest to the body.
final class IncomingStream extends InputStream {
    private final BodyReader reader;

    IncomingStream(IncomingBody body, BodyReader reader) {
        super(body);
        this.reader = reader;
    }

    @Override
    protected byte[] take(int max) throws StreamException {
        return reader.take(max);
    }

    @Override
    protected long discard(long max) throws StreamException {
        return reader.discard(max);
    }

    @Override
    public boolean ready() {
        return reader.isReady();
    }
}
