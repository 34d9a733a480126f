package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logins to Hippo by the real program (SIP 001): asked for at a terminal, kept in a file, ended before their time.
class DeployLoginTest {
    private static final Duration NEARLY_OVER = Duration.ofSeconds(30);
    private static final Duration USUAL = Duration.ofMinutes(30);

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

    private void logIn(String... more) {
        SpinProcess.Command command = here().spin(Stream.concat(Stream.of("login", "--url", here().hippo.url()), Stream.of(more)).toArray(
                String[]::new));
        SpinProcess.Finished login = command.environment("HIPPO_USERNAME", HippoHere.USER).environment("HIPPO_PASSWORD",
                HippoHere.PASSWORD).run();
        assertThat(login.exitCode()).as(login.stderr()).isZero();
    }

    private static void answer(Terminal terminal, String question, String answer) {
        terminal.await(question);
        terminal.type(answer);
    }

    @Test
    void aPersonIsAskedForEverythingAndThePasswordIsNotShown() throws Exception {
        try (Terminal terminal = Terminal.open(here().app, here().environment())) {
            terminal.type("spin login hippo");
            answer(terminal, "Hippo URL: ", here().hippo.url());
            answer(terminal, "Hippo username: ", HippoHere.USER);
            answer(terminal, "Hippo password: ", "Wr0ng-one");
            terminal.await("Problem logging into Hippo: Credentials are not valid.");
            terminal.awaitPrompt();
            assertThat(here().login()).doesNotExist();

            terminal.type("spin login hippo");
            answer(terminal, "Hippo URL: ", here().hippo.url());
            answer(terminal, "Hippo username: ", HippoHere.USER);
            answer(terminal, "Hippo password: ", HippoHere.PASSWORD);
            answer(terminal, "Bindle URL: ", here().bindles.bindleUrl());
            answer(terminal, "Bindle username (blank for unauthenticated): ", "");
            terminal.await("Logged in as ann to " + here().hippo.url());
            terminal.awaitPrompt();
            assertThat(here().login()).content().contains(here().hippo.url(), here().bindles.bindleUrl(), "\"token\"", "\"expiration\"")
                    .doesNotContain(HippoHere.PASSWORD);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(here().login()))).isEqualTo("rw-------");

