package dev.spinjvm.trigger.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import dev.spinjvm.wasi.http.BodySink;
import dev.spinjvm.wasi.http.BodySource;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.Fields;
import dev.spinjvm.wasi.http.IncomingRequest;
import dev.spinjvm.wasi.http.RequestBodies;
import dev.spinjvm.wasi.http.ResponseHandler;
import org.jspecify.annotations.Nullable;

/// A guest written in Java: answers with blocking calls, as a component would through its host.
@FunctionalInterface
interface HostGuest {
    void handle(Call call) throws Exception;

    /// One request and the right to answer it.
    final class Call {
        final IncomingRequest request;
        private final ResponseHandler handler;
        private @Nullable BodySource body;

        Call(IncomingRequest request, ResponseHandler handler) {
            this.request = request;
            this.handler = handler;
        }

        String header(String name) {
            int index = request.headers().indexOf(name, 0);
            return index < 0 ? "<none>" : request.headers().text(index);
        }

        BodySource body() {
            BodySource source = body;
            if (source == null) {
                source = RequestBodies.take(request);
                body = source;
            }
            return source;
        }

        /// The next chunk, or null at the end.
        byte @Nullable [] read() throws InterruptedException {
            while (true) {
                switch (body().poll()) {
                    case BodySource.Chunk(ByteBuffer bytes, Runnable release) -> {
                        byte[] copy = new byte[bytes.remaining()];
                        bytes.get(copy);
                        release.run();
                        return copy;
                    }
                    case BodySource.Pending _ -> {
                        var latch = new CountDownLatch(1);
                        body().onAvailable(latch::countDown);
                        latch.await();
                    }
                    case BodySource.End _ -> {
                        return null;
                    }
                    case BodySource.Failed(ErrorCode error) -> throw new IllegalStateException("request body: " + error);
                }
            }
        }

        String readText() throws InterruptedException {
            var out = new ByteArrayOutputStream();
            for (byte[] chunk = read(); chunk != null; chunk = read()) {
                out.writeBytes(chunk);
            }
            return out.toString(StandardCharsets.UTF_8);
        }

        @Nullable
        Fields trailers() {
            return body().poll() instanceof BodySource.End(Fields trailers) ? trailers : null;
        }

        void fail(ErrorCode error) {
            handler.fail(error);
        }

        Answer respond(int status, String... headers) {
            var fields = new Fields();
            for (int i = 0; i < headers.length; i += 2) {
                fields.receive(headers[i], headers[i + 1]);
            }
            return new Answer(handler.respond(status, fields.freeze()));
        }

        void respondText(int status, String text) throws InterruptedException {
            String length = Integer.toString(text.getBytes(StandardCharsets.UTF_8).length);
            respond(status, "content-type", "text/plain", "content-length", length).finish(text);
        }
    }

    /// A response under way.
    record Answer(BodySink sink) {
        Answer flush() {
            sink.flush();
            return this;
        }

        Answer write(byte[] bytes) throws InterruptedException {
            awaitWritable();
            sink.write(ByteBuffer.wrap(bytes));
            awaitWritable();
            if (sink.failure() != null) {
                throw new IllegalStateException("response body: " + sink.failure());
            }
            return this;
        }

        Answer write(String text) throws InterruptedException {
            return write(text.getBytes(StandardCharsets.UTF_8));
        }

        void finish(String text) throws InterruptedException {
            awaitWritable();
            sink.finish(text.isEmpty() ? null : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), null);
        }

        void finish() throws InterruptedException {
            finish("");
        }

        void finishWithTrailer(String name, String value) throws InterruptedException {
            awaitWritable();
            var trailers = new Fields();
            trailers.receive(name, value);
            sink.finish(null, trailers);
        }

        private void awaitWritable() throws InterruptedException {
            var latch = new CountDownLatch(1);
            sink.onWritable(latch::countDown);
            latch.await();
        }
    }
}
