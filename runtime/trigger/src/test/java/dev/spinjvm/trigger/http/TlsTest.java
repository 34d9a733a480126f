package dev.spinjvm.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import dev.spinjvm.trigger.TriggerException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TlsTest {
    @TempDir
    static Path directory;

    @BeforeAll
    static void unpack() throws IOException {
        for (String name : List.of("rsa-cert", "rsa-pkcs8-key", "rsa-pkcs1-key", "rsa-encrypted-key", "pkcs8-encrypted-key", "ec-cert",
                "ec-sec1-key",
                "ed25519-cert", "ed25519-key")) {
            try (InputStream in = TlsTest.class.getResourceAsStream("tls/" + name + ".pem")) {
                Files.write(directory.resolve(name + ".pem"), in.readAllBytes());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"rsa-cert,rsa-pkcs8-key", "rsa-cert,rsa-pkcs1-key", "ec-cert,ec-sec1-key", "ed25519-cert,ed25519-key"})
    void servesHttp11AndHttp2WithAnyKindOfKey(String certificate, String key) throws Exception {
        HostGuest guest = call -> call.respondText(200, call.request.scheme() + " " + call.header("spin-full-url"));
        TlsIdentity identity = TlsIdentity.load(file(certificate), file(key));
        try (TestServer server = TestServer.builder().guest("all", "/...", guest).tls(identity).start()) {
            URI uri = URI.create("https://localhost:" + server.port() + "/x");
            for (HttpClient.Version version : HttpClient.Version.values()) {
                if (version == HttpClient.Version.HTTP_1_1 || version == HttpClient.Version.HTTP_2) {
                    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(identity)).version(version).build()) {
                        HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers
                                .ofString());
                        assertThat(response.version()).isEqualTo(version);
                        assertThat(response.body()).isEqualTo("https https://localhost:" + server.port() + "/x");
                    }
                }
            }
        }
    }

    @Test
    void aCertificateForAnotherNameIsTheClientsConcern() throws Exception {
        TlsIdentity identity = TlsIdentity.load(file("rsa-cert"), file("rsa-pkcs8-key"));
        HostGuest guest = call -> call.respondText(200, "ok");
        try (TestServer server = TestServer.builder().guest("all", "/...", guest).tls(identity).start();
                HttpClient client = HttpClient.newBuilder().sslContext(trusting(identity)).version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/")).build();

            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "rsa-encrypted-key | the key is encrypted; decrypt it with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW",
        "pkcs8-encrypted-key | the key is encrypted; decrypt it with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW",
        "rsa-cert | the file has no section '-----BEGIN PRIVATE KEY-----'", "missing | the file does not exist"})
    void explainsAKeyThatCannotBeUsed(String key, String reason) {
        assertThatThrownBy(() -> TlsIdentity.load(file("rsa-cert"), file(key))).isInstanceOf(TriggerException.class)
                .hasMessage("failed to load private key from '" + file(key) + "': " + reason);
    }

    @Test
    void explainsACertificateThatCannotBeUsed() throws Exception {
        assertThatThrownBy(() -> TlsIdentity.load(file("none"), file("rsa-pkcs8-key")))
                .hasMessage("failed to load certificate(s) from '" + file("none") + "': the file does not exist");
        assertThatThrownBy(() -> TlsIdentity.load(file("rsa-pkcs8-key"), file("rsa-pkcs8-key"))).hasMessageEndingWith(
                "the file has no section '-----BEGIN CERTIFICATE-----'");
        Path cut = Files.writeString(directory.resolve("cut.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
        assertThatThrownBy(() -> TlsIdentity.load(cut, file("rsa-pkcs8-key"))).hasMessage(
                "failed to load certificate(s) from '" + cut + "': the section CERTIFICATE has no line '-----END CERTIFICATE-----'");
        Path damaged = Files.writeString(directory.resolve("damaged.pem"),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> TlsIdentity.load(damaged, file("rsa-pkcs8-key"))).hasMessageEndingWith(
                "certificate 1 is not a valid X.509 certificate");
        Path text = Files.writeString(directory.resolve("text.pem"), "-----BEGIN PRIVATE KEY-----\n%%%%\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> TlsIdentity.load(file("rsa-cert"), text)).hasMessageEndingWith(
                "the section PRIVATE KEY that ends at line 3 is not base64");
        Path short_ = Files.writeString(directory.resolve("short.pem"),
                "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----\n");
        assertThatThrownBy(() -> TlsIdentity.load(file("ec-cert"), short_))
                .hasMessageEndingWith("the key's content is damaged or of another kind than its first line says");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        assertThatThrownBy(() -> TlsIdentity.load(file("rsa-cert"), file("ec-sec1-key"))).isInstanceOf(TriggerException.class).hasMessage(
                "the private key in '" + file("ec-sec1-key") + "' does not belong to the first certificate in '" + file("rsa-cert") + "'");
    }

    private static Path file(String name) {
        return directory.resolve(name + ".pem");
    }

    private static SSLContext trusting(TlsIdentity identity) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", identity.chain().getFirst());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
