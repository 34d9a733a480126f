package dev.spinjvm.trigger.guests;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.spinjvm.component.binary.ComponentDecoder;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.validation.ComponentValidator;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.component.validation.WorldConformance;
import dev.spinjvm.loader.AllowedOutboundHosts;
import dev.spinjvm.loader.ComponentSource;
import dev.spinjvm.loader.ContentRef;
import dev.spinjvm.loader.DependencyFiles;
import dev.spinjvm.loader.FetchedSource;
import dev.spinjvm.loader.InheritConfiguration;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.Located;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedDependency;
import dev.spinjvm.loader.Manifest;
import dev.spinjvm.loader.Manifest.Component;
import dev.spinjvm.loader.Manifest.ComponentSpec;
import dev.spinjvm.loader.Manifest.Target;
import dev.spinjvm.loader.Manifest.Trigger;
import dev.spinjvm.loader.SourceFetcher;
import dev.spinjvm.loader.build.BuildHooks;
import dev.spinjvm.loader.build.BuildManifest;
import dev.spinjvm.loader.build.BuildOptions;
import dev.spinjvm.loader.targets.EnvironmentDefinition;
import dev.spinjvm.loader.targets.TargetEnvironments;
import dev.spinjvm.loader.targets.TriggerEnvironment;
import dev.spinjvm.loader.targets.WorldRef;
import dev.spinjvm.oci.RegistryException;
import org.jspecify.annotations.Nullable;

/// Checks that the components of an application can run in the environments that its manifest names: each must fit one of the worlds that
/// the environment offers to its trigger, and need nothing else that the environment's host cannot do.
public final class TargetChecks implements BuildHooks.TargetCheck {
    private final TargetEnvironments environments;
    private final SourceFetcher fetcher;

    /// @param fetcher gets code that lies somewhere else
    public TargetChecks(TargetEnvironments environments, SourceFetcher fetcher) {
        this.environments = environments;
        this.fetcher = fetcher;
    }

    @Override
    public List<String> problems(BuildManifest manifest, BuildOptions options) {
        Map<Target, EnvironmentDefinition> definitions = new LinkedHashMap<>();
        Manifest app = manifest.inspection().manifest();
        Path folder = manifest.inspection().appRoot();
        Set<Target> named = new LinkedHashSet<>(app.application().targets());
        app.components().values().forEach(component -> named.addAll(component.targets() == null ? List.of() : component.targets()));
        try {
            named.forEach(target -> definitions.put(target, environments.definition(target, folder)));
        } catch (RegistryException e) {
            throw new LoadException(String.valueOf(e.getMessage()), e);
        }
        refuseUnsupported(app, definitions.values());
        try (TargetEnvironments.Worlds worlds = environments.worlds(folder)) {
            return new Check(app, folder, definitions, new WorldTypes(worlds)).run(options.componentIds());
        }
    }

    private static void refuseUnsupported(Manifest app, Iterable<EnvironmentDefinition> definitions) {
        for (String type : app.triggers().keySet()) {
            for (EnvironmentDefinition environment : definitions) {
                if (environment.of(type).isEmpty()) {
                    throw new LoadException("Environment " + environment.name() + " does not support trigger type " + type);
                }
            }
        }
    }

    /// One check of one application.
    private final class Check {
        private final Manifest app;
        private final DependencyFiles files;
        private final Map<Target, EnvironmentDefinition> definitions;
        private final WorldTypes worlds;
        private final Map<String, ComponentType> components = new HashMap<>();
        private final Set<String> problems = new LinkedHashSet<>();

        Check(Manifest app, Path folder, Map<Target, EnvironmentDefinition> definitions, WorldTypes worlds) {
            this.app = app;
            this.files = new DependencyFiles(folder, fetcher);
            this.definitions = definitions;
            this.worlds = worlds;
        }

        List<String> run(List<String> selected) {
            app.triggers().forEach((type, triggers) -> {
                for (Trigger trigger : triggers) {
                    if (trigger.component() instanceof ComponentSpec.Reference(String id, var _)
                            && (selected.isEmpty() || selected.contains(id))) {
                        check(type, id, app.components().get(id));
                    }
                }
            });
            return List.copyOf(problems);
        }

