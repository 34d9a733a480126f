package dev.spinjvm.loader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.spinjvm.loader.Manifest.Component;
import dev.spinjvm.loader.Manifest.ComponentSpec;
import dev.spinjvm.loader.Manifest.Dependency;
import dev.spinjvm.loader.Manifest.Kind;
import dev.spinjvm.loader.Manifest.Source;
import dev.spinjvm.loader.Manifest.Trigger;
import dev.spinjvm.loader.Manifest.Variable;
import org.jspecify.annotations.Nullable;

/// Checks a normalised manifest for everything that can be known before the application runs.
final class ManifestCheck {
    private final Manifest manifest;
    private final ManifestText text;
    private final Path appRoot;

    ManifestCheck(Manifest manifest, ManifestText text, Path appRoot) {
        this.manifest = manifest;
        this.text = text;
        this.appRoot = appRoot;
    }

    void run() {
        checkManifest();
        checkLocalFiles();
    }

    /// Checks what the manifest says, without a look at any other file.
    void checkManifest() {
        manifest.triggers().forEach((type, triggers) -> {
            for (Trigger trigger : triggers) {
                references(trigger).forEach(this::checkReference);
                switch (type) {
                    case "http" -> HttpTriggerCheck.check(trigger);
                    case "redis" -> RedisTriggerCheck.check(trigger);
                    default -> {
                        // The keys of other triggers are known only to them.
                    }
                }
            }
        });
        HttpTriggerCheck.checkRoutes(manifest.triggers().getOrDefault("http", List.of()));
        checkHttpSettings();
        RedisTriggerCheck.checkSettings(manifest, text);
        manifest.components().forEach(this::checkComponent);
        SourceLoading.check(manifest, text, appRoot);
    }

    /// Checks that the local files are there which sources and dependencies name.
    void checkLocalFiles() {
        Set<String> started = started();
        triggers().forEach(trigger -> trigger.dependencies().values().forEach(ofRole -> ofRole.forEach(
                dependency -> checkDependency(dependency, "Failed to load trigger dependency for `" + trigger.id() + "`: "))));
        manifest.components().forEach((id, component) -> {
            checkSource(component, context(id), started.contains(id));
            component.dependencies().forEach((name, dependency) -> checkDependency(dependency,
                    context(id) + "Failed to load component dependency `" + name + "` for `" + id + "`: "));
        });
    }

    private Stream<Trigger> triggers() {
        return manifest.triggers().values().stream().flatMap(List::stream);
    }

    /// The ids of the components that triggers start.
    private Set<String> started() {
        return triggers().flatMap(trigger -> references(trigger).stream()).map(ComponentSpec.Reference::id).collect(Collectors.toSet());
    }

    private static String context(String id) {
        return "Failed to load component `" + id + "`: ";
    }

    private void checkHttpSettings() {
        Map<String, Object> settings = manifest.application().triggerSettings().getOrDefault("http", Map.of());
        Object base = settings.get("base");
        Position at = manifest.application().triggerPositions().getOrDefault("http", Position.START);
        if ("/".equals(base)) {
            text.warn(at,
                    "This application has the deprecated trigger 'base' set to the default value '/'. This may be an error in the future!",
                    "remove `base`");
        } else if (base != null) {
            text.error(at, "This application is using the deprecated trigger 'base' field. "
                    + "The base must be prepended to each [[trigger.http]]'s 'route'.");
        }
    }

    private static List<ComponentSpec.Reference> references(Trigger trigger) {
        var specs = new ArrayList<ComponentSpec>();
        if (trigger.component() != null) {
            specs.add(trigger.component());
        }
        trigger.components().values().forEach(specs::addAll);
        var references = new ArrayList<ComponentSpec.Reference>();
        for (ComponentSpec spec : specs) {
            if (spec instanceof ComponentSpec.Reference reference) {
                references.add(reference);
            }
        }
        return references;
    }

    private void checkReference(ComponentSpec.Reference reference) {
        if (!manifest.components().containsKey(reference.id())) {
            String near = NearNames.closest(reference.id(), manifest.components().keySet());
            text.error(reference.at(), "component `" + reference.id() + "` is not defined",
                    near == null ? "add a table `[component." + reference.id() + "]`" : "did you mean `" + near + "`?");
        }
    }

    private void checkDependency(Dependency dependency, String failed) {
        switch (dependency.kind()) {
            case Kind.Local(String path) -> checkFile(dependency.at(), path, failed);
            case Kind.Http _,Kind.Package _,Kind.Version _,Kind.PackagedModule _,Kind.PackagedComponent _,Kind.Parcel _ -> {
                // What lies somewhere else is checked when it is fetched.
            }
            case Kind.AppComponent _ -> {
                // An unknown component has been reported by the normalisation.
            }
        }
    }

