package dev.spinjvm.loader;

import dev.spinjvm.oci.Descriptor;

/// Media types of an application in a registry.
final class ArtifactTypes {
    /// The locked application: a layer since Spin 2.0, the config object before.
    static final String LOCKED_APP = "application/vnd.fermyon.spin.application.v1+config";
    static final String WASM_LAYER = "application/vnd.wasm.content.layer.v1+wasm";
    static final String DATA_LAYER = "application/vnd.wasm.content.layer.v1+data";
    static final String ARCHIVE_LAYER = "application/vnd.wasm.content.bundle.v1.tar+gzip";
    /// The layer of a package that is one component.
    static final String WASM = "application/wasm";
    /// Content up to this size stands in the locked application itself.
    static final int MAX_INLINE = 128;
    /// The most layers that every registry accepts.
    static final int MAX_LAYERS = 500;

    private ArtifactTypes() {}

    static boolean isWasm(Descriptor layer) {
        return layer.mediaType().equals(WASM_LAYER) || layer.mediaType().equals(WASM);
    }

    static boolean isArchive(Descriptor layer) {
        return layer.mediaType().equals(ARCHIVE_LAYER);
    }

    static boolean isLockedApp(Descriptor layer) {
        return layer.mediaType().equals(LOCKED_APP);
    }
}
