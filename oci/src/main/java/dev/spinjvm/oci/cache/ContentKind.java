package dev.spinjvm.oci.cache;

import java.util.Locale;

/// The two folders of content.
public enum ContentKind {
    WASM, DATA;

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
