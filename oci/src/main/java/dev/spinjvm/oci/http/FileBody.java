package dev.spinjvm.oci.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A part of a file as the body of a request.
///
/// Its pieces are small enough for a socket to take one at a time: what is left of a piece is copied again at each attempt to send it.
final class FileBody implements BodyPublisher {
    private static final int PIECE = 128 << 10;

    private final Path file;
    private final long start;
    private final long count;

    FileBody(Path file, long start, long count) {
        this.file = file;
        this.start = start;
        this.count = count;
    }

    /// All of a file.
    static FileBody of(Path file) {
        try {
            return new FileBody(file, 0, Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long contentLength() {
        return count;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        FileChannel channel;
        try {
            channel = FileChannel.open(file);
        } catch (IOException e) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    // The end has been told.
                }

                @Override
                public void cancel() {
                    // As above.
                }
            });
            subscriber.onError(e);
            return;
        }
        subscriber.onSubscribe(new Reading(channel, subscriber));
    }

    /// One pass over the file. Whoever raises the demand from nothing reads; everybody else only adds to it.
    private final class Reading implements Flow.Subscription {
        private final FileChannel channel;
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicBoolean ended = new AtomicBoolean();
        private long sent;

        Reading(FileChannel channel, Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.channel = channel;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                end(() -> subscriber.onError(new IllegalArgumentException("a demand of " + n)));
                return;
            }
            if (demand.getAndAccumulate(n, Reading::sum) > 0) {
                return;
            }
            do {
                step();
            } while (demand.decrementAndGet() > 0 && !ended.get());
        }

        private static long sum(long a, long b) {
            return a + b < 0 ? Long.MAX_VALUE : a + b;
        }

        private void step() {
            if (ended.get()) {
                return;
            }
            try {
                ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, count - sent));
                while (piece.hasRemaining()) {
                    if (channel.read(piece, start + sent + piece.position()) < 0) {
                        throw new EOFException("'" + file + "' has become shorter");
                    }
                }
                sent += piece.flip().remaining();
                if (piece.hasRemaining()) {
                    subscriber.onNext(piece);
                }
                if (sent == count) {
                    end(subscriber::onComplete);
                }
            } catch (IOException e) {
                end(() -> subscriber.onError(e));
            }
        }

        private void end(Runnable signal) {
            if (ended.compareAndSet(false, true)) {
                close();
                signal.run();
            }
        }

        @Override
        public void cancel() {
            if (ended.compareAndSet(false, true)) {
                close();
            }
        }

        private void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
