package dev.spinjvm.bench;

import static dev.spinjvm.component.types.ValType.Primitive.BOOL;
import static dev.spinjvm.component.types.ValType.Primitive.F64;
import static dev.spinjvm.component.types.ValType.Primitive.STRING;
import static dev.spinjvm.component.types.ValType.Primitive.U32;
import static dev.spinjvm.component.types.ValType.Primitive.U8;

import dev.spinjvm.component.Component;
import dev.spinjvm.component.ComponentFunction;
import dev.spinjvm.component.ComponentInstance;
import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.LinkException;
import dev.spinjvm.component.Linker;
import dev.spinjvm.component.Store;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Calls through the canonical ABI, in both directions, each with a value of one type that goes there and back.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class AbiCalls {
    /// Calls that one call of an "ask" function makes.
    private static final int ASKED = 1000;
    /// The size of the texts and lists that it gives the host; a record holds such a text.
    private static final long ASKED_SIZE = 24;

    /// A loaded guest and its functions for one type.
    @State(Scope.Thread)
    public static class Loaded {
        @Param("src/bench/abi/abi.wasm")
        String guest = "";

        @Param({"number", "text", "bytes", "record"})
        String type = "";

        private final Engine engine = Engine.builder().build();
        private @Nullable ComponentInstance instance;

        @Setup
        public void load() throws IOException, MalformedComponentException, InvalidComponentException, LinkException {
            Component component = Component.load(engine, Files.readAllBytes(Path.of(guest)));
            instance = new Linker().define(host()).prepare(component).instantiate(new Store());
        }

        ComponentFunction function(String prefix) {
            return Objects.requireNonNull(instance).function(null, prefix + type);
        }

        @TearDown
        public void close() {
            engine.close();
        }
    }

    /// What the host gives the guest.
    @State(Scope.Thread)
    public static class Given {
        /// The size of a text or a list; a record holds a text of this size.
        @Param({"24", "65536"})
        int size = 0;

        private Object value = "";
        private @Nullable ComponentFunction call;

        @Setup
        public void make(Loaded loaded) {
            call = loaded.function("");
            value = switch (loaded.type) {
                case "number" -> 7L;
                case "bytes" -> new byte[size];
                case "record" -> new Object[]{7L, "x".repeat(size), 0.5, true};
                default -> "x".repeat(size);
            };
        }
    }

    /// What makes the guest call the host.
    @State(Scope.Thread)
    public static class Asking {
        private @Nullable ComponentFunction ask;

        @Setup
        public void make(Loaded loaded) {
            ask = loaded.function("ask-");
        }
    }

    private static HostInterface host() {
        ValType reading = new ValType.RecordType(List.of(new ValType.Field("id", U32), new ValType.Field("name", STRING),
                new ValType.Field("ratio", F64), new ValType.Field("on", BOOL)));
        HostInterface.Builder builder = HostInterface.builder("bench:abi/host");
        Map.of("number", U32, "text", STRING, "bytes", new ValType.ListType(U8), "record", reading).forEach((name, type) -> builder
                .function(name, new FuncType(false, List.of(new FuncType.Param("v", type)), type), (_, arguments) -> arguments[0]));
        return builder.build();
    }

    /// The host calls the guest.
    @Benchmark
    public @Nullable Object hostCallsGuest(Given given) {
        return Objects.requireNonNull(given.call).call(given.value);
    }

    /// The guest calls the host, with texts and lists of 24 bytes.
    @Benchmark
    @OperationsPerInvocation(ASKED)
    public @Nullable Object guestCallsHost(Asking asking) {
        return Objects.requireNonNull(asking.ask).call((long) ASKED, ASKED_SIZE);
    }
}
