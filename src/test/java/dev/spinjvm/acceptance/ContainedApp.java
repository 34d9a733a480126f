package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Somebody with an application that containers run and build, and a home directory of their own.
///
/// @param folder real, holds all of it
record ContainedApp(Path folder) {
    static final String MANIFEST = """
            spin_manifest_version = 2
            [application]
            name = "driven"
            version = "1.2.3"
            [[trigger.http]]
            route = "/..."
            component = "a"
            [component.a]
            source = "a.wasm"
            [component.a.build]
            command = "echo a >> log"
            """;

    /// One whose application is the C example.
    static ContainedApp of(Path folder) throws IOException {
        ContainedApp user = new ContainedApp(folder.toRealPath());
        Files.createDirectories(user.app());
        Files.createDirectories(user.temporary());
        Files.copy(Checkout.root().resolve("examples/hello-c/hello-c.wasm"), user.app().resolve("a.wasm"));
        user.manifest(MANIFEST);
        return user;
    }

    Path app() {
        return folder.resolve("app");
    }

    Path temporary() {
        return folder.resolve("tmp");
    }

    void manifest(String text) throws IOException {
        Files.writeString(app().resolve("spin.toml"), text);
    }

    SpinProcess.Command spin(String... words) {
        return SpinProcess.command(words).in(app()).environment("SPIN_DATA_DIR", folder.resolve("data").toString()).environment(
                "XDG_CONFIG_HOME", folder.resolve("config").toString()).environment("XDG_CACHE_HOME", folder.resolve("cache").toString())
                .environment("TMPDIR", temporary().toString()).environment("JAVA_HOME", System.getProperty("java.home", ""));
    }

    static void assertRefused(SpinProcess.Finished finished, String text) {
        assertThat(finished.stderr()).contains(text).doesNotContain("\tat ", "fault of Spin");
        assertThat(finished.exitCode()).isEqualTo(1);
    }
}
