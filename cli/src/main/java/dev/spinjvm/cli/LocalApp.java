package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.DiagnosticRenderer;
import dev.spinjvm.loader.LoadOptions;
import dev.spinjvm.loader.Loader;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.ManifestDiscovery;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which application of this machine a command is about.
final class LocalApp {
    @Option(names = {"-f", "--from",
        "--file"}, paramLabel = "<APPLICATION>", description = "The manifest, or a directory that holds one. Defaults to spin.toml")
    @Nullable
    String from;

    @Option(names = "--profile", paramLabel = "<NAME>", description = "The build profile to use")
    @Nullable
    String profile;

    @Option(names = "--cache-dir", paramLabel = "<DIR>", description = "Cache directory for downloaded components")
    @Nullable
    Path cacheDirectory;

    /// The manifest.
    ///
    /// @param command what to run with `--from`, for the error
    AppSource source(Process process, String command) {
        Path here = process.workingDirectory();
        if (from != null) {
            return AppSource.ofFile(from, here);
        }
        ManifestDiscovery.Found found = ManifestDiscovery.search(here).orElseThrow(() -> new CommandFailure(
                "Default file 'spin.toml' not found. Run `" + command + "`."));
        found.notice().ifPresent(process.err()::println);
        return new AppSource.ManifestFile(here.resolve(found.file()).normalize());
    }

    /// The application, with copies of its assets below a folder.
    LockedApp load(Process process, AppSource source, RegistryArguments registry, PullArguments pull, Path folder) {
        return load(process, source, registry, pull, folder, false);
    }

    /// @param links whether links will do for copies
    LockedApp load(Process process, AppSource source, RegistryArguments registry, PullArguments pull, Path folder, boolean links) {
        try (SourceAccess sources = new SourceAccess(process, registry, pull, cacheDirectory)) {
            return load(process, source, sources, folder, links);
        }
    }

    /// @param links whether links will do for copies
    LockedApp load(Process process, AppSource source, SourceAccess sources, Path folder, boolean links) {
        return Loader.load(source, LoadOptions.of(folder, cache(process)).withLinks(links).withProfile(profile).withSources(sources)
                .onWarning(warning -> process.err().println(DiagnosticRenderer.render(warning))));
    }

    Path cache(Process process) {
        return new Directories(process.environment()).orElse(cacheDirectory);
    }
}