        private void check(String triggerType, String id, @Nullable Component component) {
            if (component == null) {
                return;
            }
            List<Target> own = component.targets();
            for (Target target : own == null ? app.application().targets() : own) {
                EnvironmentDefinition environment = definitions.get(target);
                TriggerEnvironment offer = environment == null ? null : environment.of(triggerType).orElse(null);
                if (environment != null && offer != null) {
                    checkWorlds(environment, offer, id, component);
                    checkCapabilities(environment, offer, id, component);
                }
            }
        }

        private void checkWorlds(EnvironmentDefinition environment, TriggerEnvironment offer, String id, Component component) {
            String problem = null;
            for (WorldRef world : offer.worlds()) {
                WorldConformance.Report report = WorldConformance.check(type(id, component), worlds.of(world));
                if (report.conforms()) {
                    return;
                }
                problem = text(report, "Component " + id + " (" + describe(component) + ") can't run in environment " + environment.name()
                        + " (world " + world.name() + ").\n");
            }
            if (problem != null) {
                problems.add(problem);
            }
        }

        private void checkCapabilities(EnvironmentDefinition environment, TriggerEnvironment offer, String id, Component component) {
            boolean chained = component.allowedOutboundHosts().stream().map(Located::value).anyMatch(
                    AllowedOutboundHosts::isForServiceChaining);
            if (chained && !offer.capabilities().contains(LockedApp.LOCAL_SERVICE_CHAINING)) {
                problems.add("Component " + id + " can't run in environment " + environment.name() + " because it requires the feature(s) '"
                        + LockedApp.LOCAL_SERVICE_CHAINING + "' which the environment does not support");
            }
        }

        private ComponentType type(String id, Component component) {
            return components.computeIfAbsent(id, _ -> {
                byte[] composed;
                try {
                    composed = Compositions.compose(locked(id, component));
                } catch (LoadException e) {
                    throw new LoadException("Spin needed to compose dependencies for " + id
                            + " as part of target checking, but composition failed", e);
                }
                try {
                    return ComponentValidator.validate(ComponentDecoder.decode(composed)).type();
                } catch (MalformedComponentException | InvalidComponentException e) {
                    throw new LoadException("Component " + id + " (" + describe(component) + ") is no valid component", e);
                }
            });
        }

        /// The component as far as composition needs it.
        private LockedComponent locked(String id, Component component) {
            Manifest.Source source = component.source();
            if (source == null) {
                throw new LoadException("Component " + id + " has no source");
            }
            FetchedSource fetched = files.source(id, source);
            Map<String, LockedDependency> dependencies = new TreeMap<>(fetched.dependencies());
            component.dependencies().forEach((name, dependency) -> dependencies.put(name,
                    new LockedDependency(wasm(files.file(name, dependency)), dependency.export(), new InheritConfiguration.All())));
            return new LockedComponent(id, Map.of(), wasm(fetched.wasm()), Map.of(), List.of(), Map.of(), dependencies, Map.of(), Map.of());
        }
    }

    private static ComponentSource wasm(Path file) {
        return new ComponentSource(ComponentSource.WASM, ContentRef.ofFile(file));
    }

    private static String describe(Component component) {
        return switch (component.source()) {
            case Manifest.Source.Local local -> "file " + local.describe();
            case Manifest.Source.Remote(String url, String _, var _) -> "URL " + url;
            case Manifest.Source.Registry(var _, String name, String _, var _) -> "package " + name;
            case Manifest.Source.PackagedModule(String reference, String _, var _) -> "package " + reference;
            case Manifest.Source.PackagedComponent(String reference, String _, var _) -> "package " + reference;
            case Manifest.Source.Parcel(String reference, String _, var _) -> "bindle " + reference;
            case null -> "no source";
        };
    }

    private static String text(WorldConformance.Report report, String head) {
        StringBuilder text = new StringBuilder(head);
        if (!report.missingImports().isEmpty()) {
            text.append("The component requires the following imports, which the environment does not provide:\n");
            report.missingImports().forEach(name -> text.append("  - ").append(name).append('\n'));
        }
        if (!report.missingExports().isEmpty()) {
            text.append("The environment requires the following exports, which the component does not provide:\n");
            report.missingExports().forEach((name, sort) -> text.append("  - ").append(name).append(" (").append(sort.equals("func")
                    ? "function"
                    : sort).append(")\n"));
        }
        report.mismatches().forEach(mismatch -> text.append("Found a type mismatch for ").append(mismatch.kind()).append(' ').append(
                mismatch.name()).append(": ").append(mismatch.message()).append('\n'));
        return text.toString().stripTrailing();
    }
}
