package dev.spinjvm.cli;

import dev.spinjvm.loader.templates.Variant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `spin new`: an application from a template.
@Command(name = "new", aliases = "n", description = "Scaffold a new application based on a template", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin new                                   ask for everything", "  spin new hello -t http-rust --accept-defaults",
    "  spin new hello -t redirect -v redirect-from=/old -v redirect-to=/new -a"})
final class NewCommand implements Callable<Integer> {
    private final Process process;

    @Mixin
    private TemplateArguments arguments = new TemplateArguments();

    NewCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        arguments.check();
        return new Scaffolding(process, arguments, new Variant.NewApplication()).run();
    }
}
