package dev.spinjvm.loader.build;

import java.util.List;

/// What a build does beside running commands.
///
/// @param wits writes `spin-dependencies.wit` before the commands run
/// @param targets checks what was built
public record BuildHooks(DependencyWits wits, TargetCheck targets) {
    /// Nothing.
    public static final BuildHooks NONE = new BuildHooks((_, _) -> {}, (_, _) -> List.of());

    /// Interfaces of the components that a component depends on.
    @FunctionalInterface
    public interface DependencyWits {
        /// Writes the file of a component into the folder it is built in, or removes it where there are no dependencies.
        ///
        /// @throws dev.spinjvm.loader.LoadException if it cannot be written; the build goes on
        void write(BuildManifest manifest, BuildManifest.Part component);
    }

    /// The environments that components must be able to run in.
    @FunctionalInterface
    public interface TargetCheck {
        /// Called once everything is built, for manifests that name environments.
        ///
        /// @return what is wrong, for the user; empty if nothing is
        /// @throws dev.spinjvm.loader.LoadException if it cannot be checked
        List<String> problems(BuildManifest manifest, BuildOptions options);
    }
}