            String deployed = terminal.command("spin deploy");
            assertThat(deployed).contains("Deployed greeter version 1.0.0+q", "... ready\nAvailable Routes:\n  hello: http://").endsWith(
                    "code=0=").doesNotContain("Hippo username", "Hippo password");
            assertThat(HippoHere.get(HippoHere.base(deployed) + "/you")).contains("/you");
            assertThat(terminal.screen()).doesNotContain(HippoHere.PASSWORD, "Wr0ng-one");
        }
    }

    @Test
    void aPersonLogsInAgainWhenTheTokenHasExpired() throws Exception {
        here().hippo.tokensLive(NEARLY_OVER);
        logIn();
        here().hippo.tokensLive(USUAL);
        try (Terminal terminal = Terminal.open(here().app, here().environment())) {
            // The file says that it is over.
            terminal.type("spin deploy");
            answer(terminal, "Hippo username: ", HippoHere.USER);
            answer(terminal, "Hippo password: ", HippoHere.PASSWORD);
            String first = terminal.await("(wildcard)");
            terminal.awaitPrompt();
            String base = HippoHere.base(first);
            assertThat(HippoHere.get(base + "/.well-known/spin/info")).contains("\"version\": \"1.0.0+q");

            // Only the server says so.
            here().hippo.forgetTokens();
            here().write("1.1.0");
            terminal.type("spin deploy");
            answer(terminal, "Hippo username: ", HippoHere.USER);
            answer(terminal, "Hippo password: ", HippoHere.PASSWORD);
            terminal.await("... ready\nAvailable Routes:\n  hello: " + base + " (wildcard)");
            terminal.awaitPrompt();
            assertThat(HippoHere.get(base + "/.well-known/spin/info")).contains("\"version\": \"1.1.0+q");

            // A name without a password: only the password is asked for.
            terminal.type("spin deploy rollback --hippo-username " + HippoHere.USER);
            assertThat(terminal.await("Hippo password: ")).doesNotContain("Hippo username");
            terminal.type(HippoHere.PASSWORD);
            terminal.await("Rolled back greeter to version 1.0.0+q");
            terminal.awaitPrompt();
            assertThat(HippoHere.get(base + "/.well-known/spin/info")).contains("\"version\": \"1.0.0+q");
            assertThat(terminal.command("spin deploy status")).contains("Version:     1.0.0+q").endsWith("code=0=");
            assertThat(terminal.screen()).doesNotContain(HippoHere.PASSWORD);
        }
        assertThat(here().hippo.appNames()).containsExactly("greeter");
        assertThat(here().hippo.channelNames()).containsExactly("spin-deploy");
    }

    @Test
    void withoutATerminalAnExpiredTokenIsNamedAndALoginOfTheVariablesTakesItsPlace() {
        String over = "the login to " + here().hippo.url() + " has expired: log in with `spin login`, or give --hippo-token";
        here().hippo.tokensLive(NEARLY_OVER);
        logIn();
        logIn("--environment-name", "staging");
        here().hippo.tokensLive(USUAL);
        SpinProcess.Finished ended = deploy().run();
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.stderr()).contains("there is no terminal to ask at; " + over);
        SpinProcess.Finished named = deploy().environment("FERMYON_DEPLOYMENT_ENVIRONMENT", "staging").run();
        assertThat(named.exitCode()).isEqualTo(1);
        assertThat(named.stderr()).contains("Your login to this environment has expired",
                "Run `spin login --environment-name staging` to log in again");
        assertThat(here().hippo.appNames()).isEmpty();
        assertThat(here().bindles.ids()).isEmpty();

        succeeds(deploy().environment("HIPPO_USERNAME", HippoHere.USER).environment("HIPPO_PASSWORD", HippoHere.PASSWORD).run());
        logIn();
        here().hippo.forgetTokens();
        SpinProcess.Finished forgotten = deploy().run();
        assertThat(forgotten.exitCode()).isEqualTo(1);
        assertThat(forgotten.stderr()).contains(over);
        SpinProcess.Finished refused = deploy().environment("HIPPO_TOKEN", "eyJ.old").run();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr()).contains("does not accept the login: it is wrong, or has expired",
                "Give a new token with --hippo-token or HIPPO_TOKEN, or run `spin login`").doesNotContain("eyJ.old");
        logIn();
        succeeds(deploy().run());
    }

    private SpinProcess.Command deploy() {
        return here().spin("deploy", "-e", "--readiness-timeout", "0");
    }

    private void succeeds(SpinProcess.Finished deployed) {
        assertThat(deployed.exitCode()).as(deployed.stderr()).isZero();
        assertThat(here().hippo.appNames()).containsExactly("greeter");
        assertThat(here().hippo.channelNames()).containsExactly("spin-deploy");
        assertThat(here().hippo.revisionNumbers()).hasSize(1);
        assertThat(here().hippo.running()).hasSize(1);
    }

    @Test
    void theTokenFileOfHippoItselfDoesAsWell() throws IOException {
        Path file = Files.createDirectories(folder.resolve("config/hippo")).resolve("hippo.json");
        Files.writeString(file, "{\"danger_accept_invalid_certs\":false,\"token_info\":{\"token\":\"" + here().hippo.newToken()
                + "\",\"expiration\":\"" + Instant.now().plus(USUAL) + "\"},\"username\":\"ann\",\"url\":\"" + here().hippo.url() + "\"}");

        succeeds(deploy().run());
    }

    @Test
    void whereverTheServerGoesDownTheNextDeploymentGoesOn() {
        logIn();
        int answered = 0;
        SpinProcess.Finished deployed;
        do {
            here().hippo.goDownAfter(answered++);
            deployed = deploy().run();
            here().hippo.comeBack();
        } while (deployed.exitCode() != 0 && answered < 20);
        succeeds(deployed);
        assertThat(answered).isGreaterThan(4);
    }
}
