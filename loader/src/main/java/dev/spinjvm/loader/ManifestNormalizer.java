package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import dev.spinjvm.loader.Manifest.Build;
import dev.spinjvm.loader.Manifest.Component;
import dev.spinjvm.loader.Manifest.ComponentSpec;
import dev.spinjvm.loader.Manifest.Dependency;
import dev.spinjvm.loader.Manifest.Inherit;
import dev.spinjvm.loader.Manifest.Kind;
import dev.spinjvm.loader.Manifest.Profile;
import dev.spinjvm.loader.Manifest.Source;
import dev.spinjvm.loader.Manifest.Trigger;
import org.jspecify.annotations.Nullable;

/// Brings a manifest into its canonical form: every trigger has an id, every component stands at the top, the profile is applied,
/// and no dependency refers to another component.
final class ManifestNormalizer {
    private final ManifestText text;
    private final Map<String, Component> components;

    private ManifestNormalizer(ManifestText text, Map<String, Component> components) {
        this.text = text;
        this.components = new LinkedHashMap<>(components);
    }

    static Manifest normalize(Manifest manifest, @Nullable String profile, ManifestText text) {
        var normalizer = new ManifestNormalizer(text, manifest.components());
        Map<String, List<Trigger>> named = withTriggerIds(manifest.triggers());
        Map<String, List<Trigger>> referring = mapTriggers(named, normalizer::withoutInlineComponents);
        if (profile != null) {
            normalizer.components.replaceAll((_, component) -> withProfile(component, profile));
        }
        normalizer.components.replaceAll(normalizer::withInheritance);
        Map<String, Component> all = Map.copyOf(normalizer.components);
        normalizer.components.replaceAll((id, component) -> normalizer.withoutComponentDependencies(id, component, all));
        Map<String, List<Trigger>> triggers = mapTriggers(referring, trigger -> normalizer.withoutComponentDependencies(trigger, all));
        return new Manifest(manifest.application(), manifest.variables(), triggers, normalizer.components);
    }

    private static Map<String, List<Trigger>> mapTriggers(Map<String, List<Trigger>> triggers, UnaryOperator<Trigger> change) {
        var changed = new LinkedHashMap<String, List<Trigger>>();
        triggers.forEach((type, ofType) -> changed.put(type, ofType.stream().map(change).toList()));
        return changed;
    }

    private static Map<String, List<Trigger>> withTriggerIds(Map<String, List<Trigger>> triggers) {
        Set<String> ids = new HashSet<>();
        triggers.values().forEach(ofType -> ofType.forEach(trigger -> ids.add(trigger.id())));
        var named = new LinkedHashMap<String, List<Trigger>>();
        triggers.forEach((type, ofType) -> {
            var result = new ArrayList<Trigger>();
            int counter = 1;
            for (Trigger trigger : ofType) {
                String id = trigger.id();
                if (id.isEmpty() && trigger.component() instanceof ComponentSpec.Reference(String component, Position _)) {
                    String natural = component + "-" + type + "-trigger";
                    id = ids.add(natural) ? natural : "";
                }
                while (id.isEmpty()) {
                    String counted = type + "-trigger" + counter;
                    if (ids.add(counted)) {
                        id = counted;
                    } else {
                        counter++;
                    }
                }
                result.add(new Trigger(id, trigger.component(), trigger.components(), trigger.dependencies(), trigger.config(),
                        trigger.fields()));
            }
            named.put(type, result);
        });
        return named;
    }

    private Trigger withoutInlineComponents(Trigger trigger) {
        int count = (trigger.component() == null ? 0 : 1) + trigger.components().values().stream().mapToInt(List::size).sum();
        boolean several = count > 1;
        ComponentSpec single = trigger.component() == null ? null : reference(trigger.component(), trigger.id(), several);
        var plural = new LinkedHashMap<String, List<ComponentSpec>>();
        trigger.components().forEach((name, specs) -> plural.put(name,
                specs.stream().map(spec -> reference(spec, trigger.id(), several)).toList()));
        return new Trigger(trigger.id(), single, plural, trigger.dependencies(), trigger.config(), trigger.fields());
    }

    private ComponentSpec reference(ComponentSpec spec, String triggerId, boolean several) {
        return switch (spec) {
            case ComponentSpec.Reference reference -> reference;
            case ComponentSpec.Inline(Component component) -> {
                String id = triggerId + "-component";
                if (several || Ids.kebabProblem(id) != null || components.containsKey(id)) {
                    int counter = 1;
                    while (components.containsKey("inline-component" + counter)) {
                        counter++;
                    }
                    id = "inline-component" + counter;
                }
                components.put(id, component);
                yield new ComponentSpec.Reference(id, component.at());
            }
        };
    }

