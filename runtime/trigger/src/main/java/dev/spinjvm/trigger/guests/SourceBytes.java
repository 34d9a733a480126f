package dev.spinjvm.trigger.guests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

import dev.spinjvm.component.binary.ComponentDecoder;
import dev.spinjvm.loader.ComponentSource;

/// Reads the code of locked components.
final class SourceBytes {
    private SourceBytes() {}

    /// @throws IllegalArgumentException if it is no component, or not at hand
    static byte[] read(ComponentSource source) throws IOException {
        var content = source.content();
        Optional<byte[]> inline = content.inline();
        if (inline.isPresent()) {
            return inline.get();
        }
        Path file = content.file().orElseThrow(
                () -> new IllegalArgumentException("its source is no local file: " + content.source()));
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("the file '" + file + "' does not exist", e);
        }
        if (ComponentDecoder.isCoreModule(bytes)) {
            throw new IllegalArgumentException("'" + file + "' is a core Wasm module, not a component; make it one with: "
                    + "wasm-tools component new MODULE --adapt ADAPTER -o COMPONENT");
        }
        return bytes;
    }
}
