package dev.spinjvm.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.spinjvm.trigger.TriggerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    @ParameterizedTest(name = "{0} with {1} is {2}, path info {3}, parameters {4}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        // exact
        "/foo /foo/bar                          | /foo              | /foo             | \"\"                 | \"\"",
        "/foo /foo/bar                          | /foo/bar          | /foo/bar         | \"\"                 | \"\"",
        "/foo                                   | /foo/             | /foo             | \"\"                 | \"\"",
        "/foo/                                  | /foo              | /foo/            | \"\"                 | \"\"",
        "/foo                                   | /foobar           | -                | \"\"                 | \"\"",
        "/foo                                   | /Foo              | -                | \"\"                 | \"\"",
        "/foo                                   | /                 | -                | \"\"                 | \"\"",
        "/                                      | /                 | /                | \"\"                 | \"\"",
        "/                                      | /foo              | -                | \"\"                 | \"\"",
        "foo                                    | /foo              | foo              | \"\"                 | \"\"",
        "/a.b/c                                 | /a.b/c            | /a.b/c           | \"\"                 | \"\"",
        "/.well-known/x                         | /.well-known/x    | /.well-known/x   | \"\"                 | \"\"",
        "/us%65rs                               | /users            | -                | \"\"                 | \"\"",
        // wildcard
        "/...                                   | /                 | /...             | /                    | \"\"",
        "/...                                   | /foo/bar          | /...             | /foo/bar             | \"\"",
        "/...                                   | /abc/             | /...             | /abc/                | \"\"",
        "/1/...                                 | /1/2/3            | /1/...           | /2/3                 | \"\"",
        "/test/...                              | /test             | /test/...        | \"\"                 | \"\"",
        "/test/...                              | /test/            | /test/...        | /                    | \"\"",
        "/test/...                              | /test/hello       | /test/...        | /hello               | \"\"",
        "/test/...                              | /test/hello/      | /test/...        | /hello/              | \"\"",
        "/test/*                                | /test/hello       | /test/*          | /hello               | \"\"",
        "/test/*                                | /test             | /test/*          | \"\"                 | \"\"",
        "/test/...                              | /testing          | -                | \"\"                 | \"\"",
        "/...                                   | /a%2Fb/../c       | /...             | /a%2Fb/../c          | \"\"",
        // parameters
        "/1/:two/3                              | /1/2/3            | /1/:two/3        | \"\"                 | two=2",
        "/1/:two/...                            | /1/2/3            | /1/:two/...      | /3                   | two=2",
        "/users/:id/...                         | /users/42         | /users/:id/...   | \"\"                 | id=42",
        "/users/:id/...                         | /users/42/        | /users/:id/...   | /                    | id=42",
        "/users/:id/...                         | /users/42/hello   | /users/:id/...   | /hello               | id=42",
        "/users/:id/...                         | /users/42/hello/  | /users/:id/...   | /hello/              | id=42",
        "/users/:id                             | /users            | -                | \"\"                 | \"\"",
        "/users/:id                             | /users/           | -                | \"\"                 | \"\"",
        "/users/:id                             | /users/1/2        | -                | \"\"                 | \"\"",
        "/:a/:b                                 | /x/y%20z          | /:a/:b           | \"\"                 | a=x b=y%20z",
        "/files/:name.json                      | /files/x.json     | /files/:name.json | \"\"                | name=x",
        "/files/:name.json                      | /files/x          | -                | \"\"                 | \"\"",
        "/files/:name.:ext                      | /files/x.y        | /files/:name.:ext | \"\"                | name=x ext=y",
        // precedence
        "/one /...                              | /one              | /one             | \"\"                 | \"\"",
        "/... /one                              | /one/             | /one             | \"\"                 | \"\"",
        "/one/... /one/two/... /one/two/three/... | /one/two/three/four | /one/two/three/... | /four          | \"\"",
        "/one/two/three/... /one/two/... /one/... | /one/two/three/four | /one/two/three/... | /four          | \"\"",
        "/one/two/three/... /one/two/... /one/... | /one/two          | /one/two/...     | \"\"              | \"\"",
        "/:x /...                               | /one              | /:x              | \"\"                 | x=one",
        "/:x /one                               | /one              | /one             | \"\"                 | \"\"",
        "/:x /one                               | /two              | /:x              | \"\"                 | x=two",
        "/:x/b /a/...                           | /a/b              | /a/...           | /b                   | \"\"",
        "/a/:y /a/... /:x/b                     | /a/b              | /a/:y            | \"\"                 | y=b",
        "/foo/... /foo                          | /foo              | /foo             | \"\"                 | \"\"",
        "/:f /:f.txt                            | /a.txt            | /:f.txt          | \"\"                 | f=a"})
    void findsTheBestRoute(String routes, String path, String expected, String pathInfo, String parameters) {
        Router router = router(routes.split(" "));

        var match = router.match(path);

        if (expected.equals("-")) {
            assertThat(match).isEmpty();
        } else {
            assertThat(match).hasValueSatisfying(found -> {
                assertThat(found.route().target().id()).isEqualTo(expected);
                assertThat(found.pathInfo()).isEqualTo(pathInfo);
                assertThat(String.join(" ", IntStream.range(0, found.parameterNames().size())
                        .mapToObj(i -> found.parameterNames().get(i) + "=" + found.parameterValues().get(i)).toList())).isEqualTo(
                                parameters);
            });
        }
    }

    @Test
    void listsTheMostSpecificRouteFirstAndKeepsTheOrderOfEquals() {
        assertThat(router("/...", "/b", "/a", "/a/:x", "/a/b", "/", "/whee/...").routes()).extracting(Route::raw)
                .containsExactly("/", "/b", "/a", "/a/b", "/a/:x", "/whee/...", "/...");
    }

    @Test
    void theLastOfRoutesWrittenTheSameWayWins() {
        Router router = Router.of(List.of(entry("first /", "/"), entry("second /", "/"), entry("first /foo", "/foo"),
                entry("second /foo", "/foo"), entry("first /whee/...", "/whee/..."), entry("second /whee/...", "/whee/...")));

        assertThat(router.routes()).extracting(route -> route.target().id()).containsExactly("second /", "second /foo", "second /whee/...");
        assertThat(router.duplicates()).containsExactly(new Router.Duplicate("first /", "/", "second /"),
                new Router.Duplicate("first /foo", "/foo", "second /foo"),
                new Router.Duplicate("first /whee/...", "/whee/...", "second /whee/..."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/.../b", "/.../b", "/a/*/b", "/a/*name", "/a/:", "/a/:/b", "/.../..."})
    void refusesAMalformedRouteNamingItsComponent(String route) {
        assertThatThrownBy(() -> Router.of(List.of(entry("shop", route)))).isInstanceOf(TriggerException.class)
                .hasMessageStartingWith("Error parsing route " + route + " associated with component shop: ");
    }

    @ParameterizedTest
    @CsvSource({"/.well-known/spin/...,true", "/.well-known/spin/fie,true", "/.well-known/spindle/...,false", "/.well-known/spi/...,false",
        "/.well-known/spin,false"})
    void knowsReservedRoutes(String route, boolean reserved) {
        assertThat(router(route).containsReservedRoute()).isEqualTo(reserved);
    }

    private static Router router(String... routes) {
        return Router.of(Arrays.stream(routes).map(route -> entry(route, route)).toList());
    }

    private static Router.Entry entry(String id, String route) {
        return new Router.Entry(new RouteTarget.Component(id), route);
    }
}
