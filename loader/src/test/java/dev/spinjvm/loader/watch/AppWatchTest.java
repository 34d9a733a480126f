package dev.spinjvm.loader.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Builds here copy `src/main.txt` to `app.wasm`; what is told is which text was built and started.
class AppWatchTest {
    private static final String MANIFEST = """
            spin_manifest_version = 2
            [application]
            name = "app"
            [[trigger.http]]
            route = "/..."
            component = "a"
            [component.a]
            source = "app.wasm"
            files = ["assets/**/*"]
            build = { command = "true", watch = ["src/**/*"] }
            """;

    @TempDir
    Path folder;
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Runnable> whileBuilding = new AtomicReference<>();
    private @Nullable AppWatch watch;
    private @Nullable Thread runner;

    @BeforeEach
    void app() throws IOException {
        Files.createDirectories(folder.resolve("src"));
        Files.createDirectories(folder.resolve("assets"));
        write("spin.toml", MANIFEST);
        write("src/main.txt", "1");
        write("assets/a.txt", "a");
    }

    @AfterEach
    void end() throws InterruptedException {
        if (watch != null && runner != null) {
            watch.stop();
            runner.join();
        }
    }

    @Test
    void aChangeIsBuiltAndStartedOnce() throws Exception {
        start(true, true);
        expect("build 1", "start 1");
        write("src/main.txt", "2");
        expect("build 2", "start 2");
        assertQuiet();
    }

    @Test
    void aBurstOfChangesIsOneChange() throws Exception {
        start(true, true);
        expect("build 1", "start 1");
        for (int i = 0; i < 20; i++) {
            // As editors do it: a new file takes the name.
            write("src/.new", "text " + i);
            Files.move(folder.resolve("src/.new"), folder.resolve("src/main.txt"), StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
        List<String> seen = new ArrayList<>();
        while (!seen.contains("start text 19")) {
            seen.add(next());
        }
        assertThat(seen).hasSizeLessThanOrEqualTo(4).endsWith("build text 19", "start text 19");
        assertQuiet();
    }

    @Test
    void newFoldersAreWatched() throws Exception {
        start(true, true);
        expect("build 1", "start 1");
        Files.createDirectories(folder.resolve("src/deep/er"));
        write("src/deep/er/new.txt", "x");
        expect("build 1");
        write("src/deep/er/new.txt", "xy");
        expect("build 1");
        assertQuiet();
    }

    @Test
    void assetsNeedNoBuild() throws Exception {
        start(true, true);
        expect("build 1", "start 1");
        write("assets/b.txt", "b");
        expect("start 1");
        assertQuiet();
    }

    @Test
    void assetsThatAreMountedNeedNothing() throws Exception {
        start(true, false);
        expect("build 1", "start 1");
        write("assets/b.txt", "b");
        assertQuiet();
    }

    @Test
    void withoutBuildsOnlyWhatWasBuiltCounts() throws Exception {
        write("app.wasm", "old");
        start(false, true);
        expect("start old");
        write("src/main.txt", "2");
        assertQuiet();
        write("app.wasm", "new");
        expect("start new");
    }

    @Test
    void whatIsWatchedFollowsTheManifest() throws Exception {
        start(true, true);
        expect("build 1", "start 1");
        write("spin.toml", MANIFEST.replace("src/**/*", "other/**/*"));
        expect("build 1", "start 1");
        write("src/main.txt", "2");
        assertQuiet();
        Files.createDirectories(folder.resolve("other"));
        write("other/x", "x");
        expect("build 2", "start 2");
    }

    @Test
    void theFirstStartWaitsForABuildThatSucceeds() throws Exception {
        write("src/main.txt", "fail");
        start(true, true);
        expect("build fail");
        write("src/main.txt", "2");
        expect("build 2", "start 2");
        write("src/main.txt", "fail");
        expect("build fail");
        assertQuiet();
    }

    @Test
    void aChangeDuringABuildIsNotLost() throws Exception {
        once(() -> write("src/main.txt", "2"));
        start(true, true);
        expect("build 1", "build 2", "start 2");
        once(() -> write("src/other.txt", "x"));
        write("src/main.txt", "3");
        expect("build 3", "build 3", "start 3");
        assertQuiet();
    }

    @Test
    void aBuildThatWritesTheSameAgainIsNoLoop() throws Exception {
        whileBuilding.set(() -> write("src/generated.txt", "always the same"));
        start(true, true);
        expect("build 1", "build 1", "start 1");
        write("src/main.txt", "2");
        expect("build 2", "start 2");
        assertQuiet();
    }

    @Test
    void aBuildThatAlwaysWritesSomethingElseIsStoppedAndTold() throws Exception {
        whileBuilding.set(() -> write("src/stamp.txt", String.valueOf(System.nanoTime())));
        start(true, true);
        expect("build 1", "build 1", "build 1");
        assertThat(next()).startsWith("tell The build changes files that it is watched for").contains("stamp.txt");
        expect("start 1");
        assertQuiet();
    }

    private void start(boolean build, boolean assets) {
        AppWatch made = new AppWatch(folder.resolve("spin.toml"), new WatchOptions(null, Duration.ofMillis(60), build, assets),
                new Recorder());
        watch = made;
        runner = Thread.ofPlatform().start(() -> {
            try {
                made.run();
            } catch (InterruptedException _) {
                done.add("stopped");
            }
        });
    }

    private void expect(String... events) throws InterruptedException {
        for (String event : events) {
            assertThat(next()).isEqualTo(event);
        }
    }

    private String next() throws InterruptedException {
        String event = done.poll(60, TimeUnit.SECONDS);
        assertThat(event).as("something is done").isNotNull();
        return String.valueOf(event);
    }

    /// Long enough for a second look at everything.
    private void assertQuiet() throws InterruptedException {
        assertThat(done.poll(1500, TimeUnit.MILLISECONDS)).isNull();
    }

    private void once(Runnable action) {
        whileBuilding.set(() -> {
            whileBuilding.set(null);
            action.run();
        });
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Recorder implements WatchActions {
        @Override
        public boolean build() {
            String text = read("src/main.txt");
            done.add("build " + text);
            Runnable meanwhile = whileBuilding.get();
            if (meanwhile != null) {
                meanwhile.run();
            }
            if (text.equals("fail")) {
                return false;
            }
            if (!Files.exists(folder.resolve("app.wasm")) || !read("app.wasm").equals(text)) {
                write("app.wasm", text);
            }
            return true;
        }

        @Override
        public void restart() {
            done.add("start " + read("app.wasm"));
        }

        @Override
        public void begin() {
            // No screen to clear.
        }

        @Override
        public void tell(String text) {
            done.add("tell " + text);
        }
    }
}
