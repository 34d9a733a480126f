package dev.spinjvm.engine.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.engine.guest.RunningGuests.Needs;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningGuestsTest {

    private static final Needs NOTHING = new Needs(false, 0);

    private final RunningGuests guests = new RunningGuests();
    private final AtomicBoolean done = new AtomicBoolean();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void endGuests() {
        done.set(true);
        released.countDown();
    }

    /// A guest whose function runs what it was made with.
    private GuestInstance guest(Runnable function) {
        GuestInstance instance = new FakeGuest(function);
        instance.running = guests;
        return instance;
    }

    private GuestInstance spinningGuest() {
        return guest(() -> {
            entered.countDown();
            while (!done.get()) {
                Thread.onSpinWait();
            }
        });
    }

    private static void call(GuestInstance instance) {
        instance.call(0, new long[0], new Object[0]);
    }

    @Test
    void aGuestThatComputesAcrossTwoLooksHoldsACarrier() throws InterruptedException {
        GuestInstance guest = spinningGuest();
        Thread thread = Thread.ofVirtual().start(() -> call(guest));
        entered.await();
        assertThat(guests.look()).isEqualTo(NOTHING);
        assertThat(guests.look()).isEqualTo(new Needs(false, 1));
        done.set(true);
        thread.join();
        assertThat(guests.look()).isEqualTo(NOTHING);
        assertThat(guests.isIdle()).isTrue();
    }

    @Test
    void oneOnAPlatformThreadHoldsNone() throws InterruptedException {
        GuestInstance guest = spinningGuest();
        Thread.ofPlatform().start(() -> call(guest));
        entered.await();
        guests.look();
        assertThat(guests.look()).isEqualTo(NOTHING);
    }

    @Test
    void oneThatIsInterruptedNeedsALookButLessAndLessOften() throws InterruptedException {
        GuestInstance guest = spinningGuest();
        Thread thread = Thread.ofPlatform().start(() -> call(guest));
        entered.await();
        guests.look();
        thread.interrupt();
        StringBuilder looks = new StringBuilder();
        for (int i = 1; i <= 9; i++) {
            looks.append(guests.look().interrupted() ? i : ".");
        }
        assertThat(looks).hasToString("12.4...8.");
    }

    @Test
    void oneThatWaitsNeedsNothing() throws InterruptedException {
        GuestInstance guest = guest(() -> {
            entered.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread thread = Thread.ofPlatform().start(() -> call(guest));
        entered.await();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        guests.look();
        assertThat(guests.look()).isEqualTo(NOTHING);
        assertThat(guests.isIdle()).isFalse();
    }

    @Test
    void shortCallsNeedNothingHoweverMany() {
        GuestInstance guest = guest(() -> {
            assertThat(guests.isIdle()).isFalse();
            assertThat(guests.look()).isEqualTo(NOTHING);
        });
        for (int i = 0; i < 3; i++) {
            call(guest);
        }
        assertThat(guests.look()).isEqualTo(NOTHING);
        assertThat(guests.isIdle()).isTrue();
    }

    @Test
    void aCallFromWithinIsPartOfTheOuterOne() {
        Runnable[] inner = new Runnable[1];
        GuestInstance guest = guest(() -> {
            Runnable once = inner[0];
            inner[0] = () -> {};
            once.run();
        });
        inner[0] = () -> {
            call(guest);
            assertThat(guest.runner).isSameAs(Thread.currentThread());
        };
        call(guest);
        assertThat(guest.runner).isNull();
    }

    private static final class FakeGuest extends GuestInstance {

        private final Runnable function;

        FakeGuest(Runnable function) {
            this.function = function;
        }

        @Override
        public void enter(int entry, long[] words, @Nullable Object[] references) {
            function.run();
        }

        @Override
        public long globalWord(int index) {
            return 0;
        }

        @Override
        public void globalWord(int index, long value) {}

        @Override
        public @Nullable Object globalReference(int index) {
            return null;
        }

        @Override
        public void globalReference(int index, @Nullable Object value) {}
    }
}
