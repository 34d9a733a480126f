package dev.spinjvm.trigger.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import dev.spinjvm.trigger.DurationRange;
import org.jspecify.annotations.Nullable;

/// How the HTTP trigger listens and runs its guests (flags of `spin up`, §1.6 and §1.7 of the Spin inventory).
///
/// @param address where to listen; port 0 lets the system choose
/// @param tls the files of the server's identity, for HTTPS
/// @param findFreePort whether the nine ports after a busy one are tried
/// @param maxHeadBytes how large the head of a request may be
/// @param requestTimeout how long a guest may take for a request, waiting for an instance included
/// @param idleInstanceTimeout how long an instance is kept for a next request
/// @param maxConcurrency how many guests run at the same time; further requests wait
/// @param instanceMemory bytes that all instances may have together; further requests wait
/// @param writableFiles whether guests may change their mounted files
public record HttpTriggerOptions(InetSocketAddress address, Optional<Tls> tls, boolean findFreePort, int maxHeadBytes,
        Optional<DurationRange> requestTimeout, Duration idleInstanceTimeout, int maxConcurrency, long instanceMemory,
        boolean writableFiles) {
    /// The smallest value of `--http1-max-buf-size`.
    public static final int SMALLEST_HEAD = 8192;

    /// PEM files of the server's certificate chain and private key.
    public record Tls(Path certificates, Path key) {}

    public HttpTriggerOptions {
        if (maxHeadBytes < SMALLEST_HEAD) {
            throw new IllegalArgumentException("the maximum buffer size must be at least " + SMALLEST_HEAD + " bytes, not " + maxHeadBytes);
        }
        if (maxConcurrency < 1 || instanceMemory < 1) {
            throw new IllegalArgumentException("at least one guest must be able to run");
        }
    }

    /// Starts with Spin's defaults: `127.0.0.1:3000`, plain HTTP, no time-out; memory is bounded by the heap.
    public static Builder builder() {
        return new Builder();
    }

    /// Collects options; not thread-safe.
    public static final class Builder {
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3000);
        private @Nullable Tls tls;
        private boolean findFreePort;
        private int maxHeadBytes = 128 * 1024;
        private @Nullable DurationRange requestTimeout;
        private Duration idleInstanceTimeout = Duration.ofSeconds(30);
        private int maxConcurrency = 10_000;
        private long instanceMemory = Runtime.getRuntime().maxMemory() / 5 * 3;
        private boolean writableFiles;

        private Builder() {}

        public Builder address(InetSocketAddress value) {
            address = value;
            return this;
        }

        public Builder tls(Path certificates, Path key) {
            tls = new Tls(certificates, key);
            return this;
        }

        public Builder findFreePort(boolean value) {
            findFreePort = value;
            return this;
        }

        /// `--http1-max-buf-size`.
        public Builder maxHeadBytes(int value) {
            maxHeadBytes = value;
            return this;
        }

        public Builder requestTimeout(@Nullable DurationRange value) {
            requestTimeout = value;
            return this;
        }

        public Builder idleInstanceTimeout(Duration value) {
            idleInstanceTimeout = value;
            return this;
        }

        public Builder maxConcurrency(int value) {
            maxConcurrency = value;
            return this;
        }

        public Builder instanceMemory(long bytes) {
            instanceMemory = bytes;
            return this;
        }

        /// `--allow-transient-write`.
        public Builder writableFiles(boolean value) {
            writableFiles = value;
            return this;
        }

        /// @throws IllegalArgumentException if a value is out of its range
        public HttpTriggerOptions build() {
            return new HttpTriggerOptions(address, Optional.ofNullable(tls), findFreePort, maxHeadBytes, Optional.ofNullable(
                    requestTimeout),
                    idleInstanceTimeout, maxConcurrency, instanceMemory, writableFiles);
        }
    }
}
