package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// What `mvn -Pdist package` makes, each form started as its users start it; run with `-Ddist.dir=DIR`.
@EnabledIfSystemProperty(named = "dist.dir", matches = ".+", disabledReason = "a distribution is built first; see docs/testing.md")
class DistributionTest {
    private static final String VERSION = "spin \\S+ \\(\\S+ \\S+\\)\n";

    @TempDir
    Path folder;

    @Test
    void theExecutableUnpacksItselfOnceHoweverManyStart() throws IOException {
        List<CompletableFuture<SpinProcess.Finished>> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            starts.add(CompletableFuture.supplyAsync(() -> command(executable(), "--version").run()));
        }
        assertThat(starts).allSatisfy(start -> {
            assertThat(start.join().stdout()).matches(VERSION);
            assertThat(start.join().stderr()).isEmpty();
        });
        try (Stream<Path> unpacked = Files.list(folder.resolve("cache/spin/versions"))) {
            assertThat(unpacked).singleElement().satisfies(only -> assertThat(only).isDirectoryContaining("glob:**/spin"));
        }
        assertBothCachesAreUsed(executable());
        assertServes(executable());
    }

    @Test
    void aTruncatedExecutableSaysSo() throws IOException {
        byte[] whole = Files.readAllBytes(artifact("spin-*-*-*[!z]"));
        Path cut = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(cut.toFile().setExecutable(true)).isTrue();
        SpinProcess.Finished start = command(List.of(cut.toString()), "--version").run();
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.stderr()).contains("is damaged");
        assertThat(folder.resolve("cache/spin/versions")).isEmptyDirectory();
    }

    @Test
    void theArchiveServesFromWhereItIsUnpacked() throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "-xzf", artifact("*.tar.gz").toString(), "-C", folder.toString()).inheritIO().start();
        assertThat(tar.waitFor()).isZero();
        Path launcher;
        try (Stream<Path> unpacked = Files.list(folder)) {
            launcher = unpacked.filter(Files::isDirectory).findFirst().orElseThrow().resolve("spin");
        }
        assertBothCachesAreUsed(List.of(launcher.toString()));
        assertServes(List.of(launcher.toString()));
        assertThat(launcher.resolveSibling("share/man/man1")).isDirectoryContaining("glob:**/spin.1").isDirectoryContaining(
                "glob:**/spin-registry-push.1");
        assertThat(launcher.resolveSibling("share/completions")).isDirectoryContaining("glob:**/spin.zsh");
        assertThat(command(List.of(launcher.toString()), "doctor", "--self").run().exitCode()).isZero();
    }

    @Test
    void theJarServes() throws IOException {
        List<String> jar = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                artifact("spin-*.jar").toString());
        assertThat(command(jar, "--version").run().stdout()).matches(VERSION);
        assertThat(command(jar, "--version", "-v").run().stdout()).contains("launcher:          none; ");
        assertServes(jar);
    }

    private void assertBothCachesAreUsed(List<String> program) {
        assertThat(command(program, "--version", "-v").run().stdout()).contains("AOT cache, short:  used: ", "AOT cache, server: used: ",
                "/jre\n");
    }

    private void assertServes(List<String> program) {
        String app = Checkout.root().resolve("examples/hello-c").toString();
        try (SpinProcess spin = command(program, "up", "-f", app).serve()) {
            assertThat(spin.get("/there").body()).isEqualTo("Hello from C at /there\n");
            spin.terminate();
            assertThat(spin.awaitExit()).isZero();
        }
    }

    private List<String> executable() {
        return List.of(artifact("spin-*-*-*[!z]").toString());
    }

    private static Path artifact(String glob) {
        try (var files = Files.newDirectoryStream(Path.of(System.getProperty("dist.dir")).toAbsolutePath(), glob)) {
            for (Path file : files) {
                if (Files.isRegularFile(file) && !(file.toString().endsWith(".jar") && !glob.endsWith(".jar"))) {
                    return file;
                }
            }
            throw new AssertionError("no " + glob + " in " + System.getProperty("dist.dir"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SpinProcess.Command command(List<String> program, String... arguments) {
        return SpinProcess.command(arguments).of(program).environment("XDG_CACHE_HOME", folder.resolve("cache").toString());
    }
}
