package dev.spinjvm.plugins.manage;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.http.Connections;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    @TempDir
    Path folder;
    private HttpServer server;
    private HttpServer other;
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Thread::startVirtualThread);
        other.setExecutor(Thread::startVirtualThread);
        server.start();
        other.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        other.stop(0);
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(HttpServer where, String path, int status, byte[] body) {
        where.createContext(path, exchange -> {
            authorizations.put(path, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private void redirect(String path, String target) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Location", target);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
    }

    @Test
    void a_plugin_is_installed_from_a_server_with_the_users_authorization() throws IOException {
        Workshop workshop = new Workshop(folder, "4.0.2");
        byte[] archive = new Archive().program("tool", "x").bytes();
        Path file = Files.write(folder.resolve("a.tar.gz"), archive);
        serve(server, "/a.tar.gz", 200, archive);
        serve(server, "/m.json", 200, Workshop.manifest("tool", "1.0.0", "*", url(server) + "/a.tar.gz", Digest.ofFile(file,
                Digest.Algorithm.SHA256).hex()).getBytes(
                        StandardCharsets.UTF_8));
        PluginManager manager = workshop.manager();
        ManifestLocation location = new ManifestLocation.Remote(URI.create(url(server) + "/m.json"));
        PluginManifest manifest = manager.manifest(location, false, "Bearer secret");
        manager.install(manifest, manifest.packageFor(Workshop.HERE), location, "Bearer secret");
        assertThat(workshop.content()).containsKey("tool/tool*");
        assertThat(authorizations).containsEntry("/m.json", "Bearer secret").containsEntry("/a.tar.gz", "Bearer secret");
    }

    @Test
    void failures_are_told_as_spin_tells_them() throws IOException {
        Workshop workshop = new Workshop(folder, "4.0.2");
        serve(server, "/missing", 404, new byte[0]);
        serve(server, "/broken", 500, new byte[0]);
        serve(server, "/text", 200, "hello".getBytes(StandardCharsets.UTF_8));
        PluginManifest missing = Workshop.read(Workshop.manifest("tool", "1.0.0", "*", url(server) + "/missing", "00"));
        assertThatThrownBy(() -> workshop.install(missing)).hasMessage("The download URL specified in the plugin manifest was not found ("
                + url(server)
                + "/missing returned HTTP error 404). Please contact the plugin author.");
        PluginManifest broken = Workshop.read(Workshop.manifest("tool", "1.0.0", "*", url(server) + "/broken", "00"));
        assertThatThrownBy(() -> workshop.install(broken)).hasMessage("HTTP error 500 Internal Server Error when downloading plugin from "
                + url(
                        server) + "/broken");
        assertThatThrownBy(() -> workshop.manager().manifest(new ManifestLocation.Remote(URI.create(url(server) + "/missing")), false,
                null)).hasMessage(
                        "failed to connect to endpoint " + url(server) + "/missing: HTTP status client error (404 Not Found) for url ("
                                + url(server) + "/missing)");
        assertThatThrownBy(() -> workshop.manager().manifest(new ManifestLocation.Remote(URI.create(url(server) + "/text")), false, null))
                .hasMessageStartingWith("invalid manifest for plugin '' at " + url(server) + "/text: ");
        assertThat(workshop.store()).doesNotExist();
    }

    @Test
    void an_authorization_is_not_carried_to_another_server() throws IOException {
        serve(other, "/there", 200, new byte[]{1});
        serve(server, "/same", 200, new byte[]{1});
        redirect("/elsewhere", url(other) + "/there");
        redirect("/here", "/same");
        HttpDownloads downloads = new HttpDownloads("test", Duration.ofSeconds(20), Connections.none());
        assertThat(downloads.fetch(URI.create(url(server) + "/elsewhere"), "Bearer secret", folder.resolve("f"), 10)).isEqualTo(200);
        assertThat(downloads.fetch(URI.create(url(server) + "/here"), "Bearer secret", folder.resolve("f"), 10)).isEqualTo(200);
        assertThat(authorizations).containsEntry("/there", "null").containsEntry("/same", "Bearer secret");
    }

    @Test
    void a_file_that_is_too_large_and_a_redirect_without_end_are_refused() {
        serve(server, "/large", 200, new byte[1000]);
        redirect("/round", "/round");
        redirect("/out", "ftp://127.0.0.1/x");
        HttpDownloads downloads = new HttpDownloads("test", Duration.ofSeconds(20), Connections.none());
        assertThatThrownBy(() -> downloads.fetch(URI.create(url(server) + "/large"), null, folder.resolve("f"), 999)).hasMessageContaining(
                "more than 999");
        assertThatThrownBy(() -> downloads.fetch(URI.create(url(server) + "/round"), null, folder.resolve("f"), 10)).hasMessageContaining(
                "redirects");
        assertThatThrownBy(() -> downloads.fetch(URI.create(url(server) + "/out"), null, folder.resolve("f"), 10)).hasMessageContaining(
                "no address");
    }

    @Test
    void a_server_that_stops_sending_is_left() {
        server.createContext("/stalls", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        HttpDownloads downloads = new HttpDownloads("test", Duration.ofMillis(300), Connections.none());
        assertThatThrownBy(() -> downloads.fetch(URI.create(url(server) + "/stalls"), null, folder.resolve("f"), 5000)).isInstanceOf(
                IOException.class);
    }

    @Test
    void nobody_there_is_told_in_words() throws IOException {
        String address = url(other);
        other.stop(0);
        HttpDownloads downloads = new HttpDownloads("test", Duration.ofSeconds(20), Connections.none());
        assertThatThrownBy(() -> downloads.fetch(URI.create(address + "/x"), null, folder.resolve("f"), 10)).hasMessage("no connection to "
                + address.substring("http://".length()));
        other = HttpServer.create();
    }

    @Test
    void downloadsGoThroughTheProxyOfTheEnvironment() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        proxy.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        proxy.start();
        try {
            Map<String, String> environment = Map.of("HTTP_PROXY", "http://ann:secret@127.0.0.1:" + proxy.getAddress().getPort(),
                    "NO_PROXY",
                    "direct.invalid");
            HttpDownloads downloads = new HttpDownloads("test", Duration.ofSeconds(20), Connections.of(environment, Path.of("")));
            Path file = Files.createTempFile("download", "");
            assertThat(downloads.fetch(URI.create("http://plugins.invalid/x"), null, file, 100)).isEqualTo(200);
            assertThat(file).hasContent("ok");
            assertThat(asked).containsExactly("http://plugins.invalid/x Basic YW5uOnNlY3JldA==");
            assertThatThrownBy(() -> downloads.fetch(URI.create("http://direct.invalid/x"), null, file, 100)).isInstanceOf(
                    IOException.class)
                    .hasMessageContaining("direct.invalid is not known");
            assertThat(asked).hasSize(1);
            Files.delete(file);
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void authoritiesThatCannotBeReadAreNamed() throws IOException {
        HttpDownloads downloads = new HttpDownloads("test", Duration.ofSeconds(20), Connections.of(Map.of("SSL_CERT_FILE", "no-such.pem"),
                Path
                        .of("")));
        assertThatThrownBy(() -> downloads.fetch(URI.create("https://127.0.0.1:1/x"), null, Path.of("unused"), 100)).isInstanceOf(
                IOException.class).hasMessageContaining("no-such.pem");
    }
}
