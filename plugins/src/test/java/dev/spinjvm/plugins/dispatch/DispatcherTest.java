package dev.spinjvm.plugins.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.dispatch.PluginCallException.Reason;
import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.plugins.json.JsonTextException;
import dev.spinjvm.plugins.manage.Catalogue;
import dev.spinjvm.plugins.manage.CatalogueSource;
import dev.spinjvm.plugins.manage.Downloads;
import dev.spinjvm.plugins.manage.Notices;
import dev.spinjvm.plugins.manage.Platform;
import dev.spinjvm.plugins.manage.PluginManager;
import dev.spinjvm.plugins.manage.PluginStore;
import dev.spinjvm.plugins.manage.SpinRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatcherTest {
    private static final Platform HERE = Platform.of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));

    @TempDir
    Path folder;
    private PluginManager manager;
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private final List<PluginEvent> heard = new ArrayList<>();

    @BeforeEach
    void manager() {
        Downloads none = (_, _, _, _) -> 404;
        PluginStore store = new PluginStore(folder.resolve("plugins"), HERE);
        Catalogue catalogue = new Catalogue(store.root(), new CatalogueSource.Folder(folder.resolve("catalogue")), none, Map.of(), true);
        SpinRelease spin = SpinRelease.of("4.0.2", "abc1234", "2026-03-31", "main", HERE, Path.of("/opt/spin/spin"));
        manager = new PluginManager(spin, store, catalogue, none, new Notices(false, false, _ -> {}), Set.of());
        environment.put("JAVA_HOME", System.getProperty("java.home", ""));
    }

    private Dispatcher dispatcher() {
        return new Dispatcher(manager, environment, folder);
    }

    private PluginProgram plugin(PluginKind kind, String name, String script) throws IOException {
        String full = kind.keyword() + "-" + name;
        Path file = Files.createDirectories(folder.resolve("plugins").resolve(full)).resolve(full);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return dispatcher().require(kind, name);
    }

    private PluginAnswer run(PluginProgram program, Map<String, ?> request) {
        return dispatcher().call(program, "run", request, heard::add, Dispatcher.Options.usual());
    }

    private PluginCallException failure(PluginProgram program) {
        return Objects.requireNonNull(catchThrowableOfType(PluginCallException.class, () -> run(program, Map.of())));
    }

    @Test
    void a_plugin_receives_the_request_the_verb_and_the_variables_of_spin() throws IOException {
        environment.put("MINE", "kept");
        PluginProgram program = plugin(PluginKind.RUN, "echo", """
                { echo "$#/$1"; cat; env | grep -E '^(SPIN_|MINE)' | sort; pwd; } > seen
                """);
        Dispatcher.Options options = new Dispatcher.Options(folder.resolve("out"), null, _ -> {});
        dispatcher().call(program, "run", Map.of("text", "a\n\"ä\""), heard::add, options);
        assertThat(Files.readString(folder.resolve("seen"))).isEqualTo("""
                1/run
                {"protocol":1,"text":"a\\n\\"ä\\""}
                MINE=kept
                SPIN_BIN_PATH=/opt/spin/spin
                SPIN_BRANCH=main
                SPIN_BUILD_DATE=2026-03-31
                SPIN_COMMIT_DATE=2026-03-31
                SPIN_COMMIT_SHA=abc1234
                SPIN_DEBUG=false
                SPIN_OUTPUT_DIR=%s
                SPIN_TARGET_TRIPLE=%s
                SPIN_VERSION=4.0.2
                SPIN_VERSION_MAJOR=4
                SPIN_VERSION_MINOR=0
                SPIN_VERSION_PATCH=2
                SPIN_VERSION_PRE=
                %s
                """.formatted(folder.resolve("out"), HERE.triple(), folder));
    }

    @Test
    void events_come_in_their_order_and_the_result_last() throws IOException {
        PluginProgram program = plugin(PluginKind.BUILD, "steps", """
                cat >/dev/null
                echo '{"event":"progress","message":"one"}'
                echo
                echo '{"event":"warning","message":"two"}'
                echo '{"event":"percent","value":3}'
                printf '{"event":"result","components":[{"id":"a","ok":true}]}'
                """);
        List<PluginEvent> events = new ArrayList<>();
        PluginAnswer answer = dispatcher().call(program, "run", Map.of(), events::add, Dispatcher.Options.usual());
        assertThat(events).containsExactly(new PluginEvent.Progress("one"), new PluginEvent.Warning("two"), new PluginEvent.Other("percent",
                Map.of("event",
                        "percent", "value", 3L)));
        assertThat(answer.result()).isEqualTo(Map.of("components", List.of(Map.of("id", "a", "ok", true))));
    }

    @Test
    void each_way_to_break_the_contract_is_told() throws IOException {
        assertThat(failure(plugin(PluginKind.BUILD, "a", "cat >/dev/null; exit 3"))).hasMessage(
                "plugin 'build-a' ended with exit code 3 and gave no result")
                .extracting(PluginCallException::reason).isEqualTo(Reason.DIED);
        assertThat(failure(plugin(PluginKind.BUILD, "b", "kill -9 $$"))).hasMessage(
                "plugin 'build-b' was ended by signal 9 and gave no result");
        assertThat(failure(plugin(PluginKind.BUILD, "c", "true"))).hasMessage("plugin 'build-c' ended and gave no result");
        assertThat(failure(plugin(PluginKind.BUILD, "d", "echo Building...; exec sleep 1000"))).hasMessage(
                "plugin 'build-d' printed something that is no JSON object on line 1 of its answer: 'Building...'. What people are to read belongs on its"
                        + " standard error")
                .extracting(PluginCallException::reason).isEqualTo(Reason.MALFORMED);
        assertThat(failure(plugin(PluginKind.BUILD, "e", "echo '{\"a\":1}'"))).hasMessage(
                "plugin 'build-e' printed an object without `event` on line 1 of its answer");
        assertThat(failure(plugin(PluginKind.BUILD, "f", "exit 64"))).hasMessage("plugin 'build-f' does not know how to 'run'").extracting(
                PluginCallException::reason).isEqualTo(Reason.UNKNOWN_VERB);
        assertThat(failure(plugin(PluginKind.BUILD, "g",
                "echo '{\"event\":\"error\",\"code\":\"disk\",\"message\":\"no space\"}'; exit 1"))).hasMessage(
                        "plugin 'build-g' failed: no space").extracting(PluginCallException::code).isEqualTo("disk");
        assertThat(failure(plugin(PluginKind.BUILD, "h", "echo '{\"event\":\"result\"}'"))).hasMessage(
                "plugin 'build-h': its result lacks `components`");
        assertThat(failure(plugin(PluginKind.BUILD, "i", "echo '{\"event\":\"result\",\"components\":\"x\"}'"))).hasMessage(
                "plugin 'build-i': `components` of its result is no list");
        assertThat(failure(plugin(PluginKind.BUILD, "j", "echo '{\"event\":\"result\",\"components\":[]}'; exit 2"))).hasMessage(
                "plugin 'build-j' ended with exit code 2 although it gave a result");
        assertThat(failure(plugin(PluginKind.BUILD, "k",
                "echo '{\"event\":\"result\",\"components\":[]}'; echo '{\"event\":\"progress\"}'"))).hasMessage(
                        "plugin 'build-k' went on after its result, on line 2 of its answer");
        assertThat(failure(plugin(PluginKind.BUILD, "l", "printf '\\377\\n'"))).hasMessageContaining("is no text on line 1");
        assertThat(failure(plugin(PluginKind.BUILD, "m", "head -c 10000000 /dev/zero | tr '\\0' x"))).hasMessageContaining(
                "a line of more than");
    }

    @Test
    void a_plugin_that_takes_too_long_is_ended_with_all_that_it_started() throws IOException {
        PluginProgram program = plugin(PluginKind.RUN, "slow", "sleep 1000 & echo $! > child; wait");
        Dispatcher.Options options = new Dispatcher.Options(null, Duration.ofMillis(500), _ -> {});
        assertThatThrownBy(() -> dispatcher().call(program, "run", Map.of(), heard::add, options)).hasMessage(
                "plugin 'run-slow' did not answer to 'run' within 0.5 s");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
    }

    @Test
    void a_plugin_that_runs_can_be_asked_to_end() throws Exception {
        PluginProgram program = plugin(PluginKind.RUN, "server", """
                trap 'echo "{\\"event\\":\\"result\\",\\"ended\\":true}"; exit 0' TERM
                echo '{"event":"progress","message":"up"}'
                while :; do sleep 0.1; done
                """);
        AtomicReference<PluginCall> call = new AtomicReference<>();
        CountDownLatch up = new CountDownLatch(1);
        AtomicReference<PluginAnswer> answer = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> answer.set(dispatcher().call(program, "run", Map.of(), _ -> up.countDown(),
                new Dispatcher.Options(null, null, call::set))));
        up.await();
        Objects.requireNonNull(call.get()).stop();
        thread.join();
        assertThat(Objects.requireNonNull(answer.get()).result()).isEqualTo(Map.of("ended", true));
    }

    @Test
    void a_request_that_nobody_reads_hurts_nobody() throws IOException {
        PluginProgram program = plugin(PluginKind.RUN, "deaf", "echo '{\"event\":\"result\"}'");
        assertThat(run(program, Map.of("large", "x".repeat(5_000_000))).result()).isEmpty();
    }

    @Test
    void plugins_describe_themselves() throws IOException {
        PluginProgram program = plugin(PluginKind.BUILD, "good", """
                [ "$1" = describe ] || exit 64
                cat <<END
                {
                  "protocol": 1, "kind": "build", "verbs": ["run"], "more": [1],
                  "config": {"image": {"help": "The image", "env": "IMAGE", "secret": true, "default": "x"}}
                }
                END
                """);
        Description description = dispatcher().describe(program);
        assertThat(description.verbs()).containsExactly("run");
        assertThat(description.options()).isEqualTo(Map.of("image", new Description.Setting("The image", "IMAGE", true, "x")));
        assertThat(description.members()).containsEntry("more", List.of(1L));
    }

    @Test
    void a_description_of_another_protocol_or_kind_or_none_at_all_is_refused() throws IOException {
        environment.put("SPIN_PLUGIN_START_TIMEOUT", "1");
        Map<String, String> refused = Map.of("echo '{\"protocol\":2,\"kind\":\"run\"}'",
                "plugin 'run-x' speaks version 2 of the protocol, and this Spin version 1; upgrade Spin", "echo '{\"protocol\":0}'",
                "plugin 'run-x' speaks version 0 of the protocol, and this Spin version 1; upgrade the plugin", "echo '{\"kind\":\"run\"}'",
                "plugin 'run-x' does not say which version of the protocol it speaks", "echo '{\"protocol\":1,\"kind\":\"build\"}'",
                "plugin 'run-x' says that it is of the kind 'build'", "echo hello",
                "plugin 'run-x' does not describe itself as a JSON object: expected a value at line 1 column 1", "exit 7",
                "plugin 'run-x' ended with exit code 7 when it was asked to describe itself", "exec sleep 1000",
                "plugin 'run-x' did not answer to 'describe' within 1.0 s");
        refused.forEach((script, message) -> assertThatThrownBy(() -> dispatcher().describe(plugin(PluginKind.RUN, "x", script))).as(script)
                .hasMessage(
                        message));
    }

    @Test
    void drivers_may_lie_on_the_path_and_nothing_else() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String name : List.of("spin-build-mine", "spin-deploy-mine")) {
            assertThat(Files.writeString(bin.resolve(name), "#!/bin/sh\n").toFile().setExecutable(true)).isTrue();
        }
        environment.put("PATH", "relative:" + bin + ":" + environment.get("PATH"));
        assertThat(dispatcher().find(PluginKind.BUILD, "mine")).contains(new PluginProgram(PluginKind.BUILD, "mine", bin.resolve(
                "spin-build-mine"),
                PluginProgram.Origin.PATH));
        assertThat(dispatcher().find(PluginKind.DEPLOY, "mine")).isEmpty();
        assertThat(dispatcher().find(PluginKind.BUILD, "../mine")).isEmpty();
        plugin(PluginKind.BUILD, "mine", "true");
        assertThat(dispatcher().require(PluginKind.BUILD, "mine").origin()).isEqualTo(PluginProgram.Origin.INSTALLED);
    }

    @Test
    void what_is_missing_is_told_with_what_is_there() throws IOException {
        assertThatThrownBy(() -> dispatcher().require(PluginKind.DEPLOY, "aws")).isInstanceOf(PluginException.NotFound.class).hasMessage(
                "There is no plugin 'deploy-aws'");
        plugin(PluginKind.DEPLOY, "folder", "true");
        plugin(PluginKind.RUN, "other", "true");
        assertThatThrownBy(() -> dispatcher().require(PluginKind.DEPLOY, "aws")).hasMessage(
                "There is no plugin 'deploy-aws'; installed are: folder");
        Path manifests = Files.createDirectories(folder.resolve("catalogue/manifests/deploy-aws"));
        Files.writeString(manifests.resolve("deploy-aws.json"),
                """
                        {"name":"deploy-aws","version":"1.0.0","spinCompatibility":"*","license":"MIT","packages":[{"os":"%s","arch":"%s","url":"x","sha256":"x"}]}
                        """
                        .formatted(HERE.os(), HERE.arch().equals("x86_64") ? "amd64" : HERE.arch()));
        assertThatThrownBy(() -> dispatcher().require(PluginKind.DEPLOY, "aws")).hasMessage(
                "There is no plugin 'deploy-aws'; install it with `spin plugins install deploy-aws`");
    }

    @Test
    void triggers_are_found_or_their_absence_is_told_as_spin_tells_it() throws IOException {
        TriggerPlugins triggers = new TriggerPlugins(manager);
        assertThatThrownBy(() -> triggers.find("cron")).hasMessage(
                "No built-in trigger named 'cron', and no plugin named 'trigger-cron' was found");
        assertThatThrownBy(() -> triggers.find("../x")).hasMessageContaining("no plugin named 'trigger-../x' was found");
        Path place = Files.createDirectories(folder.resolve("catalogue/manifests/trigger-cron"));
        String manifest = """
                {"name":"trigger-cron","version":"1.0.0","spinCompatibility":"%s","license":"MIT","packages":[{"os":"%s","arch":"%s","url":"x","sha256":"x"}]}
                """;
        String arch = HERE.arch().equals("x86_64") ? "amd64" : HERE.arch();
        Files.writeString(place.resolve("trigger-cron.json"), manifest.formatted(">=99", HERE.os(), arch));
        assertThatThrownBy(() -> triggers.find("cron")).hasMessage(
                "No built-in trigger named 'cron', and plugin 'trigger-cron' is not compatible");
        Files.writeString(place.resolve("trigger-cron.json"), manifest.formatted("*", HERE.os(), arch));
        assertThatThrownBy(() -> triggers.find("cron")).hasMessage(
                "No built-in trigger named 'cron', but plugin 'trigger-cron' is available to install");
        plugin(PluginKind.TRIGGER, "cron", "true");
        assertThat(triggers.find("cron").program()).isEqualTo(folder.resolve("plugins/trigger-cron/trigger-cron"));
    }

    // The samples.

    private PluginProgram sample(PluginKind kind, String name, String place) throws IOException {
        String full = kind.keyword() + "-" + name;
        Path target = Files.createDirectories(folder.resolve("plugins").resolve(full));
        try (var files = Files.list(root().resolve("examples/plugins").resolve(place))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        PluginProgram program = dispatcher().require(kind, name);
        assertThat(dispatcher().describe(program).kind()).isEqualTo(kind.keyword());
        return program;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("spin")) || !Files.isDirectory(folder.resolve("examples"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the tests run inside a checkout");
        }
        return folder;
    }

    @Test
    void the_sample_of_a_runtime_driver() throws IOException {
        PluginProgram program = sample(PluginKind.RUN, "show", "run-show");
        List<PluginEvent> events = new ArrayList<>();
        assertThat(dispatcher().call(program, "run", Map.of("lockedAppUrl", "file:///x"), events::add, Dispatcher.Options.usual()).result())
                .isEmpty();
        assertThat(events).containsExactly(new PluginEvent.Progress("reading the request"));
    }

    @Test
    void the_sample_of_a_loader() throws IOException {
        PluginProgram program = sample(PluginKind.LOADER, "dir", "loader-dir");
        Path app = Files.createDirectories(folder.resolve("app"));
        Dispatcher.Options options = Dispatcher.Options.usual();
        Map<String, String> request = Map.of("reference", "dir:" + app);
        assertThatThrownBy(() -> dispatcher().call(program, "load", request, heard::add, options)).hasMessage(
                "plugin 'loader-dir' failed: '"
                        + app
                        + "' does not hold exactly one component");
        Files.writeString(app.resolve("a.wasm"), "");
        assertThat(dispatcher().call(program, "load", request, heard::add, options).result()).isEqualTo(Map.of("wasm", app.resolve("a.wasm")
                .toString(),
                "digest", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }

    @Test
    void the_sample_of_a_build_driver() throws IOException {
        environment.put("SPIN_PLUGIN_START_TIMEOUT", "300");
        PluginProgram program = sample(PluginKind.BUILD, "command", "java");
        Map<String, Object> made = Map.of("id", "a", "command", List.of("echo built", "echo x > a.wasm"), "source", "a.wasm");
        Map<String, Object> failed = Map.of("id", "b", "command", List.of("false"), "source", "a.wasm", "workdir", ".");
        PluginAnswer answer = run(program, Map.of("appRoot", folder.toString(), "components", List.of(made, failed)));
        String artifact = folder.resolve("a.wasm").toString();
        assertThat(answer.result()).isEqualTo(Map.of("components", List.of(Map.of("id", "a", "ok", true, "artifact", artifact), Map.of("id",
                "b", "ok",
                false, "artifact", artifact))));
    }

    @Test
    void the_sample_of_a_deploy_provider() throws IOException, JsonTextException {
        environment.put("SPIN_PLUGIN_START_TIMEOUT", "300");
        PluginProgram program = sample(PluginKind.DEPLOY, "folder", "java");
        Path lock = Files.writeString(folder.resolve("spin.lock"), "{}");
        Map<String, Object> request = JsonText.object("""
                {"app":{"name":"hello","version":"1.0.0","lockedPath":"%s"},"options":{"folder":"%s"},"dryRun":false}
                """.formatted(lock, folder.resolve("platform")));
        Dispatcher.Options options = Dispatcher.Options.usual();
        assertThat(dispatcher().call(program, "deploy", request, heard::add, options).result()).containsEntry("revision", "1.0.0");
        assertThat(folder.resolve("platform/hello/1.0.0.json")).hasContent("{}");
        assertThat(dispatcher().call(program, "status", request, heard::add, options).result()).containsEntry("deployed", true);
        dispatcher().call(program, "delete", request, heard::add, options);
        assertThat(folder.resolve("platform/hello")).doesNotExist();
        assertThatThrownBy(() -> dispatcher().call(program, "rollback", request, heard::add, options)).hasMessage(
                "plugin 'deploy-folder' does not know how to 'rollback'");
        assertThatThrownBy(() -> dispatcher().call(program, "deploy", Map.of("app", Map.of("name", "x")), heard::add, options))
                .hasMessageContaining(
                        "say with `folder`");
    }
}
