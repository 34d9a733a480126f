package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins as their users and their authors meet them.
class PluginsTest {
    @TempDir
    Path folder;
    private Path data;
    private Path site;

    @BeforeEach
    void folders() throws IOException {
        data = folder.resolve("data");
        site = Files.createDirectories(folder.resolve("site"));
    }

    private SpinProcess.Command spin(String... words) {
        return SpinProcess.command(words).in(folder).environment("SPIN_DATA_DIR", data.toString()).environment("XDG_CONFIG_HOME", folder
                .resolve("config")
                .toString()).environment("XDG_CACHE_HOME", folder.resolve("cache").toString());
    }

    /// A program that becomes a plugin, and the manifest that names it.
    private Path plugin(String name, String version, String script) throws IOException {
        Path source = Files.createDirectories(folder.resolve("sources").resolve(name + version));
        assertThat(Files.writeString(source.resolve(name), "#!/bin/sh\n" + script + "\n").toFile().setExecutable(true)).isTrue();
        return packaged(source, name, version);
    }

    private Path packaged(Path source, String name, String version, String... url) throws IOException {
        List<String> line = new ArrayList<>(List.of(Checkout.root().resolve("examples/plugins/package.sh").toString(), source.toString(),
                name, version, site
                        .toString()));
        line.addAll(Arrays.asList(url));
        return Path.of(run(line, Map.of()).strip());
    }

    private static String run(List<String> line, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SPIN_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as(said).isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return said;
    }

