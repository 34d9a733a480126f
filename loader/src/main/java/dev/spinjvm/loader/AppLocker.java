package dev.spinjvm.loader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import dev.spinjvm.loader.Manifest.Build;
import dev.spinjvm.loader.Manifest.Component;
import dev.spinjvm.loader.Manifest.ComponentSpec;
import dev.spinjvm.loader.Manifest.Dependency;
import dev.spinjvm.loader.Manifest.Details;
import dev.spinjvm.loader.Manifest.Inherit;
import dev.spinjvm.loader.Manifest.Kind;
import dev.spinjvm.loader.Manifest.Source;
import dev.spinjvm.loader.Manifest.Trigger;
import org.jspecify.annotations.Nullable;

/// Makes the locked application of a normalised manifest in which [ManifestCheck] found no error.
final class AppLocker {
    private static final String REQUIRED = "required";

    private final Manifest manifest;
    private final Path manifestFile;
    private final Path appRoot;
    private final LoadOptions options;
    private final SourceLoading sources;

    AppLocker(Manifest manifest, Path manifestFile, Path appRoot, LoadOptions options, SourceLoading sources) {
        this.manifest = manifest;
        this.manifestFile = manifestFile;
        this.appRoot = appRoot;
        this.options = options;
        this.sources = sources;
    }

    /// The directory that holds the copied files of a component.
    static Path assets(LoadOptions options, String id) {
        return options.workingDirectory().toAbsolutePath().normalize().resolve("assets").resolve(id);
    }

    LockedApp lock() {
        Map<String, LockedVariable> variables = new TreeMap<>();
        manifest.variables().forEach((name, variable) -> variables.put(name,
                new LockedVariable(variable.description(), variable.defaultValue(), variable.secret())));
        var triggers = new ArrayList<LockedTrigger>();
        manifest.triggers().forEach((type, ofType) -> ofType.forEach(trigger -> triggers.add(trigger(type, trigger))));
        var components = new ArrayList<LockedComponent>();
        manifest.components().forEach((id, component) -> components.add(component(id, component)));
        MiddlewareSplit.apply(triggers, components);
        boolean demanding = components.stream().anyMatch(component -> !component.hostRequirements().isEmpty());
        List<String> mustUnderstand = demanding ? List.of("component_host_requirements") : List.of();
        return new LockedApp(mustUnderstand, metadata(), Map.of(), variables, triggers, components);
    }

    private Map<String, Object> metadata() {
        Details details = manifest.application();
        var metadata = new TreeMap<String, Object>();
        putText(metadata, "name", details.name());
        putText(metadata, "version", details.version());
        putText(metadata, "description", details.description());
        putTexts(metadata, "authors", details.authors());
        metadata.put("triggers", new TreeMap<>(details.triggerSettings()));
        Set<String> types = manifest.triggers().keySet();
        if (types.size() == 1) {
            // Older readers know one trigger type only.
            String type = types.iterator().next();
            var single = new TreeMap<String, Object>(details.triggerSettings().getOrDefault(type, Map.of()));
            single.put("type", type);
            metadata.put("trigger", single);
        }
        metadata.put("origin", FileUrls.toUrl(manifestFile));
        if (options.profile() != null) {
            metadata.put("profile", options.profile());
        }
        return metadata;
    }

    private LockedTrigger trigger(String type, Trigger trigger) {
        var config = new TreeMap<>(trigger.config());
        if (trigger.component() instanceof ComponentSpec.Reference(String id, Position _)) {
            config.put("component", id);
        }
        Map<String, List<LockedDependency>> dependencies = new TreeMap<>();
        trigger.dependencies().forEach((role, ofRole) -> dependencies.put(role, ofRole.stream().map(this::dependency).toList()));
        return new LockedTrigger(trigger.id(), type, config, dependencies);
    }

    private LockedComponent component(String id, Component component) {
        List<String> hosts = ManifestReader.strings(component.allowedOutboundHosts());
        var metadata = new TreeMap<String, Object>();
        putText(metadata, "description", component.description());
        putTexts(metadata, "allowed_outbound_hosts", hosts);
        putTexts(metadata, "key_value_stores", component.keyValueStores());
        putTexts(metadata, "databases", component.sqliteDatabases());
        putTexts(metadata, "ai_models", component.aiModels());
        if (component.build() != null) {
            metadata.put("build", build(component.build()));
        }
        Map<String, String> config = new TreeMap<>(ManifestReader.strings(component.variables()));
        Map<String, Object> requirements = hosts.stream().anyMatch(AllowedOutboundHosts::isForServiceChaining)
                ? Map.of(LockedApp.LOCAL_SERVICE_CHAINING, REQUIRED)
                : Map.of();
        return new LockedComponent(id, metadata, source(component.source()), new TreeMap<>(component.environment()),
                files(id, component), config, dependencies(component), Map.of(), requirements);
    }

    private List<ContentPath> files(String id, Component component) {
        boolean packaged = !sources.files(component).isEmpty();
        var mounts = new ArrayList<ContentPath>();
        if (packaged || !component.files().isEmpty() && !options.directMounts()) {
            Path assets = assets(options, id);
            // The mount exists even where no file matched.
            FileCopier.createDirectory(assets);
            mounts.add(new ContentPath(ContentRef.ofFile(assets), "/"));
        }
        if (options.directMounts()) {
            mounts.addAll(DirectMounts.lock(component, appRoot));
        }
        return mounts;
    }

    private static Map<String, Object> build(Build build) {
        var json = new TreeMap<String, Object>();
        json.put("command", build.command().toJson());
        if (build.workdir() != null) {
            json.put("workdir", build.workdir());
        }
        if (!build.watch().isEmpty()) {
            json.put("watch", build.watch());
        }
        return json;
    }

    /// Those that the manifest names, which win, and those that come with the source.
    private Map<String, LockedDependency> dependencies(Component component) {
        Map<String, LockedDependency> dependencies = new TreeMap<>(sources.packaged(component));
        component.dependencies().forEach((name, dependency) -> dependencies.put(name, dependency(dependency)));
        return dependencies;
    }

    private LockedDependency dependency(Dependency dependency) {
        Path file = dependency.kind() instanceof Kind.Local(String path) ? appRoot.resolve(path) : sources.of(dependency).wasm();
        Inherit inherit = dependency.inherit();
        InheritConfiguration locked = inherit == null
                ? InheritConfiguration.NONE
                : inherit.all()
                        ? new InheritConfiguration.All()
                        : new InheritConfiguration.Some(inherit.kinds() == null ? List.of() : inherit.kinds());
        return new LockedDependency(wasm(file), dependency.export(), locked);
    }

    private ComponentSource source(@Nullable Source source) {
        return wasm(Objects.requireNonNull(source, "unchecked source") instanceof Source.Local(String path, Position _)
                ? appRoot.resolve(path)
                : sources.of(source).wasm());
    }

    private static ComponentSource wasm(Path file) {
        return new ComponentSource(ComponentSource.WASM, ContentRef.ofFile(file));
    }

    private static void putText(Map<String, Object> metadata, String key, String value) {
        if (!value.isEmpty()) {
            metadata.put(key, value);
        }
    }

    private static void putTexts(Map<String, Object> metadata, String key, List<String> values) {
        if (!values.isEmpty()) {
            metadata.put(key, values);
        }
    }
}
