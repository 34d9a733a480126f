package dev.spinjvm.trigger.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.spinjvm.component.Component;
import dev.spinjvm.engine.Engine;
import dev.spinjvm.loader.ComponentSource;
import dev.spinjvm.loader.ContentRef;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecompilationTest {
    @TempDir
    private Path directory;

    private static byte[] guest() throws IOException {
        try (InputStream in = PrecompilationTest.class.getResourceAsStream("/dev/spinjvm/trigger/http/guests/c-http-p2.wasm")) {
            return in.readAllBytes();
        }
    }

    private static LockedApp app(byte[] component) {
        ContentRef content = new ContentRef(null, Base64.getEncoder().encodeToString(component), null);
        return new LockedApp(List.of(), Map.of("name", "guests"), Map.of(), Map.of(), List.of(),
                List.of(new LockedComponent("c", Map.of(), new ComponentSource(ComponentSource.WASM, content), Map.of(), List.of(), Map
                        .of(),
                        Map.of(), Map.of(), Map.of())));
    }

    @Test
    void aLaterStartCompilesNothing() throws Exception {
        Path modules = directory.resolve("modules");

        assertThat(Precompilation.run(app(guest()), modules)).isEqualTo(1);

        try (Stream<Path> files = Files.walk(modules)) {
            assertThat(files.filter(file -> file.toString().endsWith(".code"))).isNotEmpty();
        }
        List<Engine.Progress> compiled = new ArrayList<>();
        try (Engine engine = Engine.builder().cacheDirectory(modules).progress(compiled::add).build()) {
            Component.load(engine, guest());
        }
        assertThat(compiled).isEmpty();
    }

    @Test
    void aComponentThatIsNoneIsNamed() {
        LockedApp broken = app(new byte[]{0, 'a', 's', 'm', 0x0d, 0, 1, 0, 77});

        assertThatThrownBy(() -> Precompilation.run(broken, directory)).isInstanceOf(LoadException.class)
                .hasMessageStartingWith("Failed to compile component 'c': ");
    }
}
