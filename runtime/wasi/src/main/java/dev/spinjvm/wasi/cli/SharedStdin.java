package dev.spinjvm.wasi.cli;

import dev.spinjvm.wasi.io.InputStream;
import dev.spinjvm.wasi.io.IoError;
import dev.spinjvm.wasi.io.StreamException;
import dev.spinjvm.wasi.io.Waker;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One blocking stream of the host, read by any number of guest streams. Bytes that were read ahead stay here.
final class SharedStdin implements StdinSource {
    private static final int CHUNK = 8192;

    private final java.io.InputStream in;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Waker> waiting = new LinkedHashSet<>();
    private byte[] buffer = new byte[0];
    private int position;
    private boolean reading;
    private boolean ended;
    private @Nullable IoError failure;

    SharedStdin(java.io.InputStream in) {
        this.in = in;
    }

    @Override
    public InputStream open(Waker waker) {
        return new Handle(waker);
    }

    private boolean ready(Waker waker) {
        lock.lock();
        try {
            if (position < buffer.length || ended) {
                return true;
            }
            waiting.add(waker);
            if (!reading) {
                reading = true;
                // Not a virtual thread: reads of the console pin their carrier until somebody types.
                Thread.ofPlatform().daemon().name("stdin").start(this::fill);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void fill() {
        byte[] bytes = new byte[CHUNK];
        int length = -1;
        IoError error = null;
        try {
            length = in.read(bytes);
        } catch (IOException e) {
            error = new IoError("standard input cannot be read");
        }
        lock.lock();
        try {
            reading = false;
            if (length < 0) {
                ended = true;
                failure = error;
            } else {
                buffer = Arrays.copyOf(bytes, length);
                position = 0;
            }
            waiting.forEach(Waker::wake);
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    private byte[] take(int max) throws StreamException {
        lock.lock();
        try {
            if (position == buffer.length && ended) {
                IoError error = failure;
                failure = null;
                throw error == null ? StreamException.closed() : StreamException.failed(error);
            }
            int from = position;
            position += Math.min(max, buffer.length - from);
            return Arrays.copyOfRange(buffer, from, position);
        } finally {
            lock.unlock();
        }
    }

    private final class Handle extends InputStream {
        private final Waker waker;

        Handle(Waker waker) {
            super(null);
            this.waker = waker;
        }

        @Override
        public boolean ready() {
            return SharedStdin.this.ready(waker);
        }

        @Override
        protected byte[] take(int max) throws StreamException {
            // A guest that polls by reading alone must set the host's read going, too.
            ready();
            return SharedStdin.this.take(max);
        }
    }
}
