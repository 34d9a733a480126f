package dev.spinjvm.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecompilationTest {

    @TempDir
    private Path directory;

    @Test
    void aPrecompiledComponentIsNotCompiledAgain() throws Exception {
        byte[] bytes = Guest.bytes("greeter");
        List<Engine.Progress> reports = new ArrayList<>();
        try (Engine engine = Engine.builder().cacheDirectory(directory).progress(reports::add).build()) {
            Component.precompile(engine, bytes);
        }
        assertThat(reports).isNotEmpty();
        reports.clear();
        try (Engine engine = Engine.builder().cacheDirectory(directory).progress(reports::add).build()) {
            assertThat(Component.load(engine, bytes).imports()).isNotEmpty();
        }
        assertThat(reports).isEmpty();
    }
}
