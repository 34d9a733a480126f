package dev.spinjvm.plugins.hippo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.plugins.bindle.BindleClient;
import dev.spinjvm.plugins.bindle.BindleId;
import dev.spinjvm.plugins.bindle.BindleServer;
import dev.spinjvm.plugins.bindle.Invoice;
import dev.spinjvm.plugins.doubles.BindleDouble;
import dev.spinjvm.plugins.doubles.HippoDouble;
import dev.spinjvm.plugins.hippo.HippoAccess.Options;
import dev.spinjvm.oci.http.Connections;
import dev.spinjvm.plugins.web.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HippoTest {
    @TempDir
    Path folder;

    private final BindleDouble bindles = BindleDouble.open();
    private final HippoDouble hippo = HippoDouble.withoutScheduler(bindles);
    private final List<String> asked = new ArrayList<>();

    @AfterEach
    void closeServers() {
        hippo.close();
        bindles.close();
    }

    private void push(String name, String version) {
        try (BindleClient client = new BindleClient(new BindleServer(bindles.bindleUrl(), new Credentials.None(), false), "test",
                Connections.none())) {
            client.create(Invoice.of(new BindleId(name, version), null, List.of(), List.of(), List.of()));
        }
    }

    private HippoClient client() {
        return new HippoClient(hippo.url(), new Credentials.Bearer(hippo.newToken()), "test", Connections.none(), false);
    }

    @Test
    void aNewApplicationAndALaterVersion() {
        push("shop", "1.0.0");
        try (HippoClient client = client()) {
            HippoClient.Channel first = new HippoDeployment(client).deploy("shop", "1.0.0", HippoDeployment.CHANNEL);
            push("shop", "1.1.0+q1");
            HippoClient.Channel second = new HippoDeployment(client).deploy("shop", "1.1.0+q1", HippoDeployment.CHANNEL);

            assertThat(first.domain()).isEqualTo("shop.hippofactory.io");
            assertThat(second.id()).isEqualTo(first.id());
            assertThat(hippo.running()).isEqualTo(Map.of("shop.hippofactory.io", "shop/1.1.0+q1"));
            assertThat(hippo.revisionNumbers()).containsExactly("1.0.0", "1.1.0+q1");
        }
    }

    @Test
    void whatIsFarDownTheListIsFound() {
        try (HippoClient client = client()) {
            for (int i = 0; i < 60; i++) {
                push("app" + i, "1.0.0");
                client.createApp("app" + i, "app" + i);
            }
            new HippoDeployment(client).deploy("app57", "1.0.0", HippoDeployment.CHANNEL);
            push("app57", "2.0.0");
            new HippoDeployment(client).deploy("app57", "2.0.0", HippoDeployment.CHANNEL);
        }

        assertThat(hippo.appNames()).hasSize(60);
        assertThat(hippo.running()).containsEntry("app57.hippofactory.io", "app57/2.0.0");
    }

    /// However many requests are answered before the server goes down, the same command afterwards comes to the same end.
    @Test
    void aDeploymentThatWasInterruptedIsFinishedByTheNext() {
        for (int answered = 1; answered < 12; answered++) {
            String name = "shop" + answered;
            push(name, "1.0.0");
            try (HippoClient client = client()) {
                hippo.goDownAfter(answered);
                try {
                    new HippoDeployment(client).deploy(name, "1.0.0", HippoDeployment.CHANNEL);
                } catch (RuntimeException e) {
                    assertThat(e).hasMessageContaining("failed");
                }
                hippo.comeBack();
                new HippoDeployment(client).deploy(name, "1.0.0", HippoDeployment.CHANNEL);

                assertThat(hippo.running()).as("after " + answered).containsEntry(name + ".hippofactory.io", name + "/1.0.0");
            }
        }
        assertThat(hippo.appNames()).doesNotHaveDuplicates().hasSize(11);
        assertThat(hippo.channelNames()).hasSize(11);
    }

    @Test
    void goesBackToAnOlderVersion() {
        try (HippoClient client = client()) {
            HippoDeployment deployment = new HippoDeployment(client);
            for (String version : List.of("1.0.0", "1.1.0", "1.2.0")) {
                push("shop", version);
                deployment.deploy("shop", version, HippoDeployment.CHANNEL);
            }

            assertThat(deployment.rollBack("shop", HippoDeployment.CHANNEL, Optional.empty())).isEqualTo("1.1.0");
            assertThat(hippo.running()).containsValue("shop/1.1.0");
            assertThat(deployment.rollBack("shop", HippoDeployment.CHANNEL, Optional.of("1.2.0"))).isEqualTo("1.2.0");
            assertThatThrownBy(() -> deployment.rollBack("shop", HippoDeployment.CHANNEL, Optional.of("9.0.0"))).hasMessage(
                    "Application 'shop' has no revision 9.0.0; it has 1.0.0, 1.1.0, 1.2.0");
            deployment.rollBack("shop", HippoDeployment.CHANNEL, Optional.of("1.0.0"));
            assertThatThrownBy(() -> deployment.rollBack("shop", HippoDeployment.CHANNEL, Optional.empty())).hasMessageContaining(
                    "before the active one");
        }
    }

    @Test
    void whatTheServerRefusesIsSaidFieldByField() {
        push("shop", "1.0.0");
        try (HippoClient client = client()) {
            assertThatThrownBy(() -> new HippoDeployment(client).deploy("a b", "1.0.0", "c")).hasMessageContaining(
                    "Name: Name is not valid.");
            assertThatThrownBy(() -> new HippoDeployment(client).deploy("unknown", "1.0.0", "c")).hasMessageContaining(
                    "StorageId: Storage ID not found in bindle server");
            assertThatThrownBy(() -> client.logIn("ann", "wrong")).hasMessage("Problem logging into Hippo: Credentials are not valid.");
            hippo.forgetTokens();
            assertThatThrownBy(() -> client.app("shop")).isInstanceOf(HippoException.Unauthorized.class);
        }
    }

    private HippoAccess access(Options options, Map<String, String> environment, String... answers) {
        List<String> left = new ArrayList<>(List.of(answers));
        return new HippoAccess(options, environment, LoginFiles.below(folder), new HippoAccess.Asking() {
            @Override
            public String line(String question, String hint) {
                asked.add(question);
                if (left.isEmpty()) {
                    throw new HippoException("nobody to ask; " + hint);
                }
                return left.removeFirst();
            }

            @Override
            public String secret(String question, String hint) {
                return line(question, hint);
            }
        }, Instant.now(), "test", Connections.none());
    }

    private Options options(@Nullable String token, @Nullable String user, @Nullable String password, @Nullable String environmentName) {
        return new Options(hippo.url(), token, user, password, bindles.bindleUrl(), null, null, false, environmentName);
    }

    @Test
    void optionsBeatTheEnvironmentWhichBeatsTheFile() {
        String good = hippo.newToken();
        LoginFiles.below(folder).write(null, new SavedLogin(hippo.url(), null, null, null, false, new HippoToken("kept", null)));

        assertThat(access(options("written", null, null, null), Map.of("HIPPO_TOKEN", good)).login().token().token()).isEqualTo(
                "written");
        assertThat(access(options(null, null, null, null), Map.of("HIPPO_TOKEN", good)).login().token().token()).isEqualTo(good);
        assertThat(access(options(null, null, null, null), Map.of()).login().token().token()).isEqualTo("kept");
        assertThat(access(options(null, "ann", "Passw0rd!", null), Map.of("HIPPO_TOKEN", "other")).login().token().token()).startsWith(
                "eyJ.");
        assertThat(access(options(null, null, null, null), Map.of("HIPPO_USERNAME", "ann", "HIPPO_PASSWORD", "Passw0rd!")).login().token()
                .token()).startsWith("eyJ.");
        assertThat(asked).isEmpty();
    }

    @Test
    void tokensAndPasswordsExcludeEachOther() {
        assertThatThrownBy(() -> access(options("t", "ann", null, null), Map.of()).login()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the argument '--hippo-token' cannot be used with '--hippo-username'");
        assertThatThrownBy(() -> access(options(null, null, "p", null), Map.of()).login()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--hippo-password needs --hippo-username");
    }

    @Test
    void whatIsMissingIsAskedForAndKept() throws IOException {
        HippoAccess.Login resolved = access(options(null, null, null, null), Map.of(), "ann", "Passw0rd!").login();

        assertThat(resolved.token().token()).startsWith("eyJ.");
        assertThat(asked).containsExactly("Hippo username: ", "Hippo password: ");
        Path file = folder.resolve("fermyon/config.json");
        assertThat(Files.readString(file)).contains(resolved.token().token()).doesNotContain("Passw0rd!");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        asked.clear();
        assertThat(access(options(null, null, null, null), Map.of()).login().token().token()).isEqualTo(resolved.token().token());
        assertThat(asked).isEmpty();
        assertThat(access(options(null, "ann", null, null), Map.of(), "Passw0rd!").login().token().token()).startsWith("eyJ.");
        assertThat(asked).containsExactly("Hippo password: ");
    }

    @Test
    void anExpiredLoginIsRenewedOrNamed() {
        Instant soon = Instant.now().plus(Duration.ofSeconds(30));
        LoginFiles.below(folder).write(null, new SavedLogin(hippo.url(), null, null, null, false, new HippoToken("old", soon)));
        LoginFiles.below(folder).write("staging", new SavedLogin(hippo.url(), null, null, null, false, new HippoToken("old", soon)));

        assertThat(access(options(null, null, null, null), Map.of(), "ann", "Passw0rd!").login().token().token()).startsWith("eyJ.");
        assertThatThrownBy(() -> access(options(null, null, null, "staging"), Map.of()).login()).hasMessage(
                "Your login to this environment has expired\nRun `spin login --environment-name staging` to log in again");
        assertThatThrownBy(() -> access(options(null, null, null, "prod"), Map.of()).login()).hasMessage(
                "You have no instance saved as 'prod'\nRun `spin login --environment-name prod` to log in");
        assertThat(LoginFiles.below(folder).environments()).containsExactly("config", "staging");
    }

    @Test
    void aSavedTokenThatTheServerNoLongerTakesIsRenewed() {
        LoginFiles.below(folder).write(null, new SavedLogin(hippo.url(), null, null, null, false, new HippoToken(hippo.newToken(), null)));
        HippoAccess access = access(options(null, null, null, null), Map.of(), "ann", "Passw0rd!");
        HippoAccess.Login saved = access.login();
        assertThat(access.confirmed(saved)).isSameAs(saved);

        hippo.forgetTokens();
        assertThat(access.confirmed(saved).token()).isNotEqualTo(saved.token());
        assertThat(asked).containsExactly("Hippo username: ", "Hippo password: ");
    }

    @Test
    void thePasswordSavedForOneBindleServerIsNotSentToAnother() {
        String other = "http://127.0.0.1:9/v1";
        LoginFiles.below(folder).write(null, new SavedLogin(hippo.url(), other, "ben", "secret", false, new HippoToken("kept", null)));
        HippoAccess access = access(options(null, null, null, null), Map.of());

        assertThat(access.bindle(access.login()).credentials()).isInstanceOf(Credentials.None.class);
        var without = new Options(hippo.url(), null, null, null, null, null, null, false, null);
        assertThat(access(without, Map.of()).bindle(access.login()).credentials()).isInstanceOf(Credentials.Basic.class);
    }

    @Test
    void theFileOfTheHippoProgramIsReadToo() throws IOException {
        Files.createDirectories(folder.resolve("hippo"));
        Files.writeString(folder.resolve("hippo/hippo.json"), "{\"url\": \"" + hippo.url()
                + "\", \"username\": \"ann\", \"danger_accept_invalid_certs\": false,"
                + " \"token_info\": {\"token\": \"theirs\", \"expiration\": \"2999-01-01T10:00:00.0000000Z\"}}");

        assertThat(access(options(null, null, null, null), Map.of()).login().token().token()).isEqualTo("theirs");
    }
}
