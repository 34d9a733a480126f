package dev.spinjvm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs generated modules in several ways, which must agree on results, traps, memory and globals.
///
/// `-Ddifferential.seed` and `-Ddifferential.modules` choose other modules.
class DifferentialTest {

    private static final long FIRST = Long.getLong("differential.seed", 1);
    private static final int MODULES = Integer.getInteger("differential.modules", 40);
    private static final int ROUNDS = 3;
    private static final int FUEL = 1000;

    /// Method sizes that cut everything, and those that cut some of it.
    private static final int[] SIZES = {24, 90, 400, 2000};

    private static byte[] module(long seed, boolean exceptions) {
        return ModuleGenerator.module(seed, seed % 8 == 0 ? 4000 : 40 + (int) (seed % 5) * 100, exceptions);
    }

    @Test
    void modulesInOnePieceAndCutAgree() {
        for (long seed = FIRST; seed < FIRST + MODULES; seed++) {
            byte[] wasm = module(seed, seed % 3 == 0);
            int size = SIZES[(int) (seed % SIZES.length)];
            assertThat(run(Engine.builder().methodSize(size).build(), wasm, seed)).as("seed %d, cut to %d", seed, size)
                    .isEqualTo(run(Engine.builder().build(), wasm, seed));
        }
    }

    @Test
    void modulesAgreeWithV8(@TempDir Path directory) throws IOException, InterruptedException {
        if (!hasNode()) {
            abort("node is not on the PATH");
        }
        List<Long> seeds = new ArrayList<>();
        StringBuilder calls = new StringBuilder();
        for (long seed = FIRST; seed < FIRST + MODULES; seed++) {
            byte[] wasm = module(seed, false);
            seeds.add(seed);
            Files.write(directory.resolve(seed + ".wasm"), wasm);
            calls.append(calls(seed, wasm));
        }
        Files.writeString(directory.resolve("calls.txt"), calls);
        Map<Long, String> theirs = v8(directory);
        for (long seed : seeds) {
            String ours = run(Engine.builder().build(), module(seed, false), seed);
            assertThat(ours).as("seed %d", seed).isEqualTo(theirs.get(seed));
        }
    }

    private static boolean hasNode() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "node")));
    }

    /// Exports that are called, in order, each several times.
    private static List<String> functions(CoreModule module) {
        return module.exports().stream().map(ExportDecl::name).filter(name -> name.startsWith("f") && !name.equals("fuel"))
                .sorted().toList();
    }

    private static long[] arguments(FuncType type, Random random) {
        long[] out = new long[type.params().size()];
        for (int i = 0; i < out.length; i++) {
            int number = random.nextInt(2000) - 1000;
            out[i] = switch ((NumericType) type.params().get(i)) {
                case F32 -> Float.floatToRawIntBits(number / 8f);
                case F64 -> Double.doubleToRawLongBits(number / 8.0);
                default -> number;
            };
        }
        return out;
    }

    /// One line for each result and state, in the form of the script that V8 runs.
    private static String run(Engine engine, byte[] wasm, long seed) {
        CoreModule module = engine.compile(wasm);
        CoreInstance instance = module.instantiate(List.of());
        Random random = new Random(seed);
        StringBuilder out = new StringBuilder();
        for (String name : functions(module)) {
            CoreFunction function = Fixtures.function(instance, name);
            for (int round = 0; round < ROUNDS; round++) {
                Fixtures.call(instance, "fuel", FUEL);
                out.append(name).append(' ').append(outcome(function, arguments(function.type(), random))).append(' ')
                        .append(Long.toHexString(Fixtures.value(instance, "hash"))).append('\n');
            }
        }
        return out.toString();
    }

    private static String outcome(CoreFunction function, long[] arguments) {
        long[] results;
        try {
            results = function.invoke(arguments);
        } catch (TrapException e) {
            return "trap";
        }
        List<ValueType> types = function.type().results();
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < results.length; i++) {
            boolean narrow = types.get(i) == NumericType.I32 || types.get(i) == NumericType.F32;
            out.append(i == 0 ? "" : ",").append(Long.toHexString(narrow ? results[i] & 0xffff_ffffL : results[i]));
        }
        return out.append(']').toString();
    }

    /// The calls of one module for the script: a line `module seed`, then `name params results arguments`.
    private static String calls(long seed, byte[] wasm) {
        CoreModule module = Engine.builder().build().compile(wasm);
        Random random = new Random(seed);
        StringBuilder out = new StringBuilder("module " + seed + " " + FUEL + "\n");
        for (ExportDecl export : module.exports().stream().sorted((a, b) -> a.name().compareTo(b.name())).toList()) {
            if (export.type() instanceof FuncType type && functions(module).contains(export.name())) {
                for (int round = 0; round < ROUNDS; round++) {
                    out.append(export.name()).append(' ').append(texts(type.params())).append(' ').append(texts(type.results()))
                            .append(' ').append(Arrays.stream(arguments(type, random)).mapToObj(Long::toHexString)
                                    .collect(Collectors.joining(",", ":", "")))
                            .append('\n');
                }
            }
        }
        return out.toString();
    }

    private static String texts(List<ValueType> types) {
        return types.stream().map(Object::toString).collect(Collectors.joining(",", ":", ""));
    }

    private static Map<Long, String> v8(Path directory) throws IOException, InterruptedException {
        Path script = directory.resolve("run.cjs");
        try (var in = DifferentialTest.class.getResourceAsStream("differential.cjs")) {
            if (in == null) {
                throw new IllegalStateException("no script");
            }
            Files.write(script, in.readAllBytes());
        }
        Path output = directory.resolve("out.txt");
        Process process = new ProcessBuilder("node", script.toString(), directory.toString()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        Map<Long, String> out = new LinkedHashMap<>();
        for (String part : text.split("module ")) {
            if (!part.isEmpty()) {
                int end = part.indexOf('\n');
                out.put(Long.valueOf(part.substring(0, end)), part.substring(end + 1));
            }
        }
        return out;
    }
}
