package dev.spinjvm.plugins.kubernetes;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A resource as a cluster is given it: JSON values of the JDK, `null` nowhere.
///
/// @param id which one it is
/// @param content with `apiVersion`, `kind` and `metadata.name`
public record Resource(Id id, Map<String, Object> content) {

    /// The name of a resource within its namespace.
    ///
    /// @param apiVersion such as `apps/v1`
    public record Id(String apiVersion, String kind, String name) {
        /// Where the API has resources of this kind.
        String collection(String namespace) {
            return (apiVersion.indexOf('/') < 0 ? "api/" : "apis/") + apiVersion + "/namespaces/" + namespace + "/" + kind.toLowerCase(
                    Locale.ROOT) + "s";
        }

        String path(String namespace) {
            return collection(namespace) + "/" + name;
        }

        @Override
        public String toString() {
            return kind + " '" + name + "'";
        }
    }

    static Resource of(String apiVersion, String kind, String name, Map<String, Object> metadata, Map<String, Object> rest) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("name", name);
        named.putAll(metadata);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("apiVersion", apiVersion);
        content.put("kind", kind);
        content.put("metadata", named);
        content.putAll(rest);
        return new Resource(new Id(apiVersion, kind, name), content);
    }

    /// The same in a namespace that is named.
    public Resource in(String namespace) {
        return with(Map.of("namespace", namespace), "metadata");
    }

    /// The same with further entries in a map below a path of member names; maps on the way are made.
    Resource with(Map<String, String> entries, String... path) {
        Map<String, Object> copy = new LinkedHashMap<>(content);
        Map<String, Object> at = copy;
        for (String member : path) {
            Map<String, Object> below = new LinkedHashMap<>();
            if (at.get(member) instanceof Map<?, ?> there) {
                there.forEach((name, value) -> below.put(String.valueOf(name), value));
            }
            at.put(member, below);
            at = below;
        }
        at.putAll(entries);
        return new Resource(id, copy);
    }
}
