package dev.spinjvm.plugins.drivers;

import dev.spinjvm.loader.ContentPath;
import dev.spinjvm.loader.ContentRef;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.plugins.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The runtime driver `debug`: prints the whole plan of a run as JSON and runs nothing. No value that can be secret is in it: of variables,
/// of environments and of settings there are only the names.
public record DebugRunDriver() implements RunDriver {
    /// Its name.
    public static final String NAME = "debug";
    private static final String VARIABLE = "SPIN_VARIABLE_";

    @Override
    public int run(RunRequest request, DriverContext context) {
        context.console().data(JsonText.pretty(plan(request)) + "\n");
        return 0;
    }

    private static Map<String, Object> plan(RunRequest request) {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("application", application(request));
        plan.put("triggers", request.triggers().stream().map(trigger -> trigger(request, trigger)).toList());
        BuildRequest.putIfThere(plan, "listen", request.listen());
        plan.put("components", request.app().components().stream().map(DebugRunDriver::component).toList());
        plan.put("variables", variables(request));
        plan.put("mounts", request.mounts().stream().map(RunRequest::json).toList());
        plan.put("environment", request.environment().keySet().stream().sorted().toList());
        plan.put("config", request.config().keySet().stream().sorted().toList());
        plan.put("lockedApp", request.lockedApp().toString());
        plan.put("workingDirectory", request.workingDirectory().toString());
        put(plan, "appDirectory", request.appFolder());
        put(plan, "stateDirectory", request.stateDirectory());
        return plan;
    }

    private static void put(Map<String, Object> json, String name, @Nullable Path path) {
        BuildRequest.putIfThere(json, name, path == null ? null : path.toAbsolutePath().normalize().toString());
    }

    private static Map<String, Object> application(RunRequest request) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", request.app().name());
        BuildRequest.putIfThere(json, "version", request.app().metadata().get("version"));
        request.app().origin().ifPresent(origin -> json.put("origin", origin));
        return json;
    }

    private static Map<String, Object> trigger(RunRequest request, RunRequest.Trigger trigger) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", trigger.type());
        json.put("command", trigger.command());
        json.put("environment", trigger.environment());
        json.put("settings", request.app().triggerSettings(trigger.type()));
        json.put("starts", request.app().triggers(trigger.type()).stream().map(one -> {
            Map<String, Object> start = new LinkedHashMap<>();
            start.put("id", one.id());
            start.putAll(one.config());
            return start;
        }).toList());
        return json;
    }

    private static Map<String, Object> component(LockedComponent component) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", component.id());
        component.description().ifPresent(text -> json.put("description", text));
        json.put("source", content(component.source().content()));
        if (!component.dependencies().isEmpty()) {
            Map<String, Object> dependencies = new LinkedHashMap<>();
            component.dependencies().forEach((name, dependency) -> dependencies.put(name, content(dependency.source().content())));
            json.put("dependencies", dependencies);
        }
        List<Object> files = new ArrayList<>();
        for (ContentPath file : component.files()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("guest", file.path());
            file.content().file().ifPresent(path -> one.put("host", path.toString()));
            files.add(one);
        }
        json.put("files", files);
        json.put("environment", List.copyOf(component.environment().keySet()));
        json.put("variables", List.copyOf(component.config().keySet()));
        Map<String, Object> grants = new LinkedHashMap<>();
        grants.put("allowed_outbound_hosts", component.allowedOutboundHosts());
        grants.put("key_value_stores", component.keyValueStores());
        grants.put("sqlite_databases", component.sqliteDatabases());
        grants.put("ai_models", component.aiModels());
        json.put("grants", grants);
        return json;
    }

    private static Map<String, Object> content(ContentRef content) {
        Map<String, Object> json = new LinkedHashMap<>();
        content.file().ifPresent(path -> {
            json.put("path", path.toString());
            try {
                json.put("digest", Digest.ofFile(path, Digest.Algorithm.SHA256).toString());
            } catch (IOException e) {
                throw new DriverException("Cannot read '" + path + "'", e);
            }
        });
        return json;
    }

    private static Map<String, Object> variables(RunRequest request) {
        Map<String, Object> variables = new LinkedHashMap<>();
        Set<String> given = given(request.variablesFile());
        request.app().variables().forEach((name, variable) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("required", variable.required());
            json.put("secret", variable.secret());
            json.put("from", given.contains(name)
                    ? "command line"
                    : request.environment().containsKey(VARIABLE + name.toUpperCase(Locale.ROOT))
                            ? "environment"
                            : variable.required() ? "not given" : "default");
            variables.put(name, json);
        });
        return variables;
    }

    /// The names, and never the values.
    private static Set<String> given(@Nullable Path file) {
        try {
            return file == null ? Set.of() : JsonText.object(Files.readString(file)).keySet();
        } catch (IOException e) {
            throw new DriverException("Cannot read '" + file + "'", e);
        }
    }
}
