package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people see at a terminal, and scripts without one.
class TerminalTest {
    /// From the end of a build to the new answer.
    private static final Duration RESTART = Duration.ofSeconds(2);
    private static final String TEMPLATE = """
            manifest_version = "1"
            id = "choice"
            description = "Answers as src/choice.txt says"
            [parameters]
            greeting = { type = "string", prompt = "Greeting", default = "hello", pattern = "^[a-z]+$" }
            route = { type = "string", prompt = "Route", default = "/...", allowed_values = ["/...", "/x"] }
            """;
    private static final String MANIFEST = """
            spin_manifest_version = 2

            [application]
            name = "{{project-name}}"
            description = "{{greeting}}"

            [[trigger.http]]
            route = "{{route}}"
            component = "{{project-name | kebab_case}}"

            [component.{{project-name | kebab_case}}]
            source = "chosen.wasm"
            [component.{{project-name | kebab_case}}.build]
            command = "cp $(cat src/choice.txt).wasm chosen.wasm"
            watch = ["src/**/*.txt"]
            """;

    @TempDir
    Path folder;
    private Path temporary = Path.of("");

    @BeforeEach
    void makeTemplate() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        Path template = folder.resolve("source/templates/choice");
        Path content = template.resolve("content");
        Files.createDirectories(content.resolve("src"));
        Files.createDirectories(template.resolve("metadata"));
        Files.writeString(template.resolve("metadata/spin-template.toml"), TEMPLATE);
        Files.writeString(content.resolve("spin.toml"), MANIFEST);
        Files.writeString(content.resolve("src/choice.txt"), "hello");
        Files.copy(Checkout.root().resolve("examples/hello-c/hello-c.wasm"), content.resolve("hello.wasm"));
        Files.copy(Checkout.root().resolve("src/test/guests/remember/remember.wasm"), content.resolve("remember.wasm"));
    }

    private Map<String, String> environment() {
        return Map.of("SPIN_DATA_DIR", folder.resolve("data").toString(), "XDG_CONFIG_HOME", folder.resolve("config").toString(),
                "XDG_CACHE_HOME", folder.resolve("cache").toString(), "TMPDIR", temporary.toString());
    }

    private SpinProcess.Command spin(Path where, String... words) {
        SpinProcess.Command command = SpinProcess.command(words).in(where);
        environment().forEach(command::environment);
        return command;
    }

    @Test
    void fromNothingToAnAnswerThatChangesInOneSession() throws Exception {
        try (Terminal terminal = Terminal.open(folder, environment())) {
            assertThat(terminal.command("spin templates install --dir source")).contains("Installed 1 template(s)").endsWith("code=0=");
            terminal.type("spin new");
            assertThat(terminal.await("Number [1]: ")).contains("Pick a template to start your application with:",
                    "choice (Answers as src/choice.txt says)");
            terminal.type("choice");
            terminal.await("Enter a name for your new application: ");
            terminal.type("Not a name");
            terminal.await("Try another application name (or Ctrl+C to exit): ");
            terminal.type("shop");
            terminal.await("Greeting [hello]: ");
            terminal.type("HI");
            terminal.await("Invalid value: ");
            terminal.await("Greeting [hello]: ");
            terminal.type("hi");
            terminal.await("Route:");
            terminal.await("Number [1]: ");
            terminal.type("");
            terminal.awaitPrompt();
            assertThat(folder.resolve("shop/spin.toml")).content().contains("description = \"hi\"", "route = \"/...\"");
            terminal.command("cd shop");
            assertThat(terminal.command("spin build")).contains("Finished building all Spin components").endsWith("code=0=");
            terminal.type("spin up --listen 127.0.0.1:0");
            assertThat(get(terminal)).isEqualTo("Hello from C at /x\n");
            endsAt(terminal);
            terminal.type("spin watch --listen 127.0.0.1:0");
            assertThat(get(terminal)).isEqualTo("Hello from C at /x\n");
            Files.writeString(folder.resolve("shop/src/choice.txt"), "remember");
            terminal.await("Finished building all Spin components");
            long built = System.nanoTime();
            assertThat(get(terminal)).startsWith("nothing");
            Duration taken = Duration.ofNanos(System.nanoTime() - built);
            System.out.println("from the build's end to the new answer: " + taken.toMillis() + " ms");
            assertThat(taken).isLessThan(RESTART.multipliedBy(crowd()));
            endsAt(terminal);
        }
    }

    /// How many times more is to be done at present than this machine has processors for.
    private static long crowd() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return Math.max(1, (long) Math.ceil(system.getSystemLoadAverage() / system.getAvailableProcessors()));
    }

    private void endsAt(Terminal terminal) {
        terminal.interrupt();
        terminal.awaitPrompt();
        assertThat(temporary).isEmptyDirectory();
        assertThat(terminal.command("jobs; pgrep -f \"$SPIN_DATA_DIR\" || true")).endsWith("code=0=");
    }

    private static String get(Terminal terminal) throws IOException, InterruptedException {
        terminal.await("Serving ");
        String url = terminal.await("\n").strip();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url + "/x")).build(), BodyHandlers.ofString()).body();
        }
    }

    @Test
    void theSameWithoutATerminalAsksNothingAndNeverHangs() throws Exception {
        assertThat(spin(folder, "templates", "install", "--dir", "source").run().exitCode()).isZero();
        // Standard input that never ends must not be waited for either.
        try (SpinProcess asked = spin(folder, "new").begin()) {
            assertThat(asked.awaitExit()).isEqualTo(1);
            assertThat(asked.stderr()).contains("there is no terminal to ask at", "--template");
        }
        try (SpinProcess unnamed = spin(folder, "new", "-t", "choice").begin()) {
            assertThat(unnamed.awaitExit()).isEqualTo(1);
        }
        try (SpinProcess unvalued = spin(folder, "new", "shop", "-t", "choice").begin()) {
            assertThat(unvalued.awaitExit()).isEqualTo(1);
            assertThat(unvalued.stderr()).contains("Parameter 'greeting' not provided", "--accept-defaults");
        }
        assertThat(folder.resolve("shop")).doesNotExist();
        SpinProcess.Finished made = spin(folder, "new", "shop", "-t", "choice", "-a").run();
        assertThat(made).isEqualTo(new SpinProcess.Finished(0, "", ""));
        Path app = folder.resolve("shop");
        assertThat(spin(app, "build").run().exitCode()).isZero();
        try (SpinProcess up = spin(app, "up").serve()) {
            assertThat(up.get("/x").body()).isEqualTo("Hello from C at /x\n");
            ends(up);
        }
        try (SpinProcess watch = spin(app, "watch").serve()) {
            assertThat(watch.get("/x").body()).isEqualTo("Hello from C at /x\n");
            Files.writeString(app.resolve("src/choice.txt"), "remember");
            watch.awaitServes(2);
            HttpRequest request = HttpRequest.newBuilder(URI.create(watch.latestUrl() + "/x")).build();
            assertThat(watch.send(request).body()).startsWith("nothing");
            ends(watch);
        }
    }

    private void ends(SpinProcess spin) {
        List<ProcessHandle> children = spin.descendants();
        spin.terminate();
        assertThat(spin.awaitExit()).isZero();
        assertThat(temporary).isEmptyDirectory();
        assertThat(children).noneMatch(child -> child.isAlive() && child.info().command().isPresent());
    }

    @Test
    void ctrlCWhileAQuestionIsAskedLeavesNothing() throws IOException {
        try (Terminal terminal = Terminal.open(folder, environment())) {
            terminal.command("spin templates install --dir source");
            for (String waiting : new String[]{"spin new", "spin new shop", "spin new shop -t choice"}) {
                terminal.type(waiting);
                terminal.await(waiting.endsWith("choice") ? "Greeting [hello]: " : "Number [1]: ");
                terminal.interrupt();
                terminal.awaitPrompt();
                assertThat(terminal.command("true")).endsWith("code=0=");
            }
        }
        assertThat(folder.resolve("shop")).doesNotExist();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void theDoctorShowsWhatItWouldDoAndDoesWhatItIsTold() throws IOException {
        String manifest = "spin_version = \"1\"\nname = \"shop\"\ntrigger = { type = \"http\" }\n";
        Files.writeString(folder.resolve("spin.toml"), manifest);
        try (Terminal terminal = Terminal.open(folder, environment())) {
            terminal.type("spin doctor");
            assertThat(terminal.await("Your choice [1]: ")).contains("The Spin Doctor is in.",
                    "Diagnosis: Version 1 manifest can be upgraded to version 2", "The Spin Doctor can help! Would you like to",
                    "1) Upgrade manifest to version 2", "2) Do nothing");
            terminal.type("2");
            assertThat(terminal.await("Your choice [1]: ")).contains("Diagnosis: Manifest using old 'spin_version' key",
                    "3) See more details about the recommended changes");
            terminal.type("3");
            assertThat(terminal.await("Would you like to apply this fix? [Y/n] ")).contains("-spin_version = \"1\"",
                    "+spin_manifest_version = \"1\"");
            terminal.type("n");
            terminal.awaitPrompt();
            assertThat(folder.resolve("spin.toml")).hasContent(manifest);
            terminal.type("spin doctor --fix; echo \"code=$?=\"");
            terminal.await("Treatment applied!");
            terminal.awaitPrompt();
        }
        assertThat(folder.resolve("spin.toml")).content().contains("spin_manifest_version = 2");
        assertThat(folder.resolve("spin.toml.v1_backup")).exists();
    }

    @Test
    void aPluginOfTheCatalogueIsOfferedAndLaterItsUpdateIsTold() throws IOException {
        Path place = Files.createDirectories(folder.resolve("catalogue/manifests/tool"));
        Files.copy(plugin("1.0.0", "echo o''ne"), place.resolve("tool.json"));
        Files.createDirectories(folder.resolve("config/spin"));
        Files.writeString(folder.resolve("config/spin/config.toml"), "[plugins]\ncatalogue = \"" + folder.resolve("catalogue") + "\"\n");
        try (Terminal terminal = Terminal.open(folder, environment())) {
            terminal.type("spin tool");
            assertThat(terminal.await("Would you like to install this plugin and run it now? [y/N] ")).contains(
                    "`tool` is not a known Spin command, but there is a plugin with that name.", "The plugin has the Apache-2.0 license");
            terminal.type("n");
            terminal.awaitPrompt();
            assertThat(folder.resolve("data/plugins/tool")).doesNotExist();
            terminal.type("spin tool");
            terminal.await("Would you like to install this plugin and run it now? [y/N] ");
            terminal.type("y");
            terminal.await("Plugin 'tool' was installed successfully!");
            terminal.await("one");
            terminal.awaitPrompt();
            Files.move(place.resolve("tool.json"), place.resolve("tool@1.0.0.json"));
            Files.copy(plugin("1.1.0", "echo two"), place.resolve("tool.json"));
            String told = terminal.command("spin tool");
            assertThat(told).contains("one", "This plugin can be upgraded. Version 1.1.0 is available and compatible.",
                    "To upgrade, run `spin plugins upgrade tool`.").endsWith("code=0=");
            assertThat(terminal.command("spin tool")).contains("one").doesNotContain("can be upgraded");
        }
    }

    private Path plugin(String version, String script) throws IOException {
        Path source = Files.createDirectories(folder.resolve("plugin" + version));
        assertThat(Files.writeString(source.resolve("tool"), "#!/bin/sh\n" + script + "\n").toFile().setExecutable(true)).isTrue();
        Path site = Files.createDirectories(folder.resolve("site"));
        Process packing = new ProcessBuilder(Checkout.root().resolve("examples/plugins/package.sh").toString(), source.toString(), "tool",
                version, site.toString()).redirectErrorStream(true).start();
        packing.getOutputStream().close();
        return Path.of(new String(packing.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }
}
