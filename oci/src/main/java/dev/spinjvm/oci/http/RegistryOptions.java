package dev.spinjvm.oci.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// How registries are talked to.
///
/// @param plainHttp speak HTTP without encryption; registries on loopback are asked which of the two they speak
/// @param caFile certificates in PEM form that are trusted beside those of the Java runtime
/// @param connectTimeout until a connection stands
/// @param answerTimeout from the end of a request to the head of the answer, and for the whole of a small answer
/// @param idleTimeout how long no byte may move in a transfer
/// @param attempts how often a request is sent at most
/// @param maxRetryDelay the longest pause between two attempts; a registry that asks for more is given up
/// @param parallel transfers at once
/// @param trustedRealms further hosts to which the credentials of any registry may be sent when the registry names them for tokens
/// @param userAgent names this program
/// @param proxies what requests go through
public record RegistryOptions(boolean plainHttp, @Nullable Path caFile, Duration connectTimeout, Duration answerTimeout,
        Duration idleTimeout, int attempts, Duration maxRetryDelay, int parallel, Set<String> trustedRealms, String userAgent,
        Proxies proxies) {
    public RegistryOptions {
        trustedRealms = Set.copyOf(trustedRealms);
    }

    /// Encrypted connections to known authorities, five attempts, six transfers at once.
    public static RegistryOptions standard() {
        return new RegistryOptions(false, null, Duration.ofSeconds(15), Duration.ofSeconds(120), Duration.ofSeconds(45), 5,
                Duration.ofSeconds(60), 6, Set.of(), "spin", Proxies.none());
    }

    public RegistryOptions withPlainHttp(boolean plain) {
        return new RegistryOptions(plain, caFile, connectTimeout, answerTimeout, idleTimeout, attempts, maxRetryDelay, parallel,
                trustedRealms, userAgent, proxies);
    }

    public RegistryOptions withCaFile(@Nullable Path file) {
        return new RegistryOptions(plainHttp, file, connectTimeout, answerTimeout, idleTimeout, attempts, maxRetryDelay, parallel,
                trustedRealms, userAgent, proxies);
    }

    public RegistryOptions withTimeouts(Duration connect, Duration answer, Duration idle) {
        return new RegistryOptions(plainHttp, caFile, connect, answer, idle, attempts, maxRetryDelay, parallel, trustedRealms, userAgent,
                proxies);
    }

    public RegistryOptions withTrustedRealms(Set<String> hosts) {
        return new RegistryOptions(plainHttp, caFile, connectTimeout, answerTimeout, idleTimeout, attempts, maxRetryDelay, parallel, hosts,
                userAgent, proxies);
    }

    public RegistryOptions withUserAgent(String name) {
        return new RegistryOptions(plainHttp, caFile, connectTimeout, answerTimeout, idleTimeout, attempts, maxRetryDelay, parallel,
                trustedRealms, name, proxies);
    }

    public RegistryOptions withProxies(Proxies given) {
        return new RegistryOptions(plainHttp, caFile, connectTimeout, answerTimeout, idleTimeout, attempts, maxRetryDelay, parallel,
                trustedRealms, userAgent, given);
    }
}
