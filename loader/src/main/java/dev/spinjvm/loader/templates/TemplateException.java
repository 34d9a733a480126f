package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.LoadException;
import org.jspecify.annotations.Nullable;

/// A template cannot be read, installed or run.
public final class TemplateException extends LoadException {
    private static final long serialVersionUID = 1L;

    TemplateException(String message) {
        super(message);
    }

    TemplateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
