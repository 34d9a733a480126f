package dev.spinjvm.oci.http;

import static dev.spinjvm.oci.http.Client.bytes;
import static dev.spinjvm.oci.http.Client.describe;
import static dev.spinjvm.oci.http.Client.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

import dev.spinjvm.oci.CredentialSource;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.MediaTypes;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.Repository.Selector;
import dev.spinjvm.oci.http.StubServer.Reply;
import dev.spinjvm.oci.http.StubServer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Registries that lie, loop, never end or ask for secrets.
class HostileRegistryTest {
    @TempDir
    private Path folder;

    private final MemoryRegistry memory = new MemoryRegistry();
    private final Client client = Client.with(Client.PASSWORD);
    private StubServer server;
    private StubServer foreign;
    private Repository repository;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.start(memory);
        foreign = StubServer.start(_ -> Reply.of(200, "{\"token\":\"t\"}"));
        repository = client.open(server);
        memory.trick(request -> request.authorization() == null && !request.path().equals("/v2/")
                ? Reply.of(401).with("WWW-Authenticate", "Basic realm=\"stub\"")
                : null);
    }

    @AfterEach
    void nothing_was_given_away() throws IOException {
        client.close();
        server.close();
        foreign.close();
        assertThat(foreign.requests()).allSatisfy(request -> {
            assertThat(request.authorization()).isNull();
            assertThat(request.target() + request.text()).doesNotContain("se:cret", "se%3Acret", "refresh-me");
        });
    }

    private static boolean isBlobGet(Request request) {
        return request.method().equals("GET") && request.path().contains("/blobs/");
    }

    private static boolean isManifestGet(Request request) {
        return request.method().equals("GET") && request.path().contains("/manifests/");
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("up"), content);
    }

    @Test
    void an_upload_is_not_continued_at_another_host() throws IOException {
        memory.trick(request -> request.method().equals("POST")
                ? Reply.of(202).with("Location", "http://" + foreign.otherName() + "/v2/team/app/blobs/uploads/1")
                : null);
        byte[] content = bytes("secret content");

        assertThatThrownBy(() -> repository.store(describe(content), file(content), Progress.of("push")))
                .isInstanceOf(RegistryException.Refused.class).hasMessageContaining("asks to upload to another host")
                .hasMessageContaining(foreign.otherName());
        assertThat(foreign.requests()).isEmpty();
    }

    @Test
    void an_upload_is_not_continued_at_another_port() throws IOException {
        memory.trick(request -> request.method().equals("POST")
                ? Reply.of(202).with("Location", "http://" + foreign.host() + "/up")
                : null);
        byte[] content = bytes("secret content");

        assertThatThrownBy(() -> repository.store(describe(content), file(content), Progress.of("push")))
                .isInstanceOf(RegistryException.Refused.class);
        assertThat(foreign.requests()).isEmpty();
    }

    @Test
    void credentials_do_not_follow_a_redirect_to_another_host() throws IOException {
        byte[] content = bytes("stored elsewhere");
        try (StubServer storage = StubServer.start(_ -> Reply.of(200, content))) {
            memory.trick(request -> isBlobGet(request) && request.authorization() != null
                    ? Reply.of(307).with("Location", "http://" + storage.otherName() + "/blob?signature=a%3Db")
                    : null);

            Client.fetch(repository, describe(content), folder.resolve("back"));

            assertThat(folder.resolve("back")).hasBinaryContent(content);
            assertThat(storage.requests()).hasSize(1).allMatch(request -> request.authorization() == null);
            assertThat(storage.requests().getFirst().target()).isEqualTo("/blob?signature=a%3Db");
        }
    }

    @Test
    void a_redirect_target_cannot_ask_for_credentials() throws IOException {
        try (StubServer greedy = StubServer.start(_ -> Reply.of(401).with("WWW-Authenticate", "Basic realm=\"greedy\""))) {
            memory.trick(request -> isBlobGet(request) ? Reply.of(307).with("Location", "http://" + greedy.otherName() + "/") : null);

            assertThatThrownBy(() -> Client.fetch(repository, describe(bytes("x")), folder.resolve("back")))
                    .isInstanceOf(RegistryException.Unauthorized.class);
            assertThat(greedy.requests()).hasSize(1).allMatch(request -> request.authorization() == null);
        }
    }

    @Test
    void redirects_end() {
        memory.trick(request -> isBlobGet(request) ? Reply.of(307).with("Location", request.target()) : null);

        assertThatThrownBy(() -> Client.fetch(repository, describe(bytes("x")), folder.resolve("back")))
                .isInstanceOf(RegistryException.Refused.class).hasMessageContaining("more than 5 times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://localhost/", "http://user:pass@localhost/", "http://[broken", "jar:file:/x!/y"})
    void a_redirect_leads_to_http_only(String location) {
        memory.trick(request -> isBlobGet(request) ? Reply.of(302).with("Location", location) : null);

        assertThatThrownBy(() -> Client.fetch(repository, describe(bytes("x")), folder.resolve("back")))
                .isInstanceOf(RegistryException.class).message().doesNotContain("pass@");
    }

    @Test
    void a_foreign_token_server_gets_no_password() throws IOException {
        var bearer = new MemoryRegistry();
        bearer.trick(_ -> Reply.of(401).with("WWW-Authenticate", "Bearer realm=\"http://" + foreign.otherName()
                + "/token\",service=\"s\""));

        try (StubServer other = StubServer.start(bearer)) {
            assertThatThrownBy(() -> client.open(other).manifest(tag("v1"))).isInstanceOf(RegistryException.Unauthorized.class)
                    .hasMessageContaining("were not sent because the registry names another host");
        }
        assertThat(foreign.requests()).isNotEmpty();
    }

    @Test
    void login_fails_rather_than_asking_a_foreign_token_server() throws IOException {
        var bearer = new MemoryRegistry();
        bearer.trick(request -> request.authorization() == null
                ? Reply.of(401).with("WWW-Authenticate", "Bearer realm=\"http://" + foreign.otherName() + "/token\",service=\"s\"")
                : null);
        try (StubServer other = StubServer.start(bearer)) {
            assertThatThrownBy(() -> client.registry().login(other.host(), Client.PASSWORD, "the command line"))
                    .isInstanceOf(RegistryException.Refused.class).hasMessageContaining("send the credentials to another host")
                    .satisfies(e -> assertThat(((RegistryException) e).hint()).hasValueSatisfying(
                            hint -> assertThat(hint).contains("SPIN_TRUSTED_TOKEN_HOSTS=localhost")));
        }
        assertThat(foreign.requests()).isEmpty();
    }

    @Test
    void refusals_without_end_are_given_up() throws IOException {
        var never = new MemoryRegistry();
        never.trick(_ -> Reply.of(401).with("WWW-Authenticate", "Basic realm=\"never\""));
        try (StubServer other = StubServer.start(never)) {
            assertThatThrownBy(() -> client.open(other).manifest(tag("v1"))).isInstanceOf(RegistryException.Unauthorized.class)
                    .hasMessageContaining("does not accept the credentials from the test").message().doesNotContain("se:cret");
            assertThat(other.requests()).hasSizeLessThanOrEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Negotiate", "Bearer", "Bearer realm=\"not an address\"", "Bearer realm=\"ftp://x/\"", "=,=,\"",
        "Bearer realm=\"http://127.0.0.1:1/\"", "Digest realm=\"x\", nonce=\"\\"})
    void unusable_challenges_are_refusals(String challenge) throws IOException {
        var odd = new MemoryRegistry();
        odd.trick(request -> request.path().equals("/v2/") ? null : Reply.of(401).with("WWW-Authenticate", challenge));
        try (StubServer other = StubServer.start(odd)) {
            assertThatThrownBy(() -> client.open(other).manifest(tag("v1"))).isInstanceOf(RegistryException.class);
        }
    }

    @Test
    void a_header_that_lies_about_the_digest_is_noticed() {
        memory.putManifest("team/app", "v1", Client.manifest().raw().bytes());
        memory.trick(request -> isManifestGet(request)
                ? Reply.of(200, Client.manifest().raw().bytes()).with("Docker-Content-Digest", "sha256:" + "a".repeat(64))
                : null);

        assertThatThrownBy(() -> repository.manifest(tag("v1"))).isInstanceOf(RegistryException.DigestMismatch.class)
                .hasMessageContaining("a".repeat(64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:short", "md5:" + "d41d8cd98f00b204e9800998ecf8427e", "../../etc/passwd", "sha256:../../../etc/passwd"})
    void a_digest_that_is_none_is_refused(String digest) {
        memory.trick(request -> isManifestGet(request)
                ? Reply.of(200, Client.manifest().raw().bytes()).with("Docker-Content-Digest", digest)
                : null);
        assertThatThrownBy(() -> repository.manifest(tag("v1"))).isInstanceOf(RegistryException.Malformed.class);

        byte[] naming = bytes(new String(Client.manifest(describe(bytes("x"))).raw().bytes(), StandardCharsets.UTF_8)
                .replace(describe(bytes("x")).digest().toString(), digest));
        memory.putManifest("team/app", "v2", naming);
        assertThatThrownBy(() -> repository.manifest(tag("v2"))).isInstanceOf(RegistryException.Malformed.class);
    }

    @Test
    void other_content_than_the_digest_asked_for_is_refused() {
        ImageManifest wanted = Client.manifest(describe(bytes("wanted")));
        memory.trick(request -> isManifestGet(request) ? Reply.of(200, Client.manifest().raw().bytes()) : null);
        assertThatThrownBy(() -> repository.manifest(new Selector.ByDigest(wanted.raw().digest())))
                .isInstanceOf(RegistryException.DigestMismatch.class);

        memory.trick(request -> isBlobGet(request) ? Reply.of(200, "evil!!") : null);
        assertThatThrownBy(() -> Client.fetch(repository, describe(bytes("wanted")), folder.resolve("back")))
                .isInstanceOf(RegistryException.DigestMismatch.class);
    }

    @Test
    void a_blob_of_another_size_is_refused() {
        memory.trick(1, request -> isBlobGet(request) && request.authorization() != null ? Reply.of(200, "wanted and more") : null);
        assertThatThrownBy(() -> Client.fetch(repository, describe(bytes("wanted")), folder.resolve("back")))
                .isInstanceOf(RegistryException.SizeMismatch.class).hasMessageContaining("expected 6 bytes, got 15");

        memory.trick(1, request -> isBlobGet(request) ? Reply.of(200, "want") : null);
        assertThatThrownBy(() -> Client.fetch(repository, describe(bytes("wanted")), folder.resolve("back")))
                .isInstanceOf(RegistryException.SizeMismatch.class).hasMessageContaining("expected 6 bytes, got 4");

        memory.trick(1, request -> isBlobGet(request) ? Reply.of(200, "want").announcing(-1) : null);
        assertThatThrownBy(() -> Client.fetch(repository, describe(bytes("wanted")), folder.resolve("back")))
                .isInstanceOf(RegistryException.SizeMismatch.class).hasMessageContaining("expected 6 bytes, got 4");
    }

    @Test
    void bodies_without_end_are_cut() throws IOException {
        memory.trick(request -> isBlobGet(request) ? Reply.of(200, new byte[10_000]).repeated() : null);
        memory.trick(request -> isManifestGet(request) ? Reply.of(200, new byte[10_000]).repeated() : null);
        memory.trick(request -> request.path().endsWith("/list") ? Reply.of(200, new byte[10_000]).repeated() : null);
        var blob = new Descriptor("application/wasm", Digest.ofSha256(bytes("x")), 50_000);

        assertThatThrownBy(() -> Client.fetch(repository, blob, folder.resolve("back"))).isInstanceOf(RegistryException.SizeMismatch.class);
        assertThat(Files.size(folder.resolve("back"))).isLessThanOrEqualTo(50_000);
        assertThatThrownBy(() -> repository.manifest(tag("v1"))).isInstanceOf(RegistryException.Malformed.class)
                .hasMessageContaining("more than 4194304 bytes");
        assertThatThrownBy(() -> repository.tags()).isInstanceOf(RegistryException.Malformed.class);
    }

    @Test
    void a_body_that_stops_coming_is_given_up() throws IOException {
        var options = Client.options().withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(50));
        var slow = new MemoryRegistry();
        slow.trick(request -> isBlobGet(request) ? Reply.of(200, "wa").announcing(6).thenSilence() : null);
        try (var impatient = new Client(CredentialSource.NONE, options); StubServer silent = StubServer.start(slow)) {
            assertThatThrownBy(() -> Client.fetch(impatient.open(silent), describe(bytes("wanted")), folder.resolve("back")))
                    .isInstanceOf(RegistryException.Unavailable.class).hasMessageContaining("nothing came");
        }
    }

    @Test
    void a_body_that_always_breaks_is_given_up() {
        memory.trick(request -> isBlobGet(request) ? Reply.of(206, "").announcing(6).with("Content-Range", "bytes 0-5/6") : null);
        assertThatThrownBy(() -> Client.fetch(repository, describe(bytes("wanted")), folder.resolve("back")))
                .isInstanceOf(RegistryException.Malformed.class);
    }

    @Test
    void a_wrong_part_is_refused() {
        byte[] content = new byte[4_000_000];
        memory.trick(1, request -> isBlobGet(request) && request.authorization() != null
                ? Reply.of(200, Arrays.copyOf(content, 3_000_000)).announcing(4_000_000)
                : null);
        memory.trick(request -> request.headers().containsKey("range")
                ? Reply.of(206, "456789").with("Content-Range", "bytes 3-8/4000000")
                : null);

        assertThatThrownBy(() -> Client.fetch(repository, describe(content), folder.resolve("back")))
                .isInstanceOf(RegistryException.Malformed.class).hasMessageContaining("another part");
    }

    @Test
    void busy_for_ever_is_given_up() {
        memory.trick(request -> isManifestGet(request) ? Reply.of(503).with("Retry-After", "1") : null);
        assertThatThrownBy(() -> repository.manifest(tag("v1"))).isInstanceOf(RegistryException.Unavailable.class)
                .hasMessageContaining("answered 503");
        assertThat(client.pauses).hasSize(4);
    }

    @Test
    void a_pause_of_an_hour_is_not_made() {
        memory.trick(request -> isManifestGet(request) ? Reply.of(429).with("Retry-After", "3600") : null);
        assertThatThrownBy(() -> repository.manifest(tag("v1"))).isInstanceOf(RegistryException.Unavailable.class)
                .hasMessageContaining("asks to come back in 3600 seconds");
        assertThat(client.pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[]", "{", "{}", "null", "{\"schemaVersion\":2}", "{\"schemaVersion\":1,\"config\":{}}",
        "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}", "{\"schemaVersion\":2,\"config\":5,\"layers\":{}}",
        "{\"schemaVersion\":2,\"schemaVersion\":2}", "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}",
        "{\"schemaVersion\":2,\"mediaType\":\"text/html\",\"manifests\":[]}", "{\"schemaVersion\":2,\"manifests\":[5]}",
        "{\"schemaVersion\":2,\"manifests\":[]} trailing"})
    void manifests_that_are_none_are_refused(String text) {
        memory.putManifest("team/app", "v1", bytes(text));
        assertThatThrownBy(() -> repository.manifest(tag("v1"))).isInstanceOf(RegistryException.Malformed.class);
    }

    @Test
    void a_manifest_nested_without_end_is_refused() {
        memory.putManifest("team/app", "v1", bytes("{\"a\":" + "[".repeat(1_000_000)));
        assertThatThrownBy(() -> repository.manifest(tag("v1"))).isInstanceOf(RegistryException.Malformed.class);
    }

    @Test
    void a_manifest_delivered_as_something_else_is_refused() {
        memory.trick(request -> isManifestGet(request)
                ? Reply.of(200, Client.manifest().raw().bytes()).with("Content-Type", MediaTypes.IMAGE_INDEX)
                : null);
        assertThatThrownBy(() -> repository.manifest(tag("v1"))).isInstanceOf(RegistryException.Malformed.class)
                .hasMessageContaining("was delivered as");
    }

    @Test
    void a_manifest_with_100000_layers_is_refused() {
        String layer = "{\"mediaType\":\"a\",\"digest\":\"sha256:" + "0".repeat(64) + "\",\"size\":1}";
        String start = "{\"schemaVersion\":2,\"config\":" + layer + ",\"layers\":[";
        memory.putManifest("team/app", "many", bytes(start + (layer + ",").repeat(20_000) + layer + "]}"));
        assertThatThrownBy(() -> repository.manifest(tag("many"))).isInstanceOf(RegistryException.Malformed.class)
                .hasMessageContaining("20001 layers");

        memory.putManifest("team/app", "more", bytes(start + (layer + ",").repeat(99_999) + layer + "]}"));
        assertThatThrownBy(() -> repository.manifest(tag("more"))).isInstanceOf(RegistryException.Malformed.class)
                .hasMessageContaining("more than 4194304 bytes");
    }

    private static String indexOf(String digest) {
        return "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + MediaTypes.IMAGE_INDEX + "\",\"digest\":\"" + digest
                + "\",\"size\":1}]}";
    }

    @Test
    void an_index_that_points_to_itself_is_refused() {
        memory.trick(request -> isManifestGet(request)
                ? Reply.of(200, indexOf("sha256:" + "0".repeat(64)))
                : null);
        assertThatThrownBy(() -> repository.manifest(tag("v1"))).isInstanceOf(RegistryException.DigestMismatch.class);
    }

    @Test
    void an_index_of_indexes_is_refused() {
        Digest inner = memory.putManifest("team/app", "inner", bytes(indexOf("sha256:" + "0".repeat(64))));
        memory.putManifest("team/app", "outer", bytes(indexOf(inner.toString())));
        assertThatThrownBy(() -> repository.manifest(tag("outer"))).isInstanceOf(RegistryException.Malformed.class)
                .hasMessageContaining("points to another index");
    }

    @Test
    void a_registry_that_stores_something_else_is_noticed() {
        memory.trick(request -> request.method().equals("PUT")
                ? Reply.of(201).with("Docker-Content-Digest", "sha256:" + "b".repeat(64))
                : null);
        assertThatThrownBy(() -> repository.store(Client.manifest().raw(), tag("v1")))
                .isInstanceOf(RegistryException.DigestMismatch.class);
    }

    @Test
    void a_next_page_at_another_host_is_not_asked_for() {
        memory.trick(request -> request.path().endsWith("/list")
                ? Reply.of(200, "{\"tags\":[\"a\"]}").with("Link", "<http://" + foreign.host() + "/v2/list>; rel=\"next\"")
                : null);
        assertThatThrownBy(() -> repository.tags()).isInstanceOf(RegistryException.Refused.class);
        assertThat(foreign.requests()).isEmpty();
    }

    @Test
    void what_a_registry_says_cannot_write_to_the_terminal() {
        memory.trick(request -> isManifestGet(request)
                ? Reply.of(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\\u001b[2J\\u0007\\n\\u202eway\"}]}")
                : null);
        assertThatThrownBy(() -> repository.manifest(tag("v1"))).isInstanceOf(RegistryException.Denied.class)
                .satisfies(e -> assertThat(Objects.requireNonNull(e.getMessage()).chars()).allMatch(c -> c >= ' ' && c != 0x202e));
    }
}
