package dev.spinjvm.wasi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.Result;
import dev.spinjvm.component.Variant;
import dev.spinjvm.wasi.cli.CliContext.Stdio;
import dev.spinjvm.wasi.cli.StdinSource;
import dev.spinjvm.wasi.cli.StdoutSink;
import dev.spinjvm.wasi.cli.WasiExit;
import dev.spinjvm.wasi.clocks.Clocks;
import dev.spinjvm.wasi.io.WasiTrap;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Command line, clocks, random numbers and sockets.
class CliTest {
    private static final Variant CLOSED = new Variant(1, null);

    @Test
    void environmentAndArguments() {
        Guest guest = new Guest(WasiContext.builder().environment("B", "1").environment("A", "").argument("name").argument("x").build());
        assertThat((Object[]) guest.call("cli/environment", "get-environment")).containsExactly(new Object[]{"B", "1"},
                new Object[]{"A", ""});
        assertThat((Object[]) guest.call("cli/environment", "get-arguments")).containsExactly("name", "x");
        assertThat(guest.call("cli/environment", "initial-cwd")).isNull();
        Guest placed = new Guest(WasiContext.builder().initialCwd("/work").build());
        assertThat(placed.call("cli/environment", "initial-cwd")).isEqualTo("/work");
    }

    @Test
    void exitCarriesTheCode() {
        Guest guest = new Guest(WasiContext.builder().build());
        assertThatThrownBy(() -> guest.call("cli/exit", "exit", Result.OK)).isInstanceOfSatisfying(WasiExit.class,
                exit -> assertThat(exit.code()).isZero());
        assertThatThrownBy(() -> guest.call("cli/exit", "exit", Result.err(null))).isInstanceOfSatisfying(WasiExit.class,
                exit -> assertThat(exit.code()).isEqualTo(1));
        assertThatThrownBy(() -> guest.call("cli/exit", "exit-with-code", 42)).isInstanceOfSatisfying(WasiExit.class,
                exit -> assertThat(exit.code()).isEqualTo(42));
    }

    @Test
    void aNewStdinStreamGoesOnWhereTheLastOneStopped() {
        Guest guest = new Guest(WasiContext.builder().stdin(StdinSource.reading(new ByteArrayInputStream("abcdef".getBytes(UTF_8))))
                .build());
        assertThat(readStdin(guest, 2)).asString().isEqualTo("ab");
        assertThat(readStdin(guest, 100)).asString().isEqualTo("cdef");
        Object stdin = handle(guest, "stdin");
        assertThat(guest.err(Variant.class, "io/streams", "[method]input-stream.blocking-read", stdin, 1L)).isEqualTo(CLOSED);
    }

    private static byte[] readStdin(Guest guest, long length) {
        Object stdin = handle(guest, "stdin");
        byte[] bytes = guest.ok(byte[].class, "io/streams", "[method]input-stream.blocking-read", stdin, length);
        guest.drop("io/streams", "input-stream", stdin);
        return bytes;
    }

