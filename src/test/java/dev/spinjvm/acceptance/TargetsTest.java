package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `targets` of manifests: what `spin build` says of components that cannot run where they are meant to.
class TargetsTest {
    private static final String MANIFEST = """
            spin_manifest_version = 2
            [application]
            name = "targeted"
            targets = [{ path = "envs/web.toml" }]
            [[trigger.http]]
            route = "/..."
            component = "main"
            [component.main]
            source = "main.wasm"
            build.command = "true"
            """;
    private static final String ENVIRONMENT = """
            [triggers]
            http = { worlds = [{ path = "wit", world = "wasi:http/proxy@0.2.12" }] }
            """;
    private static final String BUILT = "Building component main with `true`\nFinished building all Spin components\n";
    private static final String INCOMPATIBLE = "Error: All components built successfully, but one or more was incompatible with one or more"
            + " of the deployment targets.\n";

    @TempDir
    Path folder;
    private Path app = Path.of("");

    @BeforeEach
    void makeApp() throws IOException {
        app = Files.createDirectory(folder.resolve("app"));
        Files.copy(Checkout.root().resolve("examples/hello-c/hello-c.wasm"), app.resolve("main.wasm"));
        Path wit = Checkout.root().resolve("runtime/wasi/src/main/resources/wit/wasi-0.2.12");
        copy(wit.resolve("http"), app.resolve("envs/wit"));
        for (String dependency : List.of("cli", "clocks", "filesystem", "io", "random", "sockets")) {
            copy(wit.resolve(dependency), app.resolve("envs/wit/deps").resolve(dependency));
        }
        write("envs/web.toml", ENVIRONMENT);
        write("spin.toml", MANIFEST);
    }

    @Test
    void aComponentThatFitsPasses() {
        SpinProcess.Finished finished = spin("build");
        assertThat(finished.stderr()).isEmpty();
        assertThat(finished).isEqualTo(new SpinProcess.Finished(0, BUILT, ""));
    }

