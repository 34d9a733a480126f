package dev.spinjvm.wasi.http;

import dev.spinjvm.wasi.io.HostResource;
import dev.spinjvm.wasi.io.InputStream;
import dev.spinjvm.wasi.io.Waker;
import org.jspecify.annotations.Nullable;

/// The resource `incoming-body`.
final class IncomingBody extends HostResource {
    private final BodyReader reader;
    private final HttpContext context;
    private final Runnable cancel;
    private boolean streamTaken;
    private boolean finished;

    IncomingBody(BodySource source, Waker waker, HttpContext context) {
        super(null);
        this.reader = new BodyReader(source, waker);
        this.context = context;
        this.cancel = source::cancel;
        context.opened(cancel);
    }

    /// `stream`: for the first caller only.
    @Nullable
    InputStream stream() {
        if (streamTaken) {
            return null;
        }
        streamTaken = true;
        return new IncomingStream(this, reader);
    }

    /// `finish`: what is left of the body is skipped on the way to the trailers.
    ///
    /// @throws dev.spinjvm.wasi.io.WasiTrap if the stream is still alive
    FutureTrailers finish() {
        finished = !hasChildren();
        drop();
        return new FutureTrailers(reader, this);
    }

    @Override
    protected void dropped() {
        if (!finished) {
            close();
        }
    }

    /// The guest wants no more of the body.
    void close() {
        context.closed(cancel);
        reader.close();
    }
}
