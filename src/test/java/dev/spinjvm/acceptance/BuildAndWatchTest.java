package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `spin build`, `spin up --build` and `spin watch` on an app whose build copies the component that `src/choice.txt` names.
class BuildAndWatchTest {
    private static final String MANIFEST = """
            spin_manifest_version = 2
            [application]
            name = "choice"
            [[trigger.http]]
            route = "/..."
            component = "chosen"
            [component.chosen]
            source = "chosen.wasm"
            [component.chosen.build]
            command = ["echo chosen >> log", "cp $(cat src/choice.txt).wasm chosen.wasm"]
            watch = ["src/**/*.txt"]
            """;
    private static final String OTHER = """
            [component.other]
            source = "other.wasm"
            build.command = "echo other >> log"
            """;

    @TempDir
    Path folder;
    private Path app = Path.of("");
    private Path temporary = Path.of("");

    @BeforeEach
    void makeApp() throws IOException {
        app = Files.createDirectory(folder.resolve("app"));
        temporary = Files.createDirectory(folder.resolve("tmp"));
        Files.createDirectory(app.resolve("src"));
        Files.copy(Checkout.root().resolve("examples/hello-c/hello-c.wasm"), app.resolve("hello.wasm"));
        Files.copy(Checkout.root().resolve("src/test/guests/remember/remember.wasm"), app.resolve("remember.wasm"));
        Files.copy(app.resolve("hello.wasm"), app.resolve("other.wasm"));
        write("spin.toml", MANIFEST);
        write("src/choice.txt", "hello");
    }

    @Test
    void buildsInTheOrderOfDependenciesAndSaysSo() throws IOException {
        write("spin.toml", MANIFEST + "[component.chosen.dependencies]\n\"a:b/c\" = { component = \"other\" }\n" + OTHER);
        SpinProcess.Finished finished = spin("build", "--skip-generate-wits").run();
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        assertThat(app.resolve("log")).hasContent("other\nchosen\n");
        assertThat(finished.stdout()).startsWith("Building component other with `echo other >> log`\n")
                .contains("Building component chosen (2 commands)\n",
                        "Running build step 1/2 for component chosen with 'echo chosen >> log'\n")
                .endsWith("Finished building all Spin components\n");
    }

