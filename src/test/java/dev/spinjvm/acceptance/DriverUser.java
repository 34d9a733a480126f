package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Somebody with an application and drivers, and a home directory of their own.
///
/// @param folder real, holds all of it
record DriverUser(Path folder) {
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
    static DriverUser of(Path folder) throws IOException {
        DriverUser user = new DriverUser(folder.toRealPath());
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

    void settings(String text) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("config/spin")).resolve("config.toml"), text);
    }

    /// Installs a driver that is a shell script.
    ///
    /// @param name such as `build-x`
    void plugin(String name, String script) throws IOException {
        write(Files.createDirectories(folder.resolve("data/plugins").resolve(name)).resolve(name), script);
    }

    /// Puts a driver on the PATH.
    Path onPath(String name, String script) throws IOException {
        return write(Files.createDirectories(folder.resolve("bin")).resolve(name), script);
    }

    private static Path write(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    /// A script that describes itself as this, and runs the rest of the script for anything else.
    static String describing(String members, String rest) {
        return "[ \"$1\" = describe ] && { cat > /dev/null; echo '{\"protocol\":1," + members + "}'; exit; }\n" + rest;
    }

    SpinProcess.Command spin(String... words) {
        return SpinProcess.command(words).in(app()).environment("SPIN_DATA_DIR", folder.resolve("data").toString()).environment(
                "XDG_CONFIG_HOME", folder.resolve("config").toString()).environment("XDG_CACHE_HOME", folder.resolve("cache").toString())
                .environment("TMPDIR", temporary().toString()).environment("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"))
                .environment("JAVA_HOME", System.getProperty("java.home", ""));
    }

    static void assertRefused(SpinProcess.Finished finished, String text) {
        assertThat(finished.stderr()).contains(text).doesNotContain("\tat ", "fault of Spin");
        assertThat(finished.exitCode()).isEqualTo(1);
    }

    static void assertMisused(SpinProcess.Finished finished, String text) {
        assertThat(finished.stderr()).contains(text, "For more information, try '--help'.");
        assertThat(finished.exitCode()).isEqualTo(2);
    }

    /// An orphan that has ended is alive to the JDK until somebody asked for its exit code; it runs no program.
    static boolean isGone(ProcessHandle process) {
        return !process.isAlive() || process.info().command().isEmpty();
    }
}
