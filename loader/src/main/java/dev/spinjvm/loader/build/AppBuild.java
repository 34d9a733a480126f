package dev.spinjvm.loader.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.spinjvm.loader.Diagnostic;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.build.BuildManifest.Part;

/// Builds applications.
///
/// Commands run one after the other, with the standard streams of this program. The first that fails ends the build.
public final class AppBuild {
    private static final String LEARN_MORE = "For information on specifying a build command, see https://spinframework.dev/build#setting-up-for-spin-build.";

    private final Shell shell;
    private final BuildConsole console;
    private final BuildHooks hooks;

    public AppBuild(Shell shell, BuildConsole console, BuildHooks hooks) {
        this.shell = shell;
        this.console = console;
        this.hooks = hooks;
    }

    /// Builds the application of a manifest.
    ///
    /// Parts of the manifest that builds do not need may have faults: a warning tells of them, and of everything else that would keep
    /// the application from being started.
    ///
    /// @throws LoadException if something cannot be built, or not for the environments it is meant for
    /// @throws InterruptedException if this thread was interrupted; the command that ran then has ended
    public void run(Path manifestFile, BuildOptions options) throws InterruptedException {
        BuildManifest manifest = BuildManifest.read(manifestFile, options.profile());
        List<Part> selected = selected(manifest, options.componentIds());
        if (options.generateWits()) {
            generateWits(manifest, selected);
        }
        Optional<BuildException> failure = build(manifest, selected);
        // Told at the end, and before a failure, so that neither is buried.
        warnOfProblems(manifest, options, failure.isEmpty());
        if (failure.isPresent()) {
            throw failure.get();
        }
        LastBuild.saveIfPossible(manifest.folder(), options.profile(), console);
        if (options.checkTargets() && manifest.hasTargets() && manifest.inspection().readable()) {
            checkTargets(manifest, options);
        }
    }

    private static List<Part> selected(BuildManifest manifest, List<String> ids) {
        if (ids.isEmpty()) {
            return manifest.parts();
        }
        Set<String> known = manifest.parts().stream().map(Part::id).collect(Collectors.toSet());
        List<String> unknown = ids.stream().filter(id -> !known.contains(id)).toList();
        if (!unknown.isEmpty()) {
            throw new BuildException("Unknown component(s) " + String.join(", ", unknown));
        }
        return manifest.parts().stream().filter(part -> ids.contains(part.id())).toList();
    }

    private void generateWits(BuildManifest manifest, List<Part> selected) {
        Map<String, LoadException> failures = new LinkedHashMap<>();
        for (Part part : selected) {
            try {
                hooks.wits().write(manifest, part);
            } catch (LoadException e) {
                failures.put(part.id(), e);
            }
        }
        if (failures.isEmpty()) {
            return;
        }
        console.warning("""
                One or more components specified dependencies for which Spin couldn't generate import interfaces.
                If these components rely on Spin-generated interfaces they may fail to build.
                Otherwise, to skip interface generation, use the --skip-generate-wits flag.
                Error details:""");
        failures.forEach((id, failure) -> console.detail(id + ":", failure.fullMessage()));
    }

    private Optional<BuildException> build(BuildManifest manifest, List<Part> selected) throws InterruptedException {
        if (selected.stream().noneMatch(Part::buildable)) {
            console.line("None of the components have a build command.");
            console.line(LEARN_MORE);
            return Optional.empty();
        }
        try {
            for (Part part : BuildOrder.of(selected)) {
                build(part, manifest.folder());
            }
        } catch (BuildException e) {
            return Optional.of(e);
        }
        console.step("Finished", "building all Spin components");
        return Optional.empty();
    }

    private void build(Part part, Path appFolder) throws InterruptedException {
        List<String> commands = part.commands();
        if (commands.size() > 1) {
            console.step("Building", "component " + part.id() + " (" + commands.size() + " commands)");
        }
        for (int i = 0; i < commands.size(); i++) {
            String command = commands.get(i);
            if (commands.size() > 1) {
                console.step("Running build step",
                        (i + 1) + "/" + commands.size() + " for component " + part.id() + " with '" + command + "'");
            } else {
                console.step("Building", "component " + part.id() + " with `" + command + "`");
            }
            run(part, command, workingFolder(part, appFolder));
        }
    }

    private Path workingFolder(Part part, Path appFolder) {
        String workdir = part.workdir().orElse(null);
        if (workdir == null) {
            return appFolder;
        }
        if (Path.of(workdir).getRoot() != null || workdir.startsWith("/")) {
            throw new BuildException("The workdir specified in the application file must be relative.");
        }
        Path folder = appFolder.resolve(workdir);
        console.line("Working directory: \"" + folder + "\"");
        if (!Files.isDirectory(folder)) {
            throw new BuildException("The workdir of component " + part.id() + " is no directory: \"" + folder + "\"");
        }
        return folder;
    }

    private void run(Part part, String command, Path folder) throws InterruptedException {
        int code;
        try {
            code = shell.run(command, folder);
        } catch (IOException e) {
            throw new BuildException("Cannot spawn build process '" + command + "' for component " + part.id(), e);
        }
        if (code != 0) {
            throw new BuildException("Build command for component " + part.id() + " failed with status Exited(" + code + ")");
        }
    }

    private void warnOfProblems(BuildManifest manifest, BuildOptions options, boolean built) {
        List<Diagnostic> problems = new ArrayList<>(manifest.inspection().diagnostics());
        // Before everything is built there are sources missing that should not be told of.
        if (built && options.componentIds().isEmpty()) {
            problems.addAll(manifest.inspection().fileProblems());
        }
        BuildManifest.errors(problems).ifPresent(errors -> console.warning(
                "The manifest has errors not related to the Wasm component build. Error details:\n" + errors));
        if (!manifest.inspection().readable() && options.checkTargets() && manifest.hasTargets()) {
            console.warning("The manifest error(s) prevented Spin from checking the deployment targets.");
        }
    }

    private void checkTargets(BuildManifest manifest, BuildOptions options) {
        List<String> problems;
        try {
            problems = hooks.targets().problems(manifest, options);
        } catch (LoadException e) {
            throw new BuildException("unable to check if the application is compatible with deployment targets", e);
        }
        if (!problems.isEmpty()) {
            problems.forEach(console::error);
            throw new BuildException("All components built successfully, but one or more was incompatible with one or more of the"
                    + " deployment targets.");
        }
    }
}
