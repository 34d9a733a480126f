package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `spin up` by drivers, and what its operator mounts.
class RunDriversTest {
    private static final String DESCRIPTION = "\"kind\":\"run\",\"handles\":{\"triggers\":[\"http\"]}";
    private static final String SECRETS = DriverUser.MANIFEST.replace("[component.a.build]", """
            environment = { TOKEN = "hush-environment" }
            allowed_outbound_hosts = ["https://{{ region }}.example.com"]
            key_value_stores = ["default"]
            files = ["*.txt"]
            [component.a.build]""") + """
            [component.a.variables]
            pass = "{{ pass }}"
            [variables]
            pass = { required = true, secret = true }
            region = { default = "hush-default", secret = true }
            given = { required = true }
            """;

    @TempDir
    Path folder;
    private DriverUser user = new DriverUser(Path.of(""));

    @BeforeEach
    void makeUser() throws IOException {
        user = DriverUser.of(folder);
    }

    @Test
    void debugPrintsThePlanWithoutSecretsAndRunsNothing() throws Exception {
        user.manifest(SECRETS);
        Files.writeString(user.app().resolve("note.txt"), "x");
        Path work = Files.createDirectories(user.folder().resolve("work"));
        user.settings("[runtime-drivers.debug]\ntoken = \"hush-settings\"\n");
        SpinProcess.Finished finished = user.spin("up", "--driver", "debug", "--temp", work.toString(), "--listen", "127.0.0.1:1",
                "--variable",
                "given=hush-given", "--mount", "note.txt:/etc/note.txt", "--quiet").environment("SPIN_VARIABLE_PASS", "hush-pass").run();
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        assertThat(finished.stderr()).isEmpty();
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(user.app().resolve(
                "a.wasm"))));
        assertThat(finished.stdout()).isEqualTo("""
                {
                  "application": {
                    "name": "driven",
                    "version": "1.2.3",
                    "origin": "file://@app/spin.toml"
                  },
                  "triggers": [
                    {
                      "type": "http",
                      "command": [
                        "@spin",
                        "trigger",
                        "http",
                        "--listen",
                        "127.0.0.1:1",
                        "--quiet",
                        "--variable",
                        "@@work/variables.json"
                      ],
                      "environment": [
                        "SPIN_LOCAL_APP_DIR",
                        "SPIN_LOCKED_URL",
                        "SPIN_WORKING_DIR"
                      ],
                      "settings": {},
                      "starts": [
                        {
                          "id": "a-http-trigger",
                          "component": "a",
                          "route": "/..."
                        }
                      ]
                    }
                  ],
                  "listen": "127.0.0.1:1",
                  "components": [
                    {
                      "id": "a",
                      "source": {
                        "path": "@app/a.wasm",
                        "digest": "sha256:@digest"
                      },
                      "files": [
                        {
                          "guest": "/",
                          "host": "@work/assets/a"
                        }
                      ],
                      "environment": [
                        "TOKEN"
                      ],
                      "variables": [
                        "pass"
                      ],
                      "grants": {
                        "allowed_outbound_hosts": [
                          "https://{{ region }}.example.com"
                        ],
                        "key_value_stores": [
                          "default"
                        ],
                        "sqlite_databases": [],
                        "ai_models": []
                      }
                    }
                  ],
                  "variables": {
                    "given": {
                      "required": true,
                      "secret": false,
                      "from": "command line"
                    },
                    "pass": {
                      "required": true,
                      "secret": true,
                      "from": "environment"
                    },
                    "region": {
                      "required": false,
                      "secret": true,
                      "from": "default"
                    }
                  },
                  "mounts": [
                    {
                      "host": "@app/note.txt",
                      "guest": "/etc/note.txt",
                      "mode": "ro"
                    }
                  ],
                  "environment": [
                    "SPIN_VARIABLE_PASS"
                  ],
                  "config": [
                    "token"
                  ],
                  "lockedApp": "@work/spin.lock",
                  "workingDirectory": "@work",
                  "appDirectory": "@app",
                  "stateDirectory": "@app/.spin"
                }
                """.replace("@app", user.app().toString()).replace("@work", work.toString()).replace("@digest", digest).replace("@spin",
                Checkout
                        .root().resolve("spin").toString()));
        assertThat(finished.stdout()).doesNotContain("hush");
        assertThat(user.app().resolve(".spin")).as("made by a run").doesNotExist();
        assertThat(work.resolve("variables.json")).doesNotExist();
        assertThat(user.spin("up", "--dry-run").environment("SPIN_VARIABLE_PASS", "p").run().stdout()).contains("\"not given\"");
    }

    @Test
    void aDriverReceivesTheRequestByteForByte() throws IOException {
        user.manifest(SECRETS);
        Files.writeString(user.app().resolve(".env"), "SPIN_VARIABLE_REGION=north\n");
        user.settings("runtime-driver = \"recorder\"\n[runtime-drivers.recorder]\nspeed = 3\n");
        user.plugin("run-recorder", "{ echo \"$1\"; cat; } >> \"" + user.app() + "/seen\"\n" + """
                [ "$1" = describe ] && { echo '{"protocol":1,"kind":"run","config":{"speed":{},"mode":{},"usual":{"default":"d"}}}'; exit; }
                cp -p "%1$s"/tmp/spinup-*/variables.json "%1$s"/tmp/spinup-*/spin.lock "%1$s"
                echo '{"event":"progress","message":"on it"}'
                echo '{"event":"result"}'
                """.formatted(user.folder()));
        Files.createDirectories(user.app().resolve("data"));
        SpinProcess.Finished finished = user.spin("up", "--listen", "127.0.0.1:1", "--variable", "given=hush", "--mount", "data:/data/:rw",
                "--quiet", "--driver-config", "mode=fast").environment("SPIN_VARIABLE_PASS", "p").environment("OTEL_SERVICE_NAME", "o")
                .run();
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        assertThat(finished.stderr()).isEqualTo("on it\n");
        String seen = Files.readString(user.app().resolve("seen"));
        String work = seen.replaceFirst("(?s).*\"workingDir\":\"([^\"]*)\".*", "$1");
        assertThat(seen).isEqualTo(
                """
                        describe
                        {"protocol":1}
                        run
                        {"protocol":1,"lockedAppUrl":"file://@work/spin.lock","workingDir":"@work","stateDir":"@app/.spin",\
                        "triggerArgs":["--listen","127.0.0.1:1","--quiet"],"listen":"127.0.0.1:1",\
                        "env":{"OTEL_SERVICE_NAME":"o","SPIN_VARIABLE_PASS":"p","SPIN_VARIABLE_REGION":"north"},"variablesFile":"@work/variables.json",\
                        "mounts":[{"host":"@app/data","guest":"/data","mode":"rw"}],"config":{"mode":"fast","speed":3,"usual":"d"},"dryRun":false}
                        """
                        .replace("@work", work).replace("@app", user.app().toString()));
        assertThat(user.folder().resolve("variables.json")).hasContent("{\"given\":\"hush\"}");
        assertThat(Files.getPosixFilePermissions(user.folder().resolve("variables.json"))).hasSize(2);
        assertThat(Files.readString(user.folder().resolve("spin.lock"))).contains("\"spin_lock_version\"");
        assertThat(user.temporary()).isEmptyDirectory();
    }

    @Test
    void aDriverLivesAsLongAsTheAppAndNoLonger() throws IOException {
        user.plugin("run-server", DriverUser.describing(DESCRIPTION, """
                sleep 600 &
                trap 'echo ended >&2; exit 0' TERM
                echo begun >&2
                wait
                """));
        try (SpinProcess spin = user.spin("up", "--driver", "server").begin()) {
            spin.awaitStderr("begun");
            List<ProcessHandle> children = spin.descendants();
            assertThat(children).hasSizeGreaterThan(1);
            spin.terminate();
            assertThat(spin.awaitExit()).isZero();
            spin.awaitStderr("ended");
            assertThat(children).allMatch(DriverUser::isGone);
            assertThat(user.temporary()).isEmptyDirectory();
        }
        user.plugin("run-server", DriverUser.describing(DESCRIPTION, "exit 7\n"));
        DriverUser.assertRefused(user.spin("up", "--driver", "server").run(), "plugin 'run-server' ended with exit code 7");
    }

    @Test
    void theSamplesRun() throws Exception {
        Path samples = Checkout.root().resolve("examples/plugins");
        Path bin = Files.createDirectories(user.folder().resolve("bin"));
        Files.createSymbolicLink(bin.resolve("spin-run-show"), samples.resolve("run-show/run-show"));
        SpinProcess.Finished shown = user.spin("up", "--driver", "show").run();
        assertThat(shown.exitCode()).as(shown.stderr()).isZero();
        assertThat(shown.stderr()).contains("of the PATH: " + bin.resolve("spin-run-show") + "\n", "What I was asked to run:\n",
                "\n{\"protocol\":1,");
        Path again = Files.createDirectories(user.folder().resolve("data/plugins/run-again"));
        for (String file : List.of("run-again", "RunAgain.java", "Json.java")) {
            Files.copy(samples.resolve("java").resolve(file), again.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        try (SpinProcess spin = user.spin("up", "--driver", "again", "--listen", "127.0.0.1:0").begin()) {
            spin.awaitStderr("Serving http");
            String url = spin.stderr().lines().filter(line -> line.startsWith("Serving ")).findFirst().orElseThrow().substring(8);
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(client.send(HttpRequest.newBuilder(URI.create(url + "/x")).build(), BodyHandlers.ofString()).body()).isEqualTo(
                        "Hello from C at /x\n");
            }
            List<ProcessHandle> children = spin.descendants();
            spin.terminate();
            assertThat(spin.awaitExit()).isZero();
            assertThat(children).allMatch(DriverUser::isGone);
        }
    }

    /// Whatever comes with an application, local or from elsewhere, no driver that it names is run.
    @Test
    void anAppNeverChoosesWhoRunsIt() throws Exception {
        Path marker = user.folder().resolve("marker");
        for (String kind : List.of("run", "build")) {
            String script = DriverUser.describing("\"kind\":\"" + kind + "\"", "touch '" + marker + "'\n");
            user.plugin(kind + "-evil", script);
            user.onPath("spin-" + kind + "-evil", script);
        }
        user.manifest(DriverUser.MANIFEST.replace("echo a >> log", "touch " + marker) + """
                [application.tool.run]
                driver = "evil"
                [component.a.tool.run]
                driver = "evil"
                [component.a.tool.build]
                driver = "evil"
                """);
        Path layout = user.folder().resolve("layout");
        try (SpinProcess spin = user.spin("up").serve()) {
            assertThat(spin.get("/x").body()).isEqualTo("Hello from C at /x\n");
        }
        SpinProcess.Finished pushed = user.spin("registry", "push", "oci:" + layout + ":v1").run();
        assertThat(pushed.exitCode()).as(pushed.stderr()).isZero();
        poison(layout);
        Files.createDirectories(user.folder().resolve("elsewhere"));
        for (String[] line : List.of(new String[]{"up", "-f", "oci:" + layout + ":v1"}, new String[]{"up", "--build", "-f", "oci:" + layout
                + ":v1"}, new String[]{"registry", "run", "oci:" + layout + ":v1"})) {
            try (SpinProcess spin = user.spin(line).in(user.folder().resolve("elsewhere")).serve()) {
                assertThat(spin.get("/x").body()).isEqualTo("Hello from C at /x\n");
            }
        }
        assertThat(marker).doesNotExist();
        user.spin("up", "-f", "oci:" + layout + ":v1", "--driver", "evil").run();
        assertThat(marker).as("named by the operator").exists();
    }

    /// Has the locked application of an artifact name drivers wherever somebody might look for them.
    private static void poison(Path layout) throws Exception {
        Path blobs = layout.resolve("blobs/sha256");
        List<Path> locks = new ArrayList<>();
        try (Stream<Path> files = Files.list(blobs)) {
            for (Path file : files.toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("\"spin_lock_version\"")) {
                    locks.add(file);
                }
            }
        }
        assertThat(locks).hasSize(1);
        Path locked = locks.getFirst();
        String evil = "\"tool\":{\"run\":{\"driver\":\"evil\"},\"build\":{\"driver\":\"evil\"}},\"runtime-driver\":\"evil\",\"driver\":\"evil\",";
        String text = Files.readString(locked).replaceFirst("\"metadata\":\\{", "\"metadata\":{" + evil.replace("$", "\\$"));
        assertThat(text).contains("evil");
        Path changed = renamed(blobs, text);
        replaceReferences(layout, locked.getFileName().toString(), changed);
    }

    private static Path renamed(Path blobs, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Files.write(blobs.resolve(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))), bytes);
    }

    /// In the manifest, then in the index, digest and size.
    private static void replaceReferences(Path layout, String old, Path changed) throws Exception {
        Path blobs = layout.resolve("blobs/sha256");
        long size = Files.size(blobs.resolve(old));
        try (Stream<Path> files = Files.list(blobs)) {
            for (Path file : files.filter(file -> !file.equals(changed)).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (text.contains("sha256:" + old)) {
                    String next = replaced(text, old, size, changed);
                    replaceReferences(layout, file.getFileName().toString(), renamed(blobs, next));
                }
            }
        }
        Path index = layout.resolve("index.json");
        String text = Files.readString(index);
        if (text.contains(old)) {
            Files.writeString(index, replaced(text, old, size, changed));
        }
    }

    private static String replaced(String text, String old, long size, Path changed) throws IOException {
        return text.replace(old, changed.getFileName().toString()).replaceAll("\"size\"\\s*:\\s*" + size + "\\b", "\"size\":" + Files.size(
                changed));
    }

    @Test
    void mistakesAreExplained() throws IOException {
        DriverUser.assertRefused(user.spin("up", "--driver", "debg").run(),
                "There is no runtime driver 'debg', which --driver names. Did you mean 'debug'? Built in: ");
        DriverUser.assertRefused(user.spin("up").environment("SPIN_RUNTIME_DRIVER", "nope").run(),
                "There is no runtime driver 'nope', which SPIN_RUNTIME_DRIVER names.");
        user.plugin("run-redis", DriverUser.describing("\"kind\":\"run\",\"handles\":{\"triggers\":[\"redis\"]}", "exit 1\n"));
        DriverUser.assertRefused(user.spin("up", "--driver", "redis").run(),
                "The runtime driver 'redis' runs apps whose triggers are of the types redis; this one has http");
        DriverUser.assertMisused(user.spin("watch", "--driver", "redis").run(),
                "the argument '--driver' cannot be used with `spin watch`, which runs the app itself");
        DriverUser.assertMisused(user.spin("up", "--driver", "debug", "--no-such").run(), "unexpected argument '--no-such' found");
        for (String wrong : List.of("x", "x:y", ".:", ":/x", ".:/a/../b")) {
            DriverUser.assertMisused(user.spin("up", "--mount", wrong).run(), "invalid value '" + wrong + "' for '--mount': ");
        }
        DriverUser.assertMisused(user.spin("up", "--mount", ".:/x:rx").run(), "the mode is `ro` or `rw`, not `rx`");
        DriverUser.assertRefused(user.spin("up", "--mount", "spin.tom:/x").run(), "There is no file or folder '" + user.app().resolve(
                "spin.tom") + "' to mount at '/x'; did you mean '" + user.app().resolve("spin.toml") + "'?");
        DriverUser.assertRefused(user.spin("up", "--mount", ".:/x", "--mount", "spin.toml:/x").run(), "'/x' is the place of two mounts");
        DriverUser.assertRefused(user.spin("up", "--mount", ".:/x", "--mount", "spin.toml:/x/y").run(),
                "in which nothing is made; mount a folder instead");
    }

    @Test
    void mountsReachTheGuestWithTheRightsTheyWereGiven() throws IOException {
        Files.copy(Checkout.root().resolve("src/test/guests/scribe/scribe.wasm"), user.app().resolve("a.wasm"),
                StandardCopyOption.REPLACE_EXISTING);
        Path kept = Files.createDirectories(user.app().resolve("kept"));
        Path open = Files.createDirectories(user.app().resolve("open"));
        Files.writeString(kept.resolve("f"), "kept");
        Path one = Files.writeString(user.app().resolve("one.txt"), "one");
        Path two = Files.writeString(user.app().resolve("two.txt"), "two");
        // The guest's directories are numbered: the two folders, then the one that holds the files.
        try (SpinProcess spin = user.spin("up", "--mount", "open:/open:rw", "--mount", "kept:/kept", "--mount", "one.txt:/etc/1:rw",
                "--mount",
                two + ":/etc/2:ro").serve()) {
            String refused = "error 31\n";
            assertThat(spin.get("/w0/new").body()).isEqualTo("ok\n");
            assertThat(open.resolve("new")).hasContent("written");
            assertThat(spin.get("/r0/new").body()).isEqualTo("ok\n");
            assertThat(open).isEmptyDirectory();
            assertThat(spin.get("/w1/f").body()).isEqualTo(refused);
            assertThat(spin.get("/r1/f").body()).isEqualTo(refused);
            assertThat(spin.get("/w1/new").body()).isEqualTo(refused);
            assertThat(spin.get("/w2/etc/1").body()).isEqualTo("ok\n");
            assertThat(one).hasContent("written");
            assertThat(spin.get("/w2/etc/2").body()).isEqualTo(refused);
            assertThat(spin.get("/r2/etc/1").body()).isEqualTo(refused);
            assertThat(spin.get("/w2/etc/3").body()).isEqualTo(refused);
            assertThat(two).hasContent("two");
            assertThat(kept).isDirectoryContaining("glob:**/f");
            assertThat(kept.resolve("f")).hasContent("kept");
        }
        assertThat(user.temporary()).isEmptyDirectory();
    }

    @Test
    void aMountHidesWhatTheComponentHasInItsPlaceAndNothingElse() throws IOException {
        Files.copy(Checkout.root().resolve("src/test/guests/rust-http-p2/rust-http-p2.wasm"), user.app().resolve("a.wasm"),
                StandardCopyOption.REPLACE_EXISTING);
        for (String file : List.of("own/data/own.txt", "own/etc/1", "own/etc/own", "mine/x.txt", "file")) {
            Path path = user.app().resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
        user.manifest(DriverUser.MANIFEST.replace("source = \"a.wasm\"",
                "source = \"a.wasm\"\nfiles = [{ source = \"own\", destination = \"/\" }]"));
        try (SpinProcess spin = user.spin("up", "--mount", "mine:/data", "--mount", "file:/etc/1").serve()) {
            assertThat(spin.get("/file/data/x.txt").body()).isEqualTo("mine/x.txt");
            assertThat(spin.get("/file/data/own.txt").statusCode()).isEqualTo(404);
            assertThat(spin.get("/file/etc/1").body()).isEqualTo("file");
            assertThat(spin.get("/file/etc/own").body()).isEqualTo("own/etc/own");
            // As editors save.
            Files.move(Files.writeString(user.app().resolve("new"), "another"), user.app().resolve("file"),
                    StandardCopyOption.REPLACE_EXISTING);
            assertThat(spin.get("/file/etc/1").body()).isEqualTo("another");
        }
        assertThat(user.app().resolve("own/etc/1")).hasContent("own/etc/1");
        try (SpinProcess spin = user.spin("up", "--mount", "mine:/").serve()) {
            assertThat(spin.get("/file/x.txt").body()).isEqualTo("mine/x.txt");
            assertThat(spin.get("/file/etc/own").statusCode()).isEqualTo(404);
        }
    }
}
