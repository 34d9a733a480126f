package dev.spinjvm.oci.credentials;

import java.util.Locale;
import java.util.Set;

/// The names under which the same registry appears in files of credentials.
public final class RegistryName {
    static final String DOCKER_HUB = "docker.io";
    /// How other programs key Docker Hub.
    static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";
    private static final Set<String> HUB_NAMES = Set.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");

    private RegistryName() {}

    /// Host and port of what a user or a file calls a registry, perhaps with a scheme and a path.
    public static String host(String text) {
        String canonical = canonical(text);
        int slash = canonical.indexOf('/');
        return slash < 0 ? canonical : canonical.substring(0, slash);
    }

    /// `host[:port][/path]`, without a scheme and without the version of an API.
    static String canonical(String text) {
        String name = text.strip();
        int scheme = name.indexOf("://");
        if (scheme >= 0) {
            name = name.substring(scheme + 3).replaceFirst("/v[12]/?$", "");
        }
        name = name.replaceFirst("/+$", "");
        int slash = name.indexOf('/');
        String host = (slash < 0 ? name : name.substring(0, slash)).toLowerCase(Locale.ROOT);
        String path = slash < 0 ? "" : name.substring(slash);
        return (HUB_NAMES.contains(host) ? DOCKER_HUB : host) + path;
    }

    /// Whether credentials under a key are meant for a repository: the key is its registry, or a path above or at it.
    static boolean covers(String canonicalKey, String registry, String repository) {
        String full = canonical(registry) + (repository.isEmpty() ? "" : "/" + repository);
        return full.equals(canonicalKey) || full.startsWith(canonicalKey + "/");
    }
}
