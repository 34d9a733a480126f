package dev.spinjvm.plugins.drivers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a build driver is asked for.
///
/// @param appRoot the folder of the manifest, as the user knows it
/// @param profile the build profile; `null` for the one without a name
/// @param components in the order to build them
/// @param environment variables for the commands, beside those of this process
/// @param outputDirectory a folder for files that the driver makes; it goes away afterwards
public record BuildRequest(Path appRoot, @Nullable String profile, List<Component> components, Map<String, String> environment,
        Path outputDirectory) {

    /// One component.
    ///
    /// @param driver the name of the driver that builds it
    /// @param command command lines of the shell, one after the other; there may be none
    /// @param workdir where they run, below the folder of the manifest; `null` for that folder
    /// @param source its Wasm file, below the folder of the manifest; `null` if it is not a local one
    /// @param config the settings of the driver, as JSON values of the JDK
    public record Component(String id, String driver, List<String> command, @Nullable String workdir, @Nullable String source,
            Map<String, Object> config) {}

    /// The members of the request that a plugin gets, without the version of the protocol. What is `null` is left out.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("appRoot", appRoot.toAbsolutePath().normalize().toString());
        putIfThere(json, "profile", profile);
        List<Object> all = new ArrayList<>();
        for (Component component : components) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", component.id);
            one.put("command", component.command);
            putIfThere(one, "workdir", component.workdir);
            putIfThere(one, "source", component.source);
            one.put("config", component.config);
            all.add(one);
        }
        json.put("components", all);
        json.put("env", environment);
        json.put("outputDir", outputDirectory.toString());
        return json;
    }

    static void putIfThere(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
