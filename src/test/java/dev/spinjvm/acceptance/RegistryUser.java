package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Somebody who works on an application and stores it in registries, with a home directory of their own.
///
/// @param folder holds the home directory and the application
record RegistryUser(Path folder) {
    /// One whose application is the C example with two files.
    static RegistryUser of(Path folder) throws IOException {
        Path app = Files.createDirectories(folder.resolve("app"));
        Path example = Checkout.root().resolve("examples/hello-c");
        Files.copy(example.resolve("hello-c.wasm"), app.resolve("hello-c.wasm"));
        Files.createDirectories(app.resolve("assets"));
        Files.writeString(app.resolve("assets/large.txt"), "large enough to be a layer of its own. ".repeat(20));
        Files.writeString(app.resolve("assets/small.txt"), "small");
        String manifest = Files.readString(example.resolve("spin.toml"));
        Files.writeString(app.resolve("spin.toml"), manifest.replace("source = \"hello-c.wasm\"",
                "source = \"hello-c.wasm\"\nfiles = [\"assets/*\"]"));
        return new RegistryUser(folder);
    }

    Path app() {
        return folder.resolve("app");
    }

    Path home() {
        return folder.resolve("home");
    }

    SpinProcess.Command spin(String... arguments) {
        return SpinProcess.command(arguments).in(app()).environment("HOME", home().toString());
    }

    SpinProcess.Finished registry(String... arguments) {
        return spin(line("registry", arguments)).run();
    }

    private static String[] line(String first, String... more) {
        List<String> line = new ArrayList<>(List.of(first));
        line.addAll(Arrays.asList(more));
        return line.toArray(String[]::new);
    }

    /// The digest of what was pushed.
    String push(String reference, String... more) {
        SpinProcess.Finished pushed = registry(line("push", line(reference, more)));
        assertThat(pushed.exitCode()).as(pushed.stderr()).isZero();
        assertThat(pushed.stdout()).matches("Pushed with digest sha256:[0-9a-f]{64}\n");
        return pushed.stdout().strip().substring("Pushed with digest ".length());
    }

    void pull(String reference, String... more) {
        SpinProcess.Finished pulled = registry(line("pull", line(reference, more)));
        assertThat(pulled.exitCode()).as(pulled.stderr()).isZero();
        assertThat(pulled.stdout()).isEqualTo("Successfully pulled the app from the registry\n");
    }
}
