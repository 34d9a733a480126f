package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every route of a real Rust component through the real program.
class RustServiceTest {
    private static SpinProcess spin;
    private static HttpServer upstream;

    @BeforeAll
    static void start() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            byte[] answer = ("you asked " + exchange.getRequestURI() + " from " + exchange.getRequestHeaders().getFirst("x-from"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        upstream.start();
        spin = SpinProcess.command("up", "-f", "src/test/apps/rust", "--request-timeout", "20s", "--env", "EXTRA=1").serve();
    }

    @AfterAll
    static void stop() {
        spin.close();
        upstream.stop(0);
    }

    @Test
    void theGuestSeesTheRequestAndSpinsHeaders() {
        String body = spin.get("/req/a%20b?x=1&y").body();
        String authority = spin.url().substring("http://".length());
        assertThat(body).startsWith("Method::Get Some(Scheme::Http) Some(\"" + authority + "\") /req/a%20b?x=1&y\n")
                .contains("spin-full-url: " + spin.url() + "/req/a%20b?x=1&y\n", "spin-matched-route: /...\n", "spin-base-path: /\n",
                        "spin-raw-component-route: /...\n", "spin-component-route: \n", "spin-path-info: /req/a%20b\n")
                .containsPattern("spin-client-addr: 127\\.0\\.0\\.1:\\d+\n").doesNotContain("connection:");
    }

    @Test
    void bodiesAreEchoedWhole() {
        for (String route : new String[]{"/echo", "/splice"}) {
            byte[] body = new byte[3_000_000];
            new Random(7).nextBytes(body);
            byte[] echoed = exchange(HttpRequest.newBuilder(URI.create(spin.url() + route)).POST(BodyPublishers.ofByteArray(body)).build());
            assertThat(Arrays.equals(echoed, body)).as(route).isTrue();
        }
    }

    @Test
    void theFirstChunkArrivesBeforeTheGuestIsDone() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(spin.url() + "/stream?n=3&ms=700")).build();
        long start = System.nanoTime();
        try (InputStream body = spin.client().send(request, BodyHandlers.ofInputStream()).body()) {
            String first = new String(body.readNBytes("chunk 0\n".length()), StandardCharsets.UTF_8);
            Duration untilFirst = Duration.ofNanos(System.nanoTime() - start);
            String rest = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            Duration whole = Duration.ofNanos(System.nanoTime() - start);
            assertThat(first + rest).isEqualTo("chunk 0\nchunk 1\nchunk 2\n");
            assertThat(whole.minus(untilFirst)).as("the guest sleeps 1.4 s after its first chunk").isGreaterThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void answersOfAllSizesAreWhole() {
        assertThat(spin.get("/bytes/0").body()).isEmpty();
        for (int size : new int[]{1, 4096, 65536, 65537, 5_000_000}) {
            assertThat(exchange(HttpRequest.newBuilder(URI.create(spin.url() + "/bytes/" + size)).build())).hasSize(size).containsOnly('a');
        }
    }

    @Test
    void twoUpstreamsAreAskedAtOnce() {
        String base = "http://127.0.0.1:" + upstream.getAddress().getPort();
        assertThat(spin.get("/fanout?a=" + base + "/one&b=" + base + "/two").body())
                .isEqualTo("200 you asked /one from rust-p2\n200 you asked /two from rust-p2\n");
    }

    @Test
    void aHostThatIsNotGrantedIsDenied() {
        assertThat(spin.get("/fanout?a=http://example.com/&b=http://localhost:1/").body())
                .isEqualTo("error ErrorCode::HttpRequestDenied\nerror ErrorCode::HttpRequestDenied\n");
        spin.awaitStderr("A component tried to make an outbound network connection to disallowed destination 'http://example.com'.");
        spin.awaitStderr(
                "To allow this request, add 'allowed_outbound_hosts = [\"http://example.com\"]' to the manifest component section.");
    }

    @Test
    void theEnvironmentIsWhatTheManifestGrants() {
        assertThat(spin.get("/env").body()).isEqualTo("args []\nEXTRA=1\nMODE=test\n");
    }

    @Test
    void filesAreReadWithinTheGrantOnly() {
        assertThat(spin.get("/file/files/hello.txt").body()).isEqualTo("inside the grant\n");
        assertThat(spin.get("/file/copy/hello.txt").body()).isEqualTo("inside the grant\n");
        assertThat(spin.get("/file/files/secret.txt").statusCode()).isEqualTo(404);
        HttpResponse<String> outside = spin.get("/file/..%2f..%2fetc/passwd");
        assertThat(outside.statusCode()).isEqualTo(404);
        for (String path : new String[]{"/file/../../etc/passwd", "/file/files/../../../../../etc/passwd"}) {
            assertThat(RawHttp.get(spin.url(), path)).startsWith("HTTP/1.1 4").doesNotContain("root:");
        }
    }

    @Test
    void computeAndMemoryWork() {
        assertThat(spin.get("/cpu").body()).startsWith("<!-- 2000 ");
        assertThat(spin.get("/mem/20").body()).isEqualTo("5120\n");
    }

    @Test
    void outputReachesTheTerminal() {
        assertThat(spin.get("/log").body()).isEqualTo("logged\n");
        spin.awaitStderr("to stdout");
        spin.awaitStderr("to stderr");
    }

    @Test
    void aPanicIsA500AndTheServerLives() {
        HttpResponse<String> response = spin.get("/panic");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEmpty();
        assertThat(spin.get("/").body()).isEqualTo("rust p2\n");
    }

    @Test
    void noAnswerIsA500() {
        assertThat(spin.get("/none").statusCode()).isEqualTo(500);
    }

    @Test
    void theAnswerLeavesBeforeTheGuestIsDone() {
        assertThat(spin.get("/early").body()).isEqualTo("early\n");
        spin.awaitStderr("after the response");
    }

    @Test
    void socketsAreDenied() {
        assertThat(spin.get("/tcp/127.0.0.1:9/hello").statusCode()).isEqualTo(502);
    }

    @Test
    void staticAndParameterRoutesAnswer() {
        HttpResponse<String> fixed = spin.get("/static");
        assertThat(fixed.statusCode()).isEqualTo(203);
        assertThat(fixed.headers().firstValue("x-static")).contains("yes");
        assertThat(fixed.body()).isEqualTo("from the manifest");
        assertThat(spin.get("/.well-known/spin/health").body()).isEqualTo("OK");
        assertThat(spin.get("/.well-known/spin/info").body()).contains("\"name\": \"rust-service\"", "\"version\": \"1.2.3\"");
        assertThat(spin.get("/.well-known/spin/nothing").statusCode()).isEqualTo(404);
    }

    private static byte[] exchange(HttpRequest request) {
        try {
            return spin.client().send(request, BodyHandlers.ofByteArray()).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("stderr of spin:\n" + spin.stderr(), e);
        }
    }
}