    private static Component withProfile(Component component, String name) {
        Profile profile = component.profiles().get(name);
        if (profile == null) {
            return component;
        }
        Build build = component.build();
        if (profile.command() != null) {
            build = build == null
                    ? new Build(profile.command(), null, List.of(), component.at())
                    : new Build(profile.command(), build.workdir(), build.watch(), build.at());
        }
        var environment = new LinkedHashMap<>(component.environment());
        environment.putAll(profile.environment());
        var dependencies = new LinkedHashMap<>(component.dependencies());
        dependencies.putAll(profile.dependencies());
        Source source = profile.source() == null ? component.source() : profile.source();
        return component.with(source, environment, build, component.dependenciesInherit(), dependencies);
    }

    private Component withInheritance(String id, Component component) {
        Boolean all = component.dependenciesInherit();
        if (all == null) {
            return component;
        }
        if (component.dependencies().values().stream().anyMatch(dependency -> dependency.inherit() != null)) {
            text.error(component.at(), "Component `" + id
                    + "` specifies both `dependencies_inherit_configuration` and per-dependency `inherit_configuration`. "
                    + "These are mutually exclusive; use one or the other.");
            return component;
        }
        if (!all) {
            return component;
        }
        var dependencies = new LinkedHashMap<String, Dependency>();
        component.dependencies().forEach((name, dependency) -> dependencies.put(name,
                dependency.kind() instanceof Kind.Version ? dependency : dependency.withInherit(new Inherit(true, null))));
        return component.with(component.source(), component.environment(), component.build(), null, dependencies);
    }

    private Component withoutComponentDependencies(String id, Component component, Map<String, Component> all) {
        var dependencies = new LinkedHashMap<String, Dependency>();
        component.dependencies().forEach((name, dependency) -> dependencies.put(name, resolved(dependency, id, all)));
        return component.with(component.source(), component.environment(), component.build(), component.dependenciesInherit(),
                dependencies);
    }

    private Trigger withoutComponentDependencies(Trigger trigger, Map<String, Component> all) {
        var byRole = new LinkedHashMap<String, List<Dependency>>();
        trigger.dependencies().forEach((role, dependencies) -> byRole.put(role,
                dependencies.stream().map(dependency -> resolved(dependency, trigger.id(), all)).toList()));
        return new Trigger(trigger.id(), trigger.component(), trigger.components(), byRole, trigger.config(), trigger.fields());
    }

    private Dependency resolved(Dependency dependency, String depender, Map<String, Component> all) {
        if (!(dependency.kind() instanceof Kind.AppComponent(String id))) {
            return dependency;
        }
        Component component = all.get(id);
        if (component == null) {
            String near = NearNames.closest(id, all.keySet());
            text.error(dependency.at(), "dependency ID " + id + " does not exist", near == null ? null : "did you mean `" + near + "`?");
            return dependency;
        }
        List<String> surprises = ownConfiguration(component);
        if (!surprises.isEmpty()) {
            text.error(dependency.at(), "Dependencies may not have their own resources or permissions. Component " + id
                    + " cannot be used as a dependency of " + depender + " because it specifies: " + String.join(", ", surprises));
        }
        Kind kind = switch (component.source()) {
            case null -> dependency.kind();
            case Source.Local(String path, Position _) -> new Kind.Local(path);
            case Source.Remote(String url, String digest, Position _) -> new Kind.Http(url, digest);
            case Source.Registry(String registry, String name, String version, Position _) -> new Kind.Package(version, registry, name);
            case Source.PackagedModule(String reference, String digest, Position _) -> new Kind.PackagedModule(reference, digest);
            case Source.PackagedComponent(String reference, String packagedId, Position _) -> new Kind.PackagedComponent(reference,
                    packagedId);
            case Source.Parcel(String reference, String parcel, Position _) -> new Kind.Parcel(reference, parcel);
        };
        return new Dependency(kind, dependency.export(), dependency.inherit(), dependency.at());
    }

    /// What a component says about itself that would silently not hold once it is a dependency.
    private static List<String> ownConfiguration(Component component) {
        var given = new TreeMap<String, Boolean>();
        given.put("ai_models", !component.aiModels().isEmpty());
        given.put("allowed_http_hosts", !component.allowedHttpHosts().isEmpty());
        given.put("allowed_outbound_hosts", !component.allowedOutboundHosts().isEmpty());
        given.put("dependencies", !component.dependencies().isEmpty());
        given.put("environment", !component.environment().isEmpty());
        given.put("files", !component.files().isEmpty());
        given.put("key_value_stores", !component.keyValueStores().isEmpty());
        given.put("sqlite_databases", !component.sqliteDatabases().isEmpty());
        given.put("variables", !component.variables().isEmpty());
        given.values().removeIf(isGiven -> !isGiven);
        return List.copyOf(given.keySet());
    }
}
