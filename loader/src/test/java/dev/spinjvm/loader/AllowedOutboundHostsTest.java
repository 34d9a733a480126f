package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOutboundHostsTest {
    private static final List<String> COMPONENTS = List.of("first", "second");

    private static AllowedOutboundHosts hosts(String... patterns) {
        return hosts(Map.of(), patterns);
    }

    private static AllowedOutboundHosts hosts(Map<String, String> variables, String... patterns) {
        return AllowedOutboundHosts.parse(List.of(patterns), name -> {
            String value = variables.get(name);
            if (value == null) {
                throw new VariableException(VariableException.Kind.PROVIDER, name);
            }
            return value;
        }, COMPONENTS);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            http://example.com,           http://example.com
            http://example.com/,          http://example.com/a/b
            http://example.com:8080,      http://example.com:8080
            http://EXAMPLE.com,           http://example.COM
            http://b%C3%BCcher.example,   http://xn--bcher-kva.example
            *://example.com:7777,         tcp://example.com:7777
            *://*:*,                      anything://example.com:1
            http://*.example.com,         http://a.b.example.com
            http://*.Example.COM:8080,    http://a.example.com:8080
            http://example.com:80..90,    http://example.com:89
            http://example.com:*,         http://example.com:12345
            http://127.0.0.1,             http://0x7f.1
            *://127.0.0.1/24:80,          tcp://127.0.0.77:80
            http://[::1],                 http://[0:0::0001]
            http://[::1]:8000..9000,      http://[::1]:8000
            http://2001:db8::/32,         http://[2001:db8:abcd::1]/x
            http://2001:db8::/32:443,     http://[2001:db8::1]:443
            http://ff00::/8,              http://[ff02::1]
            *://0.0.0.0/0:*,              tcp://203.0.113.9:25
            redis://*:*,                  redis://cache.internal
            mysql://xyz.com,              mysql://user:pass#word@xyz.com
            mysql://xyz.com,              mysql://user:p@ss@xyz.com:3306/db
            http://*.spin.internal,       http://second.spin.internal
            """)
    void rule_allows_request(String rule, String request) {
        assertThat(hosts(rule).allows(OutboundUrl.parse(request, "none").orElseThrow())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            http://example.com,           https://example.com
            http://example.com,           http://example.com:8080
            http://example.com,           http://example.com.evil.test
            http://example.com,           http://evil.test#@example.com.evil.test
            http://example.com,           http://other@evil.test/@example.com
            http://*.example.com,         http://example.com
            http://*.example.com,         http://myexample.com
            http://example.com:80..90,    http://example.com:90
            http://127.0.0.0/24,          http://127.0.1.1
            http://127.0.0.0/24,          http://localhost
            http://2001:db8::/32,         http://[2001:db9::1]
            *://0.0.0.0/0:*,              tcp://[::1]:25
            http://self,                  http://self
            *://example.com:80,           unknown://example.com
            http://*.spin.internal,       http://third.spin.internal
            """)
    void rule_denies_request(String rule, String request) {
        assertThat(hosts(rule).allows(OutboundUrl.parse(request, "none").orElseThrow())).isFalse();
    }

    @Test
    void nothing_is_allowed_without_rules() {
        assertThat(AllowedOutboundHosts.none().allows("http", "example.com", 80)).isFalse();
        assertThat(hosts().allowsRelativeSelf("http", "https")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spin.fermyon.dev", "spin.fermyon.dev:80", "localhost:3001", "", "*", "http://example.com/a",
        "http://a:6666/a/b",
        "http://example.com:notaport", "http://example.com:8080..70000", "http://example.com:8080..", "http://*:notaport", "http://self:x",
        "http://[::1]/foo", "http://ff00::/8/extra", "http://[::1", "http://[::1]junk", "http://[::1]::80", "http://[v1.]", "[::1]",
        "http://127.0.0.0/24/p", "http://*.", "http://*.:8080", "http://example%.com", "http://example%GG.com", "http://exa[mple.com",
        "http://exa\\mple.com", "http://example.com:80:90", "http://example.com//", "http://self//", "http://[::1]//", "http://*.127.0.0.1",
        "http://*.192.168.001.001", "http://*.[::1]", "http://a*b.com", "http://*.*.com", "ht-tp://example.com:80",
        "{http,https}://a.com:80",
        "http://{a,b}.com", "http://a.com:{80,90}", "unknown://example.com", "*://example.com", "http://a b.com", "http://999.1.1.1"})
    void malformed_rule_is_refused(String rule) {
        assertThatThrownBy(() -> hosts(rule)).isInstanceOf(AllowedHostException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://example.com:99999   | Invalid allowed host port "99999": port "99999" is not a number
            http://[::1]:99999         | Invalid allowed host port "99999": port "99999" is not a number
            foo://example.com          | Invalid allowed host port "": no port was provided and the scheme "foo" does not have a known default port number
            http://{a,b}               | Invalid allowed host "{a,b}": host lists are not yet supported
            http://a.com/b             | Invalid allowed host "a.com/b": must not include a path
            h2://a.com:80              | Invalid allowed host scheme "h2": only alphabetic characters are allowed
            http://a.com:80/b          | "http://a.com:80/b" has a path but is not allowed to
            """)
    void malformed_rule_is_explained(String rule, String message) {
        assertThatThrownBy(() -> hosts(rule))
                .isInstanceOfSatisfying(AllowedHostException.class, e -> assertThat(e.fullMessage()).isEqualTo(message));
    }

    @Test
    void allow_all_of_version_one_is_refused() {
        assertThatThrownBy(() -> hosts("insecure:allow-all")).hasMessageContaining("use '*://*:*' instead");
    }

    @Test
    void variables_are_filled_in() {
        var hosts = hosts(Map.of("host", "127.0.0.0", "bits", "24", "port", "7"), "*://{{ host }}/{{bits}}:{{ port }}");
        assertThat(hosts.allows("tcp", "127.0.0.9", 7)).isTrue();
        assertThat(hosts.allows("tcp", "127.0.0.9", 8)).isFalse();
    }

    @Test
    void an_endpoint_left_empty_by_its_variable_is_ignored() {
        var hosts = hosts(Map.of("one", "", "two", ""), "https://{{ one }}", "{{ two }}", "https://three");
        assertThat(hosts.patterns()).containsExactly("https://three");
    }

    @Test
    void a_variable_without_a_value_is_an_error() {
        assertThatThrownBy(() -> hosts("https://{{ missing }}")).isInstanceOf(VariableException.class);
    }

    @ParameterizedTest
    @CsvSource({"http://self, true", "https://self, false", "http://self.alt, true", "*://self:*, true", "http://*:*, true",
        "http://example.com, false"})
    void requests_to_the_application_itself_need_a_rule_about_it(String rule, boolean allowed) {
        assertThat(hosts(rule).allowsRelativeSelf("http")).isEqualTo(allowed);
    }

    @Test
    void sockets_are_checked_by_address() throws UnknownHostException {
        InetAddress local = InetAddress.getByAddress(new byte[]{127, 0, 0, 1});
        assertThat(hosts("*://127.0.0.1:5000").allowsAddress("tcp", local, 5000)).isTrue();
        assertThat(hosts("*://127.0.0.0/8:5000").allowsAddress("tcp", local, 5000)).isTrue();
        assertThat(hosts("http://127.0.0.1:5000").allowsAddress("tcp", local, 5000)).isFalse();
        assertThat(hosts("*://localhost:5000").allowsAddress("tcp", local, 5000)).isFalse();
        assertThat(hosts("*://[::1]:5000").allowsAddress("tcp", InetAddress.getByName("::1"), 5000)).isTrue();
    }

    @Test
    void a_malformed_host_is_denied_even_where_everything_is_allowed() {
        assertThat(hosts("*://*:*").allows("http", "exa mple.com", 80)).isFalse();
        assertThat(hosts("*://*:*").allows("http", "", 80)).isFalse();
    }

    @Test
    void chaining_target_is_the_component_of_an_internal_host() {
        assertThat(AllowedOutboundHosts.serviceChainingTarget("cart.spin.internal:80")).contains("cart");
        assertThat(AllowedOutboundHosts.serviceChainingTarget("a.cart.spin.internal")).isEmpty();
        assertThat(AllowedOutboundHosts.serviceChainingTarget("spin.internal")).isEmpty();
    }
}
