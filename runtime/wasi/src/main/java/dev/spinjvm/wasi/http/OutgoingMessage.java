package dev.spinjvm.wasi.http;

import dev.spinjvm.component.Store;
import dev.spinjvm.wasi.io.Waker;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What `outgoing-request` and `outgoing-response` have in common: frozen headers and a body.
abstract sealed class OutgoingMessage permits OutgoingRequest, OutgoingResponse {
    private final Fields headers;
    private @Nullable BodyWriter writer;
    private boolean sent;

    OutgoingMessage(Fields headers) {
        this.headers = headers.freeze();
    }

    Fields headers() {
        return headers;
    }

    boolean hasBody() {
        return writer != null;
    }

    abstract ErrorCode.Kind sizeError();

    /// `body`: null for the second caller, and if the declared length is not a number.
    @Nullable
    OutgoingBody body(Store store) {
        OptionalLong length = contentLength();
        if (writer != null || length == null) {
            return null;
        }
        HttpContext context = store.state(HttpContext.class);
        writer = new BodyWriter(Waker.of(store), context.delay(), sizeError(), length.orElse(-1));
        return new OutgoingBody(writer, context);
    }

    /// Connects the body with where it goes. A body that the guest never asked for is empty.
    void sendTo(BodySink sink) {
        sent = true;
        if (writer == null) {
            sink.finish(null, null);
        } else {
            writer.attach(sink);
        }
    }

    /// The message will not be sent, unless it was.
    void drop() {
        if (!sent && writer != null) {
            writer.detach();
        }
    }

    /// Empty if not declared, null if malformed.
    @SuppressWarnings("NullableOptional") // three cases, and malformed is the one nobody computes with
    private @Nullable OptionalLong contentLength() {
        OptionalLong length = OptionalLong.empty();
        for (int i = headers.indexOf("content-length", 0); i >= 0; i = headers.indexOf("content-length", i + 1)) {
            long value = decimal(headers.value(i));
            if (value < 0 || (length.isPresent() && length.getAsLong() != value)) {
                return null;
            }
            length = OptionalLong.of(value);
        }
        return length;
    }

    private static long decimal(byte[] digits) {
        long value = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9' || value > (Long.MAX_VALUE - 9) / 10) {
                return -1;
            }
            value = value * 10 + digit - '0';
        }
        return digits.length == 0 ? -1 : value;
    }
}
