package dev.spinjvm.wasi.http;

import dev.spinjvm.wasi.io.HostResource;
import dev.spinjvm.wasi.io.OutputStream;
import dev.spinjvm.wasi.io.StreamException;
import org.jspecify.annotations.Nullable;

/// The resource `outgoing-body`. Dropped without `finish`, or left when the guest ends, the body breaks off.
final class OutgoingBody extends HostResource {
    private final BodyWriter writer;
    private final HttpContext context;
    private final Runnable abort;
    private boolean streamTaken;

    OutgoingBody(BodyWriter writer, HttpContext context) {
        super(null);
        this.writer = writer;
        this.context = context;
        this.abort = writer::abort;
        context.opened(abort);
    }

    /// `write`: the stream, for the first caller only.
    @Nullable
    OutputStream write() {
        if (streamTaken) {
            return null;
        }
        streamTaken = true;
        return new Stream(this);
    }

    /// `finish`.
    ///
    /// @throws dev.spinjvm.wasi.io.WasiTrap if the stream is still alive
    @Nullable
    ErrorCode finish(@Nullable Fields trailers) {
        ErrorCode error = hasChildren() ? null : writer.finish(trailers);
        drop();
        return error;
    }

    @Override
    protected void dropped() {
        context.closed(abort);
        writer.abort();
    }

    private static final class Stream extends OutputStream {
        private final BodyWriter writer;

        Stream(OutgoingBody body) {
            super(body);
            this.writer = body.writer;
        }

        @Override
        protected long grant() throws StreamException {
            return writer.grant();
        }

        @Override
        protected void accept(byte[] bytes) throws StreamException {
            writer.write(bytes);
        }

        @Override
        protected void startFlush() throws StreamException {
            writer.flush();
        }

        @Override
        public boolean ready() {
            return writer.isReady();
        }
    }
}
