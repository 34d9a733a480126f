package dev.spinjvm.cli;

import dev.spinjvm.loader.NearNames;
import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.dispatch.ChildProgram;
import dev.spinjvm.plugins.manage.Compatibility;
import dev.spinjvm.plugins.manage.ManifestLocation;
import dev.spinjvm.plugins.manage.PluginManager;
import dev.spinjvm.plugins.manage.PluginManifest;
import dev.spinjvm.plugins.manage.PluginNames;
import dev.spinjvm.plugins.manage.UpdateNotices;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// `spin NAME ARGUMENTS`, where NAME is no command of this program: runs the plugin of that name.
final class ExternalCommand {
    private static final String OVERRIDE = "--override-compatibility-check";

    private final Process process;

    ExternalCommand(Process process) {
        this.process = process;
    }

    /// @param words the name, and what the plugin is to be given
    /// @return the exit code, that of the plugin if one was run
    int run(List<String> words) {
        List<String> arguments = new ArrayList<>(words);
        boolean overridden = arguments.removeIf(OVERRIDE::equals);
        String name = arguments.removeFirst();
        PluginAccess access = PluginAccess.of(process);
        PluginManager manager = access.manager();
        Optional<PluginManifest> manifest = Optional.empty();
        try {
            PluginManifest installed = manager.store().installed(name);
            Compatibility.require(installed, manager.spin().version(), overridden, manager.notices());
            manifest = Optional.of(installed);
        } catch (PluginException.NotFound _) {
            if (!PluginNames.isUsable(name) || !Files.isExecutable(manager.store().program(name))) {
                int code = offer(name, manager);
                if (code != ExitCode.OK.number()) {
                    return code;
                }
            }
        }
        Path program = manager.store().program(name);
        if (!Files.exists(program)) {
            throw new CommandFailure("plugin executable '" + program + "' is missing. Try uninstalling and installing the plugin '" + name
                    + "' again.");
        }
        Optional<UpdateNotices> notices = manifest.filter(_ -> process.errIsTerminal() && wantsNotices(access)).map(_ -> new UpdateNotices(
                manager, access.notifications(), process.clock()));
        boolean due = notices.isPresent() && notices.get().isDue(manifest.get());
        if (due) {
            updateBeside(manager);
        }
        int code = execute(program, arguments, manager);
        if (due) {
            notices.get().take(manifest.get()).ifPresent(this::tell);
        }
        return code;
    }

    private static boolean wantsNotices(PluginAccess access) {
        return !access.isOffline() && access.settings().flag("plugins.update-notices", true);
    }

    private int execute(Path program, List<String> arguments, PluginManager manager) {
        // Before the child, which a signal would otherwise leave alone.
        CompletableFuture<ChildProgram> started = new CompletableFuture<>();
        Ending ending = Ending.ofThisProcess();
        ending.atLast(() -> started.thenAccept(ChildProgram::kill));
        ending.drainWith(() -> started.thenAccept(ChildProgram::stop));
        ChildProgram child = ChildProgram.start(program, arguments, manager.spin().environment(), process.environment(),
                process.workingDirectory());
        started.complete(child);
        return child.await();
    }

    /// Nobody waits for it.
    private void updateBeside(PluginManager manager) {
        Path spin = manager.spin().program();
        if (spin == null) {
            return;
        }
        try {
            new ProcessBuilder(spin.toString(), "plugins", "update").redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(
                    ProcessBuilder.Redirect.DISCARD).start().getOutputStream().close();
        } catch (IOException _) {
            // What is known already is good enough.
        }
    }

    private void tell(UpdateNotices.Notice notice) {
        PrintStream err = process.err();
        err.println();
        err.print(process.errorStyle().boldCyan("This plugin can be upgraded.") + " ");
        if (notice.eligible() == null) {
            err.println("Version " + notice.questionable() + " is available,");
            err.println("but may not be backward compatible with your current plugin.");
        } else {
            err.println("Version " + notice.eligible() + " is available and compatible.");
            if (notice.questionable() != null) {
                err.println("Version " + notice.questionable()
                        + " is also available, but may not be backward compatible with your current plugin.");
            }
        }
        err.println("To upgrade, run `" + notice.command() + "`.");
    }

    /// Where a person can be asked, a plugin of the catalogue is offered; otherwise the word is a mistake.
    private int offer(String name, PluginManager manager) {
        Optional<PluginManifest> offered = process.errIsTerminal() ? manager.offered(name) : Optional.empty();
        if (offered.isEmpty()) {
            unknown(name, manager);
            return ExitCode.USAGE.number();
        }
        PluginManifest plugin = offered.get();
        PrintStream err = process.err();
        err.println(process.errorStyle().boldYellow("Warning") + ": `" + plugin.name()
                + "` is not a known Spin command, but there is a plugin with that name.");
        err.println("The plugin has the " + plugin.license() + " license and would download from " + plugin.packageFor(manager.spin()
                .platform()).url());
        boolean wanted = process.prompt().confirm("Would you like to install this plugin and run it now?", false,
                "install it with `spin plugins install " + name + " --yes`");
        if (!wanted) {
            return ExitCode.USAGE.number();
        }
        new PluginInstallation(process, manager, true, false, false, null).run(new ManifestLocation.InCatalogue(name, null));
        err.println();
        return ExitCode.OK.number();
    }

    private void unknown(String word, PluginManager manager) {
        process.err().println(process.errorStyle().boldRed("Error") + ": '" + word + "' is not a known Spin command. See spin --help.\n");
        List<String> known = Stream.concat(Commands.ALL.stream().map(Commands::name), manager.store().installed().stream().map(
                PluginManifest::name)).toList();
        List<String> similar = NearNames.within(Program.SIMILAR, word.toLowerCase(Locale.ROOT), known);
        if (!similar.isEmpty()) {
            process.err().println(similar.size() == 1 ? "The most similar command is:" : "The most similar commands are:");
            similar.forEach(name -> process.err().println("    " + name));
            process.err().println();
        }
    }
}
