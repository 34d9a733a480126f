package dev.spinjvm.component.suite;

import static dev.spinjvm.component.suite.WasmBytes.body;
import static dev.spinjvm.component.suite.WasmBytes.component;
import static dev.spinjvm.component.suite.WasmBytes.module;
import static dev.spinjvm.component.suite.WasmBytes.named;
import static dev.spinjvm.component.suite.WasmBytes.of;
import static dev.spinjvm.component.suite.WasmBytes.rawSection;
import static dev.spinjvm.component.suite.WasmBytes.section;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Keeps the binaries of the module's own suite equal to the builders below. `-Dsuite.write=true` writes them anew.
class OwnFixturesTest {

    private static final Path DIRECTORY = Path.of("src/test/resources/suite");

    private static final int I32 = 0x7f;
    private static final int F64 = 0x7c;
    private static final int BOOL = 0x7f;
    private static final int U8 = 0x7d;
    private static final int U32 = 0x79;
    private static final int F64_VALUE = 0x75;
    private static final int CHAR = 0x74;
    private static final int STRING = 0x73;

    @Test
    void binariesAreWhatTheBuildersWrite() throws IOException {
        for (var fixture : fixtures().entrySet()) {
            var path = DIRECTORY.resolve(fixture.getKey());
            if (Boolean.getBoolean("suite.write")) {
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.write(path, fixture.getValue().toByteArray());
            }
            assertThat(Files.readAllBytes(path)).as(fixture.getKey()).isEqualTo(fixture.getValue().toByteArray());
        }
    }

    private static Map<String, WasmBytes> fixtures() {
        var fixtures = new LinkedHashMap<String, WasmBytes>();
        fixtures.put("own/empty.wasm", component());
        fixtures.put("own/numbers.wasm", numbers());
        fixtures.put("own/memory.wasm", memory());
        fixtures.put("own/nested.wasm", nested());
        fixtures.put("own/truncated.wasm", component(of(0x07, 0x05, 0x02, 0x73)));
        fixtures.put("own/section-13.wasm", component(of(0x0d, 0x00)));
        fixtures.put("own/long-integer.wasm", component(of(0x07, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00)));
        fixtures.put("own/bad-utf8.wasm", component(rawSection(0, of(0x01, 0xc0))));
        fixtures.put("own/dangling-type.wasm", component(section(7, of(0x70, 0x05))));
        fixtures.put("own/empty-record.wasm", component(section(7, of(0x72, 0x00))));
        return fixtures;
    }

    /// Functions over values that need no memory.
    private static WasmBytes numbers() {
        var core = module(
                section(1, of(0x60, 0x02, I32, I32, 0x01, I32), of(0x60, 0x00, 0x00), of(0x60, 0x01, F64, 0x01, F64),
                        of(0x60, 0x01, I32, 0x01, I32)),
                section(3, of(0), of(1), of(2), of(3)),
                section(7, named("add").then(0x00, 0), named("boom").then(0x00, 1), named("half").then(0x00, 2),
                        named("same").then(0x00, 3)),
                section(10, body(0x20, 0, 0x20, 1, 0x6a), body(0x00),
                        body(0x20, 0, 0x44, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 0xa2), body(0x20, 0)));
        return component(rawSection(1, core), section(2, of(0x00, 0, 0)),
                section(6, coreExport("add"), coreExport("boom"), coreExport("half"), coreExport("same")),
                section(7, of(0x40, 0x02).name("a").then(U32).name("b").then(U32, 0x00, U32), of(0x40, 0x00, 0x01, 0x00),
                        of(0x40, 0x01).name("x").then(F64_VALUE, 0x00, F64_VALUE),
                        of(0x40, 0x01).name("x").then(CHAR, 0x00, CHAR), of(0x40, 0x01).name("x").then(BOOL, 0x00, BOOL),
                        of(0x6d, 0x03).name("red").name("green").name("blue"),
                        of(0x6e, 0x03).name("read").name("write").name("run")),
                section(8, lift(0, 0), lift(1, 1), lift(2, 2), lift(3, 3), lift(3, 4)),
                section(11, func("add", 0), func("boom", 1), func("half", 2), func("same-char", 3), func("same-bool", 4)),
                section(11, named0("colour").then(0x03, 5, 0x00), named0("access").then(0x03, 6, 0x00)),
                section(7, of(0x40, 0x01).name("x").then(7, 0x00, 7), of(0x40, 0x01).name("x").then(8, 0x00, 8)),
                section(8, lift(3, 9), lift(3, 10)), section(11, func("same-colour", 10), func("same-access", 11)));
    }

