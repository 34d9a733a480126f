package dev.spinjvm.wasi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.engine.TrapException;
import dev.spinjvm.wasi.Guest;
import dev.spinjvm.wasi.WasiContext;
import dev.spinjvm.wasi.clocks.Clocks;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PollTest {
    private final AtomicLong now = new AtomicLong(1000);
    private final WasiContext context = WasiContext.builder().clocks(new Clocks(now::get, InstantSource.system())).build();
    private final Guest guest = new Guest(context);

    @Test
    void anEmptyListTraps() {
        assertThatThrownBy(this::poll).isInstanceOf(WasiTrap.class).hasMessageContaining("empty poll list");
    }

    @Test
    void whatIsReadyIsReportedByIndexAlsoTwice() {
        Pollable never = Pollable.detached(() -> false);
        Pollable ready = Pollable.immediate();
        assertThat(poll(ready, never, ready)).containsExactly(0L, 2L);
    }

    @Test
    void aTimerOfNoDurationIsReadyAtOnce() {
        Pollable timer = timer("subscribe-duration", 0);
        assertThat(guest.call("io/poll", "[method]pollable.ready", timer)).isEqualTo(true);
        assertThat(poll(timer)).containsExactly(0L);
    }

    @Test
    void timersBecomeReadyWithTheClock() {
        Pollable instant = timer("subscribe-instant", 2000);
        Pollable duration = timer("subscribe-duration", 1500);
        Pollable past = timer("subscribe-instant", 10);
        Pollable endless = timer("subscribe-duration", -1);
        assertThat(List.of(instant.ready(), duration.ready(), past.ready(), endless.ready())).containsExactly(false, false, true, false);
        now.set(2000);
        assertThat(List.of(instant.ready(), duration.ready(), endless.ready())).containsExactly(true, false, false);
        now.set(2500);
        assertThat(List.of(instant.ready(), duration.ready(), endless.ready())).containsExactly(true, true, false);
    }

    @Test
    void theShortestTimerEndsTheWait() {
        Guest real = new Guest(WasiContext.builder().build());
        Object soon = real.call("clocks/monotonic-clock", "subscribe-duration", 1_000_000L);
        Object late = real.call("clocks/monotonic-clock", "subscribe-duration", Long.MAX_VALUE);
        Object result = real.call("io/poll", "poll", (Object) new Object[]{late, Pollable.detached(() -> false), soon});
        assertThat((Object[]) result).containsExactly(2L);
        assertThat(real.call("io/poll", "[method]pollable.block", soon)).isNull();
    }

    @Test
    void aCompletionOnAnotherThreadEndsTheWait() throws Exception {
        Source in = new Source(context.waker());
        Sink out = new Sink(context.waker(), 4);
        out.checkWrite();
        out.write(new byte[4]);
        Pollable readable = in.subscribe();
        Pollable writable = out.subscribe();
        FutureTask<Object[]> polled = start(() -> poll(writable, readable));
        in.supply(new byte[]{1});
        assertThat(polled.get()).containsExactly(1L);
        in.read(10);
        polled = start(() -> poll(writable, readable));
        out.complete();
        assertThat(polled.get()).containsExactly(0L);
    }

    @Test
    void noWakeIsLostBetweenManyThreads() throws Exception {
        int rounds = 1_000;
        Source[] sources = new Source[4];
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < sources.length; i++) {
            Source source = new Source(context.waker());
            sources[i] = source;
            producers.add(Thread.ofPlatform().start(() -> produce(source, rounds)));
        }
        FutureTask<Integer> consumed = start(() -> consume(sources));
        assertThat(consumed.get()).isEqualTo(rounds * sources.length);
        for (Thread producer : producers) {
            producer.join();
        }
    }

    private static void produce(Source source, int rounds) {
        for (int i = 0; i < rounds; i++) {
            int wanted = i + 1;
            while (source.demands < wanted) {
                Thread.onSpinWait();
            }
            source.supply(new byte[]{1});
        }
        source.end();
    }

    private int consume(Source[] sources) {
        int bytes = 0;
        List<Source> open = new ArrayList<>(List.of(sources));
        while (!open.isEmpty()) {
            Pollable[] pollables = open.stream().map(InputStream::subscribe).toArray(Pollable[]::new);
            List<Source> ended = new ArrayList<>();
            for (Object index : poll(pollables)) {
                Source source = open.get(Math.toIntExact((Long) index));
                try {
                    bytes += source.read(1).length;
                } catch (StreamException e) {
                    ended.add(source);
                }
            }
            for (Pollable pollable : pollables) {
                pollable.drop();
            }
            open.removeAll(ended);
        }
        return bytes;
    }

    @Test
    void anInterruptEndsTheWaitAndStays() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch waiting = new CountDownLatch(1);
        FutureTask<Object> blocked = new FutureTask<>(() -> {
            try {
                return guest.call("io/poll", "[method]pollable.block", Pollable.detached(() -> {
                    waiting.countDown();
                    return false;
                }));
            } finally {
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        Thread thread = Thread.ofVirtual().start(blocked);
        assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        assertThatThrownBy(blocked::get).hasRootCauseInstanceOf(TrapException.class).hasMessageContaining("interrupt");
        assertThat(interrupted).isTrue();
    }

    @Test
    void blockingReadsAndWritesWaitForTheOtherSide() throws Exception {
        Source in = new Source(context.waker());
        Sink out = new Sink(context.waker(), 3);
        FutureTask<Object> copied = start(() -> {
            byte[] bytes = guest.ok(byte[].class, "io/streams", "[method]input-stream.blocking-read", in, 100L);
            return Objects.requireNonNull(guest.call("io/streams", "[method]output-stream.blocking-write-and-flush", out, bytes));
        });
        in.supply("hello".getBytes(StandardCharsets.UTF_8));
        while (!copied.isDone()) {
            if (out.busy()) {
                out.complete();
            }
            Thread.onSpinWait();
        }
        assertThat(out.text()).isEqualTo("hello");
        assertThat(out.flushes).isEqualTo(1);
    }

    private static <T> FutureTask<T> start(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread.ofVirtual().start(future);
        return future;
    }

    private Pollable timer(String function, long nanos) {
        return (Pollable) Objects.requireNonNull(guest.call("clocks/monotonic-clock", function, nanos));
    }

    private Object[] poll(Pollable... pollables) {
        Object[] list = new Object[pollables.length];
        System.arraycopy(pollables, 0, list, 0, list.length);
        return (Object[]) Objects.requireNonNull(guest.call("io/poll", "poll", (Object) list));
    }
}
