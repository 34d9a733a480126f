package dev.spinjvm.plugins.images;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What an image is made with beside the application.
///
/// @param base what the image is put upon; null for one with nothing else inside
/// @param labels added to those that tell the application's name, version and digest
public record ImageOptions(@Nullable BaseImage base, Map<String, String> labels) {
    public ImageOptions {
        labels = Map.copyOf(labels);
    }

    /// Nothing beneath, no further labels.
    public static ImageOptions standard() {
        return new ImageOptions(null, Map.of());
    }
}
