package dev.spinjvm.plugins.json;

import java.io.IOException;

/// A text that is no JSON, or not the JSON expected. The message never quotes the text, which may hold secrets.
public final class JsonTextException extends IOException {
    private static final long serialVersionUID = 1L;

    public JsonTextException(String message) {
        super(message);
    }
}
