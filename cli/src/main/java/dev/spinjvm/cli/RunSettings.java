package dev.spinjvm.cli;

import dev.spinjvm.engine.Engine;
import dev.spinjvm.host.HostResolver;
import dev.spinjvm.host.OutboundHttp;
import dev.spinjvm.loader.CompileCacheConfig;
import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.loader.DiagnosticRenderer;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.VariableProvider;
import dev.spinjvm.loader.VariableProviders;
import dev.spinjvm.loader.VariableResolver;
import dev.spinjvm.loader.runtimeconfig.BlockedNetworks;
import dev.spinjvm.loader.runtimeconfig.ConfiguredVariables;
import dev.spinjvm.loader.runtimeconfig.DirectoryChoice;
import dev.spinjvm.loader.runtimeconfig.RuntimeConfig;
import dev.spinjvm.loader.runtimeconfig.RuntimeConfigSummary;
import dev.spinjvm.trigger.guests.CompilationLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an app is run with: the options of the command line and, behind them, the runtime configuration.
final class RunSettings {
    private final Process process;
    private final TriggerArguments arguments;
    private final RuntimeConfig config;

    private RunSettings(Process process, TriggerArguments arguments, RuntimeConfig config) {
        this.process = process;
        this.arguments = arguments;
        this.config = config;
    }

    /// Reads the runtime configuration, if one is named, and tells what is in it.
    static RunSettings read(Process process, TriggerArguments arguments) {
        if (arguments.runtimeConfigFile == null) {
            return new RunSettings(process, arguments, RuntimeConfig.EMPTY);
        }
        RuntimeConfig config = RuntimeConfig.read(arguments.runtimeConfigFile, process.workingDirectory(),
                warning -> process.err().println(DiagnosticRenderer.render(warning)));
        RuntimeConfigSummary.of(config).ifPresent(process.err()::println);
        RuntimeConfigSummary.withoutEffect(config).ifPresent(process.err()::println);
        return new RunSettings(process, arguments, config);
    }

    RuntimeConfig config() {
        return config;
    }

    Engine engine(Path cache) {
        Engine.Builder builder = Engine.builder().progress(new CompilationLog());
        if (!arguments.disableCache) {
            compiled(cache.resolve("modules")).ifPresent(builder::cacheDirectory);
        }
        if (arguments.maxInstanceMemory != null) {
            builder.maxMemoryBytes(arguments.maxInstanceMemory);
        } else {
            config.maxInstanceMemory().ifPresent(builder::maxMemoryBytes);
        }
        return builder.build();
    }

    /// Where compiled modules are kept; nowhere if the file that the user names says so.
    private Optional<Path> compiled(Path usual) {
        return arguments.cacheConfig == null
                ? Optional.of(usual)
                : CompileCacheConfig.read(process.workingDirectory().resolve(arguments.cacheConfig)).directoryOr(usual);
    }

    /// The command line is asked first, then the runtime configuration, then the environment.
    VariableResolver variables(LockedApp app) {
        List<VariableProvider> providers = new ArrayList<>();
        providers.add(VariableProviders.commandLine(arguments.variables, process.workingDirectory()));
        providers.addAll(ConfiguredVariables.providers(config, process.environment()));
        providers.add(VariableProviders.environment(process.environment(), process.workingDirectory().resolve(".env")));
        VariableResolver variables = VariableResolver.of(app, providers);
        variables.requireResolvable();
        return variables;
    }

    /// The client for outgoing requests, which connects to no blocked network.
    OutboundHttp outbound() {
        BlockedNetworks blocked = config.outbound().networking().blocked();
        return OutboundHttp.start(HostResolver.SYSTEM, address -> !blocked.blocks(address), null);
    }

    /// Where output of components is kept, if anywhere.
    Optional<Path> logDirectory(@Nullable Path appFolder) {
        return switch (choice(arguments.logDirectory, config.logDirectory())) {
            case DirectoryChoice.At(Path path) -> Optional.of(path);
            case DirectoryChoice.None() -> Optional.empty();
            case DirectoryChoice.Usual() -> stateDirectory(appFolder).map(state -> state.resolve("logs"));
        };
    }

    /// Where the app's state is kept, if anywhere.
    ///
    /// @param appFolder of the manifest; an app without one keeps no state by default
    Optional<Path> stateDirectory(@Nullable Path appFolder) {
        return switch (choice(arguments.stateDirectory, config.stateDirectory())) {
            case DirectoryChoice.At(Path path) -> Optional.of(path);
            case DirectoryChoice.None() -> Optional.empty();
            case DirectoryChoice.Usual() -> Optional.ofNullable(appFolder).map(DataDirectories::state);
        };
    }

    /// The option if it was given, where an empty text stands for none.
    private static DirectoryChoice choice(@Nullable String option, DirectoryChoice configured) {
        if (option == null) {
            return configured;
        }
        return option.isEmpty() ? new DirectoryChoice.None() : new DirectoryChoice.At(Path.of(option));
    }
}
