package dev.spinjvm.plugins.drivers;

import dev.spinjvm.plugins.dispatch.PluginEvent;
import java.util.function.Consumer;

/// Shows the user what a driver tells on the way.
final class DriverEvents {
    private DriverEvents() {}

    static Consumer<PluginEvent> to(DriverConsole console) {
        return event -> {
            switch (event) {
                case PluginEvent.Progress(String message) -> console.progress(message);
                case PluginEvent.Warning(String message) -> console.warning(message);
                case PluginEvent.Other _ -> {
                    // Versions of the protocol to come may tell more; nothing depends on it.
                }
            }
        };
    }
}
