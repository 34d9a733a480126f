package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.plugins.bindle.BindleClient;
import dev.spinjvm.plugins.bindle.BindleException;
import dev.spinjvm.plugins.bindle.BindleId;
import dev.spinjvm.plugins.bindle.BindlePush;
import dev.spinjvm.plugins.deploy.DeployPlugin;
import dev.spinjvm.plugins.deploy.DeployPlugin.Artifact;
import dev.spinjvm.plugins.images.AppFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The application, in the form that a provider asks for.
final class ProviderArtifact {
    @Mixin
    BindlePackaging packaging = new BindlePackaging();

    @Option(names = "--build", description = "Build the application first [env: SPIN_ALWAYS_BUILD]")
    private boolean build;

    @Option(names = "--image", paramLabel = "<REFERENCE>", description = "Where the application is pushed to, for providers that get it from a registry")
    private @Nullable String image;

    @Mixin
    private BindleArguments bindle = new BindleArguments();

    @Mixin
    private RegistryArguments registry = new RegistryArguments();

    /// What a provider is told of an application.
    record Prepared(LockedApp app, Map<String, Object> application, Map<String, Object> artifact) {}

    /// What the manifest of this machine says for the provider that it names.
    Map<String, Object> toolConfig(Process process) {
        return DeployRouting.manifest(process, packaging.local.from).map(file -> ManifestInspection.of(file, null).manifest().application()
                .tool().get("deploy")).map(table -> table.get("config")).filter(Map.class::isInstance).map(config -> {
                    Map<String, Object> settings = new LinkedHashMap<>();
                    ((Map<?, ?>) config).forEach((name, value) -> settings.put(String.valueOf(name), value));
                    return settings;
                }).orElse(new LinkedHashMap<>());
    }

    /// Loads the application, and pushes it unless this is a rehearsal.
    ///
    /// @param folder an empty directory, which the caller removes
    Prepared prepare(Process process, DeployPlugin plugin, Path folder, boolean dryRun) throws IOException, InterruptedException {
        String command = "spin deploy " + plugin.name() + " --from <APPLICATION>";
        AppPush push = new AppPush(process, packaging.local, packaging.pull, registry);
        AppSource source = packaging.local.source(process, command);
        if (source instanceof AppSource.ManifestFile(Path manifest)) {
            push.build(manifest, build);
        }
        Path assets = Files.createDirectory(folder.resolve("assets"));
        Map<String, Object> artifact = new LinkedHashMap<>();
        LockedApp app = switch (plugin.artifact()) {
            case OCI -> oci(process, push, source, assets, dryRun, artifact);
            case BINDLE -> bindle(process, command, assets, dryRun, artifact);
            case DIRECTORY, LOCKED_ONLY -> {
                artifact.put("kind", plugin.artifact() == Artifact.DIRECTORY ? "directory" : "locked-only");
                yield packaging.local.load(process, source, registry, packaging.pull, assets);
            }
        };
        Path locked = folder.resolve("locked.json");
        app.writeTo(locked);
        if (plugin.artifact() == Artifact.DIRECTORY) {
            Path whole = folder.resolve("app");
            AppFiles.of(app, ProviderCommand.absolute(whole)).copyTo(whole);
            artifact.put("path", ProviderCommand.absolute(whole));
        }
        Map<String, Object> application = new LinkedHashMap<>();
        application.put("name", app.name());
        application.put("version", app.metadata().get("version") instanceof String version ? version : "");
        application.put("lockedPath", ProviderCommand.absolute(locked));
        application.put("assetsDir", ProviderCommand.absolute(assets));
        return new Prepared(app, application, artifact);
    }

    private LockedApp oci(Process process, AppPush push, AppSource source, Path assets, boolean dryRun, Map<String, Object> artifact)
            throws IOException {
        if (image == null) {
            throw new CommandFailure("this provider gets applications from a registry; say with --image where to push it");
        }
        artifact.put("kind", "oci");
        artifact.put("reference", image);
        if (dryRun) {
            return packaging.local.load(process, source, registry, packaging.pull, assets);
        }
        try (RegistryAccess access = new RegistryAccess(process, registry)) {
            ArtifactName name = access.name(image);
            AppPush.Pushed pushed = push.push(source, access, name, assets, AppPush.usual(process));
            artifact.put("digest", pushed.digest().toString());
            return pushed.app();
        }
    }

    private LockedApp bindle(Process process, String command, Path assets, boolean dryRun, Map<String, Object> artifact)
            throws IOException {
        BindlePackaging.Packaged packaged = packaging.make(process, assets, registry, bindle, command);
        BindleId id = packaged.bindle().invoice().id();
        artifact.put("kind", "bindle");
        artifact.put("reference", id.name() + "/" + id.version());
        if (!dryRun) {
            try (BindleClient bindles = WebAccess.bindle(bindle.resolve(process.environment(), registry.insecure), WebAccess
                    .connections(process, registry))) {
                new BindlePush(bindles).push(packaged.bindle());
            } catch (BindleException.Exists _) {
                // The same content has the same version, so it is there already.
            }
        }
        return packaged.app();
    }
}
