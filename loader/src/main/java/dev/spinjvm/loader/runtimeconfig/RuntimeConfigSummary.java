package dev.spinjvm.loader.runtimeconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What of a runtime configuration is worth telling when the application starts.
public final class RuntimeConfigSummary {
    private RuntimeConfigSummary() {}

    /// `Using runtime config [key_value_store.default: redis], … from "path"`, or nothing if there is nothing to tell.
    public static Optional<String> of(RuntimeConfig config) {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(config.keyValueStores()).forEach((label, store) -> parts.add("[key_value_store." + label + ": " + store.type()
                + "]"));
        new TreeMap<>(config.sqliteDatabases()).forEach((label, database) -> parts.add("[sqlite_database." + label + ": " + database.type()
                + "]"));
        config.llmCompute().ifPresent(compute -> parts.add("[llm_compute: " + compute.type() + "]"));
        OutboundSettings outbound = config.outbound();
        limit(parts, "outbound_networking: max_total_connections", outbound.networking().totalConnections());
        limit(parts, "outbound_redis: max_connections", outbound.redisConnections());
        limit(parts, "outbound_pg: max_connections", outbound.postgresConnections());
        limit(parts, "outbound_mysql: max_connections", outbound.mysqlConnections());
        limit(parts, "outbound_mqtt: max_connections", outbound.mqttConnections());
        outbound.http().ifPresent(http -> limit(parts, "outbound_http: max_connections", http.connections()));
        String from = config.file().map(file -> " from \"" + file + "\"").orElse("");
        return parts.isEmpty() ? Optional.empty() : Optional.of("Using runtime config " + String.join(", ", parts) + from);
    }

    /// Names the settings that nothing in this version makes use of, if there are some: whoever relies on a limit or a certificate must not
    /// believe it holds.
    public static Optional<String> withoutEffect(RuntimeConfig config) {
        List<String> parts = new ArrayList<>();
        OutboundSettings outbound = config.outbound();
        add(parts, "[key_value_store]", !config.keyValueStores().isEmpty());
        add(parts, "[sqlite_database]", !config.sqliteDatabases().isEmpty());
        add(parts, "[[client_tls]]", !config.clientTls().isEmpty());
        add(parts, "[outbound_networking] max_socket_connections", outbound.networking().socketConnections().isPresent());
        add(parts, "[outbound_networking] max_total_connections", outbound.networking().totalConnections().isPresent());
        add(parts, "[outbound_http]", outbound.http().isPresent());
        add(parts, "[outbound_redis]", outbound.redisConnections().isPresent());
        add(parts, "[outbound_pg]", outbound.postgresConnections().isPresent());
        add(parts, "[outbound_mysql]", outbound.mysqlConnections().isPresent());
        add(parts, "[outbound_mqtt]", outbound.mqttConnections().isPresent() || outbound.mqttPayloadBytes().isPresent());
        add(parts, "[llm_compute]", config.llmCompute().isPresent());
        return parts.isEmpty() ? Optional.empty() : Optional.of("Without effect in this version: " + String.join(", ", parts));
    }

    private static void add(List<String> parts, String name, boolean given) {
        if (given) {
            parts.add(name);
        }
    }

    private static void limit(List<String> parts, String name, OptionalLong limit) {
        limit.ifPresent(number -> parts.add("[" + name + "=" + number + "]"));
    }
}
