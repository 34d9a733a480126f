package dev.spinjvm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that every trigger shares, as `spin up` takes them.
final class TriggerArguments {
    @Option(names = {"-L",
        "--log-dir"}, paramLabel = "<DIR>", description = "Log directory for the stdout and stderr of components; an empty string disables logging to disk. Defaults to .spin/logs beside the manifest [env: SPIN_LOG_DIR]")
    @Nullable
    String logDirectory;

    @Option(names = "--truncate-logs", description = "Empty the log files before starting the application")
    boolean truncateLogs;

    @Option(names = "--disable-cache", description = "Compile every Wasm module anew [env: DISABLE_WASMTIME_CACHE]")
    boolean disableCache;

    @Option(names = "--disable-pooling", description = "Make a new instance for each request instead of putting a used one back to its initial state")
    boolean disablePooling;

    @Option(names = "--follow", paramLabel = "<ID>", description = "Print the output of these components only; may be repeated")
    List<String> follow = new ArrayList<>();

    @Option(names = {"-q", "--quiet", "--sh", "--shush"}, description = "Silence all component output to stdout/stderr")
    boolean quiet;

    @Option(names = "--log-prefix", description = "Begin each line of component output on the terminal with the time and the component's id")
    boolean logPrefix;

    @Option(names = "--runtime-config-file", paramLabel = "<FILE>", description = "Configuration file for stores, databases, providers of variables and limits; paths in it are relative to its directory [env: RUNTIME_CONFIG_FILE]")
    @Nullable
    Path runtimeConfigFile;

    @Option(names = "--state-dir", paramLabel = "<DIR>", description = "Directory of the application's state; an empty string means none. Defaults to .spin beside the manifest")
    @Nullable
    String stateDirectory;

    @Option(names = "--max-instance-memory", paramLabel = "<BYTES>", description = "Most memory that one component instance may use [env: SPIN_MAX_INSTANCE_MEMORY]")
    @Nullable
    Long maxInstanceMemory;

    @Option(names = "--variable", paramLabel = "<KEY=VALUE>", description = "Value of an application variable: KEY=VALUE, KEY=@FILE, @FILE.json or @FILE.toml; may be repeated, the last one wins")
    List<String> variables = new ArrayList<>();
}
