package dev.spinjvm.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class SpinHeadersTest {
    @Test
    void describesAWildcardRoute() {
        assertThat(headers("/foo/...", "/foo/bar")).containsExactly(entry("spin-path-info", "/bar"),
                entry("spin-full-url", "https://fermyon.dev/foo/bar?key1=value1&key2=value2"), entry("spin-matched-route", "/foo/..."),
                entry("spin-base-path", "/"), entry("spin-raw-component-route", "/foo/..."), entry("spin-component-route", "/foo"),
                entry("spin-client-addr", "127.0.0.1:8777"));
    }

    @Test
    void givesParametersAndTurnsUnderscoresIntoHyphens() {
        assertThat(headers("/foo/:User_Id/...", "/foo/42/bar")).contains(entry("spin-path-info", "/bar"),
                entry("spin-matched-route", "/foo/:User_Id/..."), entry("spin-component-route", "/foo/:User_Id"),
                entry("spin-path-match-user-id", "42"));
    }

    @Test
    void theRootRouteHasAnEmptyMatchedRoute() {
        assertThat(headers("/", "/")).contains(entry("spin-path-info", ""), entry("spin-matched-route", ""),
                entry("spin-raw-component-route", "/"), entry("spin-component-route", "/"));
    }

    @Test
    void theCatchAllRouteHasAnEmptyComponentRoute() {
        assertThat(headers("/...", "/")).contains(entry("spin-path-info", "/"), entry("spin-matched-route", "/..."),
                entry("spin-component-route", ""));
    }

    @Test
    void theLastOfParametersWithOneNameCounts() {
        assertThat(headers("/:x/:x", "/a/b")).contains(entry("spin-path-match-x", "b"));
    }

    @Test
    void replacesOnlyHeadersOfTheSameName() {
        RouteMatch match = match("/users/:id", "/users/1");

        assertThat(List.of("spin-path-info", "spin-full-url", "spin-matched-route", "spin-base-path", "spin-raw-component-route",
                "spin-component-route", "spin-client-addr", "spin-path-match-id")).allMatch(name -> SpinHeaders.replaces(name, match));
        assertThat(List.of("spin-other", "spin-path-match-other", "accept", "host")).noneMatch(name -> SpinHeaders.replaces(name, match));
    }

    private static Map<String, String> headers(String route, String path) {
        Map<String, String> headers = new LinkedHashMap<>();
        SpinHeaders.add(match(route, path), "https://fermyon.dev/foo/bar?key1=value1&key2=value2", "127.0.0.1:8777",
                (name, value) -> assertThat(headers.put(name, value)).isNull());
        return headers;
    }

    private static RouteMatch match(String route, String path) {
        return Router.of(List.of(new Router.Entry(new RouteTarget.Component("c"), route))).match(path).orElseThrow();
    }
}
