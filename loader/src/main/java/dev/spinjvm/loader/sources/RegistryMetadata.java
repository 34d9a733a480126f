package dev.spinjvm.loader.sources;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/// What a package registry says of itself, at `/.well-known/wasm-pkg/registry.json`.
///
/// @param protocol the one it prefers; `null` where it says nothing
/// @param ociRegistry where its packages are; `null` for the registry itself
/// @param ociPrefix what the names of its repositories begin with
record RegistryMetadata(@Nullable String protocol, @Nullable String ociRegistry, String ociPrefix) {
    static final String PATH = "/.well-known/wasm-pkg/registry.json";
    private static final String PREFERRED = "preferredProtocol";
    private static final String OCI = "oci";

    static RegistryMetadata none() {
        return new RegistryMetadata(null, null, "");
    }

    /// Reads the tree of the document; the flat names are those of its first version.
    static RegistryMetadata of(Map<String, ?> tree) {
        Map<?, ?> oci = tree.get(OCI) instanceof Map<?, ?> map ? map : Map.of();
        String registry = either(oci.get("registry"), tree.get("ociRegistry"));
        String prefix = either(oci.get("namespacePrefix"), tree.get("ociNamespacePrefix"));
        Set<String> protocols = new TreeSet<>();
        tree.forEach((key, value) -> {
            if (value instanceof Map<?, ?>) {
                protocols.add(key);
            }
        });
        String protocol = tree.get(PREFERRED) instanceof String preferred
                ? preferred
                : protocols.size() == 1 ? protocols.iterator().next() : protocols.isEmpty() && registry != null ? OCI : null;
        return new RegistryMetadata(protocol, registry, prefix == null ? "" : prefix);
    }

    private static @Nullable String either(@Nullable Object first, @Nullable Object second) {
        return second instanceof String text ? text : first instanceof String text ? text : null;
    }
}
