package dev.spinjvm.oci.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.CredentialSource;
import org.jspecify.annotations.Nullable;

/// Looks for credentials in all places where a user may keep them; the first hit wins:
///
/// 1. `SPIN_REGISTRY_USERNAME` and `SPIN_REGISTRY_PASSWORD`, for the registry that `SPIN_REGISTRY_SERVER` names
/// 2. the file written by `spin registry login`
/// 3. `DOCKER_AUTH_CONFIG`, the text of a Docker configuration
/// 4. the file that `REGISTRY_AUTH_FILE` names
/// 5. `config.json` in the folder that `DOCKER_CONFIG` names, else in `~/.docker`
/// 6. podman's `auth.json`
///
/// Damaged files are reported, without anything of their content, and passed over.
public final class Credentials implements CredentialSource {
    private static final int MAX_FILE = 4 << 20;

    private final Map<String, String> environment;
    private final SpinAuthFile own;
    private final Consumer<String> warnings;

    /// @param warnings receives sentences for the user
    public Credentials(Map<String, String> environment, SpinAuthFile own, Consumer<String> warnings) {
        this.environment = Map.copyOf(environment);
        this.own = own;
        this.warnings = warnings;
    }

    @Override
    public Optional<Found> find(String registry, String repository) {
        Optional<Found> found = fromEnvironment(registry);
        if (found.isPresent()) {
            return found;
        }
        found = own.find(registry, warnings).map(credential -> new Found(credential, "'" + own.path() + "'"));
        if (found.isPresent()) {
            return found;
        }
        String text = environment.getOrDefault("DOCKER_AUTH_CONFIG", "");
        if (!text.isBlank()) {
            found = find(text.getBytes(StandardCharsets.UTF_8), "DOCKER_AUTH_CONFIG", registry, repository);
            if (found.isPresent()) {
                return found;
            }
        }
        for (Path file : files()) {
            byte[] content = read(file);
            found = content == null ? Optional.empty() : find(content, "'" + file + "'", registry, repository);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Found> fromEnvironment(String registry) {
        String server = environment.getOrDefault("SPIN_REGISTRY_SERVER", "");
        String password = environment.getOrDefault("SPIN_REGISTRY_PASSWORD", "");
        if (password.isEmpty() || server.isEmpty() || !RegistryName.host(server).equals(RegistryName.host(registry))) {
            return Optional.empty();
        }
        return Optional.of(new Found(new Credential.Basic(environment.getOrDefault("SPIN_REGISTRY_USERNAME", ""), password),
                "SPIN_REGISTRY_PASSWORD"));
    }

    private Optional<Found> find(byte[] config, String origin, String registry, String repository) {
        return DockerConfig.read(config, origin, environment, warnings).find(registry, repository)
                .map(credential -> new Found(credential, origin));
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        add(files, environment.get("REGISTRY_AUTH_FILE"), "");
        String home = environment.getOrDefault("HOME", environment.get("USERPROFILE"));
        String docker = environment.getOrDefault("DOCKER_CONFIG", "");
        add(files, docker.isEmpty() ? home : docker, docker.isEmpty() ? ".docker/config.json" : "config.json");
        add(files, environment.get("XDG_RUNTIME_DIR"), "containers/auth.json");
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        add(files, config.isEmpty() ? home : config, config.isEmpty() ? ".config/containers/auth.json" : "containers/auth.json");
        return files;
    }

    private void add(List<Path> files, @Nullable String base, String below) {
        if (base == null || base.isEmpty()) {
            return;
        }
        try {
            files.add(Path.of(base).resolve(below));
        } catch (InvalidPathException _) {
            warnings.accept("a folder of credentials named in the environment is no path");
        }
    }

    private byte @Nullable [] read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return null;
            }
            if (Files.size(file) > MAX_FILE) {
                warnings.accept("'" + file + "' is not used: it is too large");
                return null;
            }
            return Files.readAllBytes(file);
        } catch (IOException _) {
            warnings.accept("'" + file + "' cannot be read");
            return null;
        }
    }
}
