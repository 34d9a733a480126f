package dev.spinjvm.cli;

import dev.spinjvm.loader.build.AppBuild;
import dev.spinjvm.loader.build.BuildConsole;
import dev.spinjvm.loader.build.BuildHooks;
import dev.spinjvm.loader.build.ComponentBuilder;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.loader.targets.TargetEnvironments;
import dev.spinjvm.plugins.drivers.BuildSelection;
import dev.spinjvm.plugins.drivers.DriverBuild;
import dev.spinjvm.trigger.guests.DependencyWits;
import dev.spinjvm.trigger.guests.TargetChecks;
import java.io.PrintStream;
import java.util.List;

/// Builds of applications, as this program's commands run them.
final class Builds {
    private Builds() {}

    /// Builds by the drivers that the environment, the manifest and the user's settings name.
    ///
    /// @param sources gets what lies somewhere else
    static AppBuild of(Process process, ChildProcesses children, SourceAccess sources) {
        BuildSelection selection = BuildSelection.of(List.of(), process.environment(), new DriverAccess(process).settings());
        return of(process, children, sources, selection);
    }

    /// @param sources gets what lies somewhere else
    static AppBuild of(Process process, ChildProcesses children, SourceAccess sources, BuildSelection selection) {
        BuildConsole console = console(process);
        DriverAccess drivers = new DriverAccess(process);
        ComponentBuilder builder = new DriverBuild(selection, drivers.forBuilds(console), console, drivers.context(children, _ -> {}));
        TargetEnvironments environments = new TargetEnvironments(TargetsCommand.catalogue(process), sources, sources);
        return new AppBuild(builder, console, new BuildHooks(new DependencyWits(sources), new TargetChecks(environments, sources)));
    }

    static BuildConsole console(Process process) {
        PrintStream out = process.out();
        PrintStream err = process.err();
        Style style = process.errorStyle();
        return new BuildConsole() {
            @Override
            public void step(String verb, String rest) {
                out.println(process.outputStyle().boldGreen(verb) + " " + rest);
            }

            @Override
            public void line(String text) {
                out.println(text);
            }

            @Override
            public void warning(String text) {
                err.println(style.boldYellow("Warning") + ": " + text);
            }

            @Override
            public void error(String text) {
                err.println(style.boldRed("Error") + ": " + text);
            }

            @Override
            public void detail(String subject, String text) {
                err.println(style.bold(subject) + " " + text);
            }
        };
    }
}
