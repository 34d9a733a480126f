package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.engine.CoreModule;
import dev.spinjvm.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The modules of language runtimes: interpreters and collectors with functions larger than a JVM method may be. Run with `-Dguests.dir=DIR`.
class HeavyModulesTest {
    private static final int HEADER = 8;
    private static final int LAYER = 6;
    private static final int CORE_MODULE = 1;
    private static final int COMPONENT = 4;

    /// The engine has nothing that interprets: what cannot become methods is refused. So each of these is compiled to the last function, and
    /// says how many of its functions were cut.
    @ParameterizedTest
    @CsvSource({"js-hello.wasm,100", "qjs-p3-0.3.0.wasm,5", "go-wagi-p1.wasm,10", "rust-http-p2.wasm,1", "c-cmd-p1.wasm,0"})
    void everyFunctionIsCompiledAndThoseThatWereSplitAreCounted(String guest, int least) throws IOException {
        List<Engine.Progress.Finished> reports = new ArrayList<>();
        int split = 0;
        try (Engine engine = Engine.builder().progress(report -> {
            if (report instanceof Engine.Progress.Finished finished) {
                reports.add(finished);
            }
        }).build()) {
            for (byte[] module : modules(Files.readAllBytes(GuestFolder.guest(guest)))) {
                CoreModule compiled = engine.compile(module);
                split += compiled.splitFunctions();
            }
        }
        assertThat(split).isGreaterThanOrEqualTo(least).isEqualTo(reports.stream().mapToInt(Engine.Progress.Finished::split).sum());
        assertThat(reports).allSatisfy(report -> assertThat(report.split()).isLessThanOrEqualTo(report.functions()));
    }

    /// The core modules of a component, those of components in it as well; a core module itself.
    private static List<byte[]> modules(byte[] binary) {
        if (binary[LAYER] == 0) {
            return List.of(binary);
        }
        List<byte[]> modules = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(binary).position(HEADER);
        while (in.hasRemaining()) {
            int section = in.get();
            byte[] content = new byte[length(in)];
            in.get(content);
            if (section == CORE_MODULE) {
                modules.add(content);
            } else if (section == COMPONENT) {
                modules.addAll(modules(content));
            }
        }
        return modules;
    }

    private static int length(ByteBuffer in) {
        int value = 0;
        for (int shift = 0;; shift += 7) {
            int part = in.get();
            value |= (part & 0x7f) << shift;
            if ((part & 0x80) == 0) {
                return value;
            }
        }
    }
}
