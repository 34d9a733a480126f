package dev.spinjvm.plugins.web;

import java.nio.charset.StandardCharsets;

/// What a server answered.
///
/// @param contentType empty where there was none
public record Answer(int status, String contentType, byte[] body) {
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /// The body as text.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
