package dev.spinjvm.loader.runtimeconfig;

import java.nio.file.Path;
import java.util.Optional;

/// What keeps the data of a key-value store: `[key_value_store.<label>]`.
public sealed interface KeyValueStore {
    /// The `type` in the file.
    String type();

    /// A file of this machine, `type = "spin"`.
    ///
    /// @param path absolute; without one, the data is in memory
    record Local(Optional<Path> path) implements KeyValueStore {
        @Override
        public String type() {
            return "spin";
        }
    }

    /// A Redis server, `type = "redis"`.
    ///
    /// @param url may hold a password
    record Redis(Secret url) implements KeyValueStore {
        @Override
        public String type() {
            return "redis";
        }
    }

    /// Azure Cosmos DB, `type = "azure_cosmos"`.
    ///
    /// @param key without one, Azure's usual credentials of the environment count
    record AzureCosmos(Optional<Secret> key, String account, String database, String container) implements KeyValueStore {
        @Override
        public String type() {
            return "azure_cosmos";
        }
    }

    /// Amazon DynamoDB, `type = "aws_dynamo"`.
    ///
    /// @param keys without them, Amazon's usual credentials of the environment count
    /// @param consistentRead whether reads see all writes that were done before them
    record AwsDynamo(Optional<AwsKeys> keys, String region, boolean consistentRead, String table) implements KeyValueStore {
        @Override
        public String type() {
            return "aws_dynamo";
        }
    }

    /// Credentials for Amazon's services.
    record AwsKeys(Secret accessKey, Secret secretKey, Optional<Secret> token) {}
}
