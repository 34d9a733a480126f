package dev.spinjvm.plugins.images;

import dev.spinjvm.plugins.PluginException;
import org.jspecify.annotations.Nullable;

/// Anything that keeps an image from being made. The message is a sentence for the user.
public final class ImageException extends PluginException {
    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
