package dev.spinjvm.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where plugins are looked for.
final class PluginArguments {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = "--catalogue", paramLabel = "<URL|PATH>", description = "The catalogue of plugins: a Git repository, a tar.gz archive, or a folder that holds manifests [env: SPIN_PLUGINS_CATALOGUE]")
    @Nullable
    String catalogue;

    @Option(names = "--offline", description = "Use what is on this machine only [env: SPIN_OFFLINE]")
    boolean offline;
}
