package dev.spinjvm.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InstancePoolsTest {
    private static final long MIB = 1 << 20;
    private static final long IDLE = 1000;

    private final AtomicLong now = new AtomicLong();

    @Test
    void keepsAnInstanceForTheNextRequestOfItsComponent() throws Exception {
        var pools = pools(100 * MIB, 10);
        InstancePools.Pool<Fake> a = pools.newPool();
        InstancePools.Pool<Fake> b = pools.newPool();
        var fake = new Fake();

        InstancePools.Lease<Fake> first = pools.acquire(a);
        assertThat(first.instance()).isNull();
        pools.release(first, fake, MIB, IDLE);

        assertThat(pools.acquire(b).instance()).isNull();
        assertThat(pools.acquire(a).instance()).isSameAs(fake);
        assertThat(pools.acquire(a).instance()).as("it is in use").isNull();
        assertThat(fake.closed).isFalse();
    }

    @Test
    void dropsWhatMustNotServeAgain() throws Exception {
        var pools = pools(100 * MIB, 10);
        InstancePools.Pool<Fake> pool = pools.newPool();

        pools.release(pools.acquire(pool), null, MIB, IDLE);

        assertThat(pools.idleCount()).isZero();
        assertThat(pools.acquire(pool).instance()).isNull();
    }

    @Test
    void requestsBeyondTheLimitAreServedInTheirOrder() throws Exception {
        var pools = pools(100 * MIB, 1);
        InstancePools.Pool<Fake> pool = pools.newPool();
        InstancePools.Lease<Fake> held = pools.acquire(pool);
        List<Integer> served = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            var done = new CompletableFuture<Void>();
            all.add(done);
            Thread.ofVirtual().start(() -> {
                try {
                    InstancePools.Lease<Fake> lease = pools.acquire(pool);
                    served.add(number);
                    pools.release(lease, lease.instance(), MIB, IDLE);
                    done.complete(null);
                } catch (InterruptedException e) {
                    done.completeExceptionally(e);
                }
            });
            while (pools.queueLength() <= i) {
                Thread.onSpinWait();
            }
        }
        pools.release(held, new Fake(), MIB, IDLE);
        for (CompletableFuture<Void> done : all) {
            done.get(10, TimeUnit.SECONDS);
        }
        assertThat(served).isSorted().hasSize(20);
        assertThat(pools.idleCount()).isEqualTo(1);
    }

    @Test
    void idleInstancesMakeRoomForOtherComponentsOldestFirst() throws Exception {
        var pools = pools(10 * MIB, 10);
        InstancePools.Pool<Fake> a = pools.newPool();
        InstancePools.Pool<Fake> b = pools.newPool();
        var first = new Fake();
        var second = new Fake();
        InstancePools.Lease<Fake> leaseOfFirst = pools.acquire(a);
        InstancePools.Lease<Fake> leaseOfSecond = pools.acquire(a);
        pools.release(leaseOfFirst, first, 4 * MIB, IDLE);
        pools.release(leaseOfSecond, second, 4 * MIB, IDLE);

        pools.acquire(b);

        assertThat(first.closed).isTrue();
        assertThat(second.closed).isFalse();
    }

    @Test
    void aRequestWaitsForMemoryAndOneAlwaysRuns() throws Exception {
        var pools = pools(MIB, 10);
        InstancePools.Pool<Fake> pool = pools.newPool();
        InstancePools.Lease<Fake> held = pools.acquire(pool);
        var acquired = new CompletableFuture<InstancePools.Lease<Fake>>();
        Thread.ofVirtual().start(() -> {
            try {
                acquired.complete(pools.acquire(pool));
            } catch (InterruptedException e) {
                acquired.completeExceptionally(e);
            }
        });
        while (pools.queueLength() == 0) {
            Thread.onSpinWait();
        }
        assertThat(acquired).isNotDone();
        var large = new Fake();
        pools.release(held, large, 8 * MIB, IDLE);
        assertThat(acquired.get(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(large.closed).as("it does not fit into the memory of idle instances").isTrue();
    }

    @Test
    void anInterruptedRequestLeavesTheQueue() throws Exception {
        var pools = pools(100 * MIB, 1);
        InstancePools.Pool<Fake> pool = pools.newPool();
        InstancePools.Lease<Fake> held = pools.acquire(pool);
        var outcome = new CompletableFuture<String>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                pools.acquire(pool);
                outcome.complete("acquired");
            } catch (InterruptedException e) {
                outcome.complete("interrupted");
            }
        });
        while (pools.queueLength() == 0) {
            Thread.onSpinWait();
        }
        waiting.interrupt();

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        assertThat(pools.queueLength()).isZero();
        pools.release(held, null, 0, IDLE);
        assertThat(pools.acquire(pool)).isNotNull();
    }

    @Test
    void givesAnInstanceBackWhenItsTimeToBeIdleIsOver() throws Exception {
        InstancePools<Fake> pools = pools(100 * MIB, 10);
        InstancePools.Pool<Fake> pool = pools.newPool();
        var patient = new Fake();
        var hasty = new Fake();
        InstancePools.Lease<Fake> first = pools.acquire(pool);
        InstancePools.Lease<Fake> second = pools.acquire(pool);
        pools.release(first, patient, MIB, 100);
        pools.release(second, hasty, MIB, 10);

        now.set(9);
        pools.evictIdle();
        assertThat(pools.idleCount()).isEqualTo(2);
        now.set(10);
        pools.evictIdle();

        assertThat(hasty.closed).isTrue();
        assertThat(patient.closed).isFalse();
        pools.evictAll();
        assertThat(patient.closed).isTrue();
        assertThat(pools.idleCount()).isZero();
    }

    @Test
    void keepsNothingWithoutPooling() throws Exception {
        var pools = new InstancePools<Fake>(new InstancePools.Limits(100 * MIB, 10, false), now::get);
        InstancePools.Pool<Fake> pool = pools.newPool();
        var fake = new Fake();
        pools.release(pools.acquire(pool), fake, MIB, IDLE);
        assertThat(fake.closed).isTrue();
        assertThat(pools.acquire(pool).instance()).isNull();
    }

    @Test
    void aGuestThatWaitsIsSetAsideForOneThatRuns() throws Exception {
        InstancePools<Fake> pools = pools(10 * MIB, 10);
        InstancePools.Pool<Fake> pool = pools.newPool();
        var first = new Fake();
        InstancePools.Lease<Fake> waiting = pools.acquire(pool);
        pools.settle(waiting, first, 8 * MIB);
        pools.rest(waiting, 8 * MIB);
        assertThat(first.aside).as("nobody needs its memory").isFalse();

        InstancePools.Lease<Fake> second = pools.acquire(pool);
        assertThat(first.aside).isTrue();
        CompletableFuture<Void> resumed = start(() -> pools.resume(waiting));
        awaitQueue(pools, 1);
        assertThat(first.aside).as("it waits for memory").isTrue();
        CompletableFuture<InstancePools.Lease<Fake>> third = new CompletableFuture<>();
        start(() -> third.complete(pools.acquire(pool)));
        awaitQueue(pools, 2);

        pools.release(second, null, 8 * MIB, IDLE);
        resumed.get(10, TimeUnit.SECONDS);
        assertThat(first.aside).as("who goes on comes before who is new").isFalse();
        assertThat(third).isNotDone();
        pools.release(waiting, null, 8 * MIB, IDLE);
        assertThat(third.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void whoGoesOnIsNotSetAside() throws Exception {
        InstancePools<Fake> pools = pools(10 * MIB, 10);
        InstancePools.Pool<Fake> pool = pools.newPool();
        var first = new Fake();
        InstancePools.Lease<Fake> lease = pools.acquire(pool);
        pools.settle(lease, first, 8 * MIB);
        pools.rest(lease, 8 * MIB);
        pools.resume(lease);
        CompletableFuture<Void> second = start(() -> pools.acquire(pool));
        awaitQueue(pools, 1);
        assertThat(first.aside).isFalse();
        pools.release(lease, null, 8 * MIB, IDLE);
        second.get(10, TimeUnit.SECONDS);
    }

    @Test
    void oneThatGoesOnAlwaysGetsMemoryWhenNothingElseRuns() throws Exception {
        InstancePools<Fake> pools = pools(10 * MIB, 10);
        InstancePools.Pool<Fake> pool = pools.newPool();
        var first = new Fake();
        InstancePools.Lease<Fake> lease = pools.acquire(pool);
        pools.settle(lease, first, 20 * MIB);
        pools.rest(lease, 20 * MIB);
        InstancePools.Lease<Fake> second = pools.acquire(pool);
        assertThat(first.aside).isTrue();
        pools.release(second, null, 0, IDLE);
        pools.resume(lease);
        assertThat(first.aside).isFalse();
    }

    @Test
    void oneThatEndsWhileItIsSetAsideLeavesNothingBehind() throws Exception {
        InstancePools<Fake> pools = pools(10 * MIB, 2);
        InstancePools.Pool<Fake> pool = pools.newPool();
        for (int i = 0; i < 5; i++) {
            InstancePools.Lease<Fake> lease = pools.acquire(pool);
            pools.settle(lease, new Fake(), 8 * MIB);
            pools.rest(lease, 8 * MIB);
            InstancePools.Lease<Fake> second = pools.acquire(pool);
            pools.release(lease, null, 8 * MIB, IDLE);
            pools.release(second, null, 8 * MIB, IDLE);
        }
        assertThat(pools.queueLength()).isZero();
    }

    @FunctionalInterface
    private interface Task {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> start(Task task) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void awaitQueue(InstancePools<Fake> pools, int length) {
        while (pools.queueLength() < length) {
            Thread.onSpinWait();
        }
    }

    private InstancePools<Fake> pools(long memory, int concurrency) {
        return new InstancePools<>(new InstancePools.Limits(memory, concurrency, true), now::get);
    }

    private static final class Fake implements InstancePools.Pooled {
        private volatile boolean closed;
        private volatile boolean aside;

        @Override
        public long setAside() {
            aside = true;
            return 1000;
        }

        @Override
        public void bringBack() {
            aside = false;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void aNewInstanceGivesBackWhatWasGuessedTooMuch() throws Exception {
        var pools = pools(5L << 20, 10);
        InstancePools.Pool<Fake> pool = pools.newPool();
        InstancePools.Lease<Fake> first = pools.acquire(pool);
        var second = new CompletableFuture<InstancePools.Lease<Fake>>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                second.complete(pools.acquire(pool));
            } catch (InterruptedException e) {
                second.completeExceptionally(e);
            }
        });
        while (pools.queueLength() == 0) {
            Thread.onSpinWait();
        }
        pools.settle(first, new Fake(), 100_000);
        assertThat(second.get(10, TimeUnit.SECONDS).instance()).isNull();
        waiting.join();
    }
}
