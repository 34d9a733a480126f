package dev.spinjvm.oci.http;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// One request, before anybody's credentials are added.
///
/// @param body makes the body anew for each attempt
/// @param sent receives how many bytes of the body went out
/// @param scopes what a token must allow
record Call(String method, URI uri, Map<String, String> headers, @Nullable Supplier<BodyPublisher> body, LongConsumer sent,
        List<String> scopes) {
    static Call of(String method, URI uri, List<String> scopes) {
        return new Call(method, uri, Map.of(), null, _ -> {}, scopes);
    }

    static Call get(URI uri, List<String> scopes) {
        return of("GET", uri, scopes);
    }

    Call header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(method, uri, more, body, sent, scopes);
    }

    Call withBody(Supplier<BodyPublisher> publisher, LongConsumer counter) {
        return new Call(method, uri, headers, publisher, counter, scopes);
    }

    Call to(URI other) {
        return new Call(method, other, headers, body, sent, scopes);
    }

    /// Whether asking elsewhere changes nothing there.
    boolean isReading() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
