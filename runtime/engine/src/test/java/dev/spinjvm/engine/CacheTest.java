package dev.spinjvm.engine;

import static dev.spinjvm.engine.Fixtures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {

    @TempDir
    private Path directory;

    private final List<String> compiled = new ArrayList<>();

    private Engine engine() {
        return Engine.builder().cacheDirectory(directory).progress(progress -> {
            if (progress instanceof Engine.Progress.Started started) {
                compiled.add(started.digest());
            }
        }).build();
    }

    private long run(Engine engine) {
        return value(Fixtures.instance(engine, "traps"), "negate", 3);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aSecondEngineCompilesNothing() throws IOException {
        assertThat(run(engine())).isEqualTo(-3);
        assertThat(compiled).hasSize(1);
        assertThat(files()).hasSize(1);
        assertThat(run(engine())).isEqualTo(-3);
        assertThat(compiled).hasSize(1);
    }

    @Test
    void compilationCanComeBeforeUse() throws IOException {
        byte[] module = Fixtures.bytes("traps");
        engine().precompile(module);
        assertThat(compiled).hasSize(1);
        List<Path> filled = files();
        assertThat(filled).hasSize(1);
        engine().precompile(module);
        assertThat(run(engine())).isEqualTo(-3);
        assertThat(compiled).hasSize(1);
        assertThat(files()).isEqualTo(filled);
        assertThatThrownBy(() -> Engine.builder().build().precompile(module)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void splitFunctionsAreCountedNowAndFromTheCache() {
        List<Engine.Progress> reports = new ArrayList<>();
        Engine engine = Engine.builder().cacheDirectory(directory).progress(reports::add).build();
        CoreModule module = engine.compile(TestModule.huge());
        assertThat(module.splitFunctions()).isEqualTo(1);
        assertThat(engine().compile(TestModule.huge()).splitFunctions()).isEqualTo(1);
        assertThat(engine.compile(Fixtures.bytes("traps")).splitFunctions()).isZero();
        assertThat(reports).hasSize(4).contains(new Engine.Progress.Started(module.digest(), TestModule.huge().length),
                new Engine.Progress.Finished(module.digest(), 1, 1));
    }

    @Test
    void anEngineRemembersItsModules() {
        Engine engine = engine();
        CoreModule first = engine.compile(Fixtures.bytes("traps"));
        assertThat(engine.compile(Fixtures.bytes("traps"))).isSameAs(first);
        assertThat(first.digest()).isEqualTo(compiled.getFirst()).hasSize(64);
    }

    @Test
    void damagedEntriesAreRebuilt() throws IOException {
        run(engine());
        Path file = files().getFirst();
        byte[] good = Files.readAllBytes(file);
        for (int length : new int[]{0, 3, 11, good.length / 2, good.length - 1}) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThat(run(engine())).isEqualTo(-3);
            assertThat(Files.readAllBytes(file)).hasSameSizeAs(good);
        }
        for (int at = 0; at < good.length; at += good.length / 7) {
            byte[] bad = good.clone();
            bad[at] ^= 4;
            Files.write(file, bad);
            assertThat(run(engine())).isEqualTo(-3);
        }
        assertThat(compiled).hasSizeGreaterThanOrEqualTo(12);
        assertThat(files()).hasSize(1);
    }

    @Test
    void anEntryUnderAnotherNameIsNotUsed() throws IOException {
        run(engine());
        Path file = files().getFirst();
        Engine other = engine();
        String digest = Engine.builder().build().compile(Fixtures.bytes("host")).digest();
        Files.copy(file, file.resolveSibling(digest + ".code"));
        assertThat(other.compile(Fixtures.bytes("host")).imports()).hasSize(4);
        assertThat(compiled).contains(digest);
    }

    @Test
    void anUnusableDirectoryIsNoFailure() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Engine engine = Engine.builder().cacheDirectory(file.resolve("below")).build();
        assertThat(run(engine)).isEqualTo(-3);
    }

    @Test
    void manyEnginesAtOnceLeaveOneEntry() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Engine engine = Engine.builder().cacheDirectory(directory).build();
                tasks.add(() -> run(engine));
            }
            for (Future<Long> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isEqualTo(-3);
            }
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void functionsTooLargeForTheJvmRunAllTheSame() {
        for (int i = 0; i < 2; i++) {
            CoreModule module = engine().compile(TestModule.huge());
            FuncType type = (FuncType) module.imports().getFirst().type();
            CoreInstance instance = module.instantiate(
                    List.of(CoreFunction.host(type, values -> values[0] *= 2)));
            assertThat(value(instance, "run", -21)).isEqualTo(-42);
            IllegalStateException thrown = new IllegalStateException("host");
            CoreInstance failing = module.instantiate(List.of(CoreFunction.host(type, _ -> {
                throw thrown;
            })));
            assertThatThrownBy(() -> value(failing, "run", 1)).isSameAs(thrown);
            CoreInstance trapping = module.instantiate(
                    List.of(CoreFunction.host(type, _ -> Fixtures.call(Fixtures.instance(engine(), "traps"), "unreachable"))));
            assertThatThrownBy(() -> value(trapping, "run", 1)).isInstanceOf(TrapException.class)
                    .hasMessageContaining("unreachable");
        }
        assertThat(compiled).doesNotHaveDuplicates();
    }
}