    /// Functions over values in memory: `echo` returns the pointer pair it was given.
    private static WasmBytes memory() {
        var core = module(
                section(1, of(0x60, 0x04, I32, I32, I32, I32, 0x01, I32), of(0x60, 0x02, I32, I32, 0x01, I32)),
                section(3, of(0), of(1)), section(5, of(0x00, 0x01)),
                section(6, of(I32, 0x01, 0x41, 0x80, 0x08, 0x0b)),
                section(7, named("memory").then(0x02, 0), named("realloc").then(0x00, 0), named("echo").then(0x00, 1)),
                section(10,
                        // The old pointer parameter is reused for the result: the heap's end, aligned.
                        body(0x23, 0, 0x20, 2, 0x6a, 0x41, 0x01, 0x6b, 0x41, 0x00, 0x20, 2, 0x6b, 0x71, 0x22, 0, 0x20, 3, 0x6a,
                                0x24, 0, 0x20, 0),
                        body(0x41, 0x10, 0x20, 0, 0x36, 0x02, 0x00, 0x41, 0x10, 0x20, 1, 0x36, 0x02, 0x04, 0x41, 0x10)));
        return component(rawSection(1, core), section(2, of(0x00, 0, 0)),
                section(6, coreExport("echo"), coreExport("realloc"), of(0x00, 0x02, 0x01, 0).name("memory")),
                section(7, of(0x40, 0x01).name("s").then(STRING, 0x00, STRING), of(0x70, U8),
                        of(0x40, 0x01).name("b").then(1, 0x00, 1), of(0x70, STRING),
                        of(0x40, 0x01).name("l").then(3, 0x00, 3)),
                section(8, liftMemory(0, 0), liftMemory(0, 2), liftMemory(0, 4)),
                section(11, func("echo", 0), func("echo-bytes", 1), func("echo-strings", 2)));
    }

    /// A nested component whose import is supplied by its parent, which exports its export.
    private static WasmBytes nested() {
        var core = module(section(1, of(0x60, 0x00, 0x01, I32)), section(3, of(0)),
                section(7, named("answer").then(0x00, 0)), section(10, body(0x41, 42)));
        var child = component(section(7, of(0x40, 0x00, 0x00, U32)), section(10, named0("ask").then(0x01, 0)),
                section(11, func("reply", 0)));
        return component(rawSection(1, core), section(2, of(0x00, 0, 0)), section(6, coreExport("answer")),
                section(7, of(0x40, 0x00, 0x00, U32)), section(8, lift(0, 0)), rawSection(4, child),
                section(5, of(0x00, 0, 1).name("ask").then(0x01, 0)), section(6, of(0x01, 0x00, 0).name("reply")),
                section(11, func("reply", 1)));
    }

    private static WasmBytes coreExport(String name) {
        return of(0x00, 0x00, 0x01, 0).name(name);
    }

    private static WasmBytes lift(int coreFunc, int type) {
        return of(0x00, 0x00, coreFunc, 0x00, type);
    }

    private static WasmBytes liftMemory(int coreFunc, int type) {
        return of(0x00, 0x00, coreFunc, 0x02, 0x03, 0x00, 0x04, 0x01, type);
    }

    private static WasmBytes func(String name, int index) {
        return named0(name).then(0x01, index, 0x00);
    }

    private static WasmBytes named0(String name) {
        return of(0x00).name(name);
    }
}
