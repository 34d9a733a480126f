package dev.spinjvm.cli;

import dev.spinjvm.trigger.CountRange;
import dev.spinjvm.trigger.DurationRange;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of the HTTP trigger, as `spin up` takes them.
final class HttpArguments {
    /// How the routes are printed at start.
    enum Format {
        PLAIN, JSON
    }

    @Option(names = "--listen", paramLabel = "<ADDRESS>", defaultValue = "127.0.0.1:3000", description = "IP address and port to listen on; port 0 means any free one [env: SPIN_HTTP_LISTEN_ADDR] [default: 127.0.0.1:3000]")
    String listen = "127.0.0.1:3000";

    @Option(names = "--tls-cert", paramLabel = "<FILE>", description = "Certificate chain for https, in PEM format; needs --tls-key [env: SPIN_TLS_CERT]")
    @Nullable
    Path tlsCertificate;

    @Option(names = "--tls-key", paramLabel = "<FILE>", description = "Private key for https, in PEM format; needs --tls-cert [env: SPIN_TLS_KEY]")
    @Nullable
    Path tlsKey;

    @Option(names = "--http1-max-buf-size", paramLabel = "<BYTES>", description = "Largest head of an HTTP/1 request, at least 8192 [env: SPIN_HTTP1_MAX_BUF_SIZE]")
    @Nullable
    Integer http1MaxBufferSize;

    @Option(names = "--find-free-port", description = "If the port is in use, try the nine after it")
    boolean findFreePort;

    @Option(names = "--format", paramLabel = "<plain|json>", defaultValue = "plain", description = "How to print the routes at start [default: plain]")
    Format format = Format.PLAIN;

    @Option(names = "--request-timeout", paramLabel = "<DURATION>", converter = Converters.Durations.class, description = "End a request that takes longer: 30, 30s, 1500ms, or a range such as 1..8s")
    @Nullable
    DurationRange requestTimeout;

    @Option(names = "--max-instance-reuse-count", paramLabel = "<N>", converter = Converters.Counts.class, description = "Requests that one instance of a WASI 0.3 component answers: 8, or a range such as 1..8 [default: 128]; others answer one")
    @Nullable
    CountRange maxInstanceReuseCount;

    @Option(names = "--max-instance-concurrent-reuse-count", paramLabel = "<N>", converter = Converters.Counts.class, description = "Requests that one instance of a WASI 0.3 component answers at the same time: 8, or a range [default: 16]; others answer one")
    @Nullable
    CountRange maxInstanceConcurrentReuseCount;

    @Option(names = "--idle-instance-timeout", paramLabel = "<DURATION>", converter = Converters.Durations.class, description = "How long an instance is kept for a next request: 30, 1500ms, or a range such as 1..8s [default: 30s]")
    @Nullable
    DurationRange idleInstanceTimeout;

    @Option(names = "--max-concurrent-requests", paramLabel = "<N>", description = "Requests that run at the same time; further ones wait for their turn")
    @Nullable
    Integer maxConcurrentRequests;
}
