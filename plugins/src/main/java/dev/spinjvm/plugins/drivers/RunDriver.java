package dev.spinjvm.plugins.drivers;

import dev.spinjvm.plugins.dispatch.Description.Setting;
import java.util.Map;
import java.util.Set;

/// Runs an application.
public interface RunDriver {
    /// What can be set, by name. Others are refused before the driver is asked for anything; where nobody sets one, its environment variable
    /// and then its default do.
    default Map<String, Setting> settings() {
        return Map.of();
    }

    /// The types of the triggers of applications that it can run; empty for all.
    default Set<String> triggers() {
        return Set.of();
    }

    /// Runs an application until it ends or the user asks for its end ([DriverContext#whenAskedToEnd]); a driver that only hands it on
    /// returns at once. With [RunRequest#dryRun] it says what it would do, and does nothing.
    ///
    /// @return the exit code
    /// @throws dev.spinjvm.plugins.PluginException if it cannot be run
    /// @throws InterruptedException if this thread was interrupted; what ran then has ended
    int run(RunRequest request, DriverContext context) throws InterruptedException;
}
