package dev.spinjvm.trigger.http;

import java.util.List;
import java.util.Optional;

/// What `spin up` prints on stdout once the server listens.
///
/// The plain form begins with an empty line; both end with a line break.
public final class StartupReport {
    private StartupReport() {}

    /// A route that the server answers.
    ///
    /// @param id the component's id, or the trigger's for a static response
    /// @param path the route without its wildcard
    /// @param wildcard whether everything below the path is answered too
    /// @param description the component's description
    public record Entry(String id, String path, boolean wildcard, Optional<String> description) {}

    /// The form for people.
    ///
    /// @param emphasis turns the word `Serving` into what a terminal shows boldly; identity elsewhere
    public static String plain(String baseUrl, List<Entry> routes, java.util.function.UnaryOperator<String> emphasis) {
        var text = new StringBuilder();
        text.append('\n').append(emphasis.apply("Serving")).append(' ').append(baseUrl).append('\n');
        text.append("Available Routes:\n");
        for (Entry route : routes) {
            text.append("  ").append(route.id()).append(": ").append(baseUrl).append(route.path().equals("/") ? "" : route.path());
            text.append(route.wildcard() ? " (wildcard)\n" : "\n");
            route.description().ifPresent(description -> text.append("    ").append(description).append('\n'));
        }
        return text.toString();
    }

    /// The form for programs: one JSON object, indented by two spaces.
    public static String json(String baseUrl, List<Entry> routes) {
        var text = new StringBuilder();
        text.append("{\n  \"base_url\": ").append(JsonText.quote(baseUrl)).append(",\n  \"routes\": [");
        for (int i = 0; i < routes.size(); i++) {
            Entry route = routes.get(i);
            text.append(i == 0 ? "\n" : ",\n");
            text.append("    {\n      \"id\": ").append(JsonText.quote(route.id()));
            text.append(",\n      \"route\": ").append(JsonText.quote(route.path()));
            text.append(",\n      \"wildcard\": ").append(route.wildcard());
            route.description().ifPresent(
                    description -> text.append(",\n      \"description\": ").append(JsonText.quote(description)));
            text.append("\n    }");
        }
        return text.append(routes.isEmpty() ? "]\n}\n" : "\n  ]\n}\n").toString();
    }
}
