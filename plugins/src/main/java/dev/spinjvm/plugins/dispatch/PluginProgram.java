package dev.spinjvm.plugins.dispatch;

import java.nio.file.Path;

/// A plugin that has a contract.
///
/// @param name without the keyword of its kind
/// @param file can be run
/// @param origin how it came here
public record PluginProgram(PluginKind kind, String name, Path file, Origin origin) {
    public enum Origin {
        /// By `spin plugins install`, compared with its digest.
        INSTALLED,
        /// Somebody put it on the PATH.
        PATH
    }

    /// As a plugin is called, such as `build-make`.
    public String fullName() {
        return kind.keyword() + "-" + name;
    }

    @Override
    public String toString() {
        return "plugin '" + fullName() + "'";
    }
}
