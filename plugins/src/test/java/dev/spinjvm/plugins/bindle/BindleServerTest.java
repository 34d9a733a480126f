package dev.spinjvm.plugins.bindle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.LoadOptions;
import dev.spinjvm.loader.Loader;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.oci.cache.RegistryCache;
import dev.spinjvm.plugins.doubles.BindleDouble;
import dev.spinjvm.oci.http.Connections;
import dev.spinjvm.plugins.web.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindleServerTest {
    private static final byte[] WASM = {0, 'a', 's', 'm', 13, 0, 1, 0};
    private static final String MANIFEST = """
            spin_manifest_version = 2
            [application]
            name = "shop"
            version = "1.2.3"
            authors = ["Ann"]
            description = "Sells tea"
            [application.trigger.http]
            base = "/"
            [variables]
            greeting = { default = "hi" }
            token = { required = true, secret = true }
            [[trigger.http]]
            route = "/tea/..."
            component = "tea"
            [component.tea]
            source = "tea.wasm"
            description = "Tea"
            files = ["static/**/*"]
            environment = { A = "b" }
            allowed_outbound_hosts = ["https://example.org"]
            key_value_stores = ["default"]
            variables = { g = "{{ greeting }}" }
            """;

    @TempDir
    Path folder;

    private Path app;

    @BeforeEach
    void writeApp() throws IOException {
        app = Files.createDirectories(folder.resolve("app"));
        Files.createDirectories(app.resolve("static/deep"));
        Files.writeString(app.resolve("spin.toml"), MANIFEST);
        Files.write(app.resolve("tea.wasm"), WASM);
        Files.writeString(app.resolve("static/leaf.txt"), "green");
        Files.writeString(app.resolve("static/deep/copy.txt"), "green");
    }

    private StandaloneBindle packaged(BindlePackage.BuildInfo buildInfo) throws IOException {
        Path work = Files.createTempDirectory(folder, "work");
        LockedApp locked = Loader.load(new AppSource.ManifestFile(app.resolve("spin.toml")), LoadOptions.of(work, folder.resolve("cache")));
        return BindlePackage.of(locked, Files.readAllBytes(app.resolve("spin.toml")), buildInfo, Files.createTempDirectory(folder, "b"));
    }

    private static BindleClient client(BindleDouble server, Credentials credentials) {
        return new BindleClient(new BindleServer(server.bindleUrl(), credentials, false), "spin-test", Connections.none());
    }

    private static BindleClient client(BindleDouble server) {
        return client(server, new Credentials.None());
    }

    @Test
    void anApplicationComesBackAsItWent() throws IOException {
        StandaloneBindle bindle = packaged(new BindlePackage.BuildInfo.OfContent());
        try (BindleDouble server = BindleDouble.open(); BindleClient client = client(server)) {
            new BindlePush(client).push(bindle);
            RegistryCache cache = RegistryCache.at(folder.resolve("c"), InstantSource.system());
            Path work = Files.createDirectories(folder.resolve("up"));

            LockedApp loaded = new BindleApp(client, server.bindleUrl(), cache).load(bindle.invoice().id(), work);

            assertThat(server.isComplete(bindle.invoice().id().toString())).isTrue();
            assertThat(loaded.name()).isEqualTo("shop");
            assertThat(loaded.metadata()).containsEntry("bindle_version", bindle.invoice().id().version())
                    .containsEntry("origin", "bindle+" + server.bindleUrl() + "?id=" + bindle.invoice().id());
            assertThat(loaded.triggers("http")).singleElement().satisfies(trigger -> assertThat(trigger.config()).containsEntry("route",
                    "/tea/...").containsEntry("component", "tea"));
            assertThat(loaded.variables().get("token")).satisfies(token -> {
                assertThat(token.secret()).isTrue();
                assertThat(token.required()).isTrue();
            });
            LockedComponent tea = loaded.component("tea").orElseThrow();
            assertThat(tea.environment()).containsEntry("A", "b");
            assertThat(tea.config()).containsEntry("g", "{{ greeting }}");
            assertThat(tea.allowedOutboundHosts()).containsExactly("https://example.org");
            assertThat(tea.keyValueStores()).containsExactly("default");
            assertThat(tea.source().content().file().orElseThrow()).hasBinaryContent(WASM);
            Path assets = tea.files().getFirst().content().file().orElseThrow();
            assertThat(assets.resolve("static/leaf.txt")).hasContent("green");
            assertThat(assets.resolve("static/deep/copy.txt")).hasContent("green");
        }
    }

    @Test
    void theVersionFollowsTheContent() throws IOException {
        BindleId first = packaged(new BindlePackage.BuildInfo.OfContent()).invoice().id();
        BindleId same = packaged(new BindlePackage.BuildInfo.OfContent()).invoice().id();
        Files.writeString(app.resolve("static/leaf.txt"), "black");
        BindleId other = packaged(new BindlePackage.BuildInfo.OfContent()).invoice().id();

        assertThat(first.version()).matches("1\\.2\\.3\\+q[0-9a-f]{7}");
        assertThat(same).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(packaged(new BindlePackage.BuildInfo.None()).invoice().id().version()).isEqualTo("1.2.3");
        assertThat(packaged(new BindlePackage.BuildInfo.Given("me")).invoice().id().version()).isEqualTo("1.2.3+me");
    }

    @Test
    void anInterruptedPushGoesOnWhereItEnded() throws IOException {
        StandaloneBindle bindle = packaged(new BindlePackage.BuildInfo.None());
        String id = bindle.invoice().id().toString();
        try (BindleDouble server = BindleDouble.open(); BindleClient client = client(server)) {
            server.goDownAfter(3);
            assertThatThrownBy(() -> new BindlePush(client).push(bindle)).hasMessageContaining("failed");
            assertThat(server.ids()).containsExactly(id);
            assertThat(server.isComplete(id)).isFalse();
            server.comeBack();

            new BindlePush(client).push(bindle);

            assertThat(server.isComplete(id)).isTrue();
            assertThat(server.requests()).contains("GET /v1/_r/missing/" + id);
            assertThatThrownBy(() -> new BindlePush(client).push(bindle)).isInstanceOf(BindleException.Exists.class).hasMessage("Bindle "
                    + id
                    + " already exists on the server");
        }
    }

    @Test
    void bindlesThatWereTakenBackAreNotUsed() throws IOException {
        StandaloneBindle bindle = packaged(new BindlePackage.BuildInfo.Given("x.1"));
        BindleId id = bindle.invoice().id();
        try (BindleDouble server = BindleDouble.open(); BindleClient client = client(server)) {
            new BindlePush(client).push(bindle);
            client.yank(id);

            assertThatThrownBy(() -> client.invoice(id, false)).isInstanceOf(BindleException.Yanked.class);
            assertThat(client.invoice(id, true).isYanked()).isTrue();
            assertThatThrownBy(() -> new BindlePush(client).push(bindle)).isInstanceOf(BindleException.Yanked.class);
            assertThat(server.requests()).contains("DELETE /v1/_i/shop/1.2.3+x.1");
        }
    }

    @Test
    void writesOnlyWithTheCredentialsOfAUser() throws IOException {
        StandaloneBindle bindle = packaged(new BindlePackage.BuildInfo.None());
        try (BindleDouble server = BindleDouble.withUser("ann", "tea");
                BindleClient nobody = client(server);
                BindleClient wrong = client(server, new Credentials.Basic("ann", "coffee"));
                BindleClient ann = client(server, new Credentials.Basic("ann", "tea"))) {
            assertThatThrownBy(() -> new BindlePush(nobody).push(bindle)).hasMessageContaining("other credentials");
            assertThatThrownBy(() -> new BindlePush(wrong).push(bindle)).hasMessageContaining("other credentials").hasMessageNotContaining(
                    "coffee");
            new BindlePush(ann).push(bindle);

            assertThat(nobody.invoice(bindle.invoice().id(), false).parcels()).isEqualTo(bindle.invoice().parcels());
        }
    }

    @Test
    void aServerThatWantsSignaturesGetsThem() throws IOException {
        SecretKeys.Entry key = SecretKeys.Entry.create("Ann", List.of(Role.CREATOR));
        StandaloneBindle bindle = packaged(new BindlePackage.BuildInfo.None());
        try (BindleDouble server = BindleDouble.requiringSignatures(new Keyring(List.of(key.publicEntry())));
                BindleClient client = client(server)) {
            assertThatThrownBy(() -> new BindlePush(client).push(bindle)).hasMessageContaining("At least one signature is required");

            new BindlePush(client).push(new StandaloneBindle(Signing.sign(bindle.invoice(), Role.CREATOR, key, Instant.EPOCH), bindle
                    .parcels()));

            Invoice kept = client.invoice(bindle.invoice().id(), false);
            assertThat(kept.signatures()).hasSize(2);
            Keyring all = new Keyring(List.of(key.publicEntry(), client.keys(java.util.Set.of(Role.HOST)).entries().getFirst()));
            Verification.EXHAUSTIVE.verify(kept, all);
        }
    }

    @Test
    void searchesGoThroughAllPages() throws IOException {
        try (BindleDouble server = BindleDouble.open(); BindleClient client = client(server)) {
            for (int i = 0; i < 53; i++) {
                client.create(Invoice.of(new BindleId("many", "0.0." + i), null, List.of(), List.of(), List.of()));
            }
            BindleClient.Matches first = client.query("many", null, 0, false);
            BindleClient.Matches second = client.query("many", null, first.invoices().size(), false);

            assertThat(first.more()).isTrue();
            assertThat(first.total()).isEqualTo(53);
            assertThat(first.invoices().size() + second.invoices().size()).isEqualTo(53);
            assertThat(second.more()).isFalse();
            assertThat(client.query("none", null, 0, false).invoices()).isEmpty();
            assertThat(client.isHealthy()).isTrue();
        }
    }

    @Test
    void aParcelThatDiffersFromItsLabelIsNeitherSentNorKept() throws IOException {
        StandaloneBindle bindle = packaged(new BindlePackage.BuildInfo.None());
        String sha = bindle.invoice().parcels().getFirst().label().sha256();
        Files.write(bindle.parcels().get(sha), "tampered".getBytes(StandardCharsets.UTF_8));
        try (BindleDouble server = BindleDouble.open(); BindleClient client = client(server)) {
            assertThatThrownBy(() -> new BindlePush(client).push(bindle)).hasMessageContaining("parcel 'tea.wasm'");
            assertThat(server.ids()).isEmpty();
        }
    }

    @Test
    void aFolderHoldsABindleAsAServerDoes() throws IOException {
        StandaloneBindle bindle = packaged(new BindlePackage.BuildInfo.None());

        Path written = bindle.write(folder.resolve("staging"));
        StandaloneBindle read = StandaloneBindle.read(written);

        assertThat(written).hasFileName(bindle.invoice().id().folder());
        assertThat(read.invoice()).isEqualTo(bindle.invoice());
        assertThat(read.parcels().keySet()).isEqualTo(bindle.parcels().keySet());
        read.verify();
    }

    @Test
    void whatABindleCannotCarryIsNamed() throws IOException {
        Files.writeString(app.resolve("spin.toml"), MANIFEST + "[[trigger.http]]\nroute = \"/more\"\ncomponent = \"tea\"\n");

        assertThatThrownBy(() -> packaged(new BindlePackage.BuildInfo.None())).hasMessage(
                "Component 'tea' has 2 triggers; a bindle carries one for each component");
    }
}
