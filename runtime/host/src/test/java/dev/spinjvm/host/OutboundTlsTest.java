package dev.spinjvm.host;

import static dev.spinjvm.host.Calls.allow;
import static dev.spinjvm.host.Calls.call;
import static dev.spinjvm.host.Calls.failure;
import static dev.spinjvm.host.Calls.fields;
import static dev.spinjvm.host.Calls.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.spinjvm.wasi.http.OutgoingHttp;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundTlsTest {
    private static final char[] PASSWORD = "loopback".toCharArray();

    private final SSLContext trusting = newContext();
    private final HttpsServer server = newServer(trusting);

    @BeforeEach
    void answer() {
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static SSLContext newContext() {
        try (InputStream file = Objects.requireNonNull(OutboundTlsTest.class.getResourceAsStream("/loopback.p12"))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, PASSWORD);
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, PASSWORD);
            KeyStore certificates = KeyStore.getInstance("PKCS12");
            certificates.load(null, null);
            certificates.setCertificateEntry("loopback", keys.getCertificate("loopback"));
            TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            others.init(certificates);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), others.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static HttpsServer newServer(SSLContext context) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return server;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static OutboundHttp client(@Nullable SSLContext tls) {
        return OutboundHttp.start(HostResolver.SYSTEM, address -> true, tls);
    }

    private static OutgoingHttp.Request request(int port, @Nullable String scheme) {
        return new OutgoingHttp.Request("GET", scheme, "127.0.0.1:" + port, "/path", fields(), false, OutgoingHttp.Options.DEFAULT);
    }

    private static OutgoingHttp component(OutboundHttp client) {
        return client.forComponent(new OutboundPolicy(allow("https://*:*"), host -> {}));
    }

    @Test
    void speaksTlsToWhomItTrustsAlsoWithoutAScheme() throws Exception {
        try (OutboundHttp client = client(trusting)) {
            assertThat(read(call(component(client), request(server.getAddress().getPort(), "https")).body()).text()).isEqualTo("/path");
            assertThat(read(call(component(client), request(server.getAddress().getPort(), null)).body()).text()).isEqualTo("/path");
        }
    }

    @Test
    void refusesACertificateOfAnUnknownAuthority() throws Exception {
        try (OutboundHttp client = client(null)) {
            assertThat(failure(component(client), request(server.getAddress().getPort(), "https"))).hasToString("TLS-certificate-error");
        }
    }

    @Test
    void aServerThatSpeaksNoTls() throws Exception {
        try (OutboundHttp client = client(trusting); LoopbackServer plain = LoopbackServer.serving(connection -> {
            connection.read(1);
            connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
        })) {
            assertThat(failure(component(client), request(plain.port(), "https"))).hasToString("TLS-protocol-error");
        }
    }
}
