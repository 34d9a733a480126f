package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `spin build` by drivers.
class BuildDriversTest {
    private static final String DESCRIPTION = "\"kind\":\"build\",\"handles\":{}";
    private static final String RESULT = "echo '{\"event\":\"result\",\"components\":[{\"id\":\"a\",\"ok\":true}]}'\n";
    private static final String OTHER = """
            [component.b]
            source = "b.wasm"
            [component.b.tool.build]
            driver = "table"
            """;

    @TempDir
    Path folder;
    private DriverUser user = new DriverUser(Path.of(""));

    @BeforeEach
    void makeUser() throws IOException {
        user = DriverUser.of(folder);
    }

    private SpinProcess.Finished build(String... more) {
        return user.spin(line(more)).run();
    }

    private static String[] line(String... more) {
        List<String> line = new ArrayList<>(List.of("build"));
        line.addAll(List.of(more));
        return line.toArray(String[]::new);
    }

    /// Each driver leaves its name.
    private void named(String name) throws IOException {
        user.plugin("build-" + name, DriverUser.describing(DESCRIPTION, """
                for id in $(grep -o '"id":"[^"]*"' | cut -d '"' -f 4); do
                    echo "$id by %s" >> "%s/log"
                    results="$results${results:+,}{\\"id\\":\\"$id\\",\\"ok\\":true}"
                done
                echo "{\\"event\\":\\"result\\",\\"components\\":[$results]}"
                """.formatted(name, user.app())));
    }

    private String log() throws IOException {
        Path log = user.app().resolve("log");
        String text = Files.exists(log) ? Files.readString(log) : "";
        Files.deleteIfExists(log);
        return text;
    }

    @Test
    void theNearestChoiceWins() throws IOException {
        for (String name : List.of("flag", "variable", "table", "all", "user")) {
            named(name);
        }
        Files.copy(user.app().resolve("a.wasm"), user.app().resolve("b.wasm"));
        assertThat(build().exitCode()).isZero();
        assertThat(log()).isEqualTo("a\n");
        user.settings("build-driver = \"user\"\n");
        assertThat(build().stdout()).isEqualTo(
                "Building component a with the build driver 'user'\nFinished building all Spin components\n");
        assertThat(log()).isEqualTo("a by user\n");
        user.manifest(DriverUser.MANIFEST + "[application.tool.build]\ndriver = \"all\"\n" + OTHER);
        assertThat(build().exitCode()).isZero();
        assertThat(log()).isEqualTo("a by all\nb by table\n");
        assertThat(user.spin("build").environment("SPIN_BUILD_DRIVER", "variable").run().stdout()).startsWith(
                "Building components a, b with the build driver 'variable'\n");
        assertThat(log()).isEqualTo("a by variable\nb by variable\n");
        assertThat(user.spin("build", "--build-driver", "flag").environment("SPIN_BUILD_DRIVER", "variable").run().exitCode()).isZero();
        assertThat(log()).isEqualTo("a by flag\nb by flag\n");
        assertThat(build("--build-driver", "a=shell", "--build-driver", "flag", "-c", "a").exitCode()).isZero();
        assertThat(log()).isEqualTo("a\n");
        assertThat(user.spin("up", "--build", "--driver", "debug").run().exitCode()).isZero();
        assertThat(log()).as("spin up --build").isEqualTo("a by all\nb by table\n");
    }

