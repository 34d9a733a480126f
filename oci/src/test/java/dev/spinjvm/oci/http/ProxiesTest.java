package dev.spinjvm.oci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import dev.spinjvm.oci.CredentialSource;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.http.StubServer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the variables of the environment say of proxies.
class ProxiesTest {
    @TempDir
    private Path folder;

    private static String proxy(Proxies proxies, String uri) {
        Proxy proxy = proxies.selector().select(URI.create(uri)).getFirst();
        return proxy.address() instanceof InetSocketAddress address ? address.getHostString() + ":" + address.getPort() : "none";
    }

    @Test
    void schemes_have_variables_of_their_own() {
        Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "http://one:1", "http_proxy", "two:2", "HTTP_PROXY", "http://ignored:3"));
        assertThat(proxy(proxies, "https://x.example/")).isEqualTo("one:1");
        assertThat(proxy(proxies, "http://x.example/")).isEqualTo("two:2");
        assertThat(proxy(Proxies.of(Map.of("ALL_PROXY", "all")), "http://x.example/")).isEqualTo("all:80");
        assertThat(proxy(Proxies.none(), "http://x.example/")).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *                    | http://x.example/        | none
            x.example            | http://x.example/        | none
            x.example            | http://sub.x.example/    | none
            x.example            | http://notx.example/     | proxy:8
            .x.example           | http://sub.x.example/    | none
            .x.example           | http://x.example/        | proxy:8
            a.b, x.example:81    | http://x.example:81/     | none
            x.example:81         | http://x.example/        | proxy:8
            10.0.0.0/8           | http://10.1.2.3/         | none
            10.0.0.0/8           | http://11.1.2.3/         | proxy:8
            10.0.0.0/8           | http://x.example/        | proxy:8
            fd00::/8             | http://[fd00::1]:5000/   | none
            [fd00::1]:5000       | http://[fd00::1]:5000/   | none
            nothing              | http://localhost:5000/   | none
            nothing              | http://127.0.0.1:5000/   | none
            nothing              | http://x.example/        | proxy:8
            """)
    void exceptions_are_reached_directly(String exceptions, String uri, String expected) {
        assertThat(proxy(Proxies.of(Map.of("HTTP_PROXY", "proxy:8", "NO_PROXY", exceptions)), uri)).isEqualTo(expected);
    }

    @Test
    void a_value_that_is_no_proxy_is_refused_without_showing_it() {
        assertThatThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", "socks5://ann:secret@proxy"))).isInstanceOf(
                RegistryException.Local.class).hasMessageContaining("HTTPS_PROXY").hasMessageNotContaining("secret");
    }

    private Client through(StubServer proxy, boolean plain) {
        return new Client(CredentialSource.NONE, Client.options().withPlainHttp(plain).withProxies(Proxies.of(Map.of("ALL_PROXY",
                "http://ann:se%3Acret@" + proxy.host()))));
    }

    @Test
    void requests_go_through_the_proxy_with_its_password() throws IOException {
        byte[] content = Client.bytes("content");
        var memory = new MemoryRegistry();
        memory.putBlob("team/app", content);
        try (StubServer proxy = StubServer.start(request -> memory.handle(new StubServer.Request(request.method(), request.target()
                .replace("http://registry.example", ""), request.headers(), request.body()))); Client client = through(proxy, true)) {
            Repository repository = client.registry().open(Reference.parse("registry.example/team/app:v1"));
            Client.fetch(repository, Client.describe(content), folder.resolve("blob"));
            assertThat(folder.resolve("blob")).hasBinaryContent(content);
            assertThat(proxy.requests()).allSatisfy(request -> assertThat(request.headers()).containsEntry("proxy-authorization",
                    "Basic YW5uOnNlOmNyZXQ="));
        }
    }

    @Test
    void a_tunnel_is_asked_for_where_the_registry_is_encrypted() throws IOException {
        try (StubServer proxy = StubServer.start(_ -> Reply.of(403)); Client client = through(proxy, false)) {
            Repository repository = client.registry().open(Reference.parse("registry.example/team/app:v1"));
            assertThatThrownBy(() -> repository.document(Client.tag("v1"))).isInstanceOf(RegistryException.class);
            assertThat(proxy.requests()).isNotEmpty().allSatisfy(request -> {
                assertThat(request.method() + " " + request.target()).isEqualTo("CONNECT registry.example:443");
                assertThat(request.headers()).containsEntry("proxy-authorization", "Basic YW5uOnNlOmNyZXQ=");
            });
        }
    }
}
