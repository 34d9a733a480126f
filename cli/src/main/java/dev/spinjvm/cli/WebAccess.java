package dev.spinjvm.cli;

import dev.spinjvm.oci.http.Connections;
import dev.spinjvm.plugins.bindle.BindleClient;
import dev.spinjvm.plugins.bindle.BindleServer;

/// The way to the servers of platforms, as one command line and its environment describe it.
final class WebAccess {
    private WebAccess() {}

    static Connections connections(Process process) {
        return Connections.of(process.environment(), process.workingDirectory());
    }

    /// @param registry may name a file of authorities
    static Connections connections(Process process, RegistryArguments registry) {
        Connections usual = connections(process);
        return registry.caFile == null ? usual : usual.withCaFile(process.workingDirectory().resolve(registry.caFile));
    }

    static BindleClient bindle(BindleServer server, Connections connections) {
        return new BindleClient(server, "spin/" + Version.ofThisBuild().number(), connections);
    }
}
