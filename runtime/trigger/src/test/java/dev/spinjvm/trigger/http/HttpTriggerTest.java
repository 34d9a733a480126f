package dev.spinjvm.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.spinjvm.engine.Engine;
import dev.spinjvm.loader.ComponentSource;
import dev.spinjvm.loader.ContentPath;
import dev.spinjvm.loader.ContentRef;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedTrigger;
import dev.spinjvm.trigger.ComponentLogs;
import dev.spinjvm.trigger.DurationRange;
import dev.spinjvm.trigger.FollowComponents;
import dev.spinjvm.trigger.LogOptions;
import dev.spinjvm.trigger.TriggerConsole;
import dev.spinjvm.trigger.TriggerException;
import dev.spinjvm.wasi.http.BodySink;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.OutgoingHttp;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HttpTriggerTest {
    @TempDir
    static Path directory;

    private static Engine engine;
    private static LockedApp app;
    private static HttpTrigger trigger;
    private static HttpListening listening;
    private static final ByteArrayOutputStream STDERR = new ByteArrayOutputStream();
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        engine = Engine.builder().build();
        Path files = Files.createDirectories(directory.resolve("files"));
        Files.writeString(files.resolve("hello.txt"), "hello from a file");
        app = app(component("c", "c-http-p2.wasm", Map.of(), List.of()),
                component("rust", "rust-http-p2.wasm", Map.of("GREETING", "hi", "EMPTY", ""),
                        List.of(new ContentPath(ContentRef.ofFile(files), "/"))));
        trigger = trigger(app, options().build(), directory.resolve("logs"));
        trigger.prepare(() -> {});
        listening = trigger.start();
    }

    @AfterAll
    static void stop() {
        trigger.close();
        engine.close();
    }

    @Test
    void theCGuestAnswers() throws Exception {
        assertThat(get("/c/x?y").body()).isEqualTo("hello from C /c/x?y\n");
        assertThat(listening.routes()).extracting(StartupReport.Entry::path).containsExactly("/c", "/");
        assertThat(listening.baseUrl()).isEqualTo("http://127.0.0.1:" + listening.address().getPort());
    }

    @Test
    void nothingOfARequestIsLeftForTheNext() throws Exception {
        String path = "/c/" + "x".repeat(3000);
        for (int i = 0; i < 100; i++) {
            HttpResponse<String> response = get(path);
            assertThat(response.statusCode()).as("request %d", i).isEqualTo(200);
            assertThat(response.body()).isEqualTo("hello from C " + path + "\n");
        }
    }

    @Test
    void theRustGuestSeesItsRequest() throws Exception {
        HttpResponse<String> response = get("/req?q=1");

        assertThat(response.headers().firstValue("x-guest")).hasValue("rust-p2");
        assertThat(response.body()).contains("/req?q=1").contains("spin-raw-component-route").contains("/...").contains("spin-client-addr")
                .contains("127.0.0.1:");
    }

    @Test
    void theEnvironmentIsTheComponentsOwn() throws Exception {
        assertThat(get("/env").body()).contains("GREETING").contains("hi").contains("EMPTY").doesNotContain("PATH");
    }

    @Test
    void filesAreReadFromTheMount() throws Exception {
        assertThat(get("/file/hello.txt").body()).contains("hello from a file");
        assertThat(get("/file/none.txt").body()).doesNotContain("hello");
    }

    @Test
    void aPanicIs500AndTheServerLives() throws Exception {
        HttpResponse<String> response = get("/panic");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEmpty();
        assertThat(get("/c/after").statusCode()).isEqualTo(200);
        assertThat(STDERR.toString(StandardCharsets.UTF_8)).contains("Error processing request: guest invocation failed (component rust)");
        assertThat(Files.readString(directory.resolve("logs").resolve("rust_stderr.txt"))).contains("panicked");
    }

    @Test
    void noAnswerIs500() throws Exception {
        assertThat(get("/none").statusCode()).isEqualTo(500);
    }

    @Test
    void anEndlessLoopIsEndedByTheTimeOut() throws Exception {
        HttpTriggerOptions options = options().requestTimeout(DurationRange.of(Duration.ofSeconds(1))).maxConcurrency(1).build();
        try (HttpTrigger limited = trigger(app, options, directory.resolve("logs"))) {
            limited.prepare(() -> {});
            String base = limited.start().baseUrl();
            HttpResponse<String> response = CLIENT.send(HttpRequest.newBuilder(URI.create(base + "/loop")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).isEmpty();
            assertThat(CLIENT.send(HttpRequest.newBuilder(URI.create(base + "/c/after")).build(), HttpResponse.BodyHandlers.ofString())
                    .body())
                    .as("the one place to run is free again").isEqualTo("hello from C /c/after\n");
        }
    }

    @Test
    void theHeadArrivesWhileTheGuestStillRuns() throws Exception {
        HttpResponse<InputStream> response = CLIENT.send(HttpRequest.newBuilder(uri("/early")).build(), HttpResponse.BodyHandlers
                .ofInputStream());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().readAllBytes()).isNotEmpty();
    }

    @Test
    void echoesALargeBody() throws Exception {
        byte[] body = new byte[8 << 20];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31 ^ i >> 11);
        }
        // The JDK's client sends a whole body before it reads; only one that does both at once can echo more than the buffers hold.
        try (var http2 = new Http2(listening.address().getPort())) {
            for (String path : List.of("/echo", "/splice")) {
                var request = http2.client().POST(uri(path)).body(new BytesRequestContent(body));
                ContentResponse response = new CompletableResponseListener(request, 2 * body.length).send().get(60, TimeUnit.SECONDS);
                assertThat(response.getContent()).as(path).isEqualTo(body);
            }
        }
    }

    @Test
    void streamsAndSizes() throws Exception {
        assertThat(get("/bytes/100000").body()).hasSize(100_000);
        assertThat(get("/stream").body()).isNotEmpty();
    }

    @Test
    void manyRequestsAtOnceAllAnswer() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String path = (i % 2 == 0 ? "/c/" : "/req?") + i;
            answers.add(CLIENT.sendAsync(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aComponentWithoutAHandlerIsNamed() throws Exception {
        byte[] empty = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
        LockedComponent nothing = new LockedComponent("nothing", Map.of(), new ComponentSource(ComponentSource.WASM,
                new ContentRef(null, Base64.getEncoder().encodeToString(empty), null)), Map.of(), List.of(), Map.of(), Map.of(), Map.of(),
                Map.of());
        try (HttpTrigger bad = trigger(app(nothing), HttpTriggerOptions.builder().build(), directory.resolve("logs"))) {
            assertThatThrownBy(() -> bad.prepare(() -> {})).isInstanceOf(TriggerException.class)
                    .hasMessage("Failed to prepare component 'nothing'").hasRootCauseMessage("Expected component to export "
                            + "`wasi:http/incoming-handler@0.2.*` but it exported nothing. This may mean the component handles a different trigger, "
                            + "or that its `wasi:http` export is newer than those supported by Spin. If you're sure this is an HTTP component, check "
                            + "if a Spin upgrade is available: this may handle the newer version.");
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpTriggerOptions.Builder options() {
        return HttpTriggerOptions.builder().address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static URI uri(String path) {
        return URI.create(listening.baseUrl() + path);
    }

    private static HttpTrigger trigger(LockedApp app, HttpTriggerOptions options, Path logDirectory) {
        var console = new TriggerConsole(STDERR, false, InstantSource.system());
        ComponentLogs logs = ComponentLogs.open(new LogOptions(Optional.of(logDirectory), false, new FollowComponents.None(), false),
                app.componentIds(), console);
        return HttpTrigger.create(app, options, new HttpTrigger.Services(engine, logs, console, (_, _) -> NoOutgoingHttp.INSTANCE));
    }

    private static LockedApp app(LockedComponent... components) {
        List<LockedTrigger> triggers = new ArrayList<>();
        for (LockedComponent component : components) {
            String route = component.id().equals("rust") ? "/..." : "/" + component.id() + "/...";
            triggers.add(new LockedTrigger("t-" + component.id(), "http", Map.of("route", route, "component", component.id()), Map.of()));
        }
        return new LockedApp(List.of(), Map.of("name", "guests"), Map.of(), Map.of(), triggers, List.of(components));
    }

    private static LockedComponent component(String id, String wasm, Map<String, String> environment, List<ContentPath> files)
            throws IOException {
        Path file = directory.resolve(wasm);
        try (InputStream in = HttpTriggerTest.class.getResourceAsStream("guests/" + wasm)) {
            Files.write(file, in.readAllBytes());
        }
        return new LockedComponent(id, Map.of(), new ComponentSource(ComponentSource.WASM, ContentRef.ofFile(file)), environment, files, Map
                .of(),
                Map.of(), Map.of(), Map.of());
    }

    /// A client that lets nothing out.
    private enum NoOutgoingHttp implements OutgoingHttp {
        INSTANCE;

        @Override
        public Exchange send(Request request) {
            return new Exchange() {
                @Override
                public BodySink body() {
                    throw new IllegalStateException("no body is expected");
                }

                @Override
                public CompletableFuture<Response> response() {
                    return CompletableFuture.failedFuture(new HttpException(ErrorCode.of(ErrorCode.Kind.HTTP_REQUEST_DENIED), null));
                }

                @Override
                public void cancel() {
                    // Nothing is under way.
                }
            };
        }
    }
}
