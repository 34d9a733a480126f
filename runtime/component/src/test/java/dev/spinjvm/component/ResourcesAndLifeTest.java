package dev.spinjvm.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.engine.TrapException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Handles of host and guest resources, traps, reset and close.
class ResourcesAndLifeTest {
    private final Counters host = new Counters();

    private static @Nullable Object call(ComponentInstance instance, String function, @Nullable Object... arguments) {
        return instance.function(null, function).call(arguments);
    }

    @Test
    void guestUsesAndDropsAHostResource() throws Exception {
        ComponentInstance instance = host.instantiate();

        assertThat(call(instance, "use", 40L, 2L)).isEqualTo(42L);

        assertThat(host.dropped).containsExactlyElementsOf(host.made).hasSize(1);
    }

    @Test
    void ownHandleTravelsToTheHostAndBack() throws Exception {
        ComponentInstance instance = host.instantiate();
        call(instance, "keep", 1L);

        Object counter = call(instance, "give-kept");

        assertThat(counter).isSameAs(host.made.get(0));
        assertThat(host.dropped).isEmpty();
        call(instance, "take", counter);
        assertThat(call(instance, "add-to-kept", 1L)).isEqualTo(2L);
    }

    @Test
    void borrowOfTheHostEndsWithTheCall() throws Exception {
        ComponentInstance instance = host.instantiate();
        Counters.Counter counter = new Counters.Counter(5);

        assertThat(call(instance, "look", counter)).isEqualTo(5L);

        assertThat(host.dropped).isEmpty();
        assertThatThrownBy(() -> call(instance, "look-and-hold", counter)).isInstanceOf(TrapException.class)
                .hasMessageContaining("borrow handles still remain at the end of the call");
    }

    @Test
    void hostDropsAResourceOfTheGuest() throws Exception {
        ComponentInstance instance = host.instantiate();
        GuestResource thing = (GuestResource) Objects.requireNonNull(call(instance, "make-thing", 77L));

        assertThat(thing.representation()).isEqualTo(77);
        assertThat(call(instance, "thing-rep", thing)).isEqualTo(77L);
        thing.drop();

        assertThat(call(instance, "dropped")).isEqualTo(77L);
        assertThat(thing.owned()).isFalse();
        assertThatThrownBy(thing::drop).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void resourceGivenToTheGuestIsNoLongerOwned() throws Exception {
        ComponentInstance instance = host.instantiate();
        GuestResource thing = (GuestResource) Objects.requireNonNull(call(instance, "make-thing", 1L));

        call(instance, "take-thing", thing);

        assertThat(thing.owned()).isFalse();
        assertThatThrownBy(() -> call(instance, "take-thing", thing)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void guestResourceIsWorthNothingInAnotherInstance() throws Exception {
        PreparedComponent prepared = Guest.prepare("resources", host.linker());
        GuestResource thing = (GuestResource) Objects.requireNonNull(call(prepared.instantiate(new Store()), "make-thing", 1L));
        ComponentInstance other = prepared.instantiate(new Store());

        assertThatThrownBy(() -> call(other, "take-thing", thing)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void trapLocksTheInstanceDown() throws Exception {
        ComponentInstance instance = host.instantiate();

        assertThatThrownBy(() -> call(instance, "trap")).isInstanceOf(TrapException.class).hasMessageContaining("unreachable");

        assertThat(instance.store().dead()).isTrue();
        assertThat(instance.resettable()).isFalse();
        assertThatThrownBy(() -> call(instance, "use", 1L, 1L)).isInstanceOf(TrapException.class)
                .hasMessageContaining("cannot enter component instance");
    }

    @Test
    void exceptionOfTheHostComesThroughAndLocksDown() throws Exception {
        ComponentInstance instance = host.instantiate();

        assertThatThrownBy(() -> call(instance, "call-fail")).isExactlyInstanceOf(Counters.Failure.class);

        assertThat(instance.store().dead()).isTrue();
    }

    @Test
    void interruptionEndsTheGuest() throws Exception {
        ComponentInstance instance = host.instantiate();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> call(instance, "use", 1L, 1L)).isInstanceOf(TrapException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void resetForgetsHandlesAndMemoryAndReleasesHostResources() throws Exception {
        ComponentInstance instance = host.instantiate();
        assertThat(call(instance, "keep", 1L)).isEqualTo(1L);
        assertThat(call(instance, "keep", 2L)).isEqualTo(2L);
        GuestResource thing = (GuestResource) Objects.requireNonNull(call(instance, "make-thing", 9L));

        assertThat(instance.resettable()).isTrue();
        instance.reset();

        assertThat(host.dropped).containsExactlyElementsOf(host.made);
        assertThatThrownBy(thing::drop).isInstanceOf(IllegalStateException.class);
        assertThat(call(instance, "dropped")).isEqualTo(0L);
        assertThat(call(instance, "keep", 3L)).as("indices start anew").isEqualTo(1L);
    }

    @Test
    void closeReleasesHostResourcesOfADeadInstance() throws Exception {
        ComponentInstance instance = host.instantiate();
        call(instance, "keep", 1L);
        assertThatThrownBy(() -> call(instance, "trap")).isInstanceOf(TrapException.class);

        instance.close();
        instance.close();

        assertThat(host.dropped).containsExactlyElementsOf(host.made);
        assertThatThrownBy(() -> call(instance, "dropped")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void instanceThatCalledTheHostWhileStartingCannotBeReset() throws Exception {
        Linker linker = new Linker().function("ready", new FuncType(false, List.of(), null), (_, _) -> null);

        ComponentInstance instance = Guest.instantiate("start", linker);

        assertThat(instance.resettable()).isFalse();
        assertThatThrownBy(instance::reset).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void unsupportedBuiltinIsNamedWhenItIsCalled() throws Exception {
        ComponentInstance instance = Guest.instantiate("async", new Linker());

        assertThatThrownBy(() -> call(instance, "make-set")).isInstanceOf(TrapException.class)
                .hasMessageContaining("the canonical built-in 'waitable-set.new' is not supported by this host");
    }
}
