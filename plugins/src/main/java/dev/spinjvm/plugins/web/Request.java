package dev.spinjvm.plugins.web;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/// What is asked of a server.
///
/// @param path relative to the server's base, as it goes on the wire
/// @param contentType of the body, null without one
public record Request(String method, String path, @Nullable String contentType, BodyPublisher body, String accept) {
    /// A request without a body.
    public static Request of(String method, String path, String accept) {
        return new Request(method, path, null, BodyPublishers.noBody(), accept);
    }

    /// A request with text as its body; the answer is to be of the same type.
    public static Request of(String method, String path, String type, String body) {
        return new Request(method, path, type, BodyPublishers.ofString(body, StandardCharsets.UTF_8), type);
    }

    /// Whether asking twice is the same as asking once.
    boolean isRepeatable() {
        return method.equals("GET") || method.equals("HEAD") || method.equals("PUT") || method.equals("DELETE");
    }
}
