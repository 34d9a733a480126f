package dev.spinjvm.wasi.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Where the body of a message that goes out is written to: a response's body at the server, a request's at the
/// client. Never blocks. One call at a time, but on changing threads, except for [#abort(ErrorCode)], which may come at
/// any time. Callbacks are run without holding a lock that these methods take, because they call back into the sink.
///
/// The head of the message leaves with the first of [#flush()], [#write(ByteBuffer)] and
/// [#finish(ByteBuffer,Fields)], so that head, body and end of a small message can leave together.
public interface BodySink {

    /// Whether [#write(ByteBuffer)] may be called now: no earlier write is still under way. Once the sink has failed
    /// this is true as well, and writes are discarded.
    boolean isWritable();

    /// Runs `callback` once, on any thread (this one included), as soon as [#isWritable()] holds. A second call before
    /// that replaces the first.
    void onWritable(Runnable callback);

    /// Sends the head, if it has not left yet. Does not need [#isWritable()] and may be ignored while a write is under
    /// way, as that one takes the head along.
    void flush();

    /// Sends a chunk; needs [#isWritable()]. The buffer belongs to the sink from here on and is not modified by anyone.
    void write(ByteBuffer bytes);

    /// Ends the body as it should end, after an optional last chunk; needs [#isWritable()]. Nothing else is called
    /// afterwards.
    void finish(@Nullable ByteBuffer last, @Nullable Fields trailers);

    /// Breaks the body off after what was written, so that the peer cannot take it for complete. Idempotent, ignored
    /// after `finish`.
    void abort(ErrorCode reason);

    /// Why the message cannot be sent any more (the peer has gone, a time-out), or null while it can.
    @Nullable
    ErrorCode failure();
}
