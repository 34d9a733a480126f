package dev.spinjvm.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.spinjvm.loader.ComponentSource;
import dev.spinjvm.loader.ContentRef;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedTrigger;
import dev.spinjvm.trigger.TriggerConsole;
import dev.spinjvm.trigger.TriggerException;
import org.junit.jupiter.api.Test;

class HttpAppTest {
    @Test
    void everyComponentOfATriggerIsStartedAndNoOther() {
        HttpApp app = HttpApp.of(app(Map.of(), List.of("a", "b", "unused"), Map.of("route", "/a", "component", "a"),
                Map.of("route", Map.of("private", true), "component", "b")));

        assertThat(app.componentIds()).containsExactly("a", "b");
        assertThat(app.routes()).extracting(StartupReport.Entry::id).containsExactly("a");
    }

    @Test
    void tellsAboutRoutesThatAreNeverReached() {
        var stderr = new ByteArrayOutputStream();
        HttpApp app = HttpApp.of(app(Map.of(), List.of("a", "b"), Map.of("route", "/x", "component", "a"), Map.of("route", "/x",
                "component", "b"),
                Map.of("route", "/.well-known/spin/mine", "component", "a")));

        app.report(new TriggerConsole(stderr, false, InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"))));

        assertThat(stderr.toString(StandardCharsets.UTF_8)).isEqualTo(
                """
                        2026-01-02T03:04:05Z ERROR spin_trigger_http: The following component routes are duplicates and will never be used:
                        2026-01-02T03:04:05Z ERROR spin_trigger_http:   a: /x (duplicate of b)
                        2026-01-02T03:04:05Z ERROR spin_trigger_http: Routes under /.well-known/spin/ are handled by the Spin runtime and will never be reached
                        """);
    }

    @Test
    void refusesWhatIsNoTrigger() {
        refuses("Triggers must specify either component or static_response - t0 has neither", Map.of("route", "/"));
        refuses("Triggers must specify either component or static_response - t0 has both",
                Map.of("route", "/", "component", "a", "static_response", Map.of()));
        refuses("http trigger 't0' names the component 'b', which does not exist in the application", Map.of("route", "/", "component",
                "b"));
        refuses("route must be a string pattern or '{ private = true }': 'a' has { private = false }",
                Map.of("route", Map.of("private", false), "component", "a"));
        refuses("Invalid configuration of http trigger 't0': missing field `route`", Map.of("component", "a"));
        refuses("Invalid configuration of http trigger 't0': unknown key 'path', expected one of component, static_response, route, executor",
                Map.of("route", "/", "component", "a", "path", "x"));
        refuses("Invalid configuration of http trigger 't0': unknown executor type 'x', expected http or wagi",
                Map.of("route", "/", "component", "a", "executor", Map.of("type", "x")));
        refuses("Invalid configuration of http trigger 't0': static_response.body must be a string",
                Map.of("route", "/", "static_response", Map.of("body", 1L)));
    }

    @Test
    void refusesABasePathThatIsNotTheDefault() {
        assertThat(HttpApp.of(app(Map.of("triggers", Map.of("http", Map.of("base", "/"))), List.of("a"), Map.of("route", "/", "component",
                "a"))).routes())
                .hasSize(1);
        assertThatThrownBy(() -> HttpApp.of(app(Map.of("triggers", Map.of("http", Map.of("base", "/x"))), List.of("a")))).hasMessage(
                "This application is using the deprecated trigger 'base' field. The base must be prepended to each [[trigger.http]]'s 'route'.");
    }

    private static void refuses(String message, Map<String, Object> config) {
        assertThatThrownBy(() -> HttpApp.of(app(Map.of(), List.of("a"), config))).isInstanceOf(TriggerException.class).hasMessage(message);
    }

    @SafeVarargs
    private static LockedApp app(Map<String, Object> metadata, List<String> componentIds, Map<String, Object>... triggers) {
        List<LockedTrigger> all = new ArrayList<>();
        for (Map<String, Object> config : triggers) {
            all.add(new LockedTrigger("t" + all.size(), "http", config, Map.of()));
        }
        List<LockedComponent> components = componentIds.stream().map(id -> new LockedComponent(id, Map.of(),
                new ComponentSource(ComponentSource.WASM, new ContentRef(null, "", null)), Map.of(), List.of(), Map.of(), Map.of(), Map
                        .of(), Map.of()))
                .toList();
        return new LockedApp(List.of(), metadata, Map.of(), Map.of(), all, components);
    }
}
