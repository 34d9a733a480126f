package dev.spinjvm.component.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.suite.Check.Status;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The runner itself, on a target that answers as the test says.
class SuiteRunnerTest {

    private static final String COMMANDS = """
            {"commands": [
              {"type": "component", "line": 1, "filename": "c.wasm", "module_type": "binary"},
              {"type": "assert_return", "line": 2, "action": {"type": "invoke", "field": "seven", "args": []},
               "expected": [{"type": "u32", "value": "7"}]},
              {"type": "assert_return", "line": 3, "action": {"type": "invoke", "field": "seven", "args": []},
               "expected": [{"type": "u32", "value": "8"}]},
              {"type": "assert_trap", "line": 4, "action": {"type": "invoke", "field": "boom", "args": []}, "text": "boom"},
              {"type": "assert_trap", "line": 5, "action": {"type": "invoke", "field": "boom", "args": []}, "text": "bang"},
              {"type": "assert_trap", "line": 6, "action": {"type": "invoke", "field": "seven", "args": []}, "text": "boom"},
              {"type": "assert_invalid", "line": 7, "filename": "c.wasm", "module_type": "binary", "text": "never"},
              {"type": "assert_malformed", "line": 8, "filename": "m.wasm", "module_type": "binary", "text": "in other words"},
              {"type": "assert_malformed", "line": 9, "module_type": "text", "text": "unexpected token"},
              {"type": "action", "line": 10, "action": {"type": "invoke", "field": "nothing", "args": []}}
            ]}""";

    @TempDir
    private Path directory;

    @Test
    void everyOutcomeHasItsStatus() throws IOException {
        assertThat(run(Duration.ofMinutes(1))).extracting(Check::key, Check::status).containsExactly(
                tuple("group/list:1", Status.PASSED), tuple("group/list:2", Status.PASSED),
                tuple("group/list:3", Status.FAILED), tuple("group/list:4", Status.PASSED),
                tuple("group/list:5", Status.OTHER_TRAP), tuple("group/list:6", Status.FAILED),
                tuple("group/list:7", Status.FAILED), tuple("group/list:8", Status.OTHER_WORDS),
                tuple("group/list:9", Status.SKIPPED), tuple("group/list:10", Status.FAILED));
    }

    @Test
    void theSummaryCountsByFileAndGroup() throws IOException {
        var checks = run(Duration.ofMinutes(1));
        assertThat(SuiteReport.text(SuiteFile.readAll(directory), checks).lines())
                .anySatisfy(line -> assertThat(line).startsWith("group group")
                        .endsWith("3 of    9 checks,    1 of    1 components and instances accepted, 1 skipped, "
                                + "1 trapped for another reason, 1 rejected in other words"));
    }

    @Test
    void aCommandWithoutEndFailsAlone() throws IOException {
        write("""
                {"commands": [
                  {"type": "component", "line": 1, "filename": "c.wasm", "module_type": "binary"},
                  {"type": "action", "line": 2, "action": {"type": "invoke", "field": "forever", "args": []}},
                  {"type": "action", "line": 3, "action": {"type": "invoke", "field": "seven", "args": []}}
                ]}""");
        var file = SuiteFile.readAll(directory).getFirst();
        assertThat(SuiteRunner.run(file, new Fake(), Duration.ofSeconds(2))).extracting(Check::status)
                .containsExactly(Status.PASSED, Status.FAILED, Status.PASSED);
    }

    @Test
    void theListOfExpectedFailuresIsKeptTrue() throws IOException {
        var list = directory.resolve("list.txt");
        Files.writeString(list, """
                # comment
                group/list:3 wrong on purpose
                group/list:4 said to fail, but passes
                group/list:99 no longer there
                elsewhere/file:1 of another suite
                """);
        var checks = run(Duration.ofMinutes(1));
        assertThat(ExpectedNotYet.read(list).contradictions(SuiteFile.readAll(directory), checks)).satisfiesExactly(
                problem -> assertThat(problem).startsWith("group/list:4 is listed"),
                problem -> assertThat(problem).startsWith("group/list:5 expected \"bang\", got \"boom\""),
                problem -> assertThat(problem).startsWith("group/list:6 expected a trap, got 7"),
                problem -> assertThat(problem).startsWith("group/list:7 accepted"),
                problem -> assertThat(problem).startsWith("group/list:10 broke"),
                problem -> assertThat(problem).startsWith("group/list:99 is listed, but there is no such check"));
    }

    @Test
    void everyListedCheckNeedsAReason() throws IOException {
        var list = directory.resolve("list.txt");
        Files.writeString(list, "group/list:3\n");
        assertThatThrownBy(() -> ExpectedNotYet.read(list)).hasMessageContaining("expected \"file:line reason\"");
    }

    private List<Check> run(Duration limit) throws IOException {
        write(COMMANDS);
        return SuiteRunner.run(SuiteFile.readAll(directory).getFirst(), new Fake(), limit);
    }

    private void write(String commands) throws IOException {
        var group = Files.createDirectories(directory.resolve("group"));
        Files.writeString(group.resolve("list.json"), commands);
        Files.write(group.resolve("c.wasm"), WasmBytes.component().toByteArray());
        Files.write(group.resolve("m.wasm"), WasmBytes.component(WasmBytes.of(0x0d, 0x00)).toByteArray());
    }

    private static final class Fake implements SuiteTarget, SuiteTarget.Instance {

        @Override
        public void validate(ComponentBinary component) {}

        @Override
        public Instance instantiate(ComponentBinary component) {
            return this;
        }

        @Override
        public @Nullable FuncType type(String export) {
            return export.equals("nothing") ? null : new FuncType(false, List.of(), ValType.Primitive.U32);
        }

        @Override
        public Object call(String export, @Nullable Object[] arguments) throws Trapped {
            return switch (export) {
                case "boom" -> throw new Trapped("boom", new IllegalStateException());
                case "forever" -> forever();
                default -> 7L;
            };
        }

        private static Object forever() throws Trapped {
            try {
                new CountDownLatch(1).await();
                return 0L;
            } catch (InterruptedException e) {
                throw new Trapped("interrupted", e);
            }
        }
    }
}
