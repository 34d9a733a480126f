package dev.spinjvm.oci.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// How registries are talked to.
///
/// @param plainHttp speak HTTP without encryption; registries on loopback are asked which of the two they speak
/// @param connections proxies, and authorities that are trusted beside those of the Java runtime
/// @param connectTimeout until a connection stands
/// @param answerTimeout from the end of a request to the head of the answer, and for the whole of a small answer
/// @param idleTimeout how long no byte may move in a transfer
/// @param attempts how often a request is sent at most
/// @param maxRetryDelay the longest pause between two attempts; a registry that asks for more is given up
/// @param parallel transfers at once
/// @param trustedRealms further hosts to which the credentials of any registry may be sent when the registry names them for tokens
/// @param userAgent names this program
public record RegistryOptions(boolean plainHttp, Connections connections, Duration connectTimeout, Duration answerTimeout,
        Duration idleTimeout, int attempts, Duration maxRetryDelay, int parallel, Set<String> trustedRealms, String userAgent) {
    public RegistryOptions {
        trustedRealms = Set.copyOf(trustedRealms);
    }

    /// Encrypted connections to known authorities, five attempts, six transfers at once.
    public static RegistryOptions standard() {
        return new RegistryOptions(false, Connections.none(), Duration.ofSeconds(15), Duration.ofSeconds(120), Duration.ofSeconds(45), 5,
                Duration.ofSeconds(60), 6, Set.of(), "spin");
    }

    public RegistryOptions withPlainHttp(boolean plain) {
        return new RegistryOptions(plain, connections, connectTimeout, answerTimeout, idleTimeout, attempts, maxRetryDelay, parallel,
                trustedRealms, userAgent);
    }

    public RegistryOptions withCaFile(@Nullable Path file) {
        return new RegistryOptions(plainHttp, connections.withCaFile(file), connectTimeout, answerTimeout, idleTimeout, attempts,
                maxRetryDelay, parallel,
                trustedRealms, userAgent);
    }

    public RegistryOptions withTimeouts(Duration connect, Duration answer, Duration idle) {
        return new RegistryOptions(plainHttp, connections, connect, answer, idle, attempts, maxRetryDelay, parallel, trustedRealms,
                userAgent);
    }

    public RegistryOptions withTrustedRealms(Set<String> hosts) {
        return new RegistryOptions(plainHttp, connections, connectTimeout, answerTimeout, idleTimeout, attempts, maxRetryDelay, parallel,
                hosts,
                userAgent);
    }

    public RegistryOptions withUserAgent(String name) {
        return new RegistryOptions(plainHttp, connections, connectTimeout, answerTimeout, idleTimeout, attempts, maxRetryDelay, parallel,
                trustedRealms, name);
    }

    public RegistryOptions withProxies(Proxies given) {
        return with(connections.withProxies(given));
    }

    /// @param pem certificates of authorities to trust, as text
    public RegistryOptions withCertificates(String pem) {
        return with(connections.withCertificates(pem));
    }

    private RegistryOptions with(Connections given) {
        return new RegistryOptions(plainHttp, given, connectTimeout, answerTimeout, idleTimeout, attempts, maxRetryDelay, parallel,
                trustedRealms, userAgent);
    }
}
