package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Instances, limits and the end of the process.
class LifeCycleTest {

    @Test
    void noRequestSeesTheMemoryOfAnother() {
        try (SpinProcess spin = SpinProcess.command("up", "-f", "src/test/apps/remember").serve()) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                // Each fourth guest traps once it has answered: what it leaves behind must not come back either.
                String path = i % 4 == 0 ? "/trap" + i : "/secret" + i;
                HttpRequest request = HttpRequest.newBuilder(URI.create(spin.url() + path)).build();
                if (i % 4 == 0) {
                    spin.client().sendAsync(request, BodyHandlers.ofString()).exceptionally(_ -> null).join();
                } else {
                    answers.add(spin.client().sendAsync(request, BodyHandlers.ofString()));
                }
            }
            assertThat(answers).hasSize(150).allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo("nothing 1\n"));
        }
    }

    @Test
    void aGuestThatNeverEndsIsEndedByTheTimeOut() {
        try (SpinProcess spin = SpinProcess.command("up", "-f", "src/test/apps/rust", "--request-timeout", "700ms").serve()) {
            spin.get("/");
            long start = System.nanoTime();
            assertThat(spin.get("/loop").statusCode()).isEqualTo(500);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(spin.get("/").body()).isEqualTo("rust p2\n");
        }
    }

    @Test
    void anInstanceThatNeedsTooMuchMemoryEndsAlone() {
        try (SpinProcess spin = SpinProcess.command("up", "-f", "src/test/apps/rust", "--max-instance-memory", "10000000").serve()) {
            assertThat(spin.get("/mem/40").statusCode()).isEqualTo(500);
            assertThat(spin.get("/mem/2").body()).isEqualTo("512\n");
        }
    }

    @Test
    void requestsBeyondTheBoundWaitForTheirTurn() {
        try (SpinProcess spin = SpinProcess.command("up", "-f", "src/test/apps/rust", "--max-concurrent-requests", "2").serve();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(spin.url() + "/stream?n=2&ms=50")).build();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(client.sendAsync(request, BodyHandlers.ofString()));
            }
            assertThat(answers).allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo("chunk 0\nchunk 1\n"));
        }
    }

    @Test
    void aTerminatedServerFinishesWhatIsUnderWay() throws IOException, InterruptedException {
        try (SpinProcess spin = SpinProcess.command("up", "-f", "src/test/apps/rust").serve()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(spin.url() + "/stream?n=3&ms=400")).build();
            try (InputStream body = spin.client().send(request, BodyHandlers.ofInputStream()).body()) {
                byte[] first = body.readNBytes("chunk 0\n".length());
                spin.terminate();
                assertThat(new String(first, StandardCharsets.UTF_8) + new String(body.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("chunk 0\nchunk 1\nchunk 2\n");
            }
            assertThat(spin.awaitExit()).isZero();
        }
    }

    @Test
    void aSecondSignalEndsAtOnce() throws IOException, InterruptedException {
        try (SpinProcess spin = SpinProcess.command("up", "-f", "src/test/apps/rust").serve()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(spin.url() + "/stream?n=2&ms=60000")).build();
            try (InputStream body = spin.client().send(request, BodyHandlers.ofInputStream()).body()) {
                assertThat(body.readNBytes("chunk 0\n".length())).isNotEmpty();
                spin.terminate();
                spin.awaitStderr("press Ctrl-C again to end at once");
                spin.terminate();
                assertThat(spin.awaitExit()).isEqualTo(143);
            }
        }
    }

    @Test
    void nothingIsLeftInTheTemporaryFolder() throws IOException {
        java.nio.file.Path folder = java.nio.file.Files.createTempDirectory("spin-test");
        try (SpinProcess spin = SpinProcess.command("up", "-f", "src/test/apps/rust").environment("TMPDIR", folder.toString()).serve()) {
            spin.get("/");
            spin.terminate();
            assertThat(spin.awaitExit()).isZero();
        }
        assertThat(folder).isEmptyDirectory();
        java.nio.file.Files.delete(folder);
    }
}
