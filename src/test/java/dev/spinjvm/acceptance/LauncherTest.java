package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher where it does not stand in a checkout, and the AOT caches beside it.
class LauncherTest {
    private static final String VERSION = "spin \\S+ \\(\\S+ \\S+\\)\n";

    @TempDir
    Path folder;
    private Path cache;

    @BeforeEach
    void installation() throws IOException {
        Path root = Checkout.root();
        Files.copy(root.resolve("spin"), folder.resolve("spin"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(folder.resolve("lib"), root.resolve("cli/target/lib"));
        cache = Files.createDirectory(folder.resolve("aot")).resolve("short.aot");
    }

    @AfterEach
    void unlink() throws IOException {
        Files.delete(folder.resolve("lib"));
    }

    @Test
    void aDamagedCacheIsPassedOverInSilenceAndNamedOnRequest() throws IOException {
        for (String content : List.of("", "not a cache at all", "x".repeat(100_000))) {
            Files.writeString(cache, content, StandardCharsets.UTF_8);
            SpinProcess.Finished version = run("--version");
            assertThat(version.exitCode()).isZero();
            assertThat(version.stdout()).matches(VERSION);
            assertThat(version.stderr()).isEmpty();
            assertThat(run("--version", "-v").stdout()).contains("AOT cache, short:  stale: " + cache + " (0 MB) does not fit: ");
        }
    }

    @Test
    void aCacheOlderThanAJarIsNotUsed() throws IOException {
        Files.writeString(cache, "made before the jars");
        Files.setLastModifiedTime(cache, FileTime.from(Instant.now().minus(365, ChronoUnit.DAYS)));
        assertThat(run("-v", "--version").stdout()).contains("AOT cache, short:  stale: ", ".jar is newer");
    }

    @Test
    void anAbsentCacheIsNamed() {
        SpinProcess.Finished told = run("--version", "--verbose");
        assertThat(told.exitCode()).isZero();
        assertThat(told.stdout()).contains("AOT cache, short:  absent: ", "AOT cache, server: absent: ", "launcher:          " + folder,
                "jars:              " + folder, "compiled code: ", "java: ");
    }

    @Test
    void cachesAreMadeOnRequestAndUsed() {
        assertThat(run("unused words").exitCode()).isEqualTo(2);
        SpinProcess.Finished trained = command("--version").environment("SPIN_AOT", "train").run();
        // There is no example beside it to serve, so only short commands can be rehearsed.
        assertThat(trained.stderr()).startsWith("The AOT cache for 'server' could not be made, see ");
        assertThat(trained.exitCode()).isZero();
        assertThat(run("--version", "-v").stdout()).contains("AOT cache, short:  used: ", "AOT cache, server: absent: ");
        assertThat(command("--version", "-v").environment("SPIN_AOT", "off").run().stdout()).contains("AOT cache, short:  not used: ");
    }

    private SpinProcess.Finished run(String... arguments) {
        return command(arguments).run();
    }

    private SpinProcess.Command command(String... arguments) {
        return SpinProcess.command(arguments).of(List.of(folder.resolve("spin").toString())).in(folder);
    }
}
