package dev.spinjvm.loader.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the doctor's golden files of this module and, with `-Dgoldens.dir=DIR`, those of any directory of the same form.
class GoldenDoctorTest {
    /// The examination that Spin does not have; its findings are in no golden file.
    private static final String ADDED = "manifest";

    @TempDir
    Path scratch;

    @Test
    void own_golden_files_hold() throws IOException {
        assertThat(problems(own())).isEmpty();
    }

    @Test
    void exactly_the_listed_cases_of_the_given_directory_fail() throws IOException {
        String given = System.getProperty("goldens.dir");
        Path root = given == null ? own() : Path.of(given);
        List<String> problems = problems(root);
        Set<String> failed = problems.stream().map(problem -> problem.substring(0, problem.indexOf(':'))).collect(Collectors.toCollection(
                TreeSet::new));
        Set<String> expected = expectedToFail().stream().filter(name -> name.startsWith("doctor/") && Files.exists(root.resolve(name)))
                .collect(Collectors.toCollection(TreeSet::new));
        int total = cases(root).size();
        System.out.println("doctor's golden files: " + (total - failed.size()) + " of " + total + " passed");
        assertThat(total).isPositive();
        assertThat(failed).as(String.join("\n", problems)).isEqualTo(expected);
    }

    /// The files that say what must hold.
    private static List<Path> cases(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("doctor"))) {
            return files.filter(file -> {
                String name = file.toString();
                return name.endsWith(".diags") || name.endsWith(".cured") || name.endsWith(".toml") && name.contains("manifest_");
            }).sorted().toList();
        }
    }

    private List<String> problems(Path root) throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path expected : cases(root)) {
            Path folder = Files.createTempDirectory(scratch, "case");
            String name = expected.getFileName().toString();
            String actual;
            String wanted;
            if (name.endsWith(".toml")) {
                Check check = name.startsWith("manifest_trigger") ? new TriggerCheck() : new VersionCheck();
                wanted = name.endsWith("_correct.toml") ? "0 problems" : "1 problems";
                actual = check.examine(Patient.of(expected), still()).size() + " problems";
            } else {
                wanted = Files.readString(expected);
                Path input = expected.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".toml");
                actual = name.endsWith(".diags") ? diagnoses(input) : cured(input, folder);
            }
            if (!actual.equals(wanted)) {
                problems.add(root.relativize(expected) + ": expected\n" + wanted + "\nbut was\n" + actual);
            }
        }
        return problems;
    }

    private static String diagnoses(Path input) {
        List<String> descriptions = new ArrayList<>();
        Checkup checkup = Checkup.of(input, still());
        for (Optional<Diagnosis> found = checkup.next(); found.isPresent(); found = checkup.next()) {
            found.filter(diagnosis -> !diagnosis.check().equals(ADDED)).ifPresent(diagnosis -> descriptions.add(diagnosis.description()));
        }
        return String.join("\n", descriptions);
    }

    private static String cured(Path input, Path folder) throws IOException {
        Path manifest = Files.copy(input, folder.resolve("spin.toml"));
        Checkup checkup = Checkup.of(manifest, still());
        boolean treated = false;
        for (Optional<Diagnosis> found = checkup.next(); found.isPresent(); found = checkup.next()) {
            Treatment treatment = found.get().treatment();
            if (treatment != null) {
                checkup.treat(treatment);
                treated = true;
            }
        }
        String text = Files.readString(manifest);
        assertThat(checkup.patient().text()).isEqualTo(text);
        // The files were written by a library that ends the last line of what it read; a manifest that needs no treatment is left alone.
        return treated || text.endsWith("\n") ? text : text + "\n";
    }

    /// The golden files were made where Rust was installed.
    private static StillSurroundings still() {
        return new StillSurroundings(Map.of("rustup", "wasm32-wasip2\n"), 0);
    }

    private static List<String> expectedToFail() throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenDoctorTest.class.getResourceAsStream("/goldens-expected-to-fail.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty()).toList();
        }
    }

    private static Path own() {
        try {
            return Path.of(Objects.requireNonNull(GoldenDoctorTest.class.getResource("/goldens")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
