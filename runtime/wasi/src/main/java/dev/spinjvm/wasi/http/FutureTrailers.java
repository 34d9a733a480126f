package dev.spinjvm.wasi.http;

import dev.spinjvm.component.Result;
import dev.spinjvm.wasi.http.BodySource.End;
import dev.spinjvm.wasi.http.BodySource.Failed;
import dev.spinjvm.wasi.http.BodySource.Read;
import dev.spinjvm.wasi.io.HostResource;
import dev.spinjvm.wasi.io.Pollable;
import org.jspecify.annotations.Nullable;

/// The resource `future-trailers`.
final class FutureTrailers extends HostResource {
    private final BodyReader reader;
    private final IncomingBody body;
    private boolean consumed;

    FutureTrailers(BodyReader reader, IncomingBody body) {
        super(null);
        this.reader = reader;
        this.body = body;
    }

    Pollable subscribe() {
        return Pollable.of(this, () -> consumed || reader.end() != null);
    }

    /// `get`: null, then the result once, then an error without payload.
    @Nullable
    Result get() {
        if (consumed) {
            return Result.err(null);
        }
        Read end = reader.end();
        if (end == null) {
            return null;
        }
        consumed = true;
        return Result.ok(end instanceof Failed(ErrorCode error) ? Result.err(error.toVariant()) : Result.ok(trailers(end)));
    }

    private static @Nullable Fields trailers(Read end) {
        return end instanceof End(Fields trailers) && trailers != null ? trailers.freeze() : null;
    }

    @Override
    protected void dropped() {
        body.close();
    }
}
