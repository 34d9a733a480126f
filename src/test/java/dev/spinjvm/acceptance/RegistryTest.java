package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spinjvm.acceptance.DockerRegistry.Protection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Applications through a real registry, and through another client's hands.
class RegistryTest {
    @TempDir
    Path folder;

    private Path app = Path.of("");

    @BeforeEach
    void writeApp() throws IOException {
        assumeTrue(DockerRegistry.isInstalled(), "docker-registry is not installed (apt-get install docker-registry)");
        app = Files.createDirectories(folder.resolve("app"));
        Path example = Checkout.root().resolve("examples/hello-c");
        Files.copy(example.resolve("hello-c.wasm"), app.resolve("hello-c.wasm"));
        Files.createDirectories(app.resolve("assets"));
        Files.writeString(app.resolve("assets/large.txt"), "large enough to be a layer of its own. ".repeat(20));
        Files.writeString(app.resolve("assets/small.txt"), "small");
        String manifest = Files.readString(example.resolve("spin.toml"));
        Files.writeString(app.resolve("spin.toml"), manifest.replace("source = \"hello-c.wasm\"",
                "source = \"hello-c.wasm\"\nfiles = [\"assets/*\"]"));
    }

    private SpinProcess.Command spin(String... arguments) {
        return SpinProcess.command(arguments).in(app).environment("HOME", folder.resolve("home").toString());
    }

    private SpinProcess.Finished registry(String... arguments) {
        List<String> line = new ArrayList<>(List.of("registry"));
        line.addAll(Arrays.asList(arguments));
        return spin(line.toArray(String[]::new)).run();
    }

    private String push(String reference, String... more) {
        List<String> line = new ArrayList<>(List.of("push", reference));
        line.addAll(Arrays.asList(more));
        SpinProcess.Finished pushed = registry(line.toArray(String[]::new));
        assertThat(pushed.exitCode()).as(pushed.stderr()).isZero();
        assertThat(pushed.stdout()).matches("Pushed with digest sha256:[0-9a-f]{64}\n");
        return pushed.stdout().strip().substring("Pushed with digest ".length());
    }

    private void pull(String reference, String... more) {
        List<String> line = new ArrayList<>(List.of("pull", reference));
        line.addAll(Arrays.asList(more));
        SpinProcess.Finished pulled = registry(line.toArray(String[]::new));
        assertThat(pulled.exitCode()).as(pulled.stderr()).isZero();
        assertThat(pulled.stdout()).isEqualTo("Successfully pulled the app from the registry\n");
    }

