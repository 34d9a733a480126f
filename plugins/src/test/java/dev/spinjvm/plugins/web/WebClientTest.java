package dev.spinjvm.plugins.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.http.Connections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WebClientTest {
    private static WebClient client(String base, Map<String, String> environment) {
        return new WebClient(URI.create(base), new Credentials.Bearer("t0ken"), "test", Connections.of(environment, Path.of("")), false);
    }

    @Test
    void serversAreReachedThroughTheProxyOfTheEnvironment() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        proxy.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Proxy-Authorization") + " " + exchange
                    .getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        proxy.start();
        Map<String, String> environment = Map.of("HTTP_PROXY", "http://ann:secret@127.0.0.1:" + proxy.getAddress().getPort(), "NO_PROXY",
                "direct.invalid");
        Request question = Request.of("GET", "x", "text/plain");
        try (WebClient there = client("http://hippo.invalid/api/", environment);
                WebClient direct = client("http://direct.invalid/", environment)) {
            assertThat(there.send(question).text()).isEqualTo("ok");
            assertThat(asked).containsExactly("http://hippo.invalid/api/x Basic YW5uOnNlY3JldA== Bearer t0ken");
            assertThatThrownBy(() -> direct.send(question)).isInstanceOf(WebException.class).hasMessageContaining(
                    "http://direct.invalid/x failed");
            assertThat(asked).hasSize(1);
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void authoritiesThatCannotBeReadAreNamed() {
        assertThatThrownBy(() -> client("https://127.0.0.1:1/", Map.of("SSL_CERT_FILE", "no-such.pem"))).isInstanceOf(
                RegistryException.class).hasMessageContaining("no-such.pem");
    }
}
