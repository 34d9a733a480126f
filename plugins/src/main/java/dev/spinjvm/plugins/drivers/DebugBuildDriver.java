package dev.spinjvm.plugins.drivers;

import dev.spinjvm.plugins.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The build driver `debug`: prints what another would be asked for, as JSON, and does nothing. Of variables only the names are shown, of
/// the user's own settings no values: they may be secret.
public record DebugBuildDriver() implements BuildDriver {
    /// Its name.
    public static final String NAME = "debug";

    @Override
    public BuildResult run(BuildRequest request, DriverContext context) {
        Map<String, Object> json = new LinkedHashMap<>(request.toJson());
        List<Object> components = new ArrayList<>();
        for (BuildRequest.Component component : request.components()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", component.id());
            one.put("driver", component.driver());
            one.put("command", component.command());
            BuildRequest.putIfThere(one, "workdir", component.workdir());
            BuildRequest.putIfThere(one, "source", component.source());
            one.put("config", component.config());
            components.add(one);
        }
        json.put("components", components);
        json.put("env", request.environment().keySet().stream().sorted().toList());
        json.remove("outputDir");
        context.console().data(JsonText.pretty(json) + "\n");
        return BuildResult.inPlace(request);
    }
}