    @Test
    void anAppIsServedFromItsReference() throws IOException, GeneralSecurityException {
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.NONE)) {
            String reference = docker.host() + "/team/hello:v1";
            String digest = push(reference);
            try (SpinProcess up = spin("up", "-f", reference).serve()) {
                assertThat(up.get("/x").body()).contains("Hello from C at /x");
                assertThat(up.get("/.well-known/spin/info").body()).contains("\"oci_image_digest\": \"" + digest + "\"");
            }
            long blobs = docker.asked("GET /v2/team/hello/blobs/");
            pull(reference);
            assertThat(docker.asked("GET /v2/team/hello/blobs/")).as("blobs fetched by a second pull").isEqualTo(blobs);

            docker.stop();
            try (SpinProcess up = spin("registry", "run", reference, "--offline").serve()) {
                assertThat(up.get("/y").body()).contains("Hello from C at /y");
            }
            SpinProcess.Finished online = registry("pull", reference);
            assertThat(online.exitCode()).isEqualTo(1);
            assertThat(online.stderr()).contains("Error: ").doesNotContain("fault of Spin");
        }
    }

    @Test
    void layersAreMountedFromAnotherRepository() throws IOException, GeneralSecurityException {
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.NONE)) {
            push(docker.host() + "/team/hello:v1");
            long uploads = docker.asked("PUT /v2/other/hello/blobs/uploads/");
            push(docker.host() + "/other/hello:v1", "--mount-from", "team/hello");
            assertThat(docker.asked("PUT /v2/other/hello/blobs/uploads/")).isEqualTo(uploads);
            assertThat(docker.asked("mount=sha256")).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aPasswordIsNeededAndKept() throws IOException, GeneralSecurityException {
        logInAndOut(Protection.PASSWORD);
    }

    @Test
    void aTokenServerIsAsked() throws IOException, GeneralSecurityException {
        logInAndOut(Protection.TOKEN);
    }

    private void logInAndOut(Protection protection) throws IOException, GeneralSecurityException {
        try (DockerRegistry docker = DockerRegistry.start(folder, protection)) {
            String reference = docker.host() + "/team/hello:v1";
            SpinProcess.Finished without = registry("push", reference);
            assertThat(without.exitCode()).isEqualTo(1);
            assertThat(without.stderr()).contains("spin registry login");

            SpinProcess.Finished wrong = spin("registry", "login", docker.host(), "-u", DockerRegistry.USER, "--password-stdin").input(
                    "wrong\n").run();
            assertThat(wrong.exitCode()).isEqualTo(1);
            assertThat(wrong.stderr()).contains("not accept").doesNotContain("wrong");

            SpinProcess.Finished right = spin("registry", "login", docker.host(), "-u", DockerRegistry.USER, "--password-stdin").input(
                    DockerRegistry.PASSWORD + "\n").run();
            assertThat(right.stdout()).as(right.stderr()).isEqualTo("Successfully logged in as ann to registry " + docker.host() + "\n");

            push(reference);
            pull(reference);
            assertThat(registry("logout", docker.host()).stdout()).startsWith("Removed the login");
            assertThat(registry("pull", reference).exitCode()).isEqualTo(1);
        }
    }

    @Test
    void anAuthorityOfOnesOwnIsNamed() throws IOException, GeneralSecurityException {
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.TLS)) {
            String reference = docker.host() + "/team/hello:v1";
            SpinProcess.Finished unknown = registry("push", reference);
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.stderr()).contains("--ca-file");
            push(reference, "--ca-file", docker.certificate());
            pull(reference, "--ca-file", docker.certificate());
        }
    }

    @Test
    void skopeoCopiesWithoutChangingDigests() throws IOException, GeneralSecurityException {
        assumeTrue(DockerRegistry.isInstalled("skopeo"), "skopeo is not installed (apt-get install skopeo)");
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.NONE)) {
            String digest = push(docker.host() + "/team/hello:v1");
            DockerRegistry.run("skopeo", "copy", "--src-tls-verify=false", "--dest-tls-verify=false", "docker://" + docker.host()
                    + "/team/hello:v1", "docker://" + docker.host() + "/copied/hello:v1");
            DockerRegistry.run("skopeo", "copy", "--src-tls-verify=false", "docker://" + docker.host() + "/team/hello:v1", "oci:"
                    + folder.resolve("layout") + ":v1");

            pull(docker.host() + "/copied/hello@" + digest);
            SpinProcess.Finished inspected = registry("inspect", "oci:" + folder.resolve("layout") + ":v1", "--format", "json");
            assertThat(inspected.stdout()).as(inspected.stderr()).contains("\"digest\" : \"" + digest + "\"");
            pull("oci:" + folder.resolve("layout") + ":v1");

            push("oci:" + folder.resolve("ours") + ":v1");
            DockerRegistry.run("skopeo", "copy", "--dest-tls-verify=false", "oci:" + folder.resolve("ours") + ":v1", "docker://"
                    + docker.host() + "/ours/hello:v1");
            pull(docker.host() + "/ours/hello:v1");
        }
    }

    @Test
    void theCacheIsListedVerifiedAndCleared() throws IOException {
        push("oci:" + folder.resolve("layout") + ":v1");
        pull("oci:" + folder.resolve("layout") + ":v1");
        assertThat(spin("cache", "list").run().stdout()).contains("files, ");
        assertThat(spin("cache", "verify").run().stdout()).contains("are sound");
        try (Stream<Path> files = Files.list(folder.resolve("home/.cache/spin/registry/wasm"))) {
            Files.writeString(files.findFirst().orElseThrow(), "damaged");
        }
        SpinProcess.Finished verified = spin("cache", "verify").run();
        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.stdout()).contains("Removed ", "1 were not");
        pull("oci:" + folder.resolve("layout") + ":v1");
        assertThat(spin("cache", "gc", "--max-age", "30d", "--max-size", "2GB").run().stdout()).startsWith("Removed 0 artifacts");
    }
}
