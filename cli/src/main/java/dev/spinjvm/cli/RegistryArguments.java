package dev.spinjvm.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How registries are talked to.
final class RegistryArguments {
    @Option(names = {"-k",
        "--insecure"}, description = "Talk to the registry over HTTP without encryption. Not needed for a registry on this machine")
    boolean insecure;

    @Option(names = "--ca-file", paramLabel = "<FILE>", description = "Certificates (PEM) of authorities to trust beside the usual ones [env: SPIN_REGISTRY_CA_FILE]")
    @Nullable
    Path caFile;
}
