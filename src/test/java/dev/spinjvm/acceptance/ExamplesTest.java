package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples, and the first command of the README, as a newcomer runs them.
class ExamplesTest {

    @Test
    void theCommandOfTheReadmeServesAnExample() throws IOException {
        List<String> commands = Files.readAllLines(Checkout.root().resolve("README.md")).stream()
                .filter(line -> line.startsWith("./spin up ")).toList();
        assertThat(commands).isNotEmpty();
        String[] words = commands.getFirst().split("\\s+#", 2)[0].strip().substring("./spin ".length()).split(" +");
        try (SpinProcess spin = SpinProcess.command(words).serve()) {
            assertThat(spin.get("/anything?x=1").body()).isEqualTo("Hello from C at /anything?x=1\n");
        }
    }

    @Test
    void rustGreetsAndReadsBodies() {
        try (SpinProcess spin = SpinProcess.command("up", "-f", "examples/hello-rust").serve()) {
            assertThat(spin.get("/a").body()).isEqualTo("Hello from Rust at /a\n");
            HttpRequest post = HttpRequest.newBuilder(URI.create(spin.url() + "/b")).POST(BodyPublishers.ofByteArray(new byte[300_000]))
                    .build();
            assertThat(spin.send(post).body()).isEqualTo("Rust read 300000 bytes at /b\n");
        }
    }

    @Test
    void aBareComponentIsServedAtEveryPath(@TempDir Path folder) throws IOException {
        Path wasm = Files.copy(Checkout.root().resolve("examples/hello-c/hello-c.wasm"), folder.resolve("greeter.wasm"));
        try (SpinProcess spin = SpinProcess.command("up", "-f", wasm.toString()).in(folder).serve()) {
            assertThat(spin.get("/x/y").body()).isEqualTo("Hello from C at /x/y\n");
            assertThat(spin.stdout()).contains("  http-trigger1-component: " + spin.url() + " (wildcard)");
        }
    }

    @Test
    void theStartIsPrintedAsSpinPrintsIt() {
        try (SpinProcess spin = SpinProcess.command("up", "-f", "examples/hello-c/spin.toml").serve()) {
            spin.get("/");
            assertThat(spin.stdout()).isEqualTo("""

                    Serving %1$s
                    Available Routes:
                      hello: %1$s (wildcard)
                        Greets, and says which path was asked for""".formatted(spin.url()));
            assertThat(spin.stderr()).contains("Logging component stdio to ");
        }
    }
}
