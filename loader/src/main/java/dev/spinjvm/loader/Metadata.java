package dev.spinjvm.loader;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Typed reading of metadata maps.
final class Metadata {
    private Metadata() {}

    static Optional<String> text(Map<String, Object> metadata, String key) {
        Object value = metadata.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw new LoadException("invalid metadata value for \"" + key + "\": expected a string");
    }

    static List<String> texts(Map<String, Object> metadata, String key) {
        Object value = metadata.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> values && values.stream().allMatch(String.class::isInstance)) {
            return values.stream().map(String.class::cast).toList();
        }
        throw new LoadException("invalid metadata value for \"" + key + "\": expected an array of strings");
    }
}
