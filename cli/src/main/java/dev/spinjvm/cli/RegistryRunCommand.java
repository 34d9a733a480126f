package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `spin registry run`: `spin up` with the reference in another place.
@Command(name = "run", description = "Start an application from a registry; the same as `spin up -f <REFERENCE>`", sortOptions = false, optionListHeading = "%nOptions:%n")
final class RegistryRunCommand extends UpCommand {
    @Parameters(paramLabel = "<REFERENCE>", description = "registry/repository[:tag][@digest], or oci:<folder>[:tag]")
    private String reference = "";

    RegistryRunCommand(Process process) {
        super(process);
    }

    @Override
    AppSource source() {
        return new AppSource.Registry(reference);
    }
}
