package dev.spinjvm.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The large guests, which do not live in the checkout.
final class GuestFolder {
    private static final String PROPERTY = "guests.dir";

    private GuestFolder() {}

    /// A guest of that folder; the test is skipped, saying so, where no folder is given.
    static Path guest(String name) {
        String folder = System.getProperty(PROPERTY);
        Assumptions.assumeTrue(folder != null, () -> "SKIPPED: needs the guest " + name + "; give its folder by -D" + PROPERTY + "=DIR");
        Path file = Path.of(folder).resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new AssertionError("there is no guest " + file);
        }
        return file;
    }
}
