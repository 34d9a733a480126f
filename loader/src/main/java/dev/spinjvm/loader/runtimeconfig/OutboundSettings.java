package dev.spinjvm.loader.runtimeconfig;

import java.util.Optional;
import java.util.OptionalLong;

/// Limits of what all components together may do towards other servers. An absent limit is none; 0 forbids all.
///
/// @param networking `[outbound_networking]`
/// @param http `[outbound_http]`, absent where the file has no such table
/// @param redisConnections `[outbound_redis] max_connections`
/// @param postgresConnections `[outbound_pg] max_connections`
/// @param mysqlConnections `[outbound_mysql] max_connections`
/// @param mqttConnections `[outbound_mqtt] max_connections`
/// @param mqttPayloadBytes `[outbound_mqtt] max_payload_size_bytes`
public record OutboundSettings(Networking networking, Optional<Http> http, OptionalLong redisConnections, OptionalLong postgresConnections,
        OptionalLong mysqlConnections, OptionalLong mqttConnections, OptionalLong mqttPayloadBytes) {
    /// Nothing is limited.
    public static final OutboundSettings NONE = new OutboundSettings(
            new Networking(BlockedNetworks.NONE, OptionalLong.empty(), OptionalLong.empty()), Optional.empty(), OptionalLong.empty(),
            OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /// @param blocked addresses that nothing may connect to
    /// @param socketConnections of the socket interfaces
    /// @param totalConnections of all interfaces
    public record Networking(BlockedNetworks blocked, OptionalLong socketConnections, OptionalLong totalConnections) {}

    /// @param pooling whether connections are kept for later requests
    public record Http(boolean pooling, OptionalLong connections) {}
}
