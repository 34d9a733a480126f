package dev.spinjvm.loader.sources;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.CredentialSource;
import dev.spinjvm.oci.http.Downloads;
import dev.spinjvm.oci.http.HttpRegistry;
import dev.spinjvm.oci.http.RegistryOptions;
import org.jspecify.annotations.Nullable;

/// The clients of one run, made when they are first needed.
final class Remotes implements AutoCloseable {
    /// @param certificates PEM text; empty for none
    private record Kind(boolean plainHttp, String certificates) {}

    private final RegistryOptions options;
    private final CredentialSource credentials;
    private final InstantSource clock;
    private final Map<Kind, HttpRegistry> clients = new HashMap<>();
    private @Nullable Downloads downloads;

    Remotes(RegistryOptions options, CredentialSource credentials, InstantSource clock) {
        this.options = options;
        this.credentials = credentials;
        this.clock = clock;
    }

    /// Credentials of the configuration of package registries, and of the environment, before the others.
    static CredentialSource credentials(Supplier<PackageRegistries> registries, Map<String, String> environment, CredentialSource others) {
        return (registry, repository) -> {
            String variable = "WKG_REGISTRY_" + registry.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT) + "_AUTH_BEARER";
            String token = environment.getOrDefault(variable, "");
            if (!token.isEmpty()) {
                return Optional.of(new CredentialSource.Found(new Credential.BearerToken(token), variable));
            }
            Credential.Basic configured = registries.get().settings(registry).credential();
            return configured == null
                    ? others.find(registry, repository)
                    : Optional.of(new CredentialSource.Found(configured, "the configuration of package registries"));
        };
    }

    /// The client for registries that nothing is configured for.
    HttpRegistry registry() {
        return registry(PackageRegistries.Settings.NONE);
    }

    synchronized HttpRegistry registry(PackageRegistries.Settings settings) {
        boolean plain = settings.plainHttp() || options.plainHttp();
        String certificates = settings.certificates() == null ? "" : settings.certificates();
        return clients.computeIfAbsent(new Kind(plain, certificates), _ -> {
            RegistryOptions wanted = options.withPlainHttp(plain);
            return HttpRegistry.create(certificates.isEmpty() ? wanted : wanted.withCertificates(certificates), credentials, clock);
        });
    }

    synchronized Downloads downloads() {
        if (downloads == null) {
            downloads = Downloads.create(options, clock);
        }
        return downloads;
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(HttpRegistry::close);
        if (downloads != null) {
            downloads.close();
        }
    }
}