    @Test
    void aComponentThatImportsMoreIsRefusedWithTheNames() throws IOException {
        useRustGuest();
        SpinProcess.Finished finished = spin("build");
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stdout()).isEqualTo(BUILT);
        assertThat(finished.stderr()).startsWith("""
                Error: Component main (file "main.wasm") can't run in environment web (world wasi:http/proxy@0.2.12).
                The component requires the following imports, which the environment does not provide:
                  - wasi:cli/environment@0.2.9
                  - wasi:cli/exit@0.2.9
                """).contains("  - wasi:filesystem/types@0.2.9\n").doesNotContain("wasi:http/types").endsWith(INCOMPATIBLE);
    }

    @Test
    void checksCanBeLeftOut() throws IOException {
        useRustGuest();
        assertThat(spin("build", "--skip-target-checks")).isEqualTo(new SpinProcess.Finished(0, BUILT, ""));
    }

    @Test
    void oneOfSeveralWorldsIsEnough() throws IOException {
        useRustGuest();
        write("envs/wit/more.wit", """
                package wasi:http@0.2.12;
                world everything {
                  include proxy;
                  include wasi:cli/imports@0.2.12;
                }
                """);
        write("envs/web.toml", ENVIRONMENT.replace("}]", "}, { path = \"wit\", world = \"wasi:http/everything@0.2.12\" }]"));
        assertThat(spin("build")).isEqualTo(new SpinProcess.Finished(0, BUILT, ""));
    }

    @Test
    void aComponentThatExportsLessIsRefused() throws IOException {
        write("envs/web.toml", ENVIRONMENT.replace("wasi:http/proxy@0.2.12", "wasi:http/more@0.2.12"));
        write("envs/wit/more.wit", """
                package wasi:http@0.2.12;
                world more {
                  include proxy;
                  export tick: func(at: u64);
                  export watch: interface { see: func(); }
                }
                """);
        SpinProcess.Finished finished = spin("build");
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stderr()).isEqualTo("""
                Error: Component main (file "main.wasm") can't run in environment web (world wasi:http/more@0.2.12).
                The environment requires the following exports, which the component does not provide:
                  - tick (function)
                  - watch (instance)
                """ + INCOMPATIBLE);
    }

    @Test
    void anImportOfAnotherTypeIsRefused() throws IOException {
        Path types = app.resolve("envs/wit/types.wit");
        String response = "response: result<outgoing-response, error-code>,";
        String text = Files.readString(types);
        assertThat(text).contains(response);
        Files.writeString(types, text.replace(response, "response: result<outgoing-response, string>,"));
        SpinProcess.Finished finished = spin("build");
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stderr()).contains("Found a type mismatch for import wasi:http/types@0.2.",
                "[static]response-outparam.set").endsWith(INCOMPATIBLE);
    }

    @Test
    void aComponentIsCheckedWithItsDependencies() throws IOException {
        Path guests = Checkout.root().resolve("src/test/guests");
        Files.copy(guests.resolve("needs-calc/needs-calc.wasm"), app.resolve("needs.wasm"));
        Files.copy(guests.resolve("calc/calc.wasm"), app.resolve("calc.wasm"));
        String manifest = MANIFEST.replace("main.wasm", "needs.wasm");
        write("spin.toml", manifest);
        assertThat(spin("build").stderr()).contains("  - guests:calc/ops@1.0.0\n").endsWith(INCOMPATIBLE);
        write("spin.toml", manifest + "[component.main.dependencies]\n\"guests:calc/ops\" = { path = \"calc.wasm\" }\n");
        SpinProcess.Finished whole = spin("build");
        // What the dependency imports itself is asked of the environment too.
        assertThat(whole.stderr()).contains("  - wasi:filesystem/types@0.2.12\n").doesNotContain("guests:calc").endsWith(INCOMPATIBLE);
    }

    @Test
    void targetsOfAComponentReplaceThoseOfTheApp() throws IOException {
        useRustGuest();
        write("spin.toml", MANIFEST + "targets = []\n");
        assertThat(spin("build")).isEqualTo(new SpinProcess.Finished(0, BUILT, ""));
        write("spin.toml", MANIFEST.replace("targets = [{ path = \"envs/web.toml\" }]\n", "")
                + "targets = [{ path = \"envs/web.toml\" }]\n");
        assertThat(spin("build").stderr()).endsWith(INCOMPATIBLE);
    }

    @Test
    void triggersAndCapabilitiesThatAnEnvironmentLacksAreNamed() throws IOException {
        write("spin.toml", MANIFEST + "allowed_outbound_hosts = [\"http://main.spin.internal\"]\n");
        assertThat(spin("build").stderr()).isEqualTo("Error: Component main can't run in environment web because it requires the feature(s)"
                + " 'local_service_chaining' which the environment does not support\n" + INCOMPATIBLE);
        write("envs/web.toml", ENVIRONMENT.replace("}] }", "}], capabilities = [\"local_service_chaining\"] }"));
        assertThat(spin("build")).isEqualTo(new SpinProcess.Finished(0, BUILT, ""));
        write("envs/web.toml", ENVIRONMENT.replace("http =", "redis ="));
        SpinProcess.Finished refused = spin("build");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr()).isEqualTo("""
                Error: unable to check if the application is compatible with deployment targets

                Caused by:
                      Environment web does not support trigger type http
                """);
        write("envs/web.toml", ENVIRONMENT.replace("[triggers]\nhttp", "triggers = {}\ndefault"));
        assertThat(spin("build").stderr()).contains("local_service_chaining").endsWith(INCOMPATIBLE);
    }

    @Test
    void aWrongDefinitionIsShownWithItsPlace() throws IOException {
        write("envs/web.toml", "[triggers]\nhttp = { wordls = [] }\n");
        assertThat(spin("build").stderr()).contains("unable to check if the application is compatible with deployment targets",
                "Environment 'web' definition is invalid format", "missing field `worlds`", "web.toml:2:", "did you mean");
        Files.delete(app.resolve("envs/web.toml"));
        assertThat(spin("build").stderr()).contains("unable to read target environment from ", "No such file or directory");
        assertThat(Files.exists(app.resolve(".spin"))).isFalse();
    }

    @Test
    void environmentsOfTheCatalogueAndOfAnAddressDoTheSame() throws Exception {
        useRustGuest();
        Path catalogue = folder.resolve("cache/spin/environments/envs/web");
        Files.createDirectories(catalogue);
        Files.writeString(catalogue.resolve("web@1.0.toml"), ENVIRONMENT.replace("path = \"wit\"", "path = \"" + app.resolve("envs/wit")
                + "\""));
        write("spin.toml", MANIFEST.replace("{ path = \"envs/web.toml\" }", "\"web:1.0\""));
        assertThat(spin("build").stderr()).contains("can't run in environment web@1.0 (world").endsWith(INCOMPATIBLE);
        assertThat(spin("targets", "list", "--format", "json").stdout()).isEqualTo("[\n  \"web@1.0\"\n]\n");
        Files.copy(catalogue.resolve("web@1.0.toml"), app.resolve("envs/far.toml"));
        try (FileServer server = new FileServer(app)) {
            write("spin.toml", MANIFEST.replace("path = \"envs/web.toml\"", "url = \"" + server.url() + "/envs/far.toml\""));
            assertThat(spin("build").stderr()).contains("can't run in environment far (world").endsWith(INCOMPATIBLE);
        }
        write("spin.toml", MANIFEST.replace("{ path = \"envs/web.toml\" }", "\"wob:1.0\""));
        assertThat(spin("build").stderr()).contains("unable to check if the application is compatible with deployment targets");
    }

    private void useRustGuest() throws IOException {
        Files.copy(Checkout.root().resolve("src/test/guests/rust-http-p2/rust-http-p2.wasm"), app.resolve("main.wasm"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private SpinProcess.Finished spin(String... arguments) {
        return SpinProcess.command(arguments).in(app).environment("XDG_CACHE_HOME", folder.resolve("cache").toString())
                .environment("SPIN_TARGETS_CATALOGUE", folder.resolve("no-such-repository").toString()).run();
    }

    private void write(String name, String text) throws IOException {
        Files.write(app.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
