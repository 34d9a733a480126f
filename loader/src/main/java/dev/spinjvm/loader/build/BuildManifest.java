package dev.spinjvm.loader.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.spinjvm.loader.BuildTables;
import dev.spinjvm.loader.Diagnostic;
import dev.spinjvm.loader.DiagnosticRenderer;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.Manifest;
import dev.spinjvm.loader.Manifest.Component;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.loader.Position;
import org.jspecify.annotations.Nullable;

/// What building an application needs of its manifest, whose other parts may have faults.
///
/// @param inspection the whole manifest, the profile applied
/// @param profile the one that was applied
/// @param parts its components, in the order of the manifest
public record BuildManifest(ManifestInspection inspection, @Nullable String profile, List<Part> parts) {

    /// What building needs of a component.
    ///
    /// @param buildable whether it has a build command
    /// @param commands run one after the other; there may be none
    /// @param workdir where they run, as the manifest says it
    /// @param source its Wasm file, if it is a local one, as the manifest says it
    /// @param localDependencies Wasm files it depends on, as the manifest says them
    public record Part(String id, boolean buildable, List<String> commands, Optional<String> workdir, Optional<String> source,
            Set<String> localDependencies) {}

    /// Reads a manifest.
    ///
    /// @throws LoadException if the parts needed here cannot be read, or no component has the profile
    public static BuildManifest read(Path file, @Nullable String profile) {
        String failed = "Cannot read manifest file from \"" + file + "\"";
        ManifestInspection inspection;
        boolean buildable;
        try {
            inspection = ManifestInspection.of(file, profile);
            buildable = inspection.readable() || BuildTables.areReadable(Files.readString(file));
        } catch (LoadException e) {
            throw new LoadException(failed, e);
        } catch (IOException e) {
            throw LoadException.ofIo(failed, e);
        }
        if (!buildable) {
            throw new LoadException(failed + "\n\n" + DiagnosticRenderer.render(inspection.diagnostics()));
        }
        var parts = new ArrayList<Part>();
        inspection.manifest().components().forEach((id, component) -> parts.add(part(id, component)));
        return new BuildManifest(inspection, profile, parts);
    }

    /// The manifest's file, as the user knows it.
    public Path file() {
        return inspection.file();
    }

    /// The folder of the manifest, as the user knows it.
    public Path folder() {
        Path parent = file().getParent();
        return parent == null ? Path.of(".") : parent;
    }

    /// Whether environments are named that components must be able to run in.
    public boolean hasTargets() {
        return !inspection.manifest().application().targets().isEmpty()
                || inspection.manifest().components().values().stream().map(Component::targets)
                        .anyMatch(targets -> targets != null && !targets.isEmpty());
    }

    /// The errors among some diagnostics, for the user; none if there are none.
    static Optional<String> errors(List<Diagnostic> diagnostics) {
        List<Diagnostic> errors = diagnostics.stream().filter(Diagnostic::isError).toList();
        return errors.isEmpty() ? Optional.empty() : Optional.of(DiagnosticRenderer.render(errors));
    }

    private static Part part(String id, Component component) {
        Manifest.Build build = component.build();
        Set<String> local = new LinkedHashSet<>();
        for (Manifest.Dependency dependency : component.dependencies().values()) {
            if (dependency.kind() instanceof Manifest.Kind.Local(String path)) {
                local.add(path);
            }
        }
        Optional<String> source = component.source() instanceof Manifest.Source.Local(String path, Position _)
                ? Optional.of(path)
                : Optional.empty();
        List<String> commands = build == null ? List.of() : build.command().commands();
        return new Part(id, build != null, commands, Optional.ofNullable(build == null ? null : build.workdir()), source, local);
    }
}
