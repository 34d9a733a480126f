package dev.spinjvm.oci.credentials;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.StrictJson.JsonException;
import org.jspecify.annotations.Nullable;

/// The credentials that a `config.json` of Docker or an `auth.json` of podman leads to. A damaged file or entry is reported, never an error:
/// there may be others.
final class DockerConfig {
    private static final Duration HELPER_LIMIT = Duration.ofSeconds(30);

    private final String origin;
    private final Map<?, ?> tree;
    private final Map<String, String> environment;
    private final Consumer<String> warnings;
    private final Duration helperLimit;

    private DockerConfig(String origin, Map<?, ?> tree, Map<String, String> environment, Consumer<String> warnings, Duration helperLimit) {
        this.origin = origin;
        this.tree = tree;
        this.environment = environment;
        this.warnings = warnings;
        this.helperLimit = helperLimit;
    }

    /// @param origin names it in messages
    /// @param environment of the helpers
    static DockerConfig read(byte[] text, String origin, Map<String, String> environment, Consumer<String> warnings) {
        return read(text, origin, environment, warnings, HELPER_LIMIT);
    }

    static DockerConfig read(byte[] text, String origin, Map<String, String> environment, Consumer<String> warnings, Duration helperLimit) {
        Map<?, ?> tree = Map.of();
        try {
            tree = StrictJson.object(text);
        } catch (JsonException e) {
            warnings.accept(origin + " is not used: " + e.getMessage());
        }
        return new DockerConfig(origin, tree, environment, warnings, helperLimit);
    }

    /// The helper for the registry, else the common helper, else the most specific entry.
    Optional<Credential> find(String registry, String repository) {
        String host = RegistryName.canonical(registry);
        Optional<Credential> found = fromHelper(ownHelper(host), host);
        if (found.isEmpty()) {
            found = fromHelper(CredentialHelper.validName(tree.get("credsStore")), host);
        }
        return found.isPresent() ? found : fromEntries(registry, repository);
    }

    private @Nullable String ownHelper(String host) {
        return tree.get("credHelpers") instanceof Map<?, ?> helpers
                ? helpers.entrySet().stream().filter(entry -> RegistryName.canonical(String.valueOf(entry.getKey())).equals(host))
                        .flatMap(entry -> Stream.ofNullable(CredentialHelper.validName(entry.getValue()))).findFirst().orElse(null)
                : null;
    }

    private Optional<Credential> fromHelper(@Nullable String name, String host) {
        if (name == null) {
            return Optional.empty();
        }
        try {
            return new CredentialHelper(name, environment, helperLimit).get(
                    host.equals(RegistryName.DOCKER_HUB) ? RegistryName.DOCKER_HUB_KEY : host);
        } catch (CredentialHelper.HelperException e) {
            warnings.accept("the credential helper `" + name + "` named in " + origin + " " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Credential> fromEntries(String registry, String repository) {
        if (!(tree.get("auths") instanceof Map<?, ?> entries)) {
            return Optional.empty();
        }
        return entries.entrySet().stream().filter(entry -> entry.getValue() instanceof Map<?, ?>)
                .filter(entry -> RegistryName.covers(RegistryName.canonical(String.valueOf(entry.getKey())), registry, repository))
                .sorted(Comparator.comparingInt(
                        (Map.Entry<?, ?> entry) -> -RegistryName.canonical(String.valueOf(entry.getKey())).length()))
                .flatMap(entry -> read(String.valueOf(entry.getKey()), (Map<?, ?>) entry.getValue()).stream()).findFirst();
    }

    private Optional<Credential> read(String key, Map<?, ?> entry) {
        try {
            return AuthEntry.read(entry);
        } catch (JsonException e) {
            warnings.accept("the entry for " + RegistryName.canonical(key) + " in " + origin + " is not used: " + e.getMessage());
            return Optional.empty();
        }
    }
}
