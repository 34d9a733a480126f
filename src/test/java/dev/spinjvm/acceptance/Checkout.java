package dev.spinjvm.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Where the checkout under test lies.
final class Checkout {
    private Checkout() {}

    /// The folder that holds the launcher.
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("spin")) || !Files.isDirectory(folder.resolve("runtime"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the tests run inside a checkout");
        }
        return folder;
    }
}
