package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.loader.targets.TargetTemplates;
import dev.spinjvm.loader.templates.TemplateHome;
import dev.spinjvm.loader.templates.TemplateManager;
import dev.spinjvm.loader.templates.TemplateSource;
import java.nio.file.Path;
import java.util.Optional;

/// Templates, as one command line and its environment describe them.
final class TemplateAccess {
    private final Process process;

    TemplateAccess(Process process) {
        this.process = process;
    }

    TemplateHome home() {
        Path folder = DataDirectories.of(process.environment(), System.getProperty("os.name", ""), null).templates();
        return new TemplateHome(folder, true, process.workingDirectory(), process.environment(), Version.ofThisBuild().number());
    }

    TemplateManager manager() {
        return new TemplateManager(home());
    }

    /// Those that are installed, whatever is developed.
    TargetTemplates.Source everywhere() {
        return new TargetTemplates.Source(home(), Optional.empty());
    }

    /// Those of target environments.
    TargetTemplates of(TargetAccess targets) {
        return new TargetTemplates(targets.environments(), home(), warning -> process.err().println(process.errorStyle().boldYellow(
                "Warning") + ": " + warning));
    }

    /// Whether a person reads and answers.
    boolean isInteractive() {
        return process.errIsTerminal() && process.prompt().isAnswered();
    }

    /// Installs and prints what came of it.
    void install(TemplateSource source, boolean update) {
        TemplateManager.Installation result = manager().install(source, update, process.out()::println);
        if (result.installed().isEmpty() && result.skipped().isEmpty()) {
            process.out().println("The specified source contained no templates");
            return;
        }
        process.out().println("Installed " + result.installed().size() + " template(s)");
        if (!result.installed().isEmpty()) {
            TextTable table = new TextTable("Name", "Description");
            result.installed().forEach(template -> table.row(template.id(), template.description()));
            process.out().println("\n" + table);
        }
        if (!result.skipped().isEmpty()) {
            TextTable table = new TextTable("Name", "Reason skipped");
            result.skipped().forEach(table::row);
            process.out().println("\nSkipped " + result.skipped().size() + " template(s)\n\n" + table);
        }
        if (!result.removed().isEmpty()) {
            TextTable table = new TextTable("Name");
            result.removed().forEach(table::row);
            process.out().println("\nRemoved " + result.removed().size() + " templates no longer in repository\n\n" + table);
        }
    }

}
