package dev.spinjvm.bench;

import dev.spinjvm.component.LinkException;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What an instance of an HTTP guest costs. Medians are the figures to read: a collection of garbage is no part of the
/// work of one instance.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class InstanceCosts {

    /// A loaded guest.
    @State(Scope.Benchmark)
    public static class Guest {
        /// The component's file; another is given with `-p guest=FILE`.
        @Param("examples/hello-c/hello-c.wasm")
        String guest = "";

        private final Engine engine = Engine.builder().build();
        private @Nullable HttpGuest loaded;

        @Setup
        public void load() throws IOException, MalformedComponentException, InvalidComponentException, LinkException {
            loaded = HttpGuest.load(engine, Path.of(guest));
        }

        HttpGuest loaded() {
            return Objects.requireNonNull(loaded);
        }

        @TearDown
        public void close() {
            engine.close();
        }
    }

    /// One pooled instance, as its initial image.
    @State(Scope.Thread)
    public static class Pooled {
        private HttpGuest.@Nullable Live live;

        @Setup
        public void instantiate(Guest guest) {
            live = guest.loaded().instantiate();
        }

        HttpGuest.Live live() {
            return Objects.requireNonNull(live);
        }
    }

    /// The pooled instance after a request.
    @State(Scope.Thread)
    public static class Used {
        private HttpGuest.@Nullable Live live;

        @Setup(Level.Invocation)
        public void serve(Pooled pooled) {
            live = pooled.live();
            live.serve();
        }

        HttpGuest.Live live() {
            return Objects.requireNonNull(live);
        }
    }

    /// A fresh instance.
    @Benchmark
    public Object fresh(Guest guest) {
        return guest.loaded().instantiate();
    }

    /// A pooled instance that answered one request is put back to its initial image.
    @Benchmark
    public void reset(Used used) {
        used.live().instance().reset();
    }

    /// One request to a pooled instance, which is then put back: all of a request but the network.
    @Benchmark
    public int request(Pooled pooled) {
        int size = pooled.live().serve();
        pooled.live().instance().reset();
        return size;
    }
}
