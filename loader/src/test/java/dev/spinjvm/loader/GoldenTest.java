package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the golden files of this module and, with `-Dgoldens.dir=DIR`, those of any directory of the same form.
class GoldenTest {
    private static final Path OWN = own();

    @TempDir
    Path scratch;

    static Stream<GoldenCase> own_cases() {
        return GoldenCase.find(OWN).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("own_cases")
    void golden_file_holds(GoldenCase golden) throws IOException {
        assertThat(golden.problem(scratch)).as(golden.name()).isNull();
    }

    @Test
    void own_golden_files_cover_every_kind_of_outcome() {
        assertThat(GoldenCase.find(OWN)).extracting(GoldenCase::name).anyMatch(name -> name.endsWith(".json"))
                .anyMatch(name -> name.endsWith(".v2")).anyMatch(name -> name.endsWith(".norm")).anyMatch(name -> name.endsWith(".err"))
                .anyMatch(name -> name.endsWith(".lock"));
    }

    @Test
    void exactly_the_listed_cases_of_the_given_directory_fail() throws IOException {
        String directory = System.getProperty("goldens.dir");
        List<GoldenCase> cases = GoldenCase.find(directory == null ? OWN : Path.of(directory));
        Set<String> failed = new TreeSet<>();
        var report = new ArrayList<String>();
        for (GoldenCase golden : cases) {
            String problem = outcome(golden, Files.createTempDirectory(scratch, "case"));
            if (problem != null) {
                failed.add(golden.name());
                report.add(golden.name() + ": " + problem);
            }
        }
        System.out.println("golden files: " + (cases.size() - failed.size()) + " of " + cases.size() + " passed");
        Set<String> present = cases.stream().map(GoldenCase::name).collect(Collectors.toSet());
        Set<String> expected = expectedToFail().stream().filter(present::contains).collect(Collectors.toCollection(TreeSet::new));
        assertThat(cases).isNotEmpty();
        assertThat(failed).as(String.join("\n", report)).isEqualTo(expected);
    }

    private static @Nullable String outcome(GoldenCase golden, Path scratch) throws IOException {
        try {
            return golden.problem(scratch);
        } catch (LoadException e) {
            return e.fullMessage();
        }
    }

    /// Lines of `name  # reason`.
    private static List<String> expectedToFail() throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenTest.class.getResourceAsStream("/goldens-expected-to-fail.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty()).toList();
        }
    }

    private static Path own() {
        try {
            return Path.of(Objects.requireNonNull(GoldenTest.class.getResource("/goldens")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
