package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `spin registry run`: `spin up` with the reference in another place.
@Command(name = "run", description = "Start an application from a registry; the same as `spin up -f <REFERENCE>`", customSynopsis = {
    "spin registry run [OPTIONS] <REFERENCE>", "",
    "  <REFERENCE>                registry/repository[:tag][@digest], or oci:<folder>[:tag]"}, sortOptions = false, optionListHeading = "%nOptions:%n")
final class RegistryRunCommand extends UpCommand {
    @Spec
    private CommandSpec command;

    RegistryRunCommand(Process process) {
        super(process);
        this.command = CommandSpec.create();
    }

    @Override
    AppSource source() {
        List<String> words = TriggerLine.parse(super.arguments(), command.commandLine()).words;
        if (words.isEmpty()) {
            throw new MissingParameterException(command.commandLine(), List.of(), "Missing required parameter: '<REFERENCE>'");
        }
        return new AppSource.Registry(words.getFirst());
    }

    /// Without the reference.
    @Override
    List<String> arguments() {
        List<String> rest = new ArrayList<>(super.arguments());
        List<String> words = TriggerLine.parse(rest, command.commandLine()).words;
        if (!words.isEmpty()) {
            rest.remove(words.getFirst());
        }
        return rest;
    }
}
