package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Applications as bindles, and deployments to Hippo, by the real program: the Hippo here starts what is deployed with `spin up --bindle`.
class DeployTest {
    @TempDir
    Path folder;

    private @Nullable HippoHere here;

    @BeforeEach
    void open() throws IOException {
        here = new HippoHere(folder);
    }

    private HippoHere here() {
        return Objects.requireNonNull(here);
    }

    @AfterEach
    void close() {
        here().close();
    }

    private SpinProcess.Command spin(String... arguments) {
        return here().spin(arguments);
    }

    @Test
    void anApplicationIsPushedAndServedAsABindle() {
        SpinProcess.Finished pushed = spin("bindle", "push", "--no-buildinfo").run();

        assertThat(pushed.stderr()).isEmpty();
        assertThat(pushed.stdout()).isEqualTo("pushed: greeter/1.0.0\n");
        try (SpinProcess served = spin("up", "--bindle", "greeter/1.0.0").serve()) {
            assertThat(served.get("/you").body()).contains("/you");
            assertThat(served.get("/.well-known/spin/info").body()).contains("\"bindle_version\": \"1.0.0\"");
        }
        SpinProcess.Finished again = spin("bindle", "push", "--no-buildinfo").run();
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.stderr()).contains("Bindle greeter/1.0.0 already exists on the server");
    }

    @Test
    void aStandaloneBindleIsWritten() {
        SpinProcess.Finished prepared = spin("bindle", "prepare", "-d", "staging", "--buildinfo", "b1").run();

        assertThat(prepared.stdout()).isEqualTo("id:      greeter/1.0.0+b1\ncommand: bindle push -p staging greeter/1.0.0+b1\n");
        assertThat(here().app.resolve("staging")).isDirectoryRecursivelyContaining("glob:**/invoice.toml");
    }

    @Test
    void aBindleIsCopiedToARegistry() {
        spin("bindle", "push", "--no-buildinfo").run();

        SpinProcess.Finished copied = spin("bindle2oci", "--bindle", "greeter/1.0.0", "--oci", "oci:" + folder.resolve("layout") + ":v1")
                .run();

        assertThat(copied.stdout()).startsWith("Pushed with digest sha256:");
        try (SpinProcess served = spin("up", "-f", "oci:" + folder.resolve("layout") + ":v1").serve()) {
            assertThat(served.get("/you").body()).contains("/you");
        }
    }

    @Test
    void deployedServedDeployedAgainRolledBackRemoved() throws IOException, InterruptedException {
        SpinProcess.Finished first = spin("deploy", "--hippo-url", here().hippo.url(), "--hippo-username", "ann").environment(
                "HIPPO_PASSWORD",
                "Passw0rd!").run();

        assertThat(first.stderr()).isEmpty();
        assertThat(first.exitCode()).isZero();
        String base = HippoHere.base(first.stdout());
        assertThat(first.stdout()).startsWith("Uploading greeter version 1.0.0+q").contains("...\nDeployed greeter version 1.0.0+q")
                .contains("\nWaiting for application to become ready.").contains("... ready\nAvailable Routes:\n  hello: " + base
                        + " (wildcard)\n    Greets\n");
        assertThat(HippoHere.get(base + "/you")).contains("/you");

        here().write("1.1.0");
        SpinProcess.Finished second = spin("deploy").environment("HIPPO_URL", here().hippo.url()).environment("HIPPO_TOKEN", here().hippo
                .newToken())
                .run();
        assertThat(second.exitCode()).as(second.stderr()).isZero();
        assertThat(HippoHere.get(base + "/.well-known/spin/info")).contains("\"version\": \"1.1.0+q");

        SpinProcess.Finished back = spin("deploy", "hippo", "rollback", "--hippo-url", here().hippo.url(), "--hippo-token", here().hippo
                .newToken())
                .run();
        assertThat(back.stdout()).startsWith("Rolled back greeter to version 1.0.0+q");
        assertThat(HippoHere.get(base + "/.well-known/spin/info")).contains("\"version\": \"1.0.0+q");

        SpinProcess.Finished status = spin("deploy", "status", "--hippo-url", here().hippo.url(), "--hippo-token", here().hippo.newToken())
                .run();
        assertThat(status.stdout()).contains("Version:     1.0.0+q").contains("URL:         " + base);

        SpinProcess.Finished removed = spin("deploy", "delete", "--yes", "--hippo-url", here().hippo.url(), "--hippo-token", here().hippo
                .newToken())
                .run();
        assertThat(removed.stdout()).isEqualTo("Removed greeter\n");
        assertThat(here().hippo.appNames()).isEmpty();
    }

    @Test
    void aLoginIsKeptAndADeploymentThatFailedIsDoneAgain() {
        SpinProcess.Finished wrong = spin("login", "--url", here().hippo.url(), "--username", "ann", "--password", "wrong").run();
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.stderr()).contains("Problem logging into Hippo: Credentials are not valid.");

        SpinProcess.Finished login = spin("login", "--url", here().hippo.url(), "--username", "ann", "--password", "Passw0rd!").run();
        assertThat(login.stdout()).isEqualTo("Logged in as ann to " + here().hippo.url() + "\n");
        assertThat(spin("login", "--status").run().stdout()).startsWith("Logged in to " + here().hippo.url());
        assertThat(spin("login", "--list").run().stdout()).isEqualTo("config (default)\n");

        here().hippo.goDownAfter(4);
        SpinProcess.Finished down = spin("deploy", "--readiness-timeout", "0").run();
        assertThat(down.exitCode()).isEqualTo(1);
        assertThat(down.stderr()).contains("failed");
        here().hippo.comeBack();
        SpinProcess.Finished exists = spin("deploy", "--readiness-timeout", "0").run();
        assertThat(exists.stderr()).contains("Try using the --deploy-existing-bindle flag");
        SpinProcess.Finished again = spin("deploy", "-e", "--readiness-timeout", "0").run();
        assertThat(again.exitCode()).as(again.stderr()).isZero();
        assertThat(here().hippo.appNames()).containsExactly("greeter");
        assertThat(here().hippo.channelNames()).containsExactly("spin-deploy");
    }

    @Test
    void whatContradictsItselfIsAUsageErrorAndNobodyIsAskedWithoutATerminal() {
        SpinProcess.Finished both = spin("deploy", "--hippo-url", here().hippo.url(), "--hippo-token", "t", "--hippo-username", "ann")
                .run();
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.stderr()).contains("the argument '--hippo-token' cannot be used with '--hippo-username'");

        SpinProcess.Finished nobody = spin("deploy", "--hippo-url", here().hippo.url()).run();
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.stderr()).contains("there is no terminal to ask at; log in with `spin login`");

        SpinProcess.Finished unnamed = spin("deploy").run();
        assertThat(unnamed.exitCode()).isEqualTo(1);
        assertThat(unnamed.stderr()).contains("`spin deploy` needs to be told which deployment plugin to use. Either:").endsWith(
                "Error: Unable to deploy\n");
    }
}
