package dev.spinjvm.loader;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/// The annotations of an application's manifest.
final class ArtifactAnnotations {
    private static final String PREFIX = "org.opencontainers.image.";

    private ArtifactAnnotations() {}

    /// What the application says of itself, under the names of the OCI image specification; explicit ones win.
    static Map<String, String> of(LockedApp app, Map<String, String> explicit, Instant created) {
        Map<String, String> annotations = new TreeMap<>();
        put(annotations, "authors", String.join(", ", Metadata.texts(app.metadata(), "authors")));
        put(annotations, "title", Metadata.text(app.metadata(), "name").orElse(""));
        put(annotations, "description", Metadata.text(app.metadata(), "description").orElse(""));
        put(annotations, "version", Metadata.text(app.metadata(), "version").orElse(""));
        put(annotations, "created", created.truncatedTo(ChronoUnit.SECONDS).toString());
        annotations.putAll(explicit);
        return annotations;
    }

    private static void put(Map<String, String> annotations, String name, String value) {
        if (!value.isEmpty()) {
            annotations.put(PREFIX + name, value);
        }
    }
}
