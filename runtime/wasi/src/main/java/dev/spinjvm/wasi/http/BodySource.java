package dev.spinjvm.wasi.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Where the body of a message that comes in is read from: a request's body at the server, a response's at the client.
/// Never blocks. One reader at a time: [#poll()] and [#onAvailable(Runnable)] are not called concurrently, but
/// [#cancel()] may come from any thread.
public interface BodySource {

    /// What [#poll()] found.
    sealed interface Read {}

    /// Some bytes, at least one. The receiver calls `release` exactly once when it is done with `bytes`, from any
    /// thread; until then nobody else touches the buffer.
    record Chunk(ByteBuffer bytes, Runnable release) implements Read {}

    /// Nothing at the moment.
    record Pending() implements Read {
        public static final Pending INSTANCE = new Pending();
    }

    /// The body has ended as it should; every later poll answers the same.
    record End(@Nullable Fields trailers) implements Read {
        public static final End WITHOUT_TRAILERS = new End(null);
    }

    /// The body broke off; every later poll answers the same.
    record Failed(ErrorCode error) implements Read {}

    /// Takes the next chunk if one is there. Asking is also what lets the peer send more: a body that nobody polls is
    /// not read from the network.
    Read poll();

    /// Runs `callback` once, on any thread (this one included), as soon as [#poll()] would not answer [Pending]. A
    /// second call before that replaces the first.
    void onAvailable(Runnable callback);

    /// The reader wants no more of this body. Idempotent; what arrives later is discarded by the owner.
    void cancel();

    /// A body of length zero.
    BodySource EMPTY = new BodySource() {
        @Override
        public Read poll() {
            return End.WITHOUT_TRAILERS;
        }

        @Override
        public void onAvailable(Runnable callback) {
            callback.run();
        }

        @Override
        public void cancel() {
            // There is nothing to stop.
        }
    };
}