    @Test
    void aDriverReceivesTheRequestByteForByte() throws IOException {
        user.manifest(DriverUser.MANIFEST.replace("command = \"echo a >> log\"", "command = [\"one\", \"t\\\"wo\"]\nworkdir = \"sub\"")
                + """
                        [component.a.tool.build]
                        driver = "recorder"
                        config = { image = "x:1", list = [1, 2.5, true], deep = { k = "ä" } }
                        [component.a.profile.fast]
                        source = "a.wasm"
                        [application.tool.build]
                        config = { image = "application", more = "yes" }
                        env = { KEY = "value" }
                        """);
        user.settings("[build-drivers.recorder]\ntoken = \"mine\"\nmore = \"user\"\n");
        user.plugin("build-recorder", "{ echo \"$1\"; cat; } >> \"" + user.app() + "/seen\"\n"
                + """
                        [ "$1" = describe ] && { echo '{"protocol":1,"kind":"build","config":{"image":{},"list":{},"deep":{},"token":{"secret":true},"more":{},
                          "from":{"env":"FROM_ENV"},"usual":{"default":"d"}}}'; exit; }
                        echo "$SPIN_OUTPUT_DIR" > out; echo '{"event":"warning","message":"careful"}'
                        """
                + RESULT);
        SpinProcess.Finished finished = user.spin("build", "--profile", "fast", "--skip-generate-wits").environment("FROM_ENV", "e").run();
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        assertThat(finished.stderr()).isEqualTo("Warning: careful\n");
        String output = Files.readString(user.app().resolve("out")).strip();
        assertThat(Files.readString(user.app().resolve("seen"))).isEqualTo(
                """
                        describe
                        {"protocol":1}
                        run
                        {"protocol":1,"appRoot":"%s","profile":"fast","components":[{"id":"a","command":["one","t\\"wo"],"workdir":"sub","source":"a.wasm",\
                        "config":{"deep":{"k":"ä"},"from":"e","image":"x:1","list":[1,2.5,true],"more":"yes","token":"mine","usual":"d"}}],\
                        "env":{"KEY":"value"},"outputDir":"%s"}
                        """
                        .formatted(user.app(), output));
        assertThat(Path.of(output)).as("gone afterwards").doesNotExist();
        assertThat(user.temporary()).isEmptyDirectory();
    }

    @Test
    void aDriverIsNotBelieved() throws IOException {
        Path wasm = user.app().resolve("a.wasm");
        Map<String, String> lies = new LinkedHashMap<>();
        lies.put("", "says nothing of component 'a'");
        lies.put("{\"id\":\"a\",\"ok\":false}", "could not build component 'a'");
        lies.put("{\"id\":\"z\",\"ok\":true}", "says that it built 'z', which it was not asked for");
        lies.put("{\"id\":\"a\",\"ok\":true,\"artifact\":\"none.wasm\"}", "there is no file '" + user.app().resolve("none.wasm") + "'");
        lies.put("{\"id\":\"a\",\"ok\":true,\"artifact\":\"spin.toml\"}", "but the manifest has '" + wasm + "'");
        lies.put("{\"id\":\"a\",\"ok\":true,\"digest\":\"sha256:" + "0".repeat(64) + "\"}", "but '" + wasm + "' has sha256:");
        lies.put("{\"id\":\"a\",\"ok\":true,\"digest\":\"crc:1\"}", "gives a digest for component 'a' that is none");
        lies.put("{\"id\":\"a\"}", "lacks `id` or `ok`");
        for (Map.Entry<String, String> lie : lies.entrySet()) {
            user.plugin("build-liar", DriverUser.describing(DESCRIPTION, "cat >/dev/null; echo '{\"event\":\"result\",\"components\":["
                    + lie.getKey() + "]}'\n"));
            SpinProcess.Finished finished = build("--build-driver", "liar");
            DriverUser.assertRefused(finished, lie.getValue());
            assertThat(finished.stderr()).startsWith("Error: The build driver 'liar' failed to build component a\n");
            assertThat(finished.stdout()).doesNotContain("Finished");
        }
    }

    @Test
    void debugSaysWhatWouldBeDoneAndDoesNothing() throws IOException {
        user.manifest(DriverUser.MANIFEST + """
                [component.a.tool.build]
                config = { image = "x" }
                [application.tool.build]
                env = { KEY = "hush" }
                """);
        user.settings("build-driver = \"far\"\n[build-drivers.far]\ntoken = \"hush\"\n");
        SpinProcess.Finished finished = build("--build-driver", "debug", "--up");
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        assertThat(finished.stdout()).isEqualTo("""
                {
                  "appRoot": "%s",
                  "components": [
                    {
                      "id": "a",
                      "driver": "far",
                      "command": [
                        "echo a >> log"
                      ],
                      "source": "a.wasm",
                      "config": {
                        "image": "x",
                        "token": "***"
                      }
                    }
                  ],
                  "env": [
                    "KEY"
                  ]
                }
                """.formatted(user.app()));
        assertThat(log()).isEmpty();
        assertThat(user.app().resolve(".spin")).doesNotExist();
        assertThat(user.temporary()).isEmptyDirectory();
    }

