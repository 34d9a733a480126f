package dev.spinjvm.bench;

import dev.spinjvm.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One call of each kernel, with the rounds that `kernels.txt` gives it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class EngineKernels {

    @Param("src/bench/kernels")
    String folder = "";

    @Param({"fib", "sha256", "matmul", "json", "qsort", "memory", "interp"})
    String kernel = "";

    private final Engine engine = Engine.builder().build();
    private IntSupplier work = () -> 0;

    @Setup
    public void load() throws IOException {
        Kernel.Row row = Kernel.Row.readAll(Path.of(folder)).stream().filter(candidate -> candidate.name().equals(kernel)).findFirst()
                .orElseThrow();
        work = Kernel.load(engine, row.file(), row.rounds());
    }

    @TearDown
    public void close() {
        engine.close();
    }

    @Benchmark
    public int call() {
        return work.getAsInt();
    }
}
