package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Components that depend on components.
class DependenciesTest {
    @TempDir
    Path folder;

    @Test
    void aDependencyServesTheImportsOfAComponent() {
        try (SpinProcess spin = SpinProcess.command("up", "-f", "src/test/apps/calc").serve()) {
            for (int i = 0; i < 3; i++) {
                assertThat(spin.get("/1+2*3").body()).isEqualTo("= 7\n");
            }
            HttpResponse<String> wrong = spin.get("/1/0");
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(wrong.body()).isEqualTo("error: division by zero\n");
        }
    }

    /// As Spin asks every trigger when it pushes an application.
    @Test
    void theTriggerGivesAComponentWithItsDependenciesAsOne() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        try (SpinProcess spin = SpinProcess.command("up", "-f", "src/test/apps/calc", "--temp", run.toString()).serve()) {
            assertThat(spin.get("/1").body()).isEqualTo("= 1\n");
        }
        Path whole = folder.resolve("whole.wasm");
        ProcessBuilder builder = new ProcessBuilder(Checkout.root().resolve("spin").toString(), "trigger", "http", "--precompose-only",
                "--precompose-component-id", "asks").redirectOutput(whole.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("SPIN_LOCKED_URL", run.resolve("spin.lock").toUri().toString());
        builder.environment().put("SPIN_WORKING_DIR", run.toString());
        assertThat(builder.start().waitFor()).isZero();
        try (SpinProcess spin = SpinProcess.command("up", "-f", whole.toString()).serve()) {
            assertThat(spin.get("/1+2*3").body()).isEqualTo("= 7\n");
        }
        SpinProcess.Finished unknown = SpinProcess.command("trigger", "http", "--precompose-only", "--precompose-component-id", "nobody")
                .environment("SPIN_LOCKED_URL", run.resolve("spin.lock").toUri().toString()).run();
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.stderr()).isEqualTo("Error: --precompose-component-id: component does not exist\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"guests:calc", "guests:calc@1.0.0", "guests:calc/ops@1.0.0", "guests:calc/ops@1.2.3"})
    void everyFormOfAnInterfaceNameMatches(String name) throws IOException {
        try (SpinProcess spin = app(name, "calc/calc.wasm", "inherit_configuration = true").serve()) {
            assertThat(spin.get("/(1+2)*3").body()).isEqualTo("= 9\n");
        }
    }

    @Test
    void aDependencyThatMatchesNothingIsRefused() throws IOException {
        assertRefused(app("guests:calx/ops", "calc/calc.wasm", ""),
                "dependency 'guests:calx/ops' doesn't match any imports of component 'asks'; the nearest is 'guests:calc/ops@1.0.0'");
    }

    @Test
    void aDependencyWithoutTheExportIsRefused() throws IOException {
        assertRefused(app("guests:calc/ops", "remember/remember.wasm", ""),
                "dependency 'guests:calc/ops' doesn't export 'guests:calc/ops@1.0.0' to satisfy import 'guests:calc/ops@1.0.0'; it exports "
                        + "'wasi:http/incoming-handler@0.2.12'");
    }

    @Test
    void anExportOfAnotherTypeIsRefused() throws IOException {
        assertRefused(app("guests:calc/ops", "remember/remember.wasm", "export = \"wasi:http/incoming-handler@0.2.12\""),
                "dependency 'guests:calc/ops' exports 'wasi:http/incoming-handler@0.2.12' which is not compatible with import "
                        + "'guests:calc/ops@1.0.0': 'eval' is missing, and should be func(expression: string) -> result<string, string>");
    }

    @Test
    void aDependencyThatInheritsNothingIsDeniedEverything() throws IOException {
        try (SpinProcess spin = curious("").serve()) {
            assertThat(spin.get("/env").body()).isEqualTo("= 0 variables\n");
            assertThat(spin.get("/files").body()).isEqualTo("= 0 directories\n");
            assertThat(spin.get("/tcp").body()).isEqualTo("= error-code 1\n");
            assertThat(spin.get("/http").body()).isEqualTo("= error-code 38 \"wasi:http/outgoing-handler\" is not permitted\n");
        }
    }

    @Test
    void aDependencyHasWhatItInheritsAndNoMore() throws IOException {
        try (SpinProcess spin = curious("inherit_configuration = [\"environment\", \"files\"]").serve()) {
            assertThat(spin.get("/env").body()).isEqualTo("= 2 variables\n");
            assertThat(spin.get("/files").body()).isEqualTo("= 1 directories\n");
            assertThat(spin.get("/http").body()).isEqualTo("= error-code 38 \"wasi:http/outgoing-handler\" is not permitted\n");
        }
        try (SpinProcess spin = curious("inherit_configuration = true").serve()) {
            assertThat(spin.get("/http").body()).as("the request is looked at: it has no path").isEqualTo("= error-code 19\n");
        }
    }

    @Test
    void middlewareStandsBeforeAComponent() throws IOException {
        Path guests = Checkout.root().resolve("src/test/guests");
        Files.writeString(folder.resolve("spin.toml"), """
                spin_manifest_version = 2
                application.name = "guarded"
                [[trigger.http]]
                route = "/..."
                component = "asks"
                dependencies = { middleware = [{ path = "%1$s/gate/gate.wasm" }, { path = "%1$s/gate/gate.wasm" }] }
                [component.asks]
                source = "%1$s/needs-calc/needs-calc.wasm"
                [component.asks.dependencies]
                "guests:calc" = { path = "%1$s/calc/calc.wasm" }
                """.formatted(guests));
        try (SpinProcess spin = SpinProcess.command("up", "-f", folder.toString()).serve()) {
            for (int i = 0; i < 3; i++) {
                assertThat(spin.get("/40+2").body()).isEqualTo("= 42\n");
                assertThat(spin.get("/closed").statusCode()).isEqualTo(403);
            }
        }
    }

    @Test
    void middlewareThatHandsNothingOnIsRefused() throws IOException {
        Path guests = Checkout.root().resolve("src/test/guests");
        Files.writeString(folder.resolve("spin.toml"), """
                spin_manifest_version = 2
                application.name = "guarded"
                [[trigger.http]]
                route = "/..."
                component = "remember"
                dependencies = { middleware = [{ path = "%1$s/remember/remember.wasm" }] }
                [component.remember]
                source = "%1$s/remember/remember.wasm"
                """.formatted(guests));
        assertRefused(SpinProcess.command("up", "-f", folder.toString()),
                "middleware 1 exports `wasi:http/incoming-handler@0.2.12` but does not import it, so it cannot pass a request on to the "
                        + "component behind it");
    }

    @Test
    void aBuildWritesTheInterfacesOfDependencies() throws IOException {
        app("guests:calc/ops", "calc/calc.wasm", "\n[component.asks.build]\ncommand = \"true\"\n");
        Path wit = folder.resolve("spin-dependencies.wit");
        SpinProcess.Finished built = SpinProcess.command("build", "-f", folder.toString()).run();
        assertThat(built.exitCode()).as(built.stderr()).isZero();
        assertThat(wit).content().startsWith("""
                // This file is automatically generated by Spin
                // It is not intended for manual editing.

                package root:component;

                world root {
                  import guests:calc/ops@1.0.0;
                }
                """).contains("    eval: func(expression: string) -> result<string, string>;\n");

        Files.writeString(folder.resolve("spin.toml"), Files.readString(folder.resolve("spin.toml")).replaceAll(
                "(?s)\\[component.asks.dep.*", ""));
        assertThat(SpinProcess.command("build", "-f", folder.toString()).run().exitCode()).isZero();
        assertThat(wit).doesNotExist();
    }

    private SpinProcess.Command curious(String inherit) throws IOException {
        Path guests = Checkout.root().resolve("src/test/guests");
        Files.writeString(folder.resolve("spin.toml"), """
                spin_manifest_version = 2
                application.name = "curious"
                [[trigger.http]]
                route = "/..."
                component = "asks"
                [component.asks]
                source = "%1$s/needs-calc/needs-calc.wasm"
                environment = { A = "1", B = "2" }
                files = ["spin.toml"]
                [component.asks.dependencies."guests:calc/ops"]
                path = "%1$s/curious/curious.wasm"
                %2$s
                """.formatted(guests, inherit));
        return SpinProcess.command("up", "-f", folder.toString());
    }

    private SpinProcess.Command app(String dependency, String guest, String more) throws IOException {
        Path guests = Checkout.root().resolve("src/test/guests");
        Files.writeString(folder.resolve("spin.toml"), """
                spin_manifest_version = 2
                application.name = "calc"
                [[trigger.http]]
                route = "/..."
                component = "asks"
                [component.asks]
                source = "%s"
                [component.asks.dependencies."%s"]
                path = "%s"
                %s
                """.formatted(guests.resolve("needs-calc/needs-calc.wasm"), dependency, guests.resolve(guest), more));
        return SpinProcess.command("up", "-f", folder.toString());
    }

    private static void assertRefused(SpinProcess.Command up, String text) {
        SpinProcess.Finished finished = up.run();
        assertThat(finished.stderr()).containsOnlyOnce("Error: ").contains(text).doesNotContain("\tat ");
        assertThat(finished.exitCode()).isEqualTo(1);
    }
}
