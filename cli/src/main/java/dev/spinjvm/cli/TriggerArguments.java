package dev.spinjvm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that every trigger shares, as `spin up` takes them.
final class TriggerArguments {
    /// Features that are always on here.
    private static final List<String> FEATURES = List.of("reference-types", "function-references");

    @Option(names = {"-L",
        "--log-dir"}, paramLabel = "<DIR>", description = "Log directory for the stdout and stderr of components; an empty string disables logging to disk. Defaults to .spin/logs beside the manifest [env: SPIN_LOG_DIR]")
    @Nullable
    String logDirectory;

    @Option(names = "--truncate-logs", description = "Empty the log files before starting the application")
    boolean truncateLogs;

    @Option(names = "--disable-cache", description = "Compile every Wasm module anew [env: DISABLE_WASMTIME_CACHE]")
    boolean disableCache;

    @Option(names = "--cache", paramLabel = "<FILE>", description = "Where compiled modules are kept: a TOML file with a table `cache` that has `directory` or `enabled`; see also --disable-cache [env: WASMTIME_CACHE_FILE]")
    @Nullable
    Path cacheConfig;

    @Option(names = "--disable-pooling", description = "Make a new instance for each request instead of putting a used one back to its initial state")
    boolean disablePooling;

    @Option(names = "--follow", paramLabel = "<ID>", description = "Print the output of these components only; may be repeated")
    List<String> follow = new ArrayList<>();

    @Option(names = {"-q", "--quiet", "--sh", "--shush"}, description = "Silence all component output to stdout/stderr")
    boolean quiet;

    @Option(names = "--log-prefix", description = "Begin each line of component output with the time and the component's id")
    boolean logPrefix;

    @Option(names = "--runtime-config-file", paramLabel = "<FILE>", description = "Configuration file for stores, databases, providers of variables and limits; paths in it are relative to its directory [env: RUNTIME_CONFIG_FILE]")
    @Nullable
    Path runtimeConfigFile;

    @Option(names = "--state-dir", paramLabel = "<DIR>", description = "Directory of the application's state; an empty string means none. Defaults to .spin beside the manifest")
    @Nullable
    String stateDirectory;

    @Option(names = "--allow-transient-write", description = "Let components change their files, which are copies made for this run")
    boolean allowTransientWrite;

    @Option(names = "--max-instance-memory", paramLabel = "<BYTES>", description = "Most memory that one component instance may use [env: SPIN_MAX_INSTANCE_MEMORY]")
    @Nullable
    Long maxInstanceMemory;

    @Option(names = "--variable", paramLabel = "<KEY=VALUE>", description = "Value of an application variable: KEY=VALUE, KEY=@FILE, @FILE.json or @FILE.toml; may be repeated, the last one wins")
    List<String> variables = new ArrayList<>();

    // Accepted so that scripts written for Spin go on; see check().

    @Option(names = "--debug-info", hidden = true)
    private boolean debugInfo;

    @Option(names = "--experimental-wasm-feature", hidden = true, paramLabel = "<FEATURE>")
    private List<String> wasmFeatures = new ArrayList<>();

    @Option(names = "--experimental-wasi-otel", hidden = true)
    private boolean wasiOtel;

    @Option(names = "--key-value", hidden = true, paramLabel = "<KEY=VALUE>")
    private List<String> keyValues = new ArrayList<>();

    @Option(names = "--sqlite", hidden = true, paramLabel = "<STATEMENT>")
    private List<String> sqliteStatements = new ArrayList<>();

    /// Refuses what this version of Spin cannot do, and warns of what makes no difference.
    ///
    /// @throws CommandFailure naming the option
    void check(Process process) {
        if (!keyValues.isEmpty()) {
            throw new CommandFailure("--key-value needs key-value stores, which this version of Spin does not offer");
        }
        if (!sqliteStatements.isEmpty()) {
            throw new CommandFailure("--sqlite needs SQLite databases, which this version of Spin does not offer");
        }
        if (wasiOtel) {
            throw new CommandFailure("--experimental-wasi-otel needs wasi:otel, which this version of Spin does not offer");
        }
        for (String feature : wasmFeatures) {
            if (!FEATURES.contains(feature)) {
                throw new CommandFailure("--experimental-wasm-feature is one of " + String.join(", ", FEATURES) + ", not '" + feature
                        + "'");
            }
        }
        if (debugInfo) {
            process.err().println(process.errorStyle().boldYellow("Warning")
                    + ": --debug-info makes no difference: components run as code of the JVM, which native debuggers do not know");
        }
    }
}
