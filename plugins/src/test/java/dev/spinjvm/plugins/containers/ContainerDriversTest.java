package dev.spinjvm.plugins.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.loader.ComponentSource;
import dev.spinjvm.loader.ContentRef;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedTrigger;
import dev.spinjvm.loader.LockedVariable;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.plugins.containers.ContainerEngine.Kind;
import dev.spinjvm.plugins.drivers.BuildRequest;
import dev.spinjvm.plugins.drivers.DriverConsole;
import dev.spinjvm.plugins.drivers.DriverContext;
import dev.spinjvm.plugins.drivers.DriverException;
import dev.spinjvm.plugins.drivers.Mount;
import dev.spinjvm.plugins.drivers.RunRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The drivers for containers, with a script in the place of the engine that writes down what it is asked.
class ContainerDriversTest {
    @TempDir
    Path folder;
    private final List<String> said = new ArrayList<>();

    private Path engine(String name, String script) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\necho \"$@\" >> " + folder.resolve("asked") + "\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private Map<String, String> environment() {
        return Map.of("PATH", folder.resolve("bin").toString());
    }

    private DriverContext context(ChildProcesses children) {
        return new DriverContext(environment(), folder, children, new DriverConsole() {
            @Override
            public void data(String text) {
                said.add(text);
            }

            @Override
            public void progress(String message) {
                said.add(message);
            }

            @Override
            public void warning(String message) {
                said.add(message);
            }
        }, _ -> {});
    }

    private RunRequest request(Map<String, Object> config, List<String> arguments, @Nullable Path state) throws IOException {
        LockedComponent component = new LockedComponent("one", Map.of(), new ComponentSource(ComponentSource.WASM, ContentRef.ofFile(Files
                .writeString(folder.resolve("one.wasm"), "x"))), Map.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of());
        LockedApp app = new LockedApp(List.of(), Map.of("name", "My App!"), Map.of(), Map.of("pass", new LockedVariable(null, null, true),
                "given", new LockedVariable(null, null, false)), List.of(new LockedTrigger("t", "http", Map.of("component", "one"), Map
                        .of())), List
                                .of(component));
        Path variables = Files.writeString(folder.resolve("given.json"), "{\"given\":\"hush-given\"}");
        return new RunRequest(app, folder.resolve("spin.lock"), folder, null, state, List.of(), arguments, "127.0.0.1:3000", Map.of(
                "SPIN_VARIABLE_PASS", "hush-pass", "OTEL_X", "hush-otel"), variables, List.of(new Mount(folder.resolve("m"), "/m", true)),
                config,
                true);
    }

    private static ContainerRunDriver driver(Path cache) {
        return new ContainerRunDriver(() -> {
            throw new AssertionError("nothing is made");
        }, cache);
    }

    @Test
    void aDryRunTellsTheWholeCommandLineAndNoSecret() throws Exception {
        Path podman = engine("podman", "exit 1\n");
        try (ChildProcesses children = new ChildProcesses()) {
            Map<String, Object> config = Map.of("args", List.of("--a", "b c"), "image", "x/spin:1");
            assertThat(driver(folder.resolve("cache")).run(request(config, List.of("--quiet", "--listen", "127.0.0.1:3000",
                    "--runtime-config-file=conf/r.toml", "-L", "logs"), folder.resolve("state")), context(children))).isZero();
        }
        String line = String.join("", said);
        assertThat(line).startsWith(podman + " run --rm --name spin-my-app-").contains("--read-only", "--cap-drop all",
                "src=" + folder.resolve("state") + ",dst=/data/.spin ", "src=" + folder.resolve("m") + ",dst=/mnt/1 ",
                "src=" + folder.resolve("conf/r.toml") + ",dst=/etc/spin/0/r.toml,readonly", "src=" + folder.resolve("logs")
                        + ",dst=/var/log/spin ", "--env OTEL_X", "--publish 127.0.0.1:3000:8080", "--a b c x/spin:1 --quiet").endsWith(
                                "--variable=@/etc/spin/variables.json --mount /mnt/1:/m:rw --listen 0.0.0.0:8080\n").doesNotContain("hush");
        assertThat(folder.resolve("asked")).doesNotExist();
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void valuesOfVariablesReachTheContainerInAFile() throws Exception {
        try (ChildProcesses children = new ChildProcesses()) {
            RunRequest request = request(Map.of("network", "host"), List.of("--find-free-port"), null);
            ContainerPlan plan = ContainerPlan.of(request, context(children), new ContainerEngine(Kind.DOCKER, folder), folder, folder
                    .resolve(
                            "cache"));
            assertThat(plan.environment()).containsExactly(Map.entry("OTEL_X", "hush-otel"));
            assertThat(plan.arguments()).endsWith("--listen", "127.0.0.1:3000", "--find-free-port").contains("--state-dir=", "--log-dir=");
            assertThat(plan.options()).containsSubsequence("--network", "host").doesNotContain("--publish");
            plan.write(request, folder);
            assertThat(folder.resolve("variables.json")).hasContent("{\"given\":\"hush-given\",\"pass\":\"hush-pass\"}");
            assertThat(Files.getPosixFilePermissions(folder.resolve("variables.json"))).hasSize(2);
            assertThat(folder.resolve("app/components/one")).hasContent("x");
        }
    }

    @Test
    void anEngineIsFoundOrItsLackExplained() throws IOException {
        assertThatThrownBy(() -> ContainerEngine.find("", List.of(Kind.PODMAN, Kind.DOCKER), environment())).isInstanceOf(
                DriverException.class)
                .hasMessageContaining("none is on the PATH").hasMessageContaining("podman, docker");
        Path docker = engine("docker", "");
        assertThat(ContainerEngine.find("", List.of(Kind.PODMAN, Kind.DOCKER), environment())).isEqualTo(new ContainerEngine(Kind.DOCKER,
                docker));
        Path podman = engine("podman-remote", "");
        assertThat(ContainerEngine.find(podman.toString(), List.of(Kind.PODMAN), environment()).kind()).isEqualTo(Kind.PODMAN);
        assertThatThrownBy(() -> ContainerEngine.find("buildah", List.of(Kind.PODMAN), environment())).hasMessageContaining(
                "'buildah' is no container engine that can be used for this");
        assertThatThrownBy(() -> ContainerEngine.find("podman", List.of(Kind.PODMAN), environment())).hasMessageContaining("is not there");
    }

    @Test
    void portsArePublishedWhereTheUserListens() throws IOException {
        assertThat(Publication.of("127.0.0.1:80", false).arguments()).containsExactly("--publish", "127.0.0.1:80:8080");
        assertThat(Publication.of("[::1]:80", false).arguments()).containsExactly("--publish", "[0:0:0:0:0:0:0:1]:80:8080");
        assertThat(Publication.of("127.0.0.1:0", false).port()).isPositive();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThat(Publication.of("127.0.0.1:" + port, true).port()).isGreaterThan(port);
        }
        assertThat(new Publication("localhost", 3000).translate("Serving http://0.0.0.0:8080")).isEqualTo("Serving http://localhost:3000");
    }

    private BuildRequest build(Map<String, Object> config, @Nullable String workdir) throws IOException {
        return new BuildRequest(folder, null, List.of(new BuildRequest.Component("one", "container", List.of("make"), workdir, null,
                config)), Map
                        .of("KEY", "value"), Files.createDirectories(folder.resolve("out")));
    }

    @Test
    void buildsOfBuildahHaveAContainerThatGoesAway() throws Exception {
        engine("buildah", "[ \"$1\" = run ] && { [ \"$KEY\" = value ] || exit 9; exit 4; }\nexit 0\n");
        try (ChildProcesses children = new ChildProcesses()) {
            ContainerBuildDriver driver = new ContainerBuildDriver(folder.resolve("caches"));
            assertThatThrownBy(() -> driver.run(build(Map.of("image", "tool:1", "mount_cache", true), "src"), context(children)))
                    .isInstanceOf(
                            DriverException.class).hasMessageContaining("`make` of component 'one' failed with the exit code 4");
        }
        List<String> asked = Files.readAllLines(folder.resolve("asked"));
        assertThat(asked).hasSize(4);
        assertThat(asked.get(1)).startsWith("from --quiet --name spin-build-").endsWith(" tool:1");
        assertThat(asked.get(2)).contains("--volume " + folder + ":/work:rw", ":/cache:rw", "--workingdir /work/src", "--env KEY=value",
                "--env CARGO_HOME=/cache/cargo");
        assertThat(asked.get(3)).isEqualTo(asked.get(0)).startsWith("rm spin-build-");
    }

    @Test
    void whatAContainerCannotBuildIsRefused() throws Exception {
        engine("podman", "");
        try (ChildProcesses children = new ChildProcesses()) {
            ContainerBuildDriver driver = new ContainerBuildDriver(folder.resolve("caches"));
            assertThatThrownBy(() -> driver.run(build(Map.of(), null), context(children))).hasMessageContaining("needs an image");
            assertThatThrownBy(() -> driver.run(build(Map.of("image", "x"), "../.."), context(children))).hasMessageContaining(
                    "not in the application's folder");
            assertThatThrownBy(() -> driver.run(build(Map.of("image", "x", "mount_cache", "maybe"), null), context(children)))
                    .hasMessageContaining("must be true or false");
        }
        assertThat(folder.resolve("asked")).doesNotExist();
    }
}
