package dev.spinjvm.plugins.dispatch;

import java.util.Map;

/// What a plugin tells on the way to its result.
public sealed interface PluginEvent {
    record Progress(String message) implements PluginEvent {}

    record Warning(String message) implements PluginEvent {}

    /// Anything else, of which only kinds of plugins know what it means.
    ///
    /// @param name what it calls it
    record Other(String name, Map<String, Object> members) implements PluginEvent {}
}
