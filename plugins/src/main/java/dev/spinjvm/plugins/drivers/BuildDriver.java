package dev.spinjvm.plugins.drivers;

import dev.spinjvm.plugins.dispatch.Description.Setting;
import java.util.Map;

/// Builds components.
public interface BuildDriver {
    /// What can be set, by name. Others are refused before the driver is asked for anything; where nobody sets one, its environment variable
    /// and then its default do.
    default Map<String, Setting> settings() {
        return Map.of();
    }

    /// Builds. What it says was built is looked at afterwards: see [BuildResult].
    ///
    /// @param request some components, in the order to build them
    /// @throws dev.spinjvm.plugins.PluginException if one cannot be built; so does [dev.spinjvm.loader.LoadException]
    /// @throws InterruptedException if this thread was interrupted; what ran then has ended
    BuildResult run(BuildRequest request, DriverContext context) throws InterruptedException;
}