    private void checkDependencyNames(String id, Map<String, Dependency> dependencies) {
        String invalid = "component " + Quoted.of(id) + " has invalid dependencies: ";
        var earlier = new ArrayList<DependencyName.Package>();
        dependencies.forEach((text, dependency) -> {
            if (!(DependencyName.read(text).orElse(null) instanceof DependencyName.Package name)) {
                return;
            }
            if (name.interfaceName().isEmpty() && dependency.export() != null
                    && (dependency.kind() instanceof Kind.Package || dependency.kind() instanceof Kind.Local)) {
                this.text.error(dependency.at(), invalid + "using an export to satisfy the package dependency " + Quoted.of(text)
                        + " is not currently permitted", "name the interface that is imported: `" + name.name() + "/<interface>`");
            }
            earlier.stream().filter(name::conflictsWith).findFirst().ifPresent(other -> this.text.error(dependency.at(),
                    invalid + Quoted.of(other.toString()) + " dependency conflicts with " + Quoted.of(text)));
            earlier.add(name);
        });
    }

    private void checkComponent(String id, Component component) {
        String context = context(id);
        checkDependencyNames(id, component.dependencies());
        component.variables().forEach((_, template) -> checkTemplate(template, context));
        for (Located<String> host : component.allowedOutboundHosts()) {
            checkHost(host, context);
        }
        if (ManifestReader.strings(component.allowedOutboundHosts()).equals(List.of("insecure:allow-all"))) {
            Position at = component.allowedOutboundHosts().getFirst().at();
            text.error(at, context + "`allowed_outbound_hosts` is malformed: 'insecure:allow-all' is not allowed"
                    + " - use '*://*:*' instead if you really want to allow all outbound traffic'");
        }
    }

    private void checkSource(Component component, String context, boolean started) {
        Source source = component.source();
        switch (source) {
            case null -> {
                // Reported when it was read.
            }
            case Source.Local(String path, Position at) -> {
                if (started) {
                    checkFile(at, path, context + "Failed to load Wasm source " + source.describe() + ": ");
                }
            }
            case Source.Remote _,Source.Registry _,Source.PackagedModule _,Source.PackagedComponent _,Source.Parcel _ -> {
                // What lies somewhere else is checked when it is fetched.
            }
        }
    }

    private void checkFile(Position at, String path, String failed) {
        Path file = appRoot.resolve(path);
        if (path.endsWith(".wat")) {
            text.error(at, failed + AppSource.watRefusal(path));
        } else if (Files.isDirectory(file)) {
            text.error(at, failed + "'" + path + "' is a directory, not a Wasm file");
        } else if (!Files.exists(file)) {
            text.error(at, failed + "No such file or directory '" + path + "'", hintForMissing(file, path));
        }
    }

    private @Nullable String hintForMissing(Path file, String path) {
        String near = NearFiles.closest(file);
        if (near != null) {
            return "did you mean `" + near + "`?";
        }
        boolean builds = manifest.components().values().stream().anyMatch(component -> component.build() != null
                && component.source() instanceof Source.Local(String local, Position _) && local.equals(path));
        return builds ? "build the component first: `spin build`" : null;
    }

    private void checkTemplate(Located<String> template, String context) {
        try {
            checkVariablesExist(Template.parse(template.value()));
        } catch (VariableException e) {
            text.error(template.at(), context + e.getMessage(), unknownVariableHint(template.value()));
        }
    }

    private void checkVariablesExist(Template template) {
        for (String name : template.variables()) {
            if (!manifest.variables().containsKey(name)) {
                throw new VariableException(VariableException.Kind.INVALID_TEMPLATE, "unknown variable " + Quoted.of(name));
            }
        }
    }

    private @Nullable String unknownVariableHint(String template) {
        int open = template.indexOf("{{");
        int close = template.indexOf("}}", open + 2);
        if (open < 0 || close < 0) {
            return "close it with `}}`";
        }
        String name = template.substring(open + 2, close).strip();
        String near = NearNames.closest(name, manifest.variables().keySet());
        return near == null ? "add it to `[variables]`" : "did you mean `" + near + "`?";
    }

    private void checkHost(Located<String> host, String context) {
        String malformed = context + "`allowed_outbound_hosts` is malformed: ";
        if (host.value().equals("insecure:allow-all")) {
            return;
        }
        try {
            checkVariablesExist(Template.parse(host.value()));
            AllowedOutboundHosts.validate(host.value(), this::defaultOf);
        } catch (VariableException e) {
            text.error(host.at(), malformed + e.getMessage(), unknownVariableHint(host.value()));
        } catch (AllowedHostException e) {
            text.error(host.at(), malformed + e.fullMessage());
        }
    }

    private String defaultOf(String name) {
        Variable variable = manifest.variables().get(name);
        String value = variable == null ? null : variable.defaultValue();
        if (value == null) {
            throw new VariableException(VariableException.Kind.PROVIDER, "no provider resolved required variable " + Quoted.of(name));
        }
        return value;
    }
}
