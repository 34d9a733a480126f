package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The driver `container`, for running and for building.
class ContainersTest {
    private static final String TOOLCHAIN = "localhost/spin-toolchain:1";

    @TempDir
    Path folder;
    private DriverUser user = new DriverUser(Path.of(""));

    @BeforeEach
    void makeUser() throws IOException, InterruptedException {
        user = DriverUser.of(folder);
        Containers.require(folder);
    }

    private SpinProcess.Command spin(String... words) throws IOException {
        return user.spin(words).environment("XDG_CACHE_HOME", Containers.cache().toString()).environment("SPIN_CONTAINER_ARGS", String.join(
                " ", Containers.ARGUMENTS.subList(0, 6))).environment("SPIN_CONTAINER_NETWORK", "host");
    }

    private static String containers() throws IOException, InterruptedException {
        return Containers.run(List.of("podman", "ps", "--all", "--quiet", "--no-trunc", "--filter", "name=spin-driven")).said();
    }

    @Test
    void anAppRunsInAContainerWithWhatItsOperatorGrants() throws Exception {
        user.manifest(DriverUser.MANIFEST + """
                [component.a.variables]
                pass = "{{ pass }}{{ given }}"
                [variables]
                pass = { required = true, secret = true }
                given = { required = true }
                """);
        Files.copy(Checkout.root().resolve("src/test/guests/rust-http-p2/rust-http-p2.wasm"), user.app().resolve("a.wasm"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(Files.createDirectories(user.app().resolve("granted")).resolve("f.txt"), "granted");
        Files.writeString(user.folder().resolve("given"), "hush-given");
        String address = "127.0.0.1:" + FreePort.any();
        try (SpinProcess spin = spin("up", "--driver", "container", "--mount", "granted:/grant", "--variable", "given=@" + user.folder()
                .resolve(
                        "given")).environment("SPIN_VARIABLE_PASS", "hush-pass").on(address).serve()) {
            assertThat(spin.url()).isEqualTo("http://" + address);
            assertThat(spin.get("/file/grant/f.txt").body()).isEqualTo("granted");
            assertThat(spin.get("/file/etc/passwd").statusCode()).isEqualTo(404);
            String container = containers();
            assertThat(container).isNotEmpty();
            assertThat(DockerRegistry.run("podman", "inspect", container)).doesNotContain("hush");
            assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream())).noneMatch(line -> line
                    .contains("hush"));
            spin.terminate();
            assertThat(spin.awaitExit()).as(spin.stderr()).isZero();
        }
        assertThat(containers()).isEmpty();
        assertThat(user.app().resolve(".spin/logs")).isDirectory();
        assertThat(user.temporary()).isEmptyDirectory();
    }

    @Test
    void whatTheTriggerRefusesIsRefusedByTheContainer() throws Exception {
        SpinProcess.Finished finished = spin("up", "--driver", "container", "--runtime-config-file", "runtime.toml", "--listen",
                "127.0.0.1:0").run();
        assertThat(finished.exitCode()).isNotZero();
        assertThat(finished.stderr()).contains("runtime.toml").doesNotContain("fault of Spin");
        Files.writeString(user.app().resolve("runtime.toml"), "nonsense = [");
        finished = spin("up", "--driver", "container", "--runtime-config-file", "runtime.toml", "--listen", "127.0.0.1:0").run();
        assertThat(finished.exitCode()).as(finished.stderr()).isEqualTo(1);
        assertThat(finished.stderr()).contains("runtime.toml");
        assertThat(containers()).isEmpty();
        finished = spin("up", "--driver", "container", "--driver-config", "engine=nerdctl").run();
        DriverUser.assertRefused(finished, "'nerdctl' is no container engine that can be used for this; there are podman, docker");
    }

    @Test
    void componentsAreBuiltInAContainerOfTheirToolchain() throws Exception {
        Containers.toolchain(folder.resolve("toolchain"), TOOLCHAIN);
        Path source = Files.createDirectories(user.app().resolve("src")).resolve("source.wasm");
        Files.move(user.app().resolve("a.wasm"), source);
        Path outside = Files.writeString(user.folder().resolve("outside"), "x");
        String build = "command = \"cp source.wasm ../a.wasm && cat " + outside + " > /work/seen; echo \\\"$KIND\\\" > /work/kind\"";
        user.manifest(DriverUser.MANIFEST.replace("command = \"echo a >> log\"", build + "\nworkdir = \"src\"") + """
                [application.tool.build]
                env = { KIND = "contained" }
                [component.a.tool.build]
                driver = "container"
                config = { image = "%s", mount_cache = true }
                """.formatted(TOOLCHAIN));
        SpinProcess.Finished finished = spin("build").run();
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        assertThat(finished.stdout() + finished.stderr()).contains("Finished building all Spin components");
        assertThat(user.app().resolve("a.wasm")).hasSameBinaryContentAs(source);
        assertThat(user.app().resolve("seen")).isEmptyFile();
        assertThat(user.app().resolve("kind")).hasContent("contained\n");
        user.manifest(Files.readString(user.app().resolve("spin.toml")).replace(build, "command = \"exit 3\""));
        finished = spin("build").run();
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stderr()).contains("`exit 3` of component 'a' failed with the exit code 3 in a container of " + TOOLCHAIN);
        user.manifest(Files.readString(user.app().resolve("spin.toml")).replace("image = \"" + TOOLCHAIN + "\", ", ""));
        DriverUser.assertRefused(spin("build").run(), "The driver 'container' needs an image with the toolchain of component 'a'");
    }

    @Test
    void aBuildThatIsEndedLeavesNoContainer() throws Exception {
        Containers.toolchain(folder.resolve("toolchain"), TOOLCHAIN);
        user.manifest(DriverUser.MANIFEST.replace("echo a >> log", "echo started; sleep 600"));
        try (SpinProcess spin = spin("build", "--build-driver", "container").environment("SPIN_BUILD_IMAGE", TOOLCHAIN).begin()) {
            spin.awaitStdout("started");
            spin.terminate();
            assertThat(spin.awaitExit()).isEqualTo(143);
        }
        // It ends by itself when nobody listens to it any more.
        String running = "x";
        for (int i = 0; i < 100 && !running.isEmpty(); i++) {
            running = Containers.run(List.of("podman", "ps", "--quiet", "--filter", "ancestor=" + TOOLCHAIN)).said();
        }
        assertThat(running).isEmpty();
    }
}
