package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.plugins.bindle.BindlePackage;
import dev.spinjvm.plugins.bindle.BindlePackage.BuildInfo;
import dev.spinjvm.plugins.bindle.Role;
import dev.spinjvm.plugins.bindle.SecretKeys;
import dev.spinjvm.plugins.bindle.Signing;
import dev.spinjvm.plugins.bindle.StandaloneBindle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a bindle is made of an application.
final class BindlePackaging {
    @Mixin
    LocalApp local = new LocalApp();

    @Mixin
    PullArguments pull = new PullArguments();

    @Option(names = "--buildinfo", paramLabel = "<BUILDINFO>", description = "Build metadata to append to the version. Defaults to a hash of the content")
    @Nullable
    String buildInfo;

    @Option(names = "--no-buildinfo", description = "Append nothing to the version")
    boolean noBuildInfo;

    @Option(names = {"-d", "--staging-dir"}, paramLabel = "<DIR>", description = "Write the bindle to this directory, too")
    @Nullable
    Path staging;

    @Option(names = "--signing-keys", paramLabel = "<FILE>", description = "Sign the bindle with the creator's key of this file (secret_keys.toml). Defaults to $BINDLE_SIGNING_KEYS")
    @Nullable
    Path signingKeys;

    /// A bindle, and the application that it was made of.
    record Packaged(LockedApp app, StandaloneBindle bindle) {}

    /// @param servers where components are read from whose code is a parcel of another bindle
    Packaged make(Process process, Path folder, RegistryArguments registry, BindleArguments servers, String command) throws IOException {
        AppSource source = local.source(process, command);
        if (!(source instanceof AppSource.ManifestFile(Path manifest))) {
            throw new CommandFailure("a bindle is made of an application with a manifest");
        }
        LockedApp app;
        try (SourceAccess sources = new SourceAccess(process, registry, pull, servers, local.cacheDirectory)) {
            app = local.load(process, source, sources, folder, false);
        }
        BuildInfo info = buildInfo != null
                ? new BuildInfo.Given(buildInfo)
                : noBuildInfo ? new BuildInfo.None() : new BuildInfo.OfContent();
        StandaloneBindle bindle = signed(process, BindlePackage.of(app, Files.readAllBytes(manifest), info, Files.createDirectory(folder
                .resolve("bindle"))));
        if (staging != null) {
            bindle.write(process.workingDirectory().resolve(staging));
        }
        return new Packaged(app, bindle);
    }

    private StandaloneBindle signed(Process process, StandaloneBindle bindle) throws IOException {
        String variable = process.environment().getOrDefault("BINDLE_SIGNING_KEYS", "");
        Path file = signingKeys != null ? signingKeys : variable.isEmpty() ? null : Path.of(variable);
        if (file == null) {
            return bindle;
        }
        SecretKeys keys = SecretKeys.read(Files.readString(process.workingDirectory().resolve(file)), file.toString());
        SecretKeys.Entry key = keys.forRole(Role.CREATOR).orElseThrow(() -> new CommandFailure("'" + file
                + "' holds no key for the role creator"));
        return new StandaloneBindle(Signing.sign(bindle.invoice(), Role.CREATOR, key, process.clock().instant()), bindle.parcels());
    }
}