    @Test
    void aStdinThatBreaksIsAnError() {
        Guest guest = new Guest(WasiContext.builder().stdin(StdinSource.reading(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("broken");
            }
        })).build());
        Object stdin = handle(guest, "stdin");
        Object pollable = Objects.requireNonNull(guest.call("io/streams", "[method]input-stream.subscribe", stdin));
        guest.call("io/poll", "[method]pollable.block", pollable);
        assertThat(guest.err(Variant.class, "io/streams", "[method]input-stream.read", stdin, 1L).index()).isZero();
        assertThat(guest.err(Variant.class, "io/streams", "[method]input-stream.read", stdin, 1L)).isEqualTo(CLOSED);
    }

    @Test
    void outputIsVisibleWithoutAFlush() {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        Guest guest = new Guest(WasiContext.builder().stdout(StdoutSink.to(new BufferedOutputStream(target))).build());
        Object stdout = handle(guest, "stdout");
        assertThat(guest.ok(Long.class, "io/streams", "[method]output-stream.check-write", stdout)).isGreaterThan(4096);
        guest.call("io/streams", "[method]output-stream.write", stdout, "hello".getBytes(UTF_8));
        assertThat(target.toString(UTF_8)).isEqualTo("hello");
        assertThat(guest.call("io/streams", "[method]output-stream.blocking-flush", stdout)).isEqualTo(Result.OK);
    }

    @Test
    void outputThatBreaksIsAnErrorOnceAndThenClosed() {
        Guest guest = new Guest(WasiContext.builder().stderr(StdoutSink.to(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken");
            }
        })).build());
        Object stderr = handle(guest, "stderr");
        byte[] bytes = "hello".getBytes(UTF_8);
        Variant error = guest.err(Variant.class, "io/streams", "[method]output-stream.blocking-write-and-flush", stderr, bytes);
        assertThat(error.index()).isZero();
        assertThat(guest.err(Variant.class, "io/streams", "[method]output-stream.check-write", stderr)).isEqualTo(CLOSED);
    }

    @Test
    void terminalsAreThereIfTheContextSaysSo() {
        Guest guest = new Guest(WasiContext.builder().terminal(Stdio.STDOUT).build());
        assertThat(guest.call("cli/terminal-stdin", "get-terminal-stdin")).isNull();
        assertThat(guest.call("cli/terminal-stdout", "get-terminal-stdout")).isNotNull();
        assertThat(guest.call("cli/terminal-stderr", "get-terminal-stderr")).isNull();
    }

    @Test
    void clocks() {
        Instant time = Instant.ofEpochSecond(1_700_000_000, 123);
        Guest guest = new Guest(WasiContext.builder().clocks(new Clocks(() -> 77, () -> time)).build());
        assertThat(guest.call("clocks/monotonic-clock", "now")).isEqualTo(77L);
        assertThat((Object[]) guest.call("clocks/wall-clock", "now")).containsExactly(1_700_000_000L, 123L);
        assertThat((Object[]) guest.call("clocks/wall-clock", "resolution")).containsExactly(0L, 1000L);
        assertThat(guest.call("clocks/monotonic-clock", "resolution")).isEqualTo(1L);
        Guest early = new Guest(WasiContext.builder().clocks(new Clocks(() -> 0, () -> Instant.EPOCH.minusSeconds(1))).build());
        assertThat((Object[]) early.call("clocks/wall-clock", "now")).containsExactly(0L, 0L);
    }

    @Test
    void randomNumbers() {
        Guest guest = new Guest(WasiContext.builder().build());
        for (String kind : new String[]{"", "insecure-"}) {
            String name = kind.isEmpty() ? "random/random" : "random/insecure";
            assertThat((byte[]) guest.call(name, "get-" + kind + "random-bytes", 100L)).hasSize(100)
                    .isNotEqualTo(guest.call(name, "get-" + kind + "random-bytes", 100L));
            assertThat((byte[]) guest.call(name, "get-" + kind + "random-bytes", 0L)).isEmpty();
            assertThat(guest.call(name, "get-" + kind + "random-u64")).isNotEqualTo(guest.call(name, "get-" + kind + "random-u64"));
            assertThatThrownBy(() -> guest.call(name, "get-" + kind + "random-bytes", -1L)).isInstanceOf(WasiTrap.class)
                    .hasMessageContaining("18446744073709551615");
        }
        Object[] seed = seed(guest);
        assertThat(seed(guest)).isEqualTo(seed);
        assertThat(seed(new Guest(WasiContext.builder().build()))).isNotEqualTo(seed);
    }

    private static Object[] seed(Guest guest) {
        return (Object[]) Objects.requireNonNull(guest.call("random/insecure-seed", "insecure-seed"));
    }

    @Test
    void socketsAreDenied() {
        Guest guest = new Guest(WasiContext.builder().build());
        Object network = Objects.requireNonNull(guest.call("sockets/instance-network", "instance-network"));
        assertThat(guest.call("sockets/tcp-create-socket", "create-tcp-socket", 0)).isEqualTo(Result.err(1));
        assertThat(guest.call("sockets/udp-create-socket", "create-udp-socket", 1)).isEqualTo(Result.err(1));
        assertThat(guest.call("sockets/ip-name-lookup", "resolve-addresses", network, "example.com")).isEqualTo(Result.err(1));
        guest.drop("sockets/network", "network", network);
    }

    private static Object handle(Guest guest, String stream) {
        @Nullable
        Object handle = guest.call("cli/" + stream, "get-" + stream);
        return Objects.requireNonNull(handle);
    }
}
