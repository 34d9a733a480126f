package dev.spinjvm.cli;

import dev.spinjvm.loader.Manifest.Target;
import dev.spinjvm.loader.ManifestDiscovery;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.loader.targets.EnvironmentDefinition;
import dev.spinjvm.loader.targets.TargetEnvironments;
import java.nio.file.Path;
import java.util.List;

/// Target environments, as one command line and its environment describe them.
final class TargetAccess implements AutoCloseable {
    /// Stands for the environment of the application here.
    static final String OF_APPLICATION = ".";

    private final Process process;
    private final SourceAccess sources;

    TargetAccess(Process process) {
        this.process = process;
        this.sources = new SourceAccess(process, new RegistryArguments(), new PullArguments(), null);
    }

    TargetEnvironments environments() {
        return new TargetEnvironments(TargetsCommand.catalogue(process), sources, sources);
    }

    /// The environment that `-E` names; for [#OF_APPLICATION] the only one of the manifest here or above.
    EnvironmentDefinition named(String text) {
        Path here = process.workingDirectory();
        if (!text.equals(OF_APPLICATION)) {
            return environments().definition(TargetEnvironments.parse(text), here);
        }
        Path manifest = here.resolve(ManifestDiscovery.search(here).orElseThrow(() -> new CommandFailure("No target environment found"))
                .file());
        ManifestInspection inspection = ManifestInspection.of(manifest, null);
        List<Target> targets = inspection.manifest().application().targets();
        if (targets.size() != 1) {
            throw new CommandFailure(targets.isEmpty()
                    ? "No target environment found: the application names none"
                    : "expected single environment ref, got multiple");
        }
        return environments().definition(targets.getFirst(), inspection.appRoot());
    }

    @Override
    public void close() {
        sources.close();
    }
}
