package dev.spinjvm.bench;

import dev.spinjvm.engine.CoreFunction;
import dev.spinjvm.engine.CoreModule;
import dev.spinjvm.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/// The kernels in this engine, as a peer of a side-by-side run: a core module without imports whose function `run`
/// takes a number of rounds and returns a checksum.
///
/// ```
/// Kernel WASM ROUNDS WARM-UP-MS SAMPLES    prints median, least and first milliseconds of CPU time, and the checksum
/// Kernel --check FOLDER                    runs each kernel that FOLDER/kernels.txt names once; fails on another checksum
/// ```
public final class Kernel {

    private Kernel() {}

    public static void main(String[] args) throws IOException {
        try (Engine engine = Engine.builder().build()) {
            if (args.length == 2 && args[0].equals("--check")) {
                check(engine, Path.of(args[1]));
            } else {
                IntSupplier work = load(engine, Path.of(args[0]), Integer.parseInt(args[1]));
                System.out.println(CpuTimes.measure(work, Double.parseDouble(args[2]), Integer.parseInt(args[3])).line());
            }
        }
    }

    /// The function `run` of the module in `file`, applied to `rounds`.
    static IntSupplier load(Engine engine, Path file, int rounds) throws IOException {
        CoreModule module = engine.compile(Files.readAllBytes(file));
        if (!(module.instantiate(List.of()).export("run") instanceof CoreFunction run)) {
            throw new IllegalArgumentException(file + " exports no function \"run\"");
        }
        return () -> (int) run.invoke(rounds)[0];
    }

    private static void check(Engine engine, Path folder) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Row row : Row.readAll(folder)) {
            long sum = Integer.toUnsignedLong(load(engine, row.file(), row.rounds()).getAsInt());
            System.out.println(row.name() + " " + sum);
            if (sum != row.checksum()) {
                wrong.add(row.name() + " returns " + sum + ", native code " + row.checksum());
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(String.join("; ", wrong));
        }
    }

    /// One line of `kernels.txt`: the kernel's name, the rounds of one call, and the checksum that native code returns.
    record Row(String name, Path file, int rounds, long checksum) {

        static List<Row> readAll(Path folder) throws IOException {
            List<Row> rows = new ArrayList<>();
            for (String line : Files.readAllLines(folder.resolve("kernels.txt"))) {
                String[] words = line.split(" ", -1);
                rows.add(new Row(words[0], folder.resolve(words[0] + ".wasm"), Integer.parseInt(words[1]),
                        Long.parseLong(words[2])));
            }
            return rows;
        }
    }
}
