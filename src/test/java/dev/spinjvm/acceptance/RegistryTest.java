package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spinjvm.acceptance.DockerRegistry.Protection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Applications through a real registry, and through another client's hands.
class RegistryTest {
    @TempDir
    Path folder;

    private RegistryUser user = new RegistryUser(Path.of(""));

    @BeforeEach
    void writeApp() throws IOException {
        assumeTrue(DockerRegistry.isInstalled(), "docker-registry is not installed (apt-get install docker-registry)");
        user = RegistryUser.of(folder);
    }

    @Test
    void anAppIsServedFromItsReference() throws IOException, GeneralSecurityException {
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.NONE)) {
            String reference = docker.host() + "/team/hello:v1";
            String digest = user.push(reference);
            try (SpinProcess up = user.spin("up", "-f", reference).serve()) {
                assertThat(up.get("/x").body()).contains("Hello from C at /x");
                assertThat(up.get("/.well-known/spin/info").body()).contains("\"oci_image_digest\": \"" + digest + "\"");
            }
            long blobs = docker.asked("GET /v2/team/hello/blobs/");
            user.pull(reference);
            assertThat(docker.asked("GET /v2/team/hello/blobs/")).as("blobs fetched by a second pull").isEqualTo(blobs);

            docker.stop();
            try (SpinProcess up = user.spin("registry", "run", reference, "--offline").serve()) {
                assertThat(up.get("/y").body()).contains("Hello from C at /y");
            }
            SpinProcess.Finished online = user.registry("pull", reference);
            assertThat(online.exitCode()).isEqualTo(1);
            assertThat(online.stderr()).contains("Error: ").doesNotContain("fault of Spin");
        }
    }

    @Test
    void layersAreMountedFromAnotherRepository() throws IOException, GeneralSecurityException {
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.NONE)) {
            user.push(docker.host() + "/team/hello:v1");
            long uploads = docker.asked("PUT /v2/other/hello/blobs/uploads/");
            user.push(docker.host() + "/other/hello:v1", "--mount-from", "team/hello");
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
            SpinProcess.Finished without = user.registry("push", reference);
            assertThat(without.exitCode()).isEqualTo(1);
            assertThat(without.stderr()).contains("spin registry login");

            SpinProcess.Finished wrong = user.spin("registry", "login", docker.host(), "-u", DockerRegistry.USER, "--password-stdin").input(
                    "wrong\n").run();
            assertThat(wrong.exitCode()).isEqualTo(1);
            assertThat(wrong.stderr()).contains("not accept").doesNotContain("wrong");

            SpinProcess.Finished right = user.spin("registry", "login", docker.host(), "-u", DockerRegistry.USER, "--password-stdin").input(
                    DockerRegistry.PASSWORD + "\n").run();
            assertThat(right.stdout()).as(right.stderr()).isEqualTo("Successfully logged in as ann to registry " + docker.host() + "\n");

            user.push(reference);
            user.pull(reference);
            assertThat(user.registry("logout", docker.host()).stdout()).startsWith("Removed the login");
            assertThat(user.registry("pull", reference).exitCode()).isEqualTo(1);
        }
    }

    @Test
    void anAuthorityOfOnesOwnIsNamed() throws IOException, GeneralSecurityException {
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.TLS)) {
            String reference = docker.host() + "/team/hello:v1";
            SpinProcess.Finished unknown = user.registry("push", reference);
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.stderr()).contains("--ca-file");
            user.push(reference, "--ca-file", docker.certificate());
            user.pull(reference, "--ca-file", docker.certificate());
        }
    }

    @Test
    void anAuthorityMayStandInTheConfigurationOfPackageRegistries() throws Exception {
        assumeTrue(DockerRegistry.isInstalled("skopeo"), "skopeo is not installed (apt-get install skopeo)");
        try (DockerRegistry plain = DockerRegistry.start(Files.createDirectories(folder.resolve("plain")), Protection.NONE);
                DockerRegistry tls = DockerRegistry.start(Files.createDirectories(folder.resolve("tls")), Protection.TLS)) {
            new JibClient(plain.host()).pushPackage("jib/pkg", "1.2.3", Files.readAllBytes(user.app().resolve("hello-c.wasm")));
            DockerRegistry.run("skopeo", "copy", "--src-tls-verify=false", "--dest-tls-verify=false", "docker://" + plain.host()
                    + "/jib/pkg:1.2.3", "docker://" + tls.host() + "/jib/pkg:1.2.3");
            Path manifest = user.app().resolve("spin.toml");
            Files.writeString(manifest, Files.readString(manifest).replace("source = \"hello-c.wasm\"", "source = { registry = \"" + tls
                    .host()
                    + "\", package = \"jib:pkg\", version = \"1.2.3\" }"));
            String layout = "oci:" + folder.resolve("layout") + ":v1";
            assertThat(user.registry("push", layout).exitCode()).isEqualTo(1);

            Path configuration = Files.createDirectories(user.home().resolve(".config/wasm-pkg")).resolve("config.toml");
            Files.writeString(configuration, "[registry.\"" + tls.host()
                    + "\".oci]\nextra_root_certificates = [{ encoding = \"pem\", data = "
                    + "\"\"\"\n" + Files.readString(Path.of(tls.certificate())) + "\"\"\" }]\n");
            user.push(layout);
        }
    }

    @Test
    void skopeoCopiesWithoutChangingDigests() throws IOException, GeneralSecurityException {
        assumeTrue(DockerRegistry.isInstalled("skopeo"), "skopeo is not installed (apt-get install skopeo)");
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.NONE)) {
            String digest = user.push(docker.host() + "/team/hello:v1");
            DockerRegistry.run("skopeo", "copy", "--src-tls-verify=false", "--dest-tls-verify=false", "docker://" + docker.host()
                    + "/team/hello:v1", "docker://" + docker.host() + "/copied/hello:v1");
            DockerRegistry.run("skopeo", "copy", "--src-tls-verify=false", "docker://" + docker.host() + "/team/hello:v1", "oci:"
                    + folder.resolve("layout") + ":v1");

            user.pull(docker.host() + "/copied/hello@" + digest);
            SpinProcess.Finished inspected = user.registry("inspect", "oci:" + folder.resolve("layout") + ":v1", "--format", "json");
            assertThat(inspected.stdout()).as(inspected.stderr()).contains("\"digest\" : \"" + digest + "\"");
            user.pull("oci:" + folder.resolve("layout") + ":v1");

            user.push("oci:" + folder.resolve("ours") + ":v1");
            DockerRegistry.run("skopeo", "copy", "--dest-tls-verify=false", "oci:" + folder.resolve("ours") + ":v1", "docker://"
                    + docker.host() + "/ours/hello:v1");
            user.pull(docker.host() + "/ours/hello:v1");
        }
    }

    @Test
    void theCacheIsListedVerifiedAndCleared() throws IOException {
        user.push("oci:" + folder.resolve("layout") + ":v1");
        user.pull("oci:" + folder.resolve("layout") + ":v1");
        assertThat(user.spin("cache", "list").run().stdout()).contains("files, ");
        assertThat(user.spin("cache", "verify").run().stdout()).contains("are sound");
        try (Stream<Path> files = Files.list(folder.resolve("home/.cache/spin/registry/wasm"))) {
            Files.writeString(files.findFirst().orElseThrow(), "damaged");
        }
        SpinProcess.Finished verified = user.spin("cache", "verify").run();
        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.stdout()).contains("Removed ", "1 were not");
        user.pull("oci:" + folder.resolve("layout") + ":v1");
        assertThat(user.spin("cache", "gc", "--max-age", "30d", "--max-size", "2GB").run().stdout()).startsWith("Removed 0 artifacts");
    }

    @Test
    void aPasswordIsAskedForOnATerminal() throws IOException, GeneralSecurityException, InterruptedException {
        assumeTrue(DockerRegistry.isInstalled("script"), "script is not installed (apt-get install bsdutils)");
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.PASSWORD)) {
            ProcessBuilder builder = new ProcessBuilder("script", "-qec", Checkout.root().resolve("spin") + " registry login http://"
                    + docker.host() + " --insecure", "/dev/null").directory(user.app().toFile()).redirectErrorStream(true);
            builder.environment().put("HOME", user.home().toString());
            Process terminal = builder.start();
            String said;
            try (OutputStream in = terminal.getOutputStream(); InputStream out = terminal.getInputStream()) {
                said = readUntil(out, "Username: ");
                in.write((DockerRegistry.USER + "\n").getBytes(StandardCharsets.UTF_8));
                in.flush();
                said += readUntil(out, "Password: ");
                in.write((DockerRegistry.PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
                in.flush();
                said += readUntil(out, "\u0000");
            }
            assertThat(terminal.waitFor()).as(said).isZero();
            assertThat(said).contains("Successfully logged in as ann").doesNotContain(DockerRegistry.PASSWORD);
            user.push(docker.host() + "/team/hello:v1");
        }
    }

    /// Also to the end, if the text does not come.
    private static String readUntil(InputStream in, String text) throws IOException {
        var said = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                said.append((char) c);
                if (said.toString().endsWith(text)) {
                    break;
                }
            }
        } catch (IOException e) {
            // How Linux tells that the other end of a terminal is gone.
            assertThat(e).hasMessageContaining("Input/output error");
        }
        return said.toString();
    }

    @Test
    void malformedConfigurationsOfDockerDoNotGetInTheWay() throws IOException, GeneralSecurityException {
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.NONE)) {
            user.push(docker.host() + "/team/hello:v1");
            Path config = Files.createDirectories(user.home().resolve(".docker")).resolve("config.json");
            String host = docker.host();
            for (String content : List.of("", "{", "[]", "{\"auths\":null}", "{\"auths\":{\"" + host + "\":{\"auth\":\"bm9jb2xvbg==\"}}}",
                    "{\"auths\":{\"" + host + "\":{\"auth\":\"a\\nb\"}},\"credsStore\":\"../../bin/sh\"}",
                    "{\"credHelpers\":{\"" + host + "\":\"nothing-of-this-name\"}}")) {
                Files.writeString(config, content);
                SpinProcess.Finished pulled = user.registry("pull", docker.host() + "/team/hello:v1");
                assertThat(pulled.exitCode()).as(content + "\n" + pulled.stderr()).isZero();
                assertThat(pulled.stderr()).doesNotContain("fault of Spin", "Exception");
            }
        }
    }

    @Test
    void jibReadsWhatWasPushedAndTheOtherWayRound() throws Exception {
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.NONE)) {
            String digest = user.push(docker.host() + "/team/hello:v1");
            JibClient jib = new JibClient(docker.host());
            assertThat(jib.verified("team/hello", "v1")).isEqualTo(digest);

            String pushed = jib.pushPackage("jib/pkg", "1.2.3", Files.readAllBytes(user.app().resolve("hello-c.wasm")));
            try (SpinProcess up = user.spin("up", "-f", docker.host() + "/jib/pkg:1.2.3").serve()) {
                assertThat(up.get("/x").body()).contains("Hello from C at /x");
                assertThat(up.get("/.well-known/spin/info").body()).contains("\"oci_image_digest\": \"" + pushed + "\"");
            }

            Path imported = Files.createDirectories(folder.resolve("imported"));
            Files.writeString(imported.resolve("spin.toml"), """
                    spin_manifest_version = 2
                    [application]
                    name = "imported"
                    [[trigger.http]]
                    route = "/pkg/..."
                    component = "pkg"
                    [component.pkg]
                    source = { registry = "%1$s", package = "jib:pkg", version = "1.2.3" }
                    [[trigger.http]]
                    route = "/app/..."
                    component = "app"
                    [component.app]
                    source = { reference = "%1$s/team/hello:v1", id = "hello" }
                    """.formatted(docker.host()));
            user.push(docker.host() + "/team/imported:v1", "-f", imported.toString());
            docker.stop();
            try (SpinProcess up = user.spin("up", "-f", imported.toString(), "--offline").serve()) {
                assertThat(up.get("/pkg/x").body()).contains("Hello from C at /pkg/x");
                assertThat(up.get("/app/x").body()).contains("Hello from C at /app/x");
            }
        }
    }

    @Test
    void componentsAndWhatTheyDependOnArePushedAsOneOrOneByOne() throws IOException, GeneralSecurityException {
        try (DockerRegistry docker = DockerRegistry.start(folder, Protection.NONE)) {
            String calc = Checkout.root().resolve("src/test/apps/calc").toString();
            String whole = docker.host() + "/team/whole:v1";
            String parts = docker.host() + "/team/parts:v1";
            user.push(whole, "-f", calc);
            user.push(parts, "-f", calc, "--no-compose");
            assertThat(user.registry("inspect", whole).stdout()).doesNotContain("guests:calc/ops");
            assertThat(user.registry("inspect", parts).stdout()).contains("guests:calc/ops");
            for (String reference : List.of(whole, parts)) {
                String elsewhere = folder.resolve("cache of " + reference.substring(reference.lastIndexOf('/') + 1)).toString();
                try (SpinProcess up = user.spin("up", "-f", reference, "--cache-dir", elsewhere).serve()) {
                    assertThat(up.get("/1+2*3").body()).isEqualTo("= 7\n");
                }
            }
        }
    }

    @Test
    void anAppIsBuiltBeforeItIsPushed() throws IOException {
        Path manifest = user.app().resolve("spin.toml");
        Files.move(user.app().resolve("hello-c.wasm"), user.app().resolve("made.wasm"));
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("command = .*", "command = \"cp made.wasm hello-c.wasm\""));
        assertThat(user.registry("push", "oci:" + folder.resolve("layout") + ":v1").exitCode()).isEqualTo(1);
        assertThat(user.registry("push", "--build", "oci:" + folder.resolve("layout") + ":v1").exitCode()).isZero();
    }
}
