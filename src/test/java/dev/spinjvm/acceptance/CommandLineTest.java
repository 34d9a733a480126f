package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the program prints and returns when nothing is served.
class CommandLineTest {
    @TempDir
    Path folder;

    @Test
    void helpNamesTheCommands() {
        SpinProcess.Finished help = SpinProcess.command("--help").run();
        assertThat(help.exitCode()).isZero();
        assertThat(help.stdout()).contains("Usage: spin", "up ", "--version", "Examples:");
        assertThat(help.stderr()).isEmpty();
    }

    @Test
    void helpOfUpNamesTheFlagsAndTheirVariables() {
        SpinProcess.Finished help = SpinProcess.command("up", "--help").run();
        assertThat(help.exitCode()).isZero();
        assertThat(help.stdout()).contains("--from", "--listen", "SPIN_HTTP_LISTEN_ADDR", "--request-timeout", "--log-prefix",
                "HTTP Trigger Options:");
    }

    @Test
    void theVersionNamesTheCommit() {
        assertThat(SpinProcess.command("--version").run().stdout())
                .matches("spin \\d+\\.\\d+\\.\\d+(-[a-z0-9]+)? \\(([0-9a-f]+|unknown) (\\d{4}-\\d\\d-\\d\\d|unknown)\\)\n");
    }

    @Test
    void anUnknownCommandIsAUsageError() {
        SpinProcess.Finished finished = SpinProcess.command("upp").run();
        assertThat(finished.exitCode()).isEqualTo(2);
        assertThat(finished.stderr()).contains("'upp' is not a known Spin command. See spin --help.",
                "The most similar command is:\n    up\n");
    }

    @Test
    void anUnknownFlagIsAUsageError() {
        SpinProcess.Finished finished = SpinProcess.command("up", "--lisen", "127.0.0.1:0").run();
        assertThat(finished.exitCode()).isEqualTo(2);
        assertThat(finished.stderr()).contains("error: unexpected argument '--lisen' found", "'--listen'",
                "For more information, try '--help'.");
    }

    @Test
    void followAndQuietExcludeEachOther() {
        SpinProcess.Finished finished = SpinProcess.command("up", "--quiet", "--follow", "a").run();
        assertThat(finished.exitCode()).isEqualTo(2);
        assertThat(finished.stderr()).contains("cannot be used with");
    }

    @Test
    void noManifestIsExplained() {
        assertFailure(SpinProcess.command("up").in(folder).run(),
                "Default file 'spin.toml' not found. Run `spin up --from <APPLICATION>`, or `spin up --help` for usage.");
    }

    @Test
    void aPathThatDoesNotExistIsExplained() {
        assertFailure(SpinProcess.command("up", "-f", "./nowhere").in(folder).run(), "File or directory './nowhere' not found");
    }

    @Test
    void allProblemsOfAManifestAreReportedAtOnceWithTheirPlaces() throws IOException {
        write("spin.toml", """
                spin_manifest_version = 2
                [application]
                name = "x"
                colour = "red"
                [[trigger.http]]
                route = 3
                component = "a"
                [component.a]
                source = "a.wasm"
                allowed_outbound_hosts = ["example.com"]
                """);
        SpinProcess.Finished finished = SpinProcess.command("up").in(folder).run();
        assertFailure(finished, "colour");
        assertThat(finished.stderr()).contains("spin.toml:4:1", "spin.toml:6:9", "spin.toml:10:", "^");
    }

    @Test
    void twoComponentsWithOneIdAreRefused() throws IOException {
        write("spin.toml", """
                spin_manifest_version = 2
                [application]
                name = "x"
                [[trigger.http]]
                route = "/..."
                component = "twin"
                [component.twin]
                source = "a.wasm"
                [component.twin]
                source = "b.wasm"
                """);
        SpinProcess.Finished finished = SpinProcess.command("up").in(folder).run();
        assertFailure(finished, "twin");
        assertThat(finished.stderr()).contains("spin.toml:9:");
    }

    @Test
    void aMissingComponentFileIsNamed() throws IOException {
        write("spin.toml", """
                spin_manifest_version = 2
                [application]
                name = "x"
                [[trigger.http]]
                route = "/..."
                component = "a"
                [component.a]
                source = "missing.wasm"
                """);
        assertFailure(SpinProcess.command("up").in(folder).run(), "missing.wasm");
    }

    @Test
    void bytesThatAreNoComponentAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Checkout.root().resolve("examples/hello-c/hello-c.wasm"));
        byte[] random = new byte[5000];
        new Random(3).nextBytes(random);
        byte[] scrambled = whole.clone();
        Arrays.fill(scrambled, 2000, 2200, (byte) 0xee);
        for (byte[] bytes : new byte[][]{Arrays.copyOf(whole, 3000), random, {}, scrambled}) {
            Files.write(folder.resolve("broken.wasm"), bytes);
            SpinProcess.Finished finished = SpinProcess.command("up", "-f", "broken.wasm").in(folder).run();
            assertFailure(finished, "broken");
            assertThat(finished.stdout()).isEmpty();
        }
    }

    @Test
    void aMissingHostInterfaceIsNamed() {
        String wasm = Checkout.root().resolve("src/test/guests/needs-calc/needs-calc.wasm").toString();
        assertFailure(SpinProcess.command("up", "-f", wasm).in(folder).run(), "guests:calc/ops@1.0.0");
    }

    @Test
    void aPortInUseIsExplained() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            SpinProcess.Finished finished = SpinProcess.command("up", "-f", "examples/hello-c", "--listen", address).run();
            assertFailure(finished,
                    address + " is already in use. To have Spin search for a free port, use the --find-free-port option.");
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /// Exit code 1, one `Error:`, the text in it, and no trace of the program's inside.
    private static void assertFailure(SpinProcess.Finished finished, String text) {
        assertThat(finished.stderr()).containsOnlyOnce("Error: ").contains(text).doesNotContain("\tat ", "Exception", "fault of Spin");
        assertThat(finished.exitCode()).isEqualTo(1);
    }
}
