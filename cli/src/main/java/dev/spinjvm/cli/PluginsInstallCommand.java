package dev.spinjvm.cli;

import dev.spinjvm.loader.targets.EnvironmentDefinition;
import dev.spinjvm.plugins.manage.ManifestLocation;
import dev.spinjvm.plugins.manage.PluginManager;
import dev.spinjvm.loader.versions.SemVersion;
import dev.spinjvm.loader.versions.VersionFormatException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `spin plugins install`.
@Command(name = "install", description = "Install plugin from a manifest", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin plugins install kube                           the newest version that fits",
    "  spin plugins install kube --version 0.4.0 --yes     that version, with nothing asked",
    "  spin plugins install --binary ./my-tool --link      a program that is still being written"})
final class PluginsInstallCommand implements Callable<Integer> {
    private final Process process;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "<NAME>", description = "Name of Spin plugin")
    private @Nullable String name;

    @Option(names = {"-f", "--file"}, paramLabel = "<FILE>", description = "Path to local plugin manifest")
    private @Nullable Path file;

    @Option(names = {"-u", "--url"}, paramLabel = "<URL>", description = "URL of remote plugin manifest to install")
    private @Nullable String url;

    @Option(names = {"-E",
        "--target-environment"}, arity = "0..1", fallbackValue = TargetAccess.OF_APPLICATION, paramLabel = "<ENVIRONMENT>", description = "The Spin platform or runtime for which you want to install plugins; without a value that of the application here")
    private @Nullable String environment;

    @Option(names = "--binary", paramLabel = "<PATH>", description = "A program on this machine that becomes a plugin of its name, or of <NAME>")
    private @Nullable Path binary;

    @Option(names = "--link", description = "Link the program of --binary instead of copying it")
    private boolean link;

    @Option(names = {"-y", "--yes"}, description = "Skips prompt to accept the installation of the plugin")
    private boolean yes;

    @Option(names = "--update", description = "Fetch the latest catalogue first")
    private boolean update;

    @Option(names = "--override-compatibility-check", description = "Overrides a failed compatibility check of the plugin with the current version of Spin")
    private boolean overridden;

    @Option(names = "--auth-header-value", paramLabel = "<VALUE>", description = "Provide the value for the authorization header to be able to install a plugin from a private repository. (e.g) --auth-header-value \"Bearer <token>\"")
    private @Nullable String authorization;

    @Option(names = {"-v",
        "--version"}, paramLabel = "<VERSION>", description = "Specific version of a plugin to be install from the centralized plugins repository")
    private @Nullable String version;

    @Mixin
    private PluginArguments plugins = new PluginArguments();

    PluginsInstallCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        check();
        PluginAccess access = PluginAccess.of(process, plugins);
        PluginManager manager = access.manager();
        if (environment != null) {
            try (TargetAccess targets = new TargetAccess(process)) {
                EnvironmentDefinition definition = targets.named(environment);
                new RecommendedPlugins(process, access, yes, false).offer(definition.name(), definition.plugins());
            }
            return ExitCode.OK.number();
        }
        SemVersion wanted = version(spec, version);
        if (binary != null) {
            Path program = process.workingDirectory().resolve(binary).normalize();
            String fileName = String.valueOf(program.getFileName()).replaceFirst("\\.exe$", "");
            PluginInstallation.report(process, manager.installProgram(name == null ? fileName : name, program, wanted, link));
            return ExitCode.OK.number();
        }
        if (update) {
            manager.catalogue().update();
        }
        new PluginInstallation(process, manager, yes, overridden, false, authorization).run(location(wanted));
        return ExitCode.OK.number();
    }

    private void check() {
        Exclusions.atMostOne(spec, List.of(Map.entry("--file <FILE>", file != null), Map.entry("--url <URL>", url != null),
                Map.entry("--binary <PATH>", binary != null), Map.entry("--target-environment", environment != null)));
        Exclusions.atMostOne(spec, List.of(Map.entry("[NAME]", name != null), Map.entry("--file <FILE>", file != null),
                Map.entry("--url <URL>", url != null), Map.entry("--target-environment", environment != null)));
        Exclusions.atMostOne(spec, List.of(Map.entry("--version <VERSION>", version != null), Map.entry("--file <FILE>", file != null),
                Map.entry("--url <URL>", url != null), Map.entry("--target-environment", environment != null)));
        Exclusions.needs(spec, authorization != null, url != null, "--url <URL>");
        Exclusions.needs(spec, link, binary != null, "--binary <PATH>");
        if (name == null && file == null && url == null && binary == null && environment == null) {
            throw Exclusions.missing(spec, "<NAME|--file <FILE>|--url <URL>|--binary <PATH>>");
        }
    }

    private ManifestLocation location(@Nullable SemVersion wanted) {
        if (file != null) {
            return new ManifestLocation.Local(process.workingDirectory().resolve(file));
        }
        if (url != null) {
            return new ManifestLocation.Remote(address(spec, url));
        }
        return new ManifestLocation.InCatalogue(name == null ? "" : name, wanted);
    }

    static URI address(CommandSpec spec, String url) {
        try {
            URI address = URI.create(url);
            if (address.isAbsolute()) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new ParameterException(spec.commandLine(), "invalid value '" + url + "' for '--url <URL>': it is no absolute URL");
    }

    static @Nullable SemVersion version(CommandSpec spec, @Nullable String version) {
        try {
            return version == null ? null : SemVersion.read(version);
        } catch (VersionFormatException e) {
            throw new ParameterException(spec.commandLine(), "invalid value '" + version + "' for '--version <VERSION>': " + e
                    .getMessage());
        }
    }
}
