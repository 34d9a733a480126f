package dev.spinjvm.loader;

import java.nio.file.Path;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// How an application is loaded.
///
/// @param workingDirectory where `assets/<component>` is written
/// @param directMounts give components the `files` directories themselves instead of copies
/// @param links put symbolic links into the working directory where copies are not needed
/// @param profile the component profile to apply
/// @param cacheDirectory where sources fetched earlier are kept: the directory that holds `registry`
/// @param sources gets code that lies somewhere else
/// @param onWarning receives what is probably a mistake but does not keep the application from running
public record LoadOptions(Path workingDirectory, boolean directMounts, boolean links, @Nullable String profile, Path cacheDirectory,
        SourceFetcher sources, Consumer<Diagnostic> onWarning) {
    /// Copies, no profile, warnings dropped; of sources that lie somewhere else only downloads of earlier times are found.
    public static LoadOptions of(Path workingDirectory, Path cacheDirectory) {
        return new LoadOptions(workingDirectory, false, false, null, cacheDirectory, WasmCache.at(cacheDirectory), _ -> {});
    }

    public LoadOptions withDirectMounts(boolean direct) {
        return new LoadOptions(workingDirectory, direct, links, profile, cacheDirectory, sources, onWarning);
    }

    /// For callers that read each file and compare it with a digest: what somebody changes meanwhile is refused.
    public LoadOptions withLinks(boolean linked) {
        return new LoadOptions(workingDirectory, directMounts, linked, profile, cacheDirectory, sources, onWarning);
    }

    public LoadOptions withProfile(@Nullable String name) {
        return new LoadOptions(workingDirectory, directMounts, links, name, cacheDirectory, sources, onWarning);
    }

    public LoadOptions onWarning(Consumer<Diagnostic> consumer) {
        return new LoadOptions(workingDirectory, directMounts, links, profile, cacheDirectory, sources, consumer);
    }

    public LoadOptions withSources(SourceFetcher fetcher) {
        return new LoadOptions(workingDirectory, directMounts, links, profile, cacheDirectory, fetcher, onWarning);
    }
}
