package dev.spinjvm.loader.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.process.ChildProcesses;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs real commands of the system's shell; what they do shows in the file `log` of the application.
class AppBuildTest {
    private static final String HEAD = """
            spin_manifest_version = 2
            [application]
            name = "app"
            [[trigger.http]]
            route = "/..."
            component = "a"
            """;

    @TempDir
    Path folder;
    private final List<String> said = new ArrayList<>();
    private final ChildProcesses children = new ChildProcesses();

    @BeforeEach
    void sources() throws IOException {
        for (String name : List.of("a.wasm", "b.wasm", "c.wasm")) {
            Files.write(folder.resolve(name), new byte[]{0});
        }
    }

    @AfterEach
    void end() {
        children.close();
    }

    @Test
    void dependenciesAreBuiltBeforeTheirConsumers() throws Exception {
        build("""
                [component.a]
                source = "a.wasm"
                build.command = "echo a >> log"
                [component.a.dependencies]
                "x:y/z" = { path = "b.wasm" }
                [component.b]
                source = "b.wasm"
                build.command = "echo b >> log"
                [component.b.dependencies]
                "x:y/z" = { component = "c" }
                [component.c]
                source = "c.wasm"
                build.command = "echo c >> log"
                """, null);
        assertThat(log()).containsExactly("c", "b", "a");
        assertThat(said).contains("Building|component c with `echo c >> log`").endsWith("Finished|building all Spin components");
    }

    @Test
    void componentsThatDependOnEachOtherAreBuiltInTheOrderOfTheManifest() throws Exception {
        build("""
                [component.a]
                source = "a.wasm"
                build.command = "echo a >> log"
                dependencies = { "x:y/z" = { path = "b.wasm" } }
                [component.b]
                source = "b.wasm"
                build.command = "echo b >> log"
                dependencies = { "x:y/z" = { path = "a.wasm" } }
                """, null);
        assertThat(log()).containsExactly("a", "b");
    }

    @Test
    void commandsOfAListRunInOrderAndInTheWorkingFolder() throws Exception {
        Files.createDirectory(folder.resolve("sub"));
        build("""
                [component.a]
                source = "a.wasm"
                build.command = ["echo 1 >> ../log", "echo 2 >> ../log"]
                build.workdir = "sub"
                """, null);
        assertThat(log()).containsExactly("1", "2");
        assertThat(said).containsExactly("Building|component a (2 commands)",
                "Running build step|1/2 for component a with 'echo 1 >> ../log'", "Working directory: \"" + folder.resolve("sub") + "\"",
                "Running build step|2/2 for component a with 'echo 2 >> ../log'", "Working directory: \"" + folder.resolve("sub") + "\"",
                "Finished|building all Spin components");
    }

    @Test
    void theFirstCommandThatFailsEndsTheBuild() {
        assertThatThrownBy(() -> build("""
                [component.a]
                source = "a.wasm"
                build.command = ["exit 3", "echo never >> log"]
                [component.b]
                source = "b.wasm"
                build.command = "echo never >> log"
                """, null)).isInstanceOf(BuildException.class).hasMessage("Build command for component a failed with status Exited(3)");
        assertThat(folder.resolve("log")).doesNotExist();
    }

    @Test
    void aWorkingFolderMustBeRelative() {
        assertThatThrownBy(() -> build("""
                [component.a]
                source = "a.wasm"
                build = { command = "true", workdir = "/" }
                """, null)).hasMessage("The workdir specified in the application file must be relative.");
    }

    @Test
    void onlyTheComponentsThatWereNamedAreBuilt() throws Exception {
        String manifest = """
                [component.a]
                source = "a.wasm"
                build.command = "echo a >> log"
                [component.b]
                source = "b.wasm"
                build.command = "echo b >> log"
                """;
        build(manifest, null, "b");
        assertThat(log()).containsExactly("b");
        assertThatThrownBy(() -> build(manifest, null, "x", "b", "y")).hasMessage("Unknown component(s) x, y");
    }

    @Test
    void withoutCommandsThereIsNothingToDo() throws Exception {
        build("""
                [component.a]
                source = "a.wasm"
                """, null);
        assertThat(said).first().isEqualTo("None of the components have a build command.");
    }

