package dev.spinjvm.loader.runtimeconfig;

import java.nio.file.Path;
import java.util.Optional;

/// What keeps the data of an SQLite database: `[sqlite_database.<label>]`.
public sealed interface SqliteDatabase {
    /// The `type` in the file.
    String type();

    /// A file of this machine, `type = "spin"`.
    ///
    /// @param path absolute; without one, the data is in memory
    /// @param allowAttachFile whether guests may attach further files
    record Local(Optional<Path> path, boolean allowAttachFile) implements SqliteDatabase {
        @Override
        public String type() {
            return "spin";
        }
    }

    /// A libSQL server, `type = "libsql"`.
    ///
    /// @param url of `http` or `https`
    record Libsql(String url, Secret token) implements SqliteDatabase {
        @Override
        public String type() {
            return "libsql";
        }
    }
}
