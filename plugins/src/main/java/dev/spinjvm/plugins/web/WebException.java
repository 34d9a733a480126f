package dev.spinjvm.plugins.web;

import dev.spinjvm.loader.LoadException;
import org.jspecify.annotations.Nullable;

/// A server that could not be asked, or did not answer.
public final class WebException extends LoadException {
    WebException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
