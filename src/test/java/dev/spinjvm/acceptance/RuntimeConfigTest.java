package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `spin up --runtime-config-file`.
class RuntimeConfigTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeAppWithARequiredVariable() throws IOException {
        Path wasm = Checkout.root().resolve("examples/hello-c/hello-c.wasm");
        Files.writeString(folder.resolve("spin.toml"), """
                spin_manifest_version = 2
                [application]
                name = "x"
                [variables]
                password = { required = true, secret = true }
                [[trigger.http]]
                route = "/..."
                component = "hello"
                [component.hello]
                source = "%s"
                variables = { password = "{{ password }}" }
                """.formatted(wasm));
    }

    private void config(String toml) throws IOException {
        Files.createDirectories(folder.resolve("ops"));
        Files.writeString(folder.resolve("ops/runtime.toml"), toml);
    }

    private SpinProcess.Command up() {
        return SpinProcess.command("up", "--runtime-config-file", "ops/runtime.toml").in(folder);
    }

    @Test
    void variablesAndDirectoriesComeFromTheFile() throws IOException {
        config("""
                log_dir = "logs"
                max_instance_memory = 100000000
                [[variables_provider]]
                type = "static"
                values = { password = "hunter2" }
                [outbound_pg]
                max_connections = 3
                """);
        try (SpinProcess spin = up().serve()) {
            assertThat(spin.get("/").statusCode()).isEqualTo(200);
            assertThat(spin.stderr()).contains("Using runtime config [outbound_pg: max_connections=3] from \"ops/runtime.toml\"",
                    "Without effect in this version: [outbound_pg]").doesNotContain("hunter2");
        }
        assertThat(folder.resolve("ops/logs")).isDirectory();
        assertThat(folder.resolve(".spin/logs")).doesNotExist();
    }

    @Test
    void variableThatNoProviderHasIsMissed() throws IOException {
        config("[[variables_provider]]\ntype = \"static\"\nvalues = { passwort = \"hunter2\" }\n");
        SpinProcess.Finished finished = up().run();
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stderr()).contains("password").doesNotContain("hunter2");
    }

    @Test
    void mistakesAreToldWithTheirPlaces() throws IOException {
        config("[key_value_store.default]\ntype = \"mongo\"\n[key_value_store.cache]\ntype = \"redis\"\nurl = \"redis://h\"\ntokn = \"x\"\n");
        SpinProcess.Finished finished = SpinProcess.command("up").environment("RUNTIME_CONFIG_FILE", "ops/runtime.toml").in(folder).run();
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stderr()).contains("failed to parse runtime config file 'ops/runtime.toml'",
                "ops/runtime.toml:2:8: error: unknown key-value store type `mongo`", "ops/runtime.toml:6:1: error: unknown field `tokn`",
                "***");
    }

    @Test
    void schemaOfTheManifestIsWritten() throws IOException {
        SpinProcess.Finished printed = SpinProcess.command("maintenance", "generate-manifest-schema").in(folder).run();
        assertThat(printed.exitCode()).isZero();
        assertThat(printed.stdout()).contains("\"$schema\"", "\"allowed_outbound_hosts\"");
        SpinProcess.Finished written = SpinProcess.command("maintenance", "generate-manifest-schema", "-o", "s.json").in(folder).run();
        assertThat(written.stdout()).isEmpty();
        assertThat(Files.readString(folder.resolve("s.json"))).isEqualTo(printed.stdout());
    }
}
