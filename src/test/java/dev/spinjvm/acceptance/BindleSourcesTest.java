package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.plugins.doubles.BindleDouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Components whose code is a parcel of somebody else's bindle, from outside.
class BindleSourcesTest {
    @TempDir
    private Path folder;

    private final BindleDouble bindles = BindleDouble.withUser("ann", "tea");
    private Path mine;
    private String parcel = "";

    @BeforeEach
    void pushesTheirs() throws IOException {
        Path theirs = Files.createDirectories(folder.resolve("theirs"));
        mine = Files.createDirectories(folder.resolve("mine"));
        Path wasm = Files.copy(Checkout.root().resolve("examples/hello-c/hello-c.wasm"), theirs.resolve("hello-c.wasm"));
        Files.writeString(theirs.resolve("secret.txt"), "theirs");
        write(theirs, "theirs", "\"hello-c.wasm\"\nfiles = [\"secret.txt\"]");
        parcel = Digest.ofSha256(Files.readAllBytes(wasm)).hex();
        SpinProcess.Finished pushed = spin(theirs, "bindle", "push", "--no-buildinfo", "--bindle-server", bindles.bindleUrl(),
                "--bindle-username", "ann", "--bindle-password", "tea").run();
        assertThat(pushed.stdout()).isEqualTo("pushed: theirs/1.0.0\n");
    }

    @AfterEach
    void closeServer() {
        bindles.close();
    }

    private static void write(Path app, String name, String source) throws IOException {
        Files.writeString(app.resolve("spin.toml"), "spin_manifest_version = 2\n[application]\nname = \"" + name
                + "\"\nversion = \"1.0.0\"\n[[trigger.http]]\nroute = \"/...\"\ncomponent = \"hello\"\n[component.hello]\nsource = "
                + source
                + "\n");
    }

    private SpinProcess.Command spin(Path app, String... arguments) {
        return SpinProcess.command(arguments).in(app).environment("XDG_CONFIG_HOME", folder.resolve("config").toString())
                .environment("XDG_CACHE_HOME", folder.resolve("cache").toString());
    }

    @Test
    void aParcelIsAComponent() throws IOException {
        write(mine, "mine", "{ reference = \"theirs/1.0.0\", parcel = \"" + parcel + "\" }");

        SpinProcess.Finished nowhere = spin(mine, "up").run();
        assertThat(nowhere.exitCode()).isEqualTo(1);
        assertThat(nowhere.stderr()).contains("spin.toml:9:").contains("Failed to load component `hello`").contains(
                "requires a Bindle connection but none was specified").contains("BINDLE_SERVER_URL");

        // The name of the server is known to the proxy alone, which the double is as well.
        List<String> before = bindles.requests();
        try (SpinProcess served = spin(mine, "up", "--bindle-server", "http://bindles.invalid/v1").environment("HTTP_PROXY", bindles.url())
                .serve()) {
            assertThat(served.get("/you").body()).contains("/you");
        }
        List<String> asked = bindles.requests().subList(before.size(), bindles.requests().size());
        assertThat(asked).containsExactly("GET /v1/_i/theirs/1.0.0", "GET /v1/_i/theirs/1.0.0@" + parcel);

        bindles.goDownAfter(0);
        try (SpinProcess offline = spin(mine, "up", "--offline", "--bindle-server", bindles.bindleUrl()).serve()) {
            assertThat(offline.get("/you").body()).contains("/you");
        }
    }

    @Test
    void aParcelThatIsNotThereIsAnsweredWithThoseThatAre() throws IOException {
        write(mine, "mine", "{ reference = \"bindle:theirs/1.0.0\", parcel = \"" + "0".repeat(64) + "\" }");

        SpinProcess.Finished unknown = spin(mine, "up").environment("BINDLE_URL", bindles.bindleUrl()).run();

        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.stderr()).contains("The bindle theirs/1.0.0 has no parcel " + "0".repeat(64) + ". It has:").contains(parcel
                + "  (hello.wasm, application/wasm)").contains("secret.txt");
    }

    @Test
    void anApplicationWithAParcelIsPushedWhole() throws IOException {
        write(mine, "mine", "{ reference = \"theirs/1.0.0\", parcel = \"" + parcel + "\" }");

        SpinProcess.Finished pushed = spin(mine, "bindle", "push", "--no-buildinfo", "--bindle-server", bindles.bindleUrl(),
                "--bindle-username", "ann", "--bindle-password", "tea").run();

        assertThat(pushed.stderr()).isEmpty();
        assertThat(pushed.stdout()).isEqualTo("pushed: mine/1.0.0\n");
        assertThat(bindles.isComplete("mine/1.0.0")).isTrue();
        try (SpinProcess served = spin(folder, "up", "--bindle", "mine/1.0.0", "--bindle-server", bindles.bindleUrl()).serve()) {
            assertThat(served.get("/you").body()).contains("/you");
        }
    }
}