    @Test
    void mistakesAreExplained() throws IOException {
        named("make");
        DriverUser.assertRefused(build("--build-driver", "mak"),
                "There is no build driver 'mak', which --build-driver names. Did you mean 'make'?"
                        + " Built in: ");
        DriverUser.assertRefused(user.spin("build").environment("SPIN_BUILD_DRIVER", "nope").run(),
                "There is no build driver 'nope', which SPIN_BUILD_DRIVER names. Built in: ");
        DriverUser.assertRefused(build("--build-driver", "../make"), "There is no build driver '../make'");
        DriverUser.assertRefused(build("--build-driver", "b=make"),
                "--build-driver names the component 'b', which the application does not have");
        DriverUser.assertMisused(build("--build-driver", "a="), "it must be NAME or COMPONENT=NAME");
        DriverUser.assertMisused(build("--build-driver", "make", "--build-driver", "shell"), "'--build-driver' is given twice");
        user.manifest(DriverUser.MANIFEST + "[component.a.tool.build]\ndrver = \"make\"\n");
        DriverUser.assertRefused(build(), "unknown field `drver` in [component.a.tool.build]; did you mean `driver`?");
        user.manifest(DriverUser.MANIFEST + "[application.tool.build]\ndriver = \"nope\"\n");
        DriverUser.assertRefused(build(), "There is no build driver 'nope', which [application.tool.build] names.");
        user.manifest(DriverUser.MANIFEST + "[component.a.tool.build]\ndriver = \"set\"\nconfig = { imge = \"x\" }\n");
        user.plugin("build-set", DriverUser.describing(DESCRIPTION + ",\"config\":{\"image\":{}}", RESULT));
        DriverUser.assertRefused(build(), "the driver 'set' has no setting `imge`; did you mean `image`?");
        assertThat(log()).isEmpty();
    }

    @Test
    void aSignalEndsTheDriverWithAllThatItStarted() throws IOException {
        user.plugin("build-slow", DriverUser.describing(DESCRIPTION, "echo begun >&2\nsleep 600\n"));
        try (SpinProcess spin = user.spin("build", "--build-driver", "slow").begin()) {
            spin.awaitStderr("begun");
            List<ProcessHandle> children = spin.descendants();
            assertThat(children).isNotEmpty();
            spin.terminate();
            assertThat(spin.awaitExit()).isEqualTo(143);
            assertThat(children).allMatch(DriverUser::isGone);
            assertThat(spin.stderr()).doesNotContain("Error");
        }
    }

    @Test
    void theSamplesBuild() throws IOException {
        Path samples = Checkout.root().resolve("examples/plugins");
        Path bin = Files.createDirectories(user.folder().resolve("bin"));
        Path prebuilt = Files.createSymbolicLink(bin.resolve("spin-build-prebuilt"), samples.resolve("build-prebuilt/build-prebuilt"));
        Files.move(user.app().resolve("a.wasm"), Files.createDirectories(user.app().resolve("dist")).resolve("a.wasm"));
        user.manifest(DriverUser.MANIFEST + "[component.a.tool.build]\ndriver = \"prebuilt\"\nconfig = { folder = \"dist\" }\n");
        SpinProcess.Finished finished = build();
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        assertThat(finished.stderr()).isEqualTo("Using the build driver 'prebuilt' of the PATH: " + prebuilt + "\nTaking dist/a.wasm\n");
        assertThat(user.app().resolve("a.wasm")).hasSameBinaryContentAs(user.app().resolve("dist/a.wasm"));
        Path link = user.folder().resolve("data/plugins/build-command");
        Files.createDirectories(link);
        for (String file : List.of("build-command", "BuildCommand.java", "Json.java")) {
            Files.copy(samples.resolve("java").resolve(file), link.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        finished = build("--build-driver", "command");
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        assertThat(finished.stderr()).contains("Building component a\n");
    }

    @Test
    void whatWasBuiltIsCompiledAtOnceIfThatIsWanted() throws IOException {
        Path modules = user.folder().resolve("cache/spin/modules");
        assertThat(build().exitCode()).isZero();
        assertThat(modules).doesNotExist();
        SpinProcess.Finished finished = build("--precompile");
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        assertThat(finished.stderr()).contains("Compiled 1 component\n");
        assertThat(modules).isNotEmptyDirectory();
        assertThat(user.temporary()).isEmptyDirectory();
    }
}
