package dev.spinjvm.trigger.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.spinjvm.trigger.CountRange;
import dev.spinjvm.trigger.DurationRange;
import dev.spinjvm.trigger.HostMount;
import org.jspecify.annotations.Nullable;

/// How the HTTP trigger listens and runs its guests (flags of `spin up`, §1.6 and §1.7 of the Spin inventory).
///
/// @param address where to listen; port 0 lets the system choose
/// @param tls the files of the server's identity, for HTTPS
/// @param findFreePort whether the nine ports after a busy one are tried
/// @param maxHeadBytes how large the head of a request may be
/// @param requestTimeout how long a guest may take for a request, waiting for an instance included
/// @param idleInstanceTimeout how long an instance is kept for a next request; chosen anew for each instance
/// @param reuse how components that are made for it share an instance among requests
/// @param pooling whether instances are kept for a next request at all
/// @param maxConcurrency how many guests run at the same time; further requests wait
/// @param instanceMemory bytes that all instances may have together; further requests wait
/// @param writableFiles whether guests may change their own files
/// @param mounts what guests are given beside their own files
/// @param copies the folder below which guests' own files are copies made for this run
public record HttpTriggerOptions(InetSocketAddress address, Optional<Tls> tls, boolean findFreePort, int maxHeadBytes,
        Optional<DurationRange> requestTimeout, DurationRange idleInstanceTimeout, Reuse reuse, boolean pooling, int maxConcurrency,
        long instanceMemory, boolean writableFiles, List<HostMount> mounts, Path copies) {
    /// The smallest value of `--http1-max-buf-size`.
    public static final int SMALLEST_HEAD = 8192;

    /// PEM files of the server's certificate chain and private key.
    public record Tls(Path certificates, Path key) {}

    /// How many requests one instance of a component of WASI 0.3 answers, and how many of them at the same time. Others answer one
    /// request with each instance, which is as new for the next one.
    public record Reuse(CountRange count, CountRange concurrent) {
        /// Spin's defaults.
        public static final Reuse DEFAULT = new Reuse(CountRange.of(128), CountRange.of(16));

        public Reuse {
            if (count.from() < 1 || concurrent.from() < 1) {
                throw new IllegalArgumentException("an instance must answer at least one request");
            }
        }
    }

    public HttpTriggerOptions {
        mounts = List.copyOf(mounts);
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
        private DurationRange idleInstanceTimeout = DurationRange.of(Duration.ofSeconds(30));
        private Reuse reuse = Reuse.DEFAULT;
        private boolean pooling = true;
        private int maxConcurrency = 10_000;
        private long instanceMemory = Runtime.getRuntime().maxMemory() / 5 * 3;
        private boolean writableFiles;
        private List<HostMount> mounts = List.of();
        private Path copies = Path.of("");

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

        public Builder idleInstanceTimeout(DurationRange value) {
            idleInstanceTimeout = value;
            return this;
        }

        /// `--max-instance-reuse-count`.
        public Builder reuseCount(CountRange value) {
            reuse = new Reuse(value, reuse.concurrent());
            return this;
        }

        /// `--max-instance-concurrent-reuse-count`.
        public Builder concurrentReuseCount(CountRange value) {
            reuse = new Reuse(reuse.count(), value);
            return this;
        }

        /// The opposite of `--disable-pooling`.
        public Builder pooling(boolean value) {
            pooling = value;
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

        /// `--mount`.
        ///
        /// @param workingDirectory the folder below which guests' own files are copies made for this run
        public Builder mounts(List<HostMount> values, Path workingDirectory) {
            mounts = values;
            copies = workingDirectory;
            return this;
        }

        /// @throws IllegalArgumentException if a value is out of its range
        public HttpTriggerOptions build() {
            return new HttpTriggerOptions(address, Optional.ofNullable(tls), findFreePort, maxHeadBytes, Optional.ofNullable(
                    requestTimeout),
                    idleInstanceTimeout, reuse, pooling, maxConcurrency, instanceMemory, writableFiles, mounts, copies);
        }
    }
}
