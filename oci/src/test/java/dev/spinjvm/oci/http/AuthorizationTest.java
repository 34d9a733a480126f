package dev.spinjvm.oci.http;

import static dev.spinjvm.oci.http.Client.bytes;
import static dev.spinjvm.oci.http.Client.describe;
import static dev.spinjvm.oci.http.Client.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.http.StubServer.Reply;
import dev.spinjvm.oci.http.StubServer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthorizationTest {
    private static final String BASIC = "Basic " + Base64.getEncoder().encodeToString("ann:se:cret".getBytes(StandardCharsets.UTF_8));

    private final MemoryRegistry memory = new MemoryRegistry();
    private StubServer server;
    private StubServer tokens;
    private String accepted = "";
    private Reply tokenAnswer = Reply.of(200, "{\"token\":\"tok1\",\"expires_in\":300}");

    @BeforeEach
    void start() throws IOException {
        server = StubServer.start(memory);
        tokens = StubServer.start(_ -> tokenAnswer);
        memory.putManifest("team/app", "v1", Client.manifest().raw().bytes());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        tokens.close();
    }

    private void wantBearer(String token) {
        accepted = token;
        memory.trick(request -> ("Bearer " + accepted).equals(request.authorization())
                ? null
                : Reply.of(401).with("WWW-Authenticate",
                        "Basic realm=\"x\", Bearer scope=\"ignored,pull\", service=\"a \\\"b\\\" service\",realm=\"http://" + tokens.host()
                                + "/token?x=1\""));
    }

    @Test
    void a_password_is_sent_when_it_is_asked_for() {
        memory.trick(request -> BASIC.equals(request.authorization()) ? null : Reply.of(401).with("WWW-Authenticate", "basic realm=x"));
        try (Client client = Client.with(Client.PASSWORD)) {
            assertThat(client.open(server).manifest(tag("v1")).layers()).isEmpty();
            assertThatCode(() -> client.registry().login(server.host(), Client.PASSWORD, "the test")).doesNotThrowAnyException();
        }
    }

    @Test
    void a_token_is_asked_for_anonymously_without_credentials() {
        wantBearer("tok1");
        try (Client client = Client.anonymous()) {
            assertThat(client.open(server).manifest(tag("v1")).layers()).isEmpty();
        }
        assertThat(tokens.requests()).singleElement().satisfies(request -> {
            assertThat(request.authorization()).isNull();
            assertThat(request.target()).isEqualTo("/token?x=1&service=a+%22b%22+service&scope=repository%3Ateam%2Fapp%3Apull");
        });
    }

    @Test
    void a_token_is_asked_for_with_the_password_and_used_again() {
        wantBearer("tok1");
        try (Client client = Client.with(Client.PASSWORD)) {
            var repository = client.open(server);
            repository.manifest(tag("v1"));
            repository.manifest(tag("v1"));
            repository.tags();
        }
        assertThat(tokens.requests()).singleElement().extracting(Request::authorization).isEqualTo(BASIC);
        assertThat(server.requests()).noneMatch(request -> BASIC.equals(request.authorization()));
    }

    @Test
    void an_identity_token_is_exchanged() {
        wantBearer("tok2");
        tokenAnswer = Reply.of(200, "{\"access_token\":\"tok2\"}");
        try (Client client = Client.with(new Credential.IdentityToken("refresh+me"))) {
            assertThat(client.open(server).manifest(tag("v1")).layers()).isEmpty();
        }
        assertThat(tokens.requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.text()).isEqualTo("grant_type=refresh_token&client_id=spin&service=a+%22b%22+service"
                    + "&scope=repository%3Ateam%2Fapp%3Apull&refresh_token=refresh%2Bme");
        });
    }

    @Test
    void a_bearer_token_is_sent_as_it_is() {
        wantBearer("own");
        try (Client client = Client.with(new Credential.BearerToken("own"))) {
            assertThat(client.open(server).manifest(tag("v1")).layers()).isEmpty();
        }
        assertThat(tokens.requests()).isEmpty();
    }

    @Test
    void an_expired_token_is_replaced() {
        wantBearer("tok1");
        try (Client client = Client.with(Client.PASSWORD)) {
            var repository = client.open(server);
            repository.manifest(tag("v1"));
            accepted = "tok2";
            tokenAnswer = Reply.of(200, "{\"token\":\"tok2\"}");
            assertThat(repository.manifest(tag("v1")).layers()).isEmpty();
        }
        assertThat(tokens.requests()).hasSize(2);
    }

    @Test
    void scopes_say_what_is_done() {
        wantBearer("tok1");
        try (Client client = Client.with(Client.PASSWORD)) {
            client.open(server).store(Client.manifest().raw(), tag("v2"));
            client.open(server).mount(describe(bytes("x")), "other/app");
        }
        assertThat(tokens.requests()).extracting(Request::query).satisfiesExactly(
                first -> assertThat(first).endsWith("&scope=repository%3Ateam%2Fapp%3Apull%2Cpush"),
                second -> assertThat(second)
                        .endsWith("&scope=repository%3Ateam%2Fapp%3Apull%2Cpush&scope=repository%3Aother%2Fapp%3Apull"),
                third -> assertThat(third).endsWith("pull%2Cpush"));
    }

    @Test
    void a_wrong_password_is_reported_without_being_named() {
        wantBearer("tok1");
        tokenAnswer = Reply.of(401, "{\"details\":\"incorrect username or password\"}");
        try (Client client = Client.with(Client.PASSWORD)) {
            assertThatThrownBy(() -> client.registry().login(server.host(), Client.PASSWORD, "the test"))
                    .isInstanceOf(RegistryException.Unauthorized.class).hasMessageContaining("does not accept the credentials").message()
                    .doesNotContain("se:cret");
        }
    }

    @Test
    void odd_token_answers_are_refused() {
        wantBearer("tok1");
        for (String answer : List.of("", "{}", "[]", "{\"token\":5}", "{\"token\":\"a\\r\\nX-Evil: 1\"}", "{\"token\":\"\"}")) {
            tokenAnswer = Reply.of(200, answer);
            try (Client client = Client.with(Client.PASSWORD)) {
                assertThatThrownBy(() -> client.open(server).manifest(tag("v1"))).isInstanceOf(RegistryException.Malformed.class);
            }
        }
        tokenAnswer = Reply.of(200, new byte[100_000]).repeated();
        try (Client client = Client.with(Client.PASSWORD)) {
            assertThatThrownBy(() -> client.open(server).manifest(tag("v1"))).isInstanceOf(RegistryException.Malformed.class);
        }
    }

    @Test
    void a_token_server_that_the_user_trusts_gets_the_password() {
        memory.trick(request -> "Bearer tok1".equals(request.authorization())
                ? null
                : Reply.of(401).with("WWW-Authenticate", "Bearer realm=\"http://" + tokens.otherName() + "/token\""));
        try (Client client = Client.trusting(Client.PASSWORD, "localhost")) {
            assertThat(client.open(server).manifest(tag("v1")).layers()).isEmpty();
        }
        assertThat(tokens.requests()).singleElement().extracting(Request::authorization).isEqualTo(BASIC);
    }

    @Test
    void token_servers_of_the_same_domain_may_see_credentials() {
        var hub = policy("https://registry-1.docker.io");
        assertThat(hub.maySeeCredentials(realm("https://auth.docker.io"))).isTrue();
        assertThat(hub.maySeeCredentials(realm("https://docker.io.evil.example"))).isFalse();
        var own = policy("https://registry.example.com:5000");
        assertThat(own.maySeeCredentials(realm("https://registry.example.com"))).isTrue();
        assertThat(own.maySeeCredentials(realm("https://auth.registry.example.com"))).isTrue();
        assertThat(own.maySeeCredentials(realm("https://example.com"))).isTrue();
        assertThat(own.maySeeCredentials(realm("https://evil.example.com"))).isFalse();
        assertThat(own.maySeeCredentials(realm("https://com"))).isFalse();
        assertThat(own.maySeeCredentials(realm("http://registry.example.com"))).isFalse();
        assertThatThrownBy(() -> own.check(realm("http://registry.example.com"))).isInstanceOf(RegistryException.Refused.class);
    }

    private static RealmPolicy policy(String registry) {
        return new RealmPolicy(realm(registry), Set.of());
    }

    private static Origin realm(String address) {
        return Origin.of(URI.create(address));
    }

    @Test
    void challenges_are_read_in_any_order_and_number() {
        assertThat(Challenge.parse(List.of("Basic realm=\"a, b\", Bearer realm=\"https://x/?a=1,2\" , Service=s,scope=\"p,q\"", "Other")))
                .containsExactly(new Challenge("basic", Map.of("realm", "a, b")),
                        new Challenge("bearer", Map.of("realm", "https://x/?a=1,2", "service", "s", "scope", "p,q")),
                        new Challenge("other", Map.of()));
        assertThat(Challenge.parse(List.of("Bearer realm=\"open", "", ",,,", "\"", "=x"))).hasSize(1);
    }
}
