package dev.spinjvm.loader.build;

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
/// What builds a component is the concern of a [ComponentBuilder]; this is all that belongs to a build beside it.
public final class AppBuild {
    private static final String LEARN_MORE = "For information on specifying a build command, see https://spinframework.dev/build#setting-up-for-spin-build.";

    private final ComponentBuilder builder;
    private final BuildConsole console;
    private final BuildHooks hooks;

    public AppBuild(ComponentBuilder builder, BuildConsole console, BuildHooks hooks) {
        this.builder = builder;
        this.console = console;
        this.hooks = hooks;
    }

    /// Builds the application of a manifest.
    ///
    /// Parts of the manifest that builds do not need may have faults: a warning tells of them, and of everything else that would keep
    /// the application from being started.
    ///
    /// @return whether anything was built; if not, it was only told what would be
    /// @throws LoadException if something cannot be built, or not for the environments it is meant for
    /// @throws InterruptedException if this thread was interrupted; the command that ran then has ended
    public boolean run(Path manifestFile, BuildOptions options) throws InterruptedException {
        BuildManifest manifest = BuildManifest.read(manifestFile, options.profile());
        List<Part> selected = selected(manifest, options.componentIds());
        if (builder.isRehearsal(manifest, selected)) {
            builder.build(manifest, BuildOrder.of(selected));
            return false;
        }
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
        return true;
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
        if (selected.stream().noneMatch(part -> builder.builds(manifest, part))) {
            console.line("None of the components have a build command.");
            console.line(LEARN_MORE);
            return Optional.empty();
        }
        try {
            builder.build(manifest, BuildOrder.of(selected));
        } catch (BuildException e) {
            return Optional.of(e);
        }
        console.step("Finished", "building all Spin components");
        return Optional.empty();
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
