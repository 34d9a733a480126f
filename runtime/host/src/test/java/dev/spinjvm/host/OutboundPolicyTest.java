package dev.spinjvm.host;

import static dev.spinjvm.host.Calls.allow;
import static dev.spinjvm.host.Calls.call;
import static dev.spinjvm.host.Calls.failure;
import static dev.spinjvm.host.Calls.fields;
import static dev.spinjvm.host.Calls.read;
import static dev.spinjvm.host.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.wasi.http.BodySink;
import dev.spinjvm.wasi.http.OutgoingHttp;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundPolicyTest {
    private final List<String> resolved = new CopyOnWriteArrayList<>();
    private final List<DisallowedHost> disallowed = new ArrayList<>();
    private final OutboundHttp client = OutboundHttp.start(this::resolve, address -> !address.isLinkLocalAddress(), null);

    @AfterEach
    void stop() {
        client.close();
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        resolved.add(host);
        return switch (host) {
            case "here.example", "127.0.0.1" -> List.of(InetAddress.ofLiteral("127.0.0.1"));
            case "both.example" -> List.of(InetAddress.ofLiteral("169.254.1.1"), InetAddress.ofLiteral("127.0.0.1"));
            case "local.example" -> List.of(InetAddress.ofLiteral("169.254.1.1"));
            case "::1" -> List.of(Inet6Address.ofLiteral("::1"));
            default -> throw new UnknownHostException(host);
        };
    }

    private OutgoingHttp component(String... allowed) {
        return client.forComponent(new OutboundPolicy(allow(allowed), disallowed::add));
    }

    @Test
    void aHostThatIsNotAllowedIsNeitherResolvedNorDialled() throws Exception {
        OutgoingHttp.Exchange exchange = component("http://other.example").send(request("POST", "here.example:8080", "/"));
        BodySink sink = exchange.body();

        assertThat(failure(exchange)).hasToString("HTTP-request-denied");
        assertThat(sink.failure()).hasToString("HTTP-request-denied");
        assertThat(sink.isWritable()).isTrue();
        assertThat(resolved).isEmpty();
        assertThat(disallowed).containsExactly(new DisallowedHost("http", "here.example:8080"));
        assertThat(disallowed.getFirst().warning()).isEqualTo(
                "A component tried to make an outbound network connection to disallowed destination 'http://here.example:8080'.");
        assertThat(disallowed.getFirst().hint()).isEqualTo(
                "To allow this request, add 'allowed_outbound_hosts = [\"http://here.example:8080\"]' to the manifest component section.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allowed.example@other.example", "other.example", "allowed.example.other.example", "allowed.example:81"})
    void noSpellingGetsPastTheRules(String authority) throws Exception {
        assertThat(failure(component("http://allowed.example"), request("GET", authority, "/"))).hasToString("HTTP-request-denied");
        assertThat(resolved).isEmpty();
    }

    @Test
    void whatWasCheckedIsWhatIsDialled() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            OutgoingHttp http = component("http://here.example:*");

            assertThat(call(http, request("GET", "user:password@here.example:" + server.port(), "/")).status()).isEqualTo(200);
            assertThat(resolved).containsExactly("here.example");
        }
    }

    @Test
    void anAddressThatMayNotBeDialledIsLeftOut() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            OutgoingHttp http = component("*://*:*");

            assertThat(call(http, request("GET", "both.example:" + server.port(), "/")).status()).isEqualTo(200);
            assertThat(failure(http, request("GET", "local.example", "/"))).hasToString("destination-IP-prohibited");
        }
    }

    @Test
    void aNameWithoutAddress() throws Exception {
        assertThat(failure(component("*://*:*"), request("GET", "nowhere.example", "/")).toString())
                .isEqualTo("DNS-error(DnsError[rcode=address not available, infoCode=0])");
    }

    @Test
    void aRequestToItselfGoesToTheOwnServer() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nme")) {
            OutboundPolicy policy = new OutboundPolicy(allow("https://self"), disallowed::add,
                    () -> Optional.of(new SelfOrigin("http", "127.0.0.1", server.port())), id -> Optional.empty());
            OutgoingHttp http = client.forComponent(policy);
            OutgoingHttp.Options options = OutgoingHttp.Options.DEFAULT;

            assertThat(read(call(http, request(options, "GET", null, "/a")).body()).text()).isEqualTo("me");
            assertThat(read(call(http, request("GET", "self.alt", "/a")).body()).text()).isEqualTo("me");
        }
    }

    @Test
    void aRequestToItselfNeedsPermissionAndAServer() throws Exception {
        assertThat(failure(component("http://self.example"), request("GET", "self.alt", "/"))).hasToString("HTTP-request-denied");
        assertThat(disallowed.getFirst().warning())
                .isEqualTo("A component tried to make an HTTP request to its own app but it does not have permission.");
        assertThat(disallowed.getFirst().hint())
                .isEqualTo("To allow this request, add 'allowed_outbound_hosts = [\"http://self\"]' to the manifest component section.");
        assertThat(failure(component("http://self"), request("GET", "self.alt", "/"))).hasToString("HTTP-request-URI-invalid");
    }

    @Test
    void anotherComponentIsReachedByItsName() throws Exception {
        OutgoingHttp refusing = request -> new RefusedExchange(dev.spinjvm.wasi.http.ErrorCode.internal("reached " + request
                .pathWithQuery()));
        OutboundPolicy policy = new OutboundPolicy(allow("http://*:*"), disallowed::add, Optional::empty,
                id -> id.equals("other") ? Optional.of(refusing) : Optional.empty());
        OutgoingHttp http = client.forComponent(policy);

        assertThat(failure(http, request("GET", "other.spin.internal", "/x"))).hasToString("internal-error(reached /x)");
        assertThat(failure(http, request("GET", "third.spin.internal", "/x")))
                .hasToString("internal-error(component 'third' cannot be called by service chaining)");
        assertThat(resolved).isEmpty();
    }

    @Test
    void aBodyThatWasPromisedButNeverTakenFailsTheRequest() throws Exception {
        OutgoingHttp.Request promise = new OutgoingHttp.Request("POST", "http", "here.example", "/", fields("content-length", "3"), false,
                OutgoingHttp.Options.DEFAULT);

        assertThat(failure(component("*://*:*"), promise)).hasToString("HTTP-request-body-size(0)");
    }
}
