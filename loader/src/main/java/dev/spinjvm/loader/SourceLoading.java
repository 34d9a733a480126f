package dev.spinjvm.loader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.spinjvm.loader.Manifest.Component;
import dev.spinjvm.loader.Manifest.Dependency;
import dev.spinjvm.loader.Manifest.Source;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Transfers;
import org.jspecify.annotations.Nullable;

/// Gets the code that a normalised manifest names and that lies somewhere else.
final class SourceLoading {
    private static final int AT_ONCE = 6;

    /// Something to be fetched, and where the manifest says so.
    ///
    /// @param failed begins the message when it fails
    private record Request(RemoteSource source, Position at, String failed) {}

    private final Manifest manifest;
    private final ManifestText text;
    private final RemoteForms forms;
    private final Map<Source, Request> sources = new LinkedHashMap<>();
    private final Map<Dependency, Request> dependencies = new LinkedHashMap<>();
    private final Map<RemoteSource, FetchedSource> fetched = new ConcurrentHashMap<>();

    private SourceLoading(Manifest manifest, ManifestText text, Path appRoot) {
        this.manifest = manifest;
        this.text = text;
        this.forms = new RemoteForms(text, appRoot);
    }

    /// Reports forms that make no sense; fetches nothing.
    static void check(Manifest manifest, ManifestText text, Path appRoot) {
        new SourceLoading(manifest, text, appRoot).collect();
    }

    /// Fetches everything, unless the manifest is known to be wrong; what fails is reported where the manifest names it.
    static SourceLoading run(Manifest manifest, ManifestText text, Path appRoot, SourceFetcher fetcher) {
        var loading = new SourceLoading(manifest, text, appRoot);
        loading.collect();
        if (!text.hasErrors()) {
            loading.fetch(fetcher);
            manifest.components().forEach(loading::noteWhatStaysBehind);
        }
        return loading;
    }

    private void collect() {
        manifest.components().forEach((id, component) -> {
            String context = "Failed to load component `" + id + "`: ";
            Source source = component.source();
            if (source != null) {
                String failed = context + "Failed to load Wasm source " + source.describe() + ": ";
                request(forms.of(source, id, failed), source.at(), failed, source, sources);
            }
            component.dependencies().forEach((name, dependency) -> add(dependency, name, context + "Failed to load component dependency `"
                    + name
                    + "` for `" + id + "`: "));
        });
        manifest.triggers().values().forEach(triggers -> triggers.forEach(trigger -> trigger.dependencies().values()
                .forEach(list -> list.forEach(dependency -> add(dependency, "", "Failed to load trigger dependency for `" + trigger.id()
                        + "`: ")))));
    }

    private void add(Dependency dependency, String name, String failed) {
        request(forms.of(dependency, name, failed), dependency.at(), failed, dependency, dependencies);
    }

    private static <T> void request(@Nullable RemoteSource source, Position at, String failed, T key, Map<T, Request> requests) {
        if (source != null) {
            requests.put(key, new Request(source, at, failed));
        }
    }

    private void fetch(SourceFetcher fetcher) {
        Map<RemoteSource, List<Request>> wanted = new LinkedHashMap<>();
        for (Collection<Request> requests : List.of(sources.values(), dependencies.values())) {
            requests.forEach(request -> wanted.computeIfAbsent(request.source, _ -> new ArrayList<>()).add(request));
        }
        Map<RemoteSource, RuntimeException> problems = new ConcurrentHashMap<>();
        Transfers.run(AT_ONCE, wanted.keySet().stream().<Runnable>map(source -> () -> {
            try {
                fetched.put(source, fetcher.fetch(source));
            } catch (LoadException | RegistryException e) {
                problems.put(source, e);
            }
        }).toList());
        wanted.forEach((source, requests) -> {
            RuntimeException problem = problems.get(source);
            if (problem != null) {
                requests.forEach(request -> report(request, problem));
            }
        });
        dependencies.values().forEach(request -> {
            FetchedSource source = fetched.get(request.source);
            if (source != null && !source.dependencies().isEmpty()) {
                text.error(request.at, request.failed + "it needs dependencies itself: " + String.join(", ", source.dependencies()
                        .keySet()),
                        "push the application it comes from with its components composed, as is the default");
            }
        });
    }

    private void report(Request request, RuntimeException problem) {
        String message = problem instanceof LoadException load ? load.fullMessage() : String.valueOf(problem.getMessage());
        text.error(request.at, request.failed + message, problem instanceof RegistryException registry
                ? registry.hint().orElse(null)
                : null);
    }

    /// What the component that a source comes from would have had in its own application, and does not have here.
    private void noteWhatStaysBehind(String id, Component component) {
        if (!(component.source() instanceof Source.PackagedComponent source) || !isFetched(source)) {
            return;
        }
        Map<String, Collection<String>> here = new HashMap<>();
        here.put("environment", component.environment().keySet());
        here.put("variables", component.variables().keySet());
        here.put("allowed_outbound_hosts", ManifestReader.strings(component.allowedOutboundHosts()));
        here.put("key_value_stores", component.keyValueStores());
        here.put("sqlite_databases", component.sqliteDatabases());
        here.put("ai_models", component.aiModels());
        List<String> behind = new ArrayList<>();
        of(source).declared().forEach((key, names) -> {
            List<String> missing = names.stream().filter(name -> !here.getOrDefault(key, List.of()).contains(name)).toList();
            if (!missing.isEmpty()) {
                behind.add("`" + key + "` " + String.join(", ", missing));
            }
        });
        if (!behind.isEmpty()) {
            text.warn(source.at(), "component `" + id + "` is used without what it declares where it comes from: " + String.join("; ",
                    behind),
                    "what it shall have must stand in `[component." + id + "]`: nothing is granted by a package");
        }
    }

    private boolean isFetched(Source source) {
        Request request = sources.get(source);
        return request != null && fetched.containsKey(request.source);
    }

    /// What was fetched for a source that is not local.
    FetchedSource of(Source source) {
        return got(sources.get(source));
    }

    /// What was fetched for a dependency that is not local.
    FetchedSource of(Dependency dependency) {
        return got(dependencies.get(dependency));
    }

    private FetchedSource got(@Nullable Request request) {
        return Objects.requireNonNull(fetched.get(Objects.requireNonNull(request, "not collected").source), "not fetched");
    }

    /// The files that come with a component's source.
    Map<String, Path> files(Component component) {
        Source source = component.source();
        return source != null && isFetched(source) ? of(source).files() : Map.of();
    }

    /// The dependencies that come with a component's source.
    Map<String, LockedDependency> packaged(Component component) {
        Source source = component.source();
        return source != null && isFetched(source) ? of(source).dependencies() : new TreeMap<>();
    }
}
