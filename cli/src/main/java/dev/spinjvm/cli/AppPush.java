package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.ArtifactPush;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.build.BuildOptions;
import dev.spinjvm.loader.build.LastBuild;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.oci.Repository;
import dev.spinjvm.plugins.images.AppImage;
import dev.spinjvm.plugins.images.ImageBuilder;
import dev.spinjvm.plugins.images.ImageOptions;
import dev.spinjvm.trigger.guests.Compositions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Stores an application of this machine where others get it from.
record AppPush(Process process, LocalApp local, PullArguments pull, RegistryArguments registry) {

    /// An application as it was stored.
    record Pushed(LockedApp app, Digest digest) {}

    /// Builds it, or warns if it should be built.
    void build(Path manifest, boolean wanted) throws InterruptedException {
        if (!wanted) {
            LastBuild.warning(manifest.toAbsolutePath().resolveSibling(""), local.profile).ifPresent(warning -> process.err().println(
                    process.errorStyle().boldYellow("Warning") + ": " + warning));
            return;
        }
        try (ChildProcesses children = new ChildProcesses();
                SourceAccess sources = new SourceAccess(process, registry, pull, local.cache(process))) {
            Runnable done = Ending.ofThisProcess().atLast(children::close);
            Builds.of(process, children, sources).run(manifest, BuildOptions.standard(local.profile, local.cache(process)));
            done.run();
        }
    }

    /// Loads and stores it.
    ///
    /// @param folder an empty directory, which the caller removes
    Pushed push(AppSource source, RegistryAccess access, ArtifactName name, Path folder, ArtifactPush.Options options) throws IOException {
        LockedApp app = local.load(process, source, registry, pull, folder, true);
        return new Pushed(app, store(process, app, access, name, folder, options));
    }

    /// Stores an application that is on this machine.
    static Digest store(Process process, LockedApp app, RegistryAccess access, ArtifactName name, Path folder, ArtifactPush.Options options)
            throws IOException {
        Repository target = access.target(name);
        try (TransferProgress progress = new TransferProgress(process, "Pushing")) {
            return new ArtifactPush(target, access.parallel(), progress.progress()).push(app, name.selector(), Files.createDirectory(folder
                    .resolve("layers")), options);
        }
    }

    /// The usual way of storing.
    static ArtifactPush.Options usual(Process process) {
        return new ArtifactPush.Options(false, Map.of(), process.clock().instant(), List.of(), Compositions::compose);
    }

    /// Stores a container image of an application, in which this program is.
    static Digest storeImage(Process process, LockedApp app, RegistryAccess access, ArtifactName name, Path folder)
            throws IOException, InterruptedException {
        try (ChildProcesses children = new ChildProcesses()) {
            Runnable done = Ending.ofThisProcess().atLast(children::close);
            AppImage image = new ImageBuilder(DriverAccess.program(), DriverAccess.images(process), children).build(app, Files
                    .createDirectory(folder.resolve(
                            "image")), ImageOptions.standard());
            try (TransferProgress progress = new TransferProgress(process, "Pushing")) {
                return image.push(access.target(name), name.selector(), access.parallel(), progress.progress());
            } finally {
                done.run();
            }
        }
    }

    /// What never changes.
    static String pinned(Reference reference, Digest digest) {
        return new Reference(reference.registry(), reference.repository(), null, digest).toString();
    }

    /// For runs on clusters.
    static String publish(Process process, LockedApp app, String text, boolean runnable) throws InterruptedException {
        Reference reference = Reference.parse(text);
        try (RegistryAccess access = new RegistryAccess(process, new RegistryArguments());
                WorkingDirectory folder = WorkingDirectory.open(null, process.environment())) {
            ArtifactName name = access.name(text);
            return pinned(reference, runnable
                    ? storeImage(process, app, access, name, folder.path())
                    : store(process, app, access, name, folder.path(), usual(process)));
        } catch (IOException e) {
            throw new CommandFailure("Cannot push the application to " + text, e);
        }
    }
}
