package dev.spinjvm.loader.runtimeconfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

import dev.spinjvm.loader.Diagnostic;

/// What an application is given to run with. Immutable; shows no secret.
///
/// All relative paths of the file are relative to the directory it lies in.
///
/// @param file the file, as the user named it; absent where none was given
/// @param stateDirectory `state_dir`
/// @param logDirectory `log_dir`
/// @param maxInstanceMemory `max_instance_memory`, in bytes
/// @param keyValueStores by label; those of the file only
/// @param sqliteDatabases by label; those of the file only
/// @param variables in the order in which they are asked
/// @param clientTls in the order of the file
public record RuntimeConfig(Optional<Path> file, DirectoryChoice stateDirectory, DirectoryChoice logDirectory,
        OptionalLong maxInstanceMemory, Map<String, KeyValueStore> keyValueStores, Map<String, SqliteDatabase> sqliteDatabases,
        List<VariablesSource> variables, Optional<LlmCompute> llmCompute, List<ClientTls> clientTls, OutboundSettings outbound) {
    /// The configuration of an application that was given none.
    public static final RuntimeConfig EMPTY = new RuntimeConfig(Optional.empty(), new DirectoryChoice.Usual(), new DirectoryChoice.Usual(),
            OptionalLong.empty(), Map.of(), Map.of(), List.of(), Optional.empty(), List.of(), OutboundSettings.NONE);

    public RuntimeConfig {
        keyValueStores = Map.copyOf(keyValueStores);
        sqliteDatabases = Map.copyOf(sqliteDatabases);
        variables = List.copyOf(variables);
        clientTls = List.copyOf(clientTls);
    }

    /// Reads a file. Unknown keys and types are errors.
    ///
    /// @param currentDirectory what `file` is relative to
    /// @param onWarning receives what is probably a mistake
    /// @throws dev.spinjvm.loader.ManifestException with every problem found
    /// @throws dev.spinjvm.loader.LoadException if the file cannot be read
    public static RuntimeConfig read(Path file, Path currentDirectory, Consumer<Diagnostic> onWarning) {
        return RuntimeConfigReader.read(file, currentDirectory, onWarning);
    }
}