    /// What is installed: each file with its content, and a star where it can be run.
    private Map<String, String> installed() throws IOException {
        Map<String, String> content = new TreeMap<>();
        Path root = data.resolve("plugins");
        if (Files.exists(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith("lock")).toList()) {
                    content.put(root.relativize(file) + (Files.isExecutable(file) ? "*" : ""), Files.readString(file));
                }
            }
        }
        return content;
    }

    @Test
    void a_script_sets_up_plugins_with_no_terminal_and_no_network_but_this_machine_twice() throws IOException {
        try (FileServer server = new FileServer(site)) {
            Path manifests = Files.createDirectories(folder.resolve("catalogue/manifests"));
            for (String name : List.of("routes", "run-show")) {
                Path manifest = packaged(Checkout.root().resolve("examples/plugins").resolve(name), name, "1.0.0", server.url() + "/" + name
                        + "-1.0.0.tar.gz");
                Files.copy(manifest, Files.createDirectories(manifests.resolve(name)).resolve(name + ".json"));
            }
            run(List.of("tar", "-czf", site.resolve("catalogue.tar.gz").toString(), "-C", folder.resolve("catalogue").toString(),
                    "manifests"), Map.of());
            List<String> line = List.of(Checkout.root().resolve("examples/plugins/ci-setup.sh").toString(), server.url()
                    + "/catalogue.tar.gz",
                    "routes@1.0.0", "run-show@1.0.0");
            Map<String, String> environment = Map.of("SPIN", Checkout.root().resolve("spin").toString(), "SPIN_DATA_DIR", data.toString());
            String first = run(line, environment);
            assertThat(first).contains("Plugin 'routes' was installed successfully!", "Plugin 'run-show' was installed successfully!",
                    "\"name\": \"routes\"");
            Map<String, String> once = installed();
            assertThat(once).containsKeys("routes/routes*", "run-show/run-show*", "manifests/routes.json", "manifests/run-show.json");
            String second = run(line, environment);
            assertThat(second).contains("Plugin 'routes' is already installed with version 1.0.0.");
            assertThat(installed()).isEqualTo(once);
        }
        Path manifest = Files.writeString(folder.resolve("spin.toml"), "[[trigger.http]]\nroute = \"/a/...\"\ncomponent = \"c\"\n");
        assertThat(spin("routes", manifest.toString()).run().stdout()).isEqualTo("/a/...\tc\n");
        assertThat(spin("--help").run().stdout()).contains("  routes*          The sample plugin routes\n", "\n* implemented via plugin\n");
    }

    @Test
    void what_must_not_be_installed_is_refused_and_leaves_nothing() throws IOException {
        Path good = plugin("tool", "1.0.0", "echo hi");
        String text = Files.readString(good);
        Path archive = site.resolve("tool-1.0.0.tar.gz");
        byte[] bytes = Files.readAllBytes(archive);
        Map<String, String> refusals = new TreeMap<>();
        refusals.put(text.replaceFirst("\"sha256\": \"....", "\"sha256\": \"0000"), "Checksum did not match, aborting installation.");
        refusals.put(text.replace("\"tool\"", "\"build\""), "Can't install a plugin with the same name ('build') as an internal command");
        refusals.put(text.replace("\"tool\"", "\"../tool\""), "can't be the name of a plugin");
        refusals.put(text.replace("\"linux\"", "\"windows\""), "This plugin does not support this OS (linux) or architecture (");
        refusals.put(text.replace("\"tool\"", "\"other\""), "does not contain the program of the plugin");
        for (Map.Entry<String, String> refusal : refusals.entrySet()) {
            Path manifest = Files.writeString(folder.resolve("m.json"), refusal.getKey());
            assertRefused(spin("plugins", "install", "--file", manifest.toString(), "--yes").run(), refusal.getValue());
        }
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
        assertRefused(spin("plugins", "install", "--file", good.toString(), "--yes").run(),
                "Checksum did not match, aborting installation.");
        assertRefused(spin("plugins", "install", "--file", good.toString()).run(), "--yes");
        assertThat(installed()).isEmpty();
    }

    private static void assertRefused(SpinProcess.Finished finished, String text) {
        assertThat(finished.stderr()).contains("Error: ").contains(text).doesNotContain("\tat ", "fault of Spin");
        assertThat(finished.exitCode()).isEqualTo(1);
    }

    @Test
    void a_plugin_is_told_what_every_spin_tells_and_its_exit_code_is_passed_on() throws IOException {
        Path manifest = plugin("teller", "1.2.3", "for word; do echo \"[$word]\"; done\nenv | grep '^SPIN_' | sort\necho oops >&2\nexit 7");
        assertThat(spin("plugins", "install", "--file", manifest.toString(), "--yes").run().exitCode()).isZero();
        SpinProcess.Finished told = spin("teller", "--help", "a b", "--override-compatibility-check", "", "-x").run();
        assertThat(told.exitCode()).isEqualTo(7);
        assertThat(told.stderr()).isEqualTo("oops\n");
        assertThat(told.stdout()).startsWith("[--help]\n[a b]\n[]\n[-x]\n");
        String version = spin("--version").run().stdout().replaceFirst("spin (\\S+) \\((\\S+) (\\S+)\\)\n", "$1 $2 $3");
        String[] parts = version.split(" ");
        String[] numbers = parts[0].split("[.-]", 4);
        assertThat(told.stdout().lines().filter(line -> line.startsWith("SPIN_") && !line.startsWith("SPIN_DATA_DIR"))).containsExactly(
                "SPIN_BIN_PATH="
                        + Checkout.root().resolve("spin"), "SPIN_BRANCH=" + line(told.stdout(), "SPIN_BRANCH"), "SPIN_BUILD_DATE="
                                + parts[2], "SPIN_COMMIT_DATE="
                                        + parts[2],
                "SPIN_COMMIT_SHA=" + parts[1], "SPIN_DEBUG=false", "SPIN_TARGET_TRIPLE=" + line(told.stdout(), "SPIN_TARGET_TRIPLE"),
                "SPIN_VERSION="
                        + parts[0],
                "SPIN_VERSION_MAJOR=" + numbers[0], "SPIN_VERSION_MINOR=" + numbers[1], "SPIN_VERSION_PATCH=" + numbers[2],
                "SPIN_VERSION_PRE="
                        + (numbers.length > 3 ? numbers[3] : ""));
        assertThat(line(told.stdout(), "SPIN_TARGET_TRIPLE")).contains("-linux-gnu");
        assertThat(line(told.stdout(), "SPIN_BRANCH")).isNotEmpty();
    }

    private static String line(String text, String variable) {
        return text.lines().filter(line -> line.startsWith(variable + "=")).map(line -> line.substring(variable.length() + 1)).findFirst()
                .orElseThrow();
    }

    @Test
    void a_signal_reaches_the_plugin_and_its_answer_comes_back() throws IOException {
        Path manifest = plugin("server", "1.0.0", "trap 'echo ended; exit 5' TERM\necho started >&2\nwhile :; do sleep 0.1; done");
        assertThat(spin("plugins", "install", "--file", manifest.toString(), "--yes").run().exitCode()).isZero();
        try (SpinProcess process = spin("server").start()) {
            process.awaitStderr("started");
            process.terminate();
            assertThat(process.awaitExit()).isEqualTo(5);
            assertThat(process.stdout()).isEqualTo("ended");
        }
    }

    @Test
    void a_plugin_whose_program_is_gone_is_explained() throws IOException {
        Path manifest = plugin("tool", "1.0.0", "echo hi");
        assertThat(spin("plugins", "install", "--file", manifest.toString(), "--yes").run().exitCode()).isZero();
        Files.delete(data.resolve("plugins/tool/tool"));
        assertRefused(spin("tool").run(), "is missing. Try uninstalling and installing the plugin 'tool' again.");
        SpinProcess.Finished again = spin("plugins", "install", "--file", manifest.toString(), "--yes").run();
        assertThat(again.stdout()).contains("Plugin 'tool' was installed successfully!");
        SpinProcess.Finished similar = spin("toll").run();
        assertThat(similar.exitCode()).isEqualTo(2);
        assertThat(similar.stderr()).isEqualTo(
                "Error: 'toll' is not a known Spin command. See spin --help.\n\nThe most similar command is:\n    tool\n\n");
    }

    @Test
    void the_life_of_a_plugin_from_a_catalogue_in_a_folder() throws IOException {
        Path place = Files.createDirectories(folder.resolve("catalogue/manifests/tool"));
        Files.copy(plugin("tool", "1.0.0", "echo one"), place.resolve("tool@1.0.0.json"));
        Files.copy(plugin("tool", "2.0.0", "echo two"), place.resolve("tool.json"));
        Files.createDirectories(folder.resolve("config/spin"));
        Files.writeString(folder.resolve("config/spin/config.toml"), "[plugins]\ncatalogue = \"" + folder.resolve("catalogue") + "\"\n");
        assertThat(spin("plugins", "list").run().stdout()).isEqualTo("tool 1.0.0\ntool 2.0.0\n");
        assertThat(spin("plugin", "install", "tool", "-v", "1.0.0", "-y").run().exitCode()).isZero();
        assertThat(spin("plugins", "search", "oo").run().stdout()).isEqualTo("tool 1.0.0 [installed]\ntool 2.0.0\n");
        assertThat(spin("plugins", "list", "--summary").run().stdout()).isEqualTo("tool 2.0.0 [installed version: 1.0.0]\n");
        assertThat(spin("plugins", "list", "--summary", "--format", "json").run().stdout()).isEqualTo("""
                [
                  {
                    "name": "tool",
                    "installed": true,
                    "version": "2.0.0",
                    "installedVersion": "1.0.0"
                  }
                ]
                """);
        assertThat(spin("plugins", "show", "tool").run().stdout()).isEqualTo(
                "tool: 2.0.0 (License: Apache-2.0)\n\nThe sample plugin tool\n");
        SpinProcess.Finished select = spin("plugins", "upgrade").run();
        assertRefused(select, "there is no terminal to ask at");
        assertThat(select.stderr()).contains("tool from version 1.0.0 to 2.0.0");
        assertThat(spin("plugins", "upgrade", "--all", "--yes").run().exitCode()).isZero();
        assertThat(spin("tool").run().stdout()).isEqualTo("two\n");
        assertThat(spin("plugins", "upgrade").run().stderr()).isEqualTo("All plugins are up to date\n");
        assertRefused(spin("plugins", "upgrade", "tool", "-v", "1.0.0", "-y").run(),
                "Newer version 2.0.0 of plugin 'tool' is already installed.");
        assertThat(spin("plugins", "upgrade", "tool", "-v", "1.0.0", "-y", "--downgrade").run().exitCode()).isZero();
        assertThat(spin("plugins", "rm", "tool").run().stdout()).isEqualTo("Plugin tool was successfully uninstalled\n");
        assertThat(spin("plugins", "rm", "tool").run().stdout()).isEqualTo("Plugin tool isn't present, so no changes were made\n");
        assertThat(installed()).isEmpty();
    }

    @Test
    void listing_plugins_loads_no_library_for_json_or_http() {
        SpinProcess.Finished finished = spin("plugins", "list", "--installed").environment("SPIN_JVM_OPTS", "-Xlog:class+load:stderr")
                // An AOT cache has the classes of all commands ready, needed or not.
                .environment("SPIN_AOT", "off").run();
        assertThat(finished.stdout()).isEqualTo("No plugins found\n");
        assertThat(finished.stderr().lines()).as("classes loaded").hasSizeGreaterThan(400).noneMatch(line -> line.contains(
                " com.fasterxml.") || line.contains(
                        " java.net.http.HttpClient") || line.contains(" org.tomlj.") || line.contains(" org.antlr.") || line.contains(
                                "ch.qos.logback"));
    }

    @Test
    void an_unknown_word_is_a_usage_error_that_asks_nobody() throws IOException {
        Path place = Files.createDirectories(folder.resolve("catalogue/manifests/tool"));
        Files.copy(plugin("tool", "1.0.0", "echo one"), place.resolve("tool.json"));
        SpinProcess.Finished finished = spin("tool").environment("SPIN_PLUGINS_CATALOGUE", folder.resolve("catalogue").toString()).run();
        assertThat(finished.exitCode()).isEqualTo(2);
        assertThat(finished.stderr()).isEqualTo("Error: 'tool' is not a known Spin command. See spin --help.\n\n");
    }

    /// As triggers for any Spin since 0.6 are written: nothing of this project is in it.
    @Test
    void a_trigger_from_elsewhere_receives_what_every_spin_gives_byte_for_byte() throws IOException {
        Path manifest = plugin("trigger-recorder", "1.0.0",
                """
                        { for word; do printf '%s\\0' "$word"; done; printf '\\n'; env | grep -E '^SPIN_(LOCKED_URL|WORKING_DIR|LOCAL_APP_DIR|VERSION)=' | sort
                          cat "${SPIN_LOCKED_URL#file://}"; printf '\\n'; pwd -P; } > seen
                        exit 9""");
        assertThat(spin("plugins", "install", "--file", manifest.toString(), "--yes").run().exitCode()).isZero();
        Path app = Files.createDirectories(folder.resolve("app"));
        Files.copy(Checkout.root().resolve("examples/hello-c/hello-c.wasm"), app.resolve("a.wasm"));
        Files.writeString(app.resolve("spin.toml"), """
                spin_manifest_version = 2
                [application]
                name = "recorded"
                version = "1.2.3"
                [application.trigger.recorder]
                speed = 3
                [[trigger.recorder]]
                component = "a"
                every = "5s"
                [component.a]
                source = "a.wasm"
                environment = { KEY = "value" }
                """);
        Path work = Files.createDirectories(folder.resolve("work")).toRealPath();
        SpinProcess.Finished finished = spin("up", "--temp", work.toString(), "--listen", "x", "--foo=1", "-z", "a b").in(app).run();
        assertThat(finished.exitCode()).as(finished.stderr()).isEqualTo(9);
        String version = spin("--version").run().stdout().split(" ", -1)[1];
        Path real = app.toRealPath();
        assertThat(Files.readString(app.resolve("seen"))).isEqualTo("""
                --listen\0x\0--foo=1\0-z\0a b\0
                SPIN_LOCAL_APP_DIR=%1$s
                SPIN_LOCKED_URL=file://%2$s/spin.lock
                SPIN_VERSION=%3$s
                SPIN_WORKING_DIR=%2$s
                {
                  "spin_lock_version": 0,
                  "metadata": {
                    "name": "recorded",
                    "origin": "file://%1$s/spin.toml",
                    "trigger": {
                      "speed": 3,
                      "type": "recorder"
                    },
                    "triggers": {
                      "recorder": {
                        "speed": 3
                      }
                    },
                    "version": "1.2.3"
                  },
                  "triggers": [
                    {
                      "id": "a-recorder-trigger",
                      "trigger_type": "recorder",
                      "trigger_config": {
                        "component": "a",
                        "every": "5s"
                      }
                    }
                  ],
                  "components": [
                    {
                      "id": "a",
                      "source": {
                        "content_type": "application/wasm",
                        "source": "file://%1$s/a.wasm"
                      },
                      "env": {
                        "KEY": "value"
                      }
                    }
                  ]
                }
                %1$s
                """.formatted(real, work, version));
        assertThat(spin("plugins", "uninstall", "trigger-recorder").run().exitCode()).isZero();
        SpinProcess.Finished gone = spin("up").in(app).run();
        assertRefused(gone, "No built-in trigger named 'recorder', and no plugin named 'trigger-recorder' was found");
    }

    @Test
    void the_sample_of_a_trigger_runs_and_ends_when_it_is_asked_to() throws IOException {
        Path manifest = packaged(Checkout.root().resolve("examples/plugins/trigger-timer"), "trigger-timer", "1.0.0");
        assertThat(spin("plugins", "install", "--file", manifest.toString(), "--yes").run().exitCode()).isZero();
        Path app = Files.createDirectories(folder.resolve("app"));
        Files.copy(Checkout.root().resolve("examples/hello-c/hello-c.wasm"), app.resolve("a.wasm"));
        Files.writeString(app.resolve("spin.toml"), """
                spin_manifest_version = 2
                [application]
                name = "ticking"
                [[trigger.timer]]
                component = "a"
                [component.a]
                source = "a.wasm"
                """);
        SpinProcess.Finished twice = spin("up", "--interval", "0", "--count", "2").in(app).run();
        assertThat(twice.stdout()).isEqualTo("timer: ticking, tick 1\ntimer: ticking, tick 2\n");
        assertThat(twice.exitCode()).isZero();
        assertThat(spin("up", "--help").in(app).run().stdout()).contains("--interval <SECONDS>");
    }
}
