package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.oci.CredentialSource;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.Repository.Selector;
import dev.spinjvm.oci.http.HttpRegistry;
import dev.spinjvm.oci.http.RegistryOptions;
import dev.spinjvm.plugins.images.AppImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images of applications that are made without a container engine: read by other programs, and run.
class ImagesTest {
    private static final Pattern BLOB = Pattern.compile("\"digest\":\\s*\"sha256:([0-9a-f]{64})\"");

    @TempDir
    Path folder;
    private DriverUser user = new DriverUser(Path.of(""));

    @BeforeEach
    void makeUser() throws IOException {
        user = DriverUser.of(folder);
    }

    private AppImage image() throws IOException, InterruptedException {
        return Containers.image(user.app().resolve("spin.toml"), Files.createTempDirectory(folder, "image"));
    }

    private static Digest push(AppImage image, String name) {
        Reference reference = Reference.parse(name);
        try (HttpRegistry registry = HttpRegistry.create(RegistryOptions.standard(), CredentialSource.NONE, Clock.systemUTC())) {
            return image.push(registry.open(reference), Selector.of(reference), 2, Progress.of("test"));
        }
    }

    @Test
    void aPushedImageIsPulledByPodmanAndAnswers() throws Exception {
        Containers.require(folder);
        Assumptions.assumeTrue(DockerRegistry.isInstalled() && DockerRegistry.isInstalled("skopeo"),
                "SKIPPED: needs docker-registry and skopeo");
        AppImage image = image();
        try (DockerRegistry docker = DockerRegistry.start(folder, DockerRegistry.Protection.NONE)) {
            String name = docker.host() + "/team/driven:1.2.3";
            assertThat(push(image, name)).isEqualTo(image.digest());
            String read = DockerRegistry.run("skopeo", "inspect", "--tls-verify=false", "docker://" + name);
            assertThat(read).contains("\"Digest\": \"" + image.digest() + "\"", "\"Os\": \"linux\"",
                    "\"org.opencontainers.image.title\": \"driven\"", "\"org.opencontainers.image.version\": \"1.2.3\"");
            DockerRegistry.run("podman", "pull", "--quiet", "--tls-verify=false", name);
            try {
                answersInContainer(name);
            } finally {
                Containers.run(List.of("podman", "rmi", "--force", name));
            }
            onlyTheChangedLayerIsPushed(image, name);
        }
    }

    private void answersInContainer(String name) throws Exception {
        String container = "spin-images-test-" + ProcessHandle.current().pid();
        String address = "127.0.0.1:" + FreePort.any();
        List<String> line = new ArrayList<>(List.of("podman", "run", "--rm", "--name", container));
        line.addAll(Containers.ARGUMENTS);
        try (SpinProcess running = SpinProcess.command(name).of(line).on(address).serve()) {
            assertThat(running.get("/x").body()).isEqualTo("Hello from C at /x\n");
            assertThat(running.url()).isEqualTo("http://" + address);
            // The process is the first of its container, which no signal ends that it does not ask for.
            DockerRegistry.run("podman", "stop", "--time", "30", container);
            assertThat(running.awaitExit()).isZero();
            assertThat(running.stderr()).doesNotContain("rror");
        }
        assertThat(Containers.run(List.of("podman", "ps", "--all", "--quiet", "--filter", "name=" + container)).said()).isEmpty();
    }

    /// What lies below the application is the same.
    private void onlyTheChangedLayerIsPushed(AppImage before, String name) throws Exception {
        user.manifest(DriverUser.MANIFEST.replace("1.2.3", "1.2.4"));
        AppImage after = image();
        assertThat(after.digest()).isNotEqualTo(before.digest());
        assertThat(after.sizes().subList(0, 2)).isEqualTo(before.sizes().subList(0, 2));
        push(after, name);
        Path stored = folder.resolve("data/docker/registry/v2/repositories/team/driven/_layers/sha256");
        // Runtime, program, and each of the two times the application and the description.
        assertThat(stored).isDirectory();
        try (Stream<Path> layers = Files.list(stored)) {
            assertThat(layers).hasSize(6);
        }
    }

    /// Where no container can run, these show that an image holds what it needs. The first one has nothing of this machine in reach.
    @Test
    void theFileSystemOfAnImageIsAllThatItNeeds() throws Exception {
        Assumptions.assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid")) && Containers.run(List.of("unshare",
                "--mount",
                "--pid", "--fork", "true")).code() == 0, "SKIPPED: no process can get a root of its own here");
        AppImage image = image();
        Path files = unpacked(image);
        Files.createDirectories(files.resolve("proc"));
        List<String> line = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "sh", "-c",
                "mount -t proc proc \"$0/proc\" && exec chroot --userspec=" + AppImage.USER + " \"$0\" \"$@\"", files.toString()));
        line.addAll(image.command());
        answersFrom(line, "");
        assertThat(files.resolve("data/.spin/logs")).isDirectory();
    }

    @Test
    void theFileSystemOfAnImageStartsWithoutPrivileges() throws Exception {
        AppImage image = image();
        Path files = unpacked(image);
        String root = files.toString();
        Path locked = files.resolve("app/spin.lock");
        Files.writeString(locked, Files.readString(locked).replace("file:///app", "file://" + root + "/app"));
        List<String> libraries = new ArrayList<>(List.of(root + "/opt/spin/jre/lib", root + "/opt/spin/jre/lib/server"));
        Path loader;
        try (Stream<Path> all = Files.walk(files)) {
            List<Path> found = all.filter(Files::isRegularFile).toList();
            found.stream().filter(file -> file.endsWith("libc.so.6")).forEach(file -> libraries.add(file.resolveSibling("").toString()));
            loader = found.stream().filter(file -> file.getFileName().toString().startsWith("ld-linux")).findFirst().orElseThrow();
        }
        List<String> line = new ArrayList<>(List.of(loader.toString(), "--inhibit-cache", "--library-path", String.join(":", libraries)));
        image.command().forEach(word -> line.add(word.replace("/opt/spin", root + "/opt/spin")));
        answersFrom(line, root);
    }

    private Path unpacked(AppImage image) throws IOException {
        Path layout = folder.resolve("layout");
        image.writeLayout(layout, "v1");
        Path files = Files.createDirectories(folder.resolve("files"));
        Path blobs = layout.resolve("blobs/sha256");
        List<String> digests = BLOB.matcher(Files.readString(blobs.resolve(image.digest().hex()))).results().map(found -> found.group(1))
                .toList();
        assertThat(digests.getFirst()).isEqualTo(image.id().hex());
        for (String layer : digests.subList(1, digests.size())) {
            DockerRegistry.run("tar", "-xzf", blobs.resolve(layer).toString(), "-C", files.toString());
        }
        return files;
    }

    private static void answersFrom(List<String> line, String root) throws Exception {
        String address = "127.0.0.1:" + FreePort.any();
        SpinProcess.Command command = SpinProcess.command("--listen", address).of(line).environment("SPIN_LOCKED_URL", "file://" + root
                + "/app/spin.lock").environment("SPIN_WORKING_DIR", root + "/app").environment("SPIN_LOCAL_APP_DIR", root + "/data")
                .environment("XDG_CACHE_HOME", root + AppImage.CACHE).environment("HOME", root + "/data");
        try (SpinProcess running = command.start()) {
            running.awaitStdout("Serving http://" + address);
            assertThat(running.get("/y").body()).isEqualTo("Hello from C at /y\n");
        }
    }
}
