package dev.spinjvm.wasi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.Component;
import dev.spinjvm.component.ComponentInstance;
import dev.spinjvm.component.Linker;
import dev.spinjvm.component.PreparedComponent;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Store;
import dev.spinjvm.engine.Engine;
import dev.spinjvm.engine.TrapException;
import dev.spinjvm.wasi.cli.StdinSource;
import dev.spinjvm.wasi.cli.StdoutSink;
import dev.spinjvm.wasi.cli.WasiExit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A real command (`cmd.wasm`, built from `cmd.rs`) that uses WASI through Rust's standard library.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandTest {
    /// All that `wasi:cli/exit` can say about the codes of this guest, whose version knows no exit-with-code.
    private static final int FAILURE = 1;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private @Nullable Engine engine;
    private @Nullable PreparedComponent command;
    private Path directory = Path.of("");

    @BeforeAll
    void load() throws Exception {
        engine = Engine.builder().build();
        try (InputStream in = Objects.requireNonNull(CommandTest.class.getResourceAsStream("cmd.wasm"))) {
            Linker linker = new Linker();
            Wasi02.interfaces(Wasi02.bindings()).forEach(linker::define);
            command = linker.prepare(Component.load(engine, in.readAllBytes()));
        }
    }

    @AfterAll
    void unload() {
        Objects.requireNonNull(engine).close();
    }

    @BeforeEach
    void populate(@TempDir Path given) throws IOException {
        directory = given;
        stdout.reset();
        stderr.reset();
        Files.writeString(directory.resolve("greeting"), "hello\n");
        Files.createDirectories(directory.resolve("sub/deeper"));
        Files.createSymbolicLink(directory.resolve("out"), Path.of("../.."));
    }

    @AfterEach
    void removeLink() throws IOException {
        // JUnit reports links that lead out of its directory.
        Files.delete(directory.resolve("out"));
    }

    @Test
    void argumentsAndEnvironment() {
        assertThat(run(true, "args", "a b", "ü")).isEqualTo("[\"args\", \"a b\", \"ü\"]\n");
        stdout.reset();
        assertThat(run(true, "env")).isEqualTo("GREETING=hello\nOTHER=\n");
    }

    @Test
    void filesAreRead() {
        assertThat(run(false, "cat", "greeting")).isEqualTo("hello\n");
        stdout.reset();
        assertThat(run(false, "cat", "/sub/../greeting")).isEqualTo("hello\n");
        stdout.reset();
        assertThat(run(false, "ls", "/")).isEqualTo("greeting 6\nout 0\nsub/ 0\n".replace("out 0", "out " + "../..".length()));
    }

    @Test
    void whatIsNotThereOrOutsideIsAnErrorOfTheGuest() {
        assertThat(exit(false, "cat", "missing")).isEqualTo(FAILURE);
        assertThat(exit(false, "cat", "../../etc/passwd")).isEqualTo(FAILURE);
        assertThat(exit(false, "cat", "out/etc/passwd")).isEqualTo(FAILURE);
        assertThat(stderr.toString(UTF_8)).isEqualTo("""
                cat: missing: NotFound
                cat: ../../etc/passwd: PermissionDenied
                cat: out/etc/passwd: PermissionDenied
                """);
    }

    @Test
    void filesAreWrittenOnlyWhereThePreopenAllowsIt() throws IOException {
        assertThat(exit(false, "write", "new", "text")).isEqualTo(FAILURE);
        assertThat(stderr.toString(UTF_8)).isEqualTo("write: PermissionDenied\n");
        assertThat(run(true, "write", "sub/new", "text")).isEqualTo("wrote 4\n");
        assertThat(Files.readString(directory.resolve("sub/new"))).isEqualTo("text");
        stdout.reset();
        assertThat(run(true, "rm", "sub/new")).isEqualTo("Ok(())\n");
        assertThat(directory.resolve("sub/new")).doesNotExist();
        stdout.reset();
        assertThat(run(false, "rm", "greeting")).isEqualTo("Err(PermissionDenied)\n");
    }

    @Test
    void standardInputClocksAndRandomNumbers() {
        assertThat(run(false, "upper")).isEqualTo("FROM STDIN");
        stdout.reset();
        assertThat(run(false, "time")).isEqualTo("wall>2020 true slept>=30ms true\n");
        stdout.reset();
        assertThat(run(false, "hash", "abca")).isEqualTo("[('a', 2), ('b', 1), ('c', 1)]\n");
    }

    @Test
    void exitEndsTheGuest() {
        assertThat(exit(false, "exit", "0")).isZero();
        assertThat(exit(false, "unknown")).isEqualTo(FAILURE);
        assertThatThrownBy(() -> exit(false, "panic")).isInstanceOf(TrapException.class);
        assertThat(stderr.toString(UTF_8)).contains("deliberate");
    }

    private String run(boolean writable, String... arguments) {
        assertThat(start(writable, arguments)).isEqualTo(Result.OK);
        return stdout.toString(UTF_8);
    }

    private int exit(boolean writable, String... arguments) {
        try {
            throw new AssertionError("no exit but " + start(writable, arguments));
        } catch (WasiExit exit) {
            return exit.code();
        }
    }

    private @Nullable Object start(boolean writable, String... arguments) {
        WasiContext.Builder builder = WasiContext.builder().argument("cmd").environment("GREETING", "hello").environment("OTHER", "")
                .stdin(StdinSource.reading(new ByteArrayInputStream("from stdin".getBytes(UTF_8)))).stdout(StdoutSink.to(stdout))
                .stderr(StdoutSink.to(stderr)).preopen(directory, "/", writable);
        for (String argument : arguments) {
            builder.argument(argument);
        }
        Store store = new Store();
        try (WasiContext context = builder.build();
                ComponentInstance instance = Objects.requireNonNull(command).instantiate(context.attach(store))) {
            return instance.function("wasi:cli/run@0.2.12", "run").call();
        }
    }
}
