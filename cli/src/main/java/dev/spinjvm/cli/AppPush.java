package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.ArtifactPush;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.build.BuildOptions;
import dev.spinjvm.loader.build.LastBuild;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        LockedApp app = local.load(process, source, registry, pull, folder);
        Repository target = access.target(name);
        try (TransferProgress progress = new TransferProgress(process, "Pushing")) {
            Digest digest = new ArtifactPush(target, access.parallel(), progress.progress()).push(app, name.selector(), Files
                    .createDirectory(folder.resolve("layers")), options);
            return new Pushed(app, digest);
        }
    }
}
