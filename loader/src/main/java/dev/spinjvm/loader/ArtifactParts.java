package dev.spinjvm.loader;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.oci.cache.RegistryCache;
import org.jspecify.annotations.Nullable;

/// An artifact taken apart, for use in another application.
public final class ArtifactParts {
    private final ArtifactName name;
    private final ImageManifest manifest;
    private final ArtifactFiles files;
    /// `null` for a package.
    private final @Nullable LockedApp app;

    private ArtifactParts(ArtifactName name, ImageManifest manifest, ArtifactFiles files, @Nullable LockedApp app) {
        this.name = name;
        this.manifest = manifest;
        this.files = files;
        this.app = app;
    }

    /// Pulls what is missing. The caller keeps the cache from being cleared (`RegistryCache.use`).
    ///
    /// @param cache the one that `pull` fills
    /// @param repository opened if the cache does not suffice
    public static ArtifactParts of(ArtifactName name, RegistryCache cache, ArtifactPull pull, Supplier<Repository> repository,
            Progress progress) {
        ArtifactPull.Pulled pulled = pull.fetch(name, repository, progress);
        LockedApp app = switch (pulled.content()) {
            case ArtifactContent.App(Descriptor lock) -> pull.readLock(lock);
            case ArtifactContent.Package _ -> null;
        };
        return new ArtifactParts(name, pulled.manifest(), new ArtifactFiles(cache), app);
    }

    /// A component with its files and with the dependencies that were not composed into it.
    ///
    /// @throws LoadException naming the ids that there are
    public FetchedSource component(String id) {
        if (app == null) {
            throw new LoadException("'" + name + "' is a single component, not an application with components that have ids; use"
                    + " `source = { package = \"namespace:name\", version = \"x.y.z\" }` or `source = { reference = \"" + name
                    + "\", digest = \"" + manifest.layers().getFirst().digest() + "\" }`");
        }
        LockedComponent component = app.component(id).orElseThrow(() -> {
            String near = NearNames.closest(id, app.componentIds());
            return new LoadException("'" + name + "' has no component `" + id + "`" + (near == null
                    ? ""
                    : " (did you mean `" + near + "`?)")
                    + ". It has: " + String.join(", ", app.componentIds()));
        });
        return new FetchedSource(files.file(component.source().content()), files.files(component), files.dependencies(component),
                declared(component));
    }

    private static Map<String, List<String>> declared(LockedComponent component) {
        Map<String, List<String>> declared = new TreeMap<>();
        put(declared, "environment", component.environment().keySet());
        put(declared, "variables", component.config().keySet());
        put(declared, "allowed_outbound_hosts", component.allowedOutboundHosts());
        put(declared, "key_value_stores", component.keyValueStores());
        put(declared, "sqlite_databases", component.sqliteDatabases());
        put(declared, "ai_models", component.aiModels());
        return declared;
    }

    private static void put(Map<String, List<String>> declared, String key, Collection<String> names) {
        if (!names.isEmpty()) {
            declared.put(key, List.copyOf(names));
        }
    }
}