    @Test
    void aCommandThatFailsEndsTheBuild() throws IOException {
        write("spin.toml", MANIFEST.replace("echo chosen >> log", "exit 9"));
        SpinProcess.Finished finished = spin("build").run();
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stderr()).isEqualTo("Error: Build command for component chosen failed with status Exited(9)\n");
        assertThat(app.resolve("chosen.wasm")).doesNotExist();
    }

    @Test
    void argumentsOfUpNeedUp() {
        SpinProcess.Finished finished = spin("build", "--listen", "127.0.0.1:0").run();
        assertThat(finished.exitCode()).isEqualTo(2);
        assertThat(finished.stderr()).contains("unexpected argument '--listen' found");
    }

    @Test
    void buildsAndServes() throws Exception {
        try (SpinProcess spin = spin("build", "--up").serve()) {
            assertThat(get(spin, "/x")).isEqualTo("Hello from C at /x\n");
            end(spin, 0);
        }
        write("src/choice.txt", "remember");
        try (SpinProcess spin = spin("up", "--build").serve()) {
            assertThat(get(spin, "/x")).startsWith("nothing");
            end(spin, 0);
        }
    }

    @Test
    void aSignalDuringABuildLeavesNoProcessAndNoFolder() throws IOException {
        write("spin.toml", MANIFEST.replace("echo chosen >> log", "echo wait''ing; sleep 600; true"));
        for (String[] command : new String[][]{{"build"}, {"up", "--build"}}) {
            try (SpinProcess spin = spin(command).begin()) {
                spin.awaitStdout("waiting");
                assertThat(spin.descendants()).isNotEmpty();
                List<ProcessHandle> children = spin.descendants();
                end(spin, 143);
                assertGone(children);
            }
        }
    }

    @Test
    void aSignalWhileSomethingIsFetchedLeavesNoProcessAndNoFolder() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/x";
            write("spin.toml", MANIFEST.replace("source = \"chosen.wasm\"", "source = { url = \"" + url + "\", digest = \"sha256:"
                    + "0".repeat(64) + "\" }").replace("echo chosen >> log", "true"));
            for (String[] command : new String[][]{{"up"}, {"watch"}, {"up", "-f", url.substring("http://".length()) + ":v1", "--insecure"},
                {"templates", "install", "--tar", url}, {"new", "shop", "-E", url}}) {
                try (SpinProcess spin = spin(command).environment("SPIN_DATA_DIR", folder.resolve("data").toString())
                        .environment("XDG_CACHE_HOME", folder.resolve("cache").toString()).begin(); Socket asked = silent.accept()) {
                    assertThat(asked.isConnected()).isTrue();
                    end(spin, command[0].equals("watch") ? 0 : 143);
                }
            }
            assertThat(app.resolve("shop")).doesNotExist();
        }
    }

    @Test
    void watchAnswersAnewAfterAChange() throws Exception {
        try (SpinProcess spin = spin("watch").serve()) {
            assertThat(get(spin, "/x")).isEqualTo("Hello from C at /x\n");
            write("src/choice.txt", "remember");
            spin.awaitServes(2);
            assertThat(get(spin, "/x")).startsWith("nothing");
            for (int i = 0; i < 10; i++) {
                // As editors save: a new file takes the name.
                write("src/new", "hello");
                Files.move(app.resolve("src/new"), app.resolve("src/choice.txt"), StandardCopyOption.REPLACE_EXISTING);
            }
            spin.awaitServes(3);
            assertThat(get(spin, "/y")).isEqualTo("Hello from C at /y\n");
            write("spin.toml", MANIFEST.replace("/...", "/only/..."));
            spin.awaitServes(4);
            assertThat(get(spin, "/only/z")).startsWith("Hello from C");
            assertThat(spin.serves()).isEqualTo(4);
            end(spin, 0);
        }
    }

    @Test
    void watchSurvivesBuildsAndManifestsThatFail() throws Exception {
        try (SpinProcess spin = spin("watch").serve()) {
            write("src/choice.txt", "nothing");
            spin.awaitStderr("Build command for component chosen failed");
            assertThat(get(spin, "/x")).isEqualTo("Hello from C at /x\n");
            write("spin.toml", MANIFEST + "broken\n");
            spin.awaitStderr("this is not valid TOML");
            write("spin.toml", MANIFEST);
            write("src/choice.txt", "remember");
            spin.awaitServes(2);
            assertThat(get(spin, "/x")).startsWith("nothing");
            end(spin, 0);
        }
    }

    @Test
    void watchEndsWhileItBuilds() throws IOException {
        write("spin.toml", MANIFEST.replace("echo chosen >> log", "echo wait''ing; sleep 600; true"));
        try (SpinProcess spin = spin("watch").begin()) {
            spin.awaitStdout("waiting");
            List<ProcessHandle> children = spin.descendants();
            end(spin, 0);
            assertGone(children);
        }
    }

    private SpinProcess.Command spin(String... arguments) {
        return SpinProcess.command(arguments).in(app).environment("TMPDIR", temporary.toString());
    }

    private void end(SpinProcess spin, int code) {
        spin.terminate();
        assertThat(spin.awaitExit()).isEqualTo(code);
        assertThat(temporary).isEmptyDirectory();
    }

    /// An orphan that has ended is alive to the JDK until somebody asked for its exit code; it runs no program.
    private static void assertGone(List<ProcessHandle> children) {
        assertThat(children).noneMatch(child -> child.isAlive() && child.info().command().isPresent());
    }

    private static String get(SpinProcess spin, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = spin.client().send(HttpRequest.newBuilder(URI.create(spin.latestUrl() + path)).build(),
                BodyHandlers.ofString());
        return answer.body();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(app.resolve(name), text);
    }
}
