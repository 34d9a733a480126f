package dev.spinjvm.loader.build;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// What is to be built, and how.
///
/// @param profile the profile to build; `null` for the one without a name
/// @param componentIds what to build; empty for everything
/// @param checkTargets whether the components must be able to run where the manifest says
/// @param generateWits whether `spin-dependencies.wit` is written
/// @param cacheDirectory where sources fetched earlier are kept
public record BuildOptions(@Nullable String profile, List<String> componentIds, boolean checkTargets, boolean generateWits,
        Path cacheDirectory) {
    /// Everything, with all checks.
    public static BuildOptions standard(@Nullable String profile, Path cacheDirectory) {
        return new BuildOptions(profile, List.of(), true, true, cacheDirectory);
    }
}
