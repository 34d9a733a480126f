package dev.spinjvm.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InstancePoolsTest {
    private static final long MIB = 1 << 20;

    @Test
    void keepsAnInstanceForTheNextRequestOfItsComponent() throws Exception {
        var pools = new InstancePools<Fake>(100 * MIB, 10);
        InstancePools.Pool<Fake> a = pools.newPool();
        InstancePools.Pool<Fake> b = pools.newPool();
        var fake = new Fake();

        InstancePools.Lease<Fake> first = pools.acquire(a);
        assertThat(first.instance()).isNull();
        pools.release(first, fake, MIB);

        assertThat(pools.acquire(b).instance()).isNull();
        assertThat(pools.acquire(a).instance()).isSameAs(fake);
        assertThat(pools.acquire(a).instance()).as("it is in use").isNull();
        assertThat(fake.closed).isFalse();
    }

    @Test
    void dropsWhatMustNotServeAgain() throws Exception {
        var pools = new InstancePools<Fake>(100 * MIB, 10);
        InstancePools.Pool<Fake> pool = pools.newPool();

        pools.release(pools.acquire(pool), null, MIB);

        assertThat(pools.idleCount()).isZero();
        assertThat(pools.acquire(pool).instance()).isNull();
    }

    @Test
    void requestsBeyondTheLimitAreServedInTheirOrder() throws Exception {
        var pools = new InstancePools<Fake>(100 * MIB, 1);
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
                    pools.release(lease, lease.instance(), MIB);
                    done.complete(null);
                } catch (InterruptedException e) {
                    done.completeExceptionally(e);
                }
            });
            while (pools.queueLength() <= i) {
                Thread.onSpinWait();
            }
        }
        pools.release(held, new Fake(), MIB);
        for (CompletableFuture<Void> done : all) {
            done.get(10, TimeUnit.SECONDS);
        }
        assertThat(served).isSorted().hasSize(20);
        assertThat(pools.idleCount()).isEqualTo(1);
    }

    @Test
    void idleInstancesMakeRoomForOtherComponentsOldestFirst() throws Exception {
        var pools = new InstancePools<Fake>(10 * MIB, 10);
        InstancePools.Pool<Fake> a = pools.newPool();
        InstancePools.Pool<Fake> b = pools.newPool();
        var first = new Fake();
        var second = new Fake();
        InstancePools.Lease<Fake> leaseOfFirst = pools.acquire(a);
        InstancePools.Lease<Fake> leaseOfSecond = pools.acquire(a);
        pools.release(leaseOfFirst, first, 4 * MIB);
        pools.release(leaseOfSecond, second, 4 * MIB);

        pools.acquire(b);

        assertThat(first.closed).isTrue();
        assertThat(second.closed).isFalse();
    }

    @Test
    void aRequestWaitsForMemoryAndOneAlwaysRuns() throws Exception {
        var pools = new InstancePools<Fake>(MIB, 10);
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
        pools.release(held, large, 8 * MIB);
        assertThat(acquired.get(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(large.closed).as("it does not fit into the memory of idle instances").isTrue();
    }

    @Test
    void anInterruptedRequestLeavesTheQueue() throws Exception {
        var pools = new InstancePools<Fake>(100 * MIB, 1);
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
        pools.release(held, null, 0);
        assertThat(pools.acquire(pool)).isNotNull();
    }

    @Test
    void givesIdleInstancesBack() throws Exception {
        var pools = new InstancePools<Fake>(100 * MIB, 10);
        InstancePools.Pool<Fake> pool = pools.newPool();
        var fake = new Fake();
        pools.release(pools.acquire(pool), fake, MIB);

        pools.evictIdle(Duration.ofHours(1));
        assertThat(pools.idleCount()).isEqualTo(1);
        pools.evictIdle(Duration.ZERO);

        assertThat(pools.idleCount()).isZero();
        assertThat(fake.closed).isTrue();
    }

    private static final class Fake implements AutoCloseable {
        private volatile boolean closed;

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void aNewInstanceGivesBackWhatWasGuessedTooMuch() throws Exception {
        var pools = new InstancePools<Fake>(5L << 20, 10);
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
        pools.settle(first, 100_000);
        assertThat(second.get(10, TimeUnit.SECONDS).instance()).isNull();
        waiting.join();
    }
}
