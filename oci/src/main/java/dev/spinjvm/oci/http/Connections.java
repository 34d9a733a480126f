package dev.spinjvm.oci.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import dev.spinjvm.oci.RegistryException;
import org.jspecify.annotations.Nullable;

/// The way to servers that all clients of one user have in common: which proxies they go through, and which authorities they trust beside
/// those of the Java runtime.
///
/// Immutable.
///
/// @param caFile PEM; `null` for none
/// @param certificates more of them, as PEM text; `null` for none
public record Connections(Proxies proxies, @Nullable Path caFile, @Nullable String certificates) {
    /// Straight ways, known authorities.
    public static Connections none() {
        return new Connections(Proxies.none(), null, null);
    }

    /// As the environment has it: the variables of [Proxies], and a file of authorities in `SPIN_REGISTRY_CA_FILE` or `SSL_CERT_FILE`.
    ///
    /// @param directory what the path of that file is relative to
    /// @throws RegistryException.Local if a variable names no proxy that can be used
    public static Connections of(Map<String, String> environment, Path directory) {
        String file = Stream.of("SPIN_REGISTRY_CA_FILE", "SSL_CERT_FILE").map(name -> environment.getOrDefault(name, "")).filter(
                value -> !value.isEmpty()).findFirst().orElse("");
        return new Connections(Proxies.of(environment), file.isEmpty() ? null : directory.resolve(file), null);
    }

    Connections withProxies(Proxies given) {
        return new Connections(given, caFile, certificates);
    }

    /// With another file of authorities.
    ///
    /// @param file PEM; `null` for none
    public Connections withCaFile(@Nullable Path file) {
        return new Connections(proxies, file, certificates);
    }

    Connections withCertificates(@Nullable String pem) {
        return new Connections(proxies, caFile, pem);
    }

    /// A client of HTTP/1.1 that follows no redirects, to be completed.
    ///
    /// @throws RegistryException.Local if the certificates cannot be read
    public HttpClient.Builder client() {
        HttpTuning.apply();
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).proxy(proxies.selector());
        if (caFile != null || certificates != null) {
            builder.sslContext(Certificates.trusting(pem(), caFile == null ? "the configuration" : "'" + caFile + "'"));
        }
        return builder;
    }

    private byte[] pem() {
        try (var all = new ByteArrayOutputStream()) {
            if (caFile != null) {
                all.write(Files.readAllBytes(caFile));
            }
            if (certificates != null) {
                all.write(("\n" + certificates).getBytes(StandardCharsets.UTF_8));
            }
            return all.toByteArray();
        } catch (IOException e) {
            throw new RegistryException.Local("cannot read certificates from '" + caFile + "'", e);
        }
    }

    /// Adds what a proxy on the way wants to know.
    public HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        proxies.authorization(uri).ifPresent(value -> request.header("Proxy-Authorization", value));
        return request;
    }
}
