package dev.spinjvm.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

class StartupReportTest {
    private static final List<StartupReport.Entry> ROUTES = List.of(
            new StartupReport.Entry("root", "/", false, Optional.empty()),
            new StartupReport.Entry("hello", "/hello", false, Optional.of("Says \"hello\"")),
            new StartupReport.Entry("files", "/static", true, Optional.empty()),
            new StartupReport.Entry("catch-all", "/", true, Optional.empty()));

    @Test
    void plainListsEveryRouteUnderTheBaseUrl() {
        assertThat(StartupReport.plain("http://127.0.0.1:3000", ROUTES, UnaryOperator.identity())).isEqualTo("""

                Serving http://127.0.0.1:3000
                Available Routes:
                  root: http://127.0.0.1:3000
                  hello: http://127.0.0.1:3000/hello
                    Says "hello"
                  files: http://127.0.0.1:3000/static (wildcard)
                  catch-all: http://127.0.0.1:3000 (wildcard)
                """);
    }

    @Test
    void plainEmphasisesOnlyTheFirstWord() {
        assertThat(StartupReport.plain("http://[::1]:80", List.of(), word -> "<" + word + ">"))
                .isEqualTo("\n<Serving> http://[::1]:80\nAvailable Routes:\n");
    }

    @Test
    void jsonIsOneIndentedObject() {
        assertThat(StartupReport.json("http://127.0.0.1:3000", ROUTES.subList(1, 4))).isEqualTo("""
                {
                  "base_url": "http://127.0.0.1:3000",
                  "routes": [
                    {
                      "id": "hello",
                      "route": "/hello",
                      "wildcard": false,
                      "description": "Says \\"hello\\""
                    },
                    {
                      "id": "files",
                      "route": "/static",
                      "wildcard": true
                    },
                    {
                      "id": "catch-all",
                      "route": "/",
                      "wildcard": true
                    }
                  ]
                }
                """);
    }

    @Test
    void jsonWithoutRoutesHasAnEmptyList() {
        assertThat(StartupReport.json("http://127.0.0.1:1", List.of())).isEqualTo("""
                {
                  "base_url": "http://127.0.0.1:1",
                  "routes": []
                }
                """);
    }
}
