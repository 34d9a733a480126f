package dev.spinjvm.component.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.component.suite.Check.Status;
import dev.spinjvm.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Runs the suite in the directory that `-Dsuite.dir` names, or the module's own small one; see docs/testing.md.
class ComponentSuiteTest {

    private static final Path OWN = Path.of("src/test/resources/suite");
    private static final Path LIST = OWN.resolve("expected-not-yet.txt");

    @Test
    void everyCheckPassesUnlessListed() throws IOException {
        var directory = Path.of(System.getProperty("suite.dir", OWN.toString()));
        var list = Path.of(System.getProperty("suite.expected", LIST.toString()));
        var limit = Duration.ofSeconds(Long.getLong("suite.limit", 20));
        var only = System.getProperty("suite.only", "");
        var files = SuiteFile.readAll(directory).stream().filter(file -> file.name().startsWith(only)).toList();
        assertThat(files).as("command lists below " + directory.toAbsolutePath()).isNotEmpty();

        var checks = new ArrayList<Check>();
        var engine = Engine.builder().build();
        for (var file : files) {
            checks.addAll(SuiteRunner.run(file, new RuntimeTarget(engine), limit));
        }

        System.out.println(SuiteReport.text(files, checks));
        writeDetails(checks);
        assertThat(ExpectedNotYet.read(list).contradictions(files, checks)).isEmpty();
    }

    private static void writeDetails(List<Check> checks) throws IOException {
        var lines = checks.stream().filter(check -> check.status() != Status.PASSED)
                .map(check -> check.key() + " " + check.status() + " " + check.detail().lines().findFirst().orElse("")).toList();
        var target = Path.of("target/suite");
        Files.createDirectories(target);
        Files.write(target.resolve("not-passed.txt"), lines);
    }
}
