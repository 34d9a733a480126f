package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.loader.PullPolicy;
import dev.spinjvm.loader.sources.Parcels;
import dev.spinjvm.loader.sources.RemoteSources;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.OciLayout;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.cache.RegistryCache;
import dev.spinjvm.oci.credentials.Credentials;
import dev.spinjvm.oci.credentials.SpinAuthFile;
import dev.spinjvm.oci.http.HttpRegistry;
import dev.spinjvm.oci.http.Proxies;
import dev.spinjvm.oci.http.RegistryOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Registries, credentials and the cache, as one command line and its environment describe them.
final class RegistryAccess implements AutoCloseable {
    /// Further hosts that may see credentials when a registry names them for tokens.
    private static final String TRUSTED = "SPIN_TRUSTED_TOKEN_HOSTS";

    private final Process process;
    private final RegistryOptions options;
    private @Nullable HttpRegistry registry;

    RegistryAccess(Process process, RegistryArguments arguments) {
        this.process = process;
        this.options = RegistryOptions.standard().withPlainHttp(arguments.insecure).withCaFile(
                arguments.caFile == null ? null : process.workingDirectory().resolve(arguments.caFile))
                .withTrustedRealms(trusted()).withProxies(Proxies.of(process.environment())).withUserAgent("spin/" + Version.ofThisBuild()
                        .number());
    }

    private Set<String> trusted() {
        return Arrays.stream(process.environment().getOrDefault(TRUSTED, "").split(",")).map(String::strip)
                .filter(host -> !host.isEmpty()).collect(Collectors.toSet());
    }

    ArtifactName name(String text) {
        return ArtifactName.parse(text, process.workingDirectory());
    }

    HttpRegistry registry() {
        if (registry == null) {
            registry = HttpRegistry.create(options, credentials(), process.clock());
        }
        return registry;
    }

    private Credentials credentials() {
        return new Credentials(process.environment(), authFile(), this::warn);
    }

    /// For code of components that lies somewhere else.
    RemoteSources sources(RegistryCache cache, PullPolicy policy, Progress progress, Parcels parcels) {
        return RemoteSources.create(cache, policy, options, credentials(), directories().config(), process.environment(),
                process.clock(), progress, parcels);
    }

    private DataDirectories directories() {
        return DataDirectories.of(process.environment(), System.getProperty("os.name", ""), null);
    }

    private void warn(String warning) {
        process.err().println(process.errorStyle().boldYellow("Warning") + ": " + warning);
    }

    /// For reading.
    Repository source(ArtifactName name) {
        return switch (name) {
            case ArtifactName.Remote(Reference reference) -> registry().open(reference);
            case ArtifactName.Layout(Path directory, Repository.Selector _) -> OciLayout.open(directory);
        };
    }

    /// For writing.
    Repository target(ArtifactName name) {
        return switch (name) {
            case ArtifactName.Remote(Reference reference) -> registry().open(reference);
            case ArtifactName.Layout(Path directory, Repository.Selector _) -> OciLayout.openOrCreate(directory);
        };
    }

    int parallel() {
        return options.parallel();
    }

    SpinAuthFile authFile() {
        return new SpinAuthFile(directories().registryCredentials());
    }

    RegistryCache cache(@Nullable Path given) {
        return RegistryCache.at(new Directories(process.environment()).orElse(given), process.clock());
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
