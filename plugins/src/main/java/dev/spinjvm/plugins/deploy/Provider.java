package dev.spinjvm.plugins.deploy;

import dev.spinjvm.plugins.dispatch.PluginProgram;

/// Somebody who deploys applications.
public sealed interface Provider {
    /// What the user calls it.
    String name();

    /// One of this program's own.
    record BuiltIn(String name) implements Provider {}

    /// A plugin that keeps the contract of providers.
    record Plugin(PluginProgram program) implements Provider {
        @Override
        public String name() {
            return program.name();
        }
    }

    /// A program of its own, which is run as `NAME deploy ARGUMENTS`, as Spin 4 does.
    record Standalone(String name) implements Provider {}
}
