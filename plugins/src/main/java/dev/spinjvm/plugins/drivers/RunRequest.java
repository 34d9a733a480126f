package dev.spinjvm.plugins.drivers;

import dev.spinjvm.loader.LockedApp;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a runtime driver is asked for.
///
/// @param app all of it is on this machine: sources and files are local
/// @param lockedApp the JSON file of the same
/// @param workingDirectory holds the locked application and its assets
/// @param appFolder the folder of the manifest; `null` for an application without one
/// @param stateDirectory where the application's state is kept; `null` for nowhere
/// @param triggers who calls the components, each with what it would be started as on this machine
/// @param triggerArguments what `spin up` was given for the triggers, without values of variables, which are in `variablesFile`
/// @param listen address and port of the HTTP trigger; `null` where the application has none
/// @param environment variables of this process that are for the application: `SPIN_VARIABLE_…`, those of `.env` among them, and `OTEL_…`.
///     They may be secret
/// @param variablesFile a JSON object with the values that were given for variables, which may be secret; `null` if there are none
/// @param mounts what the operator gives to all components; they exist
/// @param config the settings of the driver, as JSON values of the JDK; some may be secret
/// @param dryRun whether the driver must only say what it would do
public record RunRequest(LockedApp app, Path lockedApp, Path workingDirectory, @Nullable Path appFolder, @Nullable Path stateDirectory,
        List<Trigger> triggers, List<String> triggerArguments, @Nullable String listen, Map<String, String> environment,
        @Nullable Path variablesFile, List<Mount> mounts, Map<String, Object> config, boolean dryRun) {

    /// A trigger of the application.
    ///
    /// @param command the command line that starts it on this machine
    /// @param environment the names of the variables that it is told beside those of this process
    public record Trigger(String type, List<String> command, List<String> environment) {}

    /// The members of the request that a plugin gets, without the version of the protocol. What is `null` is left out.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("lockedAppUrl", lockedApp.toUri().toString());
        json.put("workingDir", workingDirectory.toString());
        put(json, "stateDir", stateDirectory);
        json.put("triggerArgs", triggerArguments);
        BuildRequest.putIfThere(json, "listen", listen);
        json.put("env", environment);
        put(json, "variablesFile", variablesFile);
        json.put("mounts", mounts.stream().map(RunRequest::json).toList());
        json.put("config", config);
        json.put("dryRun", dryRun);
        return json;
    }

    static Map<String, Object> json(Mount mount) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("host", mount.host().toString());
        json.put("guest", mount.guest());
        json.put("mode", mount.mode());
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable Path path) {
        if (path != null) {
            json.put(name, path.toAbsolutePath().normalize().toString());
        }
    }
}
