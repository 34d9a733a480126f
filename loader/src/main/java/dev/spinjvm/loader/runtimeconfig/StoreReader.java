package dev.spinjvm.loader.runtimeconfig;

import java.util.List;
import java.util.Optional;

import dev.spinjvm.loader.TomlFields;
import dev.spinjvm.loader.TomlValue;
import org.jspecify.annotations.Nullable;

/// Reads `[key_value_store.<label>]` and `[sqlite_database.<label>]`.
///
/// @param paths what paths of local stores are relative to
record StoreReader(ConfigPaths paths) {
    private static final List<String> REDIS = List.of("redis://", "rediss://", "redis+unix://", "unix://");

    @Nullable
    KeyValueStore keyValue(String label, TomlFields fields) {
        String type = ConfigFields.type(fields, "key-value store", "spin", "redis", "azure_cosmos", "aws_dynamo");
        return switch (type) {
            case "spin" -> new KeyValueStore.Local(paths.optional(fields, "path"));
            case "redis" -> new KeyValueStore.Redis(redisUrl(fields));
            case "azure_cosmos" -> new KeyValueStore.AzureCosmos(ConfigFields.optionalSecret(fields, "key"), fields.requiredText("account"),
                    fields.requiredText("database"), fields.requiredText("container"));
            case "aws_dynamo" -> new KeyValueStore.AwsDynamo(awsKeys(fields), fields.requiredText("region"),
                    fields.flag("consistent_read"), fields.requiredText("table"));
            case null, default -> null;
        };
    }

    private static Secret redisUrl(TomlFields fields) {
        TomlValue value = fields.required("url");
        if (value == null) {
            return new Secret("");
        }
        Secret url = ConfigFields.secret(value);
        if (REDIS.stream().noneMatch(url.value()::startsWith)) {
            value.error("`url` must be a URL that begins with 'redis://' or 'rediss://'");
        }
        return url;
    }

    private static Optional<KeyValueStore.AwsKeys> awsKeys(TomlFields fields) {
        Optional<Secret> access = ConfigFields.optionalSecret(fields, "access_key");
        Optional<Secret> secret = ConfigFields.optionalSecret(fields, "secret_key");
        Optional<Secret> token = ConfigFields.optionalSecret(fields, "token");
        if (access.isPresent() != secret.isPresent() || token.isPresent() && access.isEmpty()) {
            fields.error("some but not all of `access_key` and `secret_key` are given", "give both, or none to use the credentials"
                    + " of the environment");
        }
        return access.isEmpty() || secret.isEmpty()
                ? Optional.empty()
                : Optional.of(new KeyValueStore.AwsKeys(access.get(), secret.get(), token));
    }

    @Nullable
    SqliteDatabase sqlite(String label, TomlFields fields) {
        String type = ConfigFields.type(fields, "SQLite database", "spin", "libsql");
        return switch (type) {
            case "spin" -> new SqliteDatabase.Local(paths.optional(fields, "path"), fields.flag("allow_attach_file"));
            case "libsql" -> new SqliteDatabase.Libsql(ConfigFields.httpUrl(fields, "url"), ConfigFields.requiredSecret(fields, "token"));
            case null, default -> null;
        };
    }
}