    @Test
    void aProfileHasItsOwnCommandAndIsNoted() throws Exception {
        String manifest = """
                [component.a]
                source = "a.wasm"
                build.command = "echo release >> log"
                profile.debug = { build.command = "echo debug >> log" }
                """;
        build(manifest, null);
        assertThat(folder.resolve(".spin")).doesNotExist();
        build(manifest, "debug");
        assertThat(log()).containsExactly("release", "debug");
        assertThat(folder.resolve(".spin/last-build.txt")).hasContent("debug");
        assertThat(LastBuild.warning(folder, "debug")).isEmpty();
        assertThat(LastBuild.warning(folder, null)).hasValueSatisfying(warning -> assertThat(warning).startsWith(
                "You built a different profile more recently than the one you are running.").endsWith("`spin up --build`."));
        build(manifest, null);
        assertThat(folder.resolve(".spin/last-build.txt")).hasContent("<anonymous>");
        assertThat(LastBuild.warning(folder, "debug")).hasValueSatisfying(warning -> assertThat(warning).endsWith(
                "`spin up --build --profile debug`."));
        assertThatThrownBy(() -> build(manifest, "none")).isInstanceOf(LoadException.class)
                .hasMessageStartingWith("Cannot read manifest file from ").hasRootCauseMessage(
                        "Profile none is not defined in this application");
    }

    @Test
    void faultsInPartsThatBuildsDoNotNeedAreTold() throws Exception {
        build("""
                [component.a]
                source = "a.wasm"
                key_value_stores = 17
                build.command = "echo a >> log"
                """, null);
        assertThat(log()).containsExactly("a");
        assertThat(said).last().asString().startsWith(
                "warning|The manifest has errors not related to the Wasm component build. Error details:").contains("spin.toml:9:");
    }

    @Test
    void whatWouldOnlyShowAtStartIsTold() throws Exception {
        build("""
                [component.a]
                source = "a.wasm"
                files = ["missing.txt"]
                build.command = "true"
                [[trigger.http]]
                route = "/other"
                component = "a"
                colour = "red"
                """, null);
        assertThat(said).last().asString().startsWith("warning|").contains("missing.txt").contains("colour");
    }

    @Test
    void faultsInBuildTablesEndTheBuild() {
        assertThatThrownBy(() -> build("""
                [component.a]
                source = "a.wasm"
                build.command = 17
                """, null)).isInstanceOf(LoadException.class).hasMessageStartingWith("Cannot read manifest file from ")
                .hasMessageContaining(
                        "spin.toml:9:");
        assertThatThrownBy(() -> build("[component.a", null)).isInstanceOf(LoadException.class).hasMessageStartingWith(
                "Cannot read manifest file from ");
    }

    @Test
    void anInterruptedBuildLeavesNoProcess() throws Exception {
        var started = new java.util.concurrent.CompletableFuture<Void>();
        Path ready = folder.resolve("ready");
        Thread builder = Thread.ofPlatform().start(() -> {
            try {
                build("""
                        [component.a]
                        source = "a.wasm"
                        build.command = "echo $$ > pid; mv pid ready; sleep 600; true"
                        """, null);
            } catch (InterruptedException _) {
                started.complete(null);
            } catch (IOException e) {
                started.completeExceptionally(e);
            }
        });
        while (!Files.exists(ready)) {
            Thread.onSpinWait();
        }
        ProcessHandle shell = ProcessHandle.of(Long.parseLong(Files.readString(ready).strip())).orElseThrow();
        builder.interrupt();
        builder.join();
        assertThat(started).isCompleted();
        assertThat(shell.isAlive()).isFalse();
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("log"));
    }

    private void build(String components, @Nullable String profile, String... ids) throws IOException, InterruptedException {
        Path manifest = folder.resolve("spin.toml");
        Files.writeString(manifest, HEAD + components);
        said.clear();
        Recorder recorder = new Recorder();
        new AppBuild(new ShellBuilder(Shell.ofThisSystem(children), recorder, Map.of()), recorder, BuildHooks.NONE).run(manifest,
                new BuildOptions(profile, List.of(ids), true, true, folder));
    }

    private final class Recorder implements BuildConsole {
        @Override
        public void step(String verb, String rest) {
            said.add(verb + "|" + rest);
        }

        @Override
        public void line(String text) {
            said.add(text);
        }

        @Override
        public void warning(String text) {
            said.add("warning|" + text);
        }

        @Override
        public void error(String text) {
            said.add("error|" + text);
        }

        @Override
        public void detail(String subject, String text) {
            said.add(subject + "|" + text);
        }
    }
}
