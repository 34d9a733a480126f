package dev.spinjvm.cli;

import dev.spinjvm.loader.LoadException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `spin templates uninstall`: removes an installed template.
@Command(name = "uninstall", description = "Remove a template from your installation", sortOptions = false, optionListHeading = "%nOptions:%n")
final class TemplatesUninstallCommand implements Callable<Integer> {
    private final Process process;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Parameters(paramLabel = "<TEMPLATE_ID>", description = "The template to uninstall")
    private String id = "";

    TemplatesUninstallCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        try {
            new TemplateAccess(process).manager().uninstall(id);
        } catch (LoadException e) {
            throw new CommandFailure("Failed to uninstall template", e);
        }
        return ExitCode.OK.number();
    }
}
