package dev.spinjvm.oci;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// What a user calls an artifact: a reference to a registry, or `oci:<directory>[:<tag>]` for a directory in the OCI layout.
public sealed interface ArtifactName {
    /// The prefix of directories.
    String LAYOUT = "oci:";

    /// In a registry.
    record Remote(Reference reference) implements ArtifactName {
        @Override
        public String toString() {
            return reference.toString();
        }
    }

    /// In a directory.
    record Layout(Path directory, Repository.Selector selector) implements ArtifactName {
        @Override
        public String toString() {
            return LAYOUT + directory + selector;
        }
    }

    /// Which manifest is meant.
    default Repository.Selector selector() {
        return switch (this) {
            case Remote(Reference reference) -> Repository.Selector.of(reference);
            case Layout(Path _, Repository.Selector selector) -> selector;
        };
    }

    /// @param currentDirectory what relative directories are relative to
    /// @throws ReferenceException with the reason
    static ArtifactName parse(String text, Path currentDirectory) {
        if (!text.startsWith(LAYOUT)) {
            return new Remote(Reference.parse(text));
        }
        String rest = text.substring(LAYOUT.length());
        int colon = rest.lastIndexOf(':');
        boolean tagged = colon > 1 && rest.indexOf('/', colon) < 0 && rest.indexOf('\\', colon) < 0;
        String folder = tagged ? rest.substring(0, colon) : rest;
        String tag = tagged ? rest.substring(colon + 1) : Reference.LATEST;
        if (folder.isEmpty() || !tag.matches("\\w[\\w.-]{0,127}")) {
            throw new ReferenceException("invalid name of a directory in the OCI layout: " + text);
        }
        try {
            return new Layout(currentDirectory.resolve(folder).normalize(), new Repository.Selector.ByTag(tag));
        } catch (InvalidPathException _) {
            throw new ReferenceException("invalid name of a directory in the OCI layout: " + text);
        }
    }
}
