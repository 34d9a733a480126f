package dev.spinjvm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.spinjvm.engine.SuiteCheck.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Runs the WebAssembly reference suite in the directory that `-Dcore.suite.dir` names; see docs/testing.md.
class CoreSuiteTest {

    private static final Path LIST = Path.of("src/test/resources/core-suite-expected.txt");
    private static final long STACK = 16 << 20;

    @Test
    void everyCheckPassesUnlessListed() throws IOException, InterruptedException, ExecutionException {
        checkAll(0);
    }

    @Test
    void everyCheckPassesUnlessListedWithEveryFunctionCut() throws IOException, InterruptedException, ExecutionException {
        checkAll(40);
    }

    private static void checkAll(int methodSize) throws IOException, InterruptedException, ExecutionException {
        String directory = System.getProperty("core.suite.dir");
        if (directory == null) {
            abort("the reference suite is not beside the checkout: give -Dcore.suite.dir");
        }
        String only = System.getProperty("core.suite.only", "");
        List<SuiteCheck> checks = new ArrayList<>();
        for (Path file : files(Path.of(String.valueOf(directory)))) {
            if (String.valueOf(file.getFileName()).startsWith(only)) {
                checks.addAll(run(file, methodSize));
            }
        }
        assertThat(checks).as("commands below " + directory).isNotEmpty();
        System.out.println(report(checks));
        assertThat(contradictions(checks)).isEmpty();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            return paths.filter(path -> path.toString().endsWith(".json")).sorted().toList();
        }
    }

    /// Guests recurse, as far as a thread of a fixed size lets them.
    private static List<SuiteCheck> run(Path file, int methodSize) throws InterruptedException, ExecutionException {
        FutureTask<List<SuiteCheck>> task = new FutureTask<>(() -> {
            try (Engine engine = Engine.builder().methodSize(methodSize).build()) {
                return SuiteRunner.run(engine, file);
            }
        });
        Thread thread = new Thread(null, task, "suite-" + file.getFileName(), STACK);
        thread.start();
        return task.get();
    }

    private static String report(List<SuiteCheck> checks) {
        Map<Status, Integer> counts = new TreeMap<>();
        Map<String, Integer> features = new TreeMap<>();
        for (SuiteCheck check : checks) {
            counts.merge(check.status(), 1, Integer::sum);
            if (check.status() == Status.UNSUPPORTED) {
                features.merge(check.detail(), 1, Integer::sum);
            }
        }
        return "core suite: " + checks.size() + " commands " + counts + ", unsupported by feature " + features;
    }

    /// What contradicts the list: lines of `file:line reason` for checks that fail, and of `file feature, feature` for
    /// files whose modules need features that the engine does not have.
    private static List<String> contradictions(List<SuiteCheck> checks) throws IOException {
        Map<String, String> listed = new LinkedHashMap<>();
        for (String line : Files.readAllLines(LIST)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(" ", 2);
                listed.put(parts[0], parts.length > 1 ? parts[1] : "");
            }
        }
        Set<String> files = new HashSet<>();
        Map<String, Set<String>> features = new TreeMap<>();
        Map<String, String> failed = new LinkedHashMap<>();
        for (SuiteCheck check : checks) {
            files.add(check.file());
            if (check.status() == Status.UNSUPPORTED) {
                features.computeIfAbsent(check.file(), _ -> new TreeSet<>()).add(check.detail());
            } else if (check.status() == Status.FAILED) {
                failed.put(check.key(), check.detail());
            }
        }
        List<String> out = new ArrayList<>();
        features.forEach((file, names) -> {
            String wanted = String.join(", ", names);
            if (!wanted.equals(listed.get(file))) {
                out.add(file + " " + wanted + " (not listed so)");
            }
        });
        failed.forEach((key, detail) -> {
            if (!listed.containsKey(key)) {
                out.add(key + " " + detail);
            }
        });
        for (String key : listed.keySet()) {
            int colon = key.indexOf(':');
            if (files.contains(colon < 0 ? key : key.substring(0, colon))
                    && !(colon < 0 ? features : failed).containsKey(key)) {
                out.add(key + " is listed, but passes: remove it from the list");
            }
        }
        return out;
    }
}
