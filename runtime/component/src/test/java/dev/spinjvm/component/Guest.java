package dev.spinjvm.component;

import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The components in `src/test/resources/guests`, which lie there as text too.
final class Guest {
    private static final Engine ENGINE = Engine.builder().build();

    private Guest() {}

    static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(Path.of("src/test/resources/guests", name + ".wasm"));
    }

    static Component load(String name) throws IOException {
        try {
            return Component.load(ENGINE, bytes(name));
        } catch (MalformedComponentException | InvalidComponentException e) {
            throw new IOException(name, e);
        }
    }

    static PreparedComponent prepare(String name, Linker linker) throws IOException, LinkException {
        return linker.prepare(load(name));
    }

    static ComponentInstance instantiate(String name, Linker linker) throws IOException, LinkException {
        return prepare(name, linker).instantiate(new Store());
    }
}
