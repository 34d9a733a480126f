package dev.spinjvm.loader.runtimeconfig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.spinjvm.loader.Ids;
import dev.spinjvm.loader.Located;
import dev.spinjvm.loader.TomlFields;
import dev.spinjvm.loader.TomlValue;
import org.jspecify.annotations.Nullable;

/// Reads `[[client_tls]]` and the tables `[outbound_…]`.
///
/// @param paths what the paths of certificates are relative to
record OutboundReader(ConfigPaths paths) {
    private static final String CONNECTIONS = "max_connections";

    OutboundSettings settings(TomlFields root) {
        OutboundSettings.Networking networking = networking(root.value("outbound_networking"));
        Optional<OutboundSettings.Http> http = http(root.value("outbound_http"));
        OptionalLong redis = connections(root.value("outbound_redis"));
        OptionalLong postgres = connections(root.value("outbound_pg"));
        OptionalLong mysql = connections(root.value("outbound_mysql"));
        TomlFields mqtt = table(root.value("outbound_mqtt"));
        if (mqtt == null) {
            return new OutboundSettings(networking, http, redis, postgres, mysql, OptionalLong.empty(), OptionalLong.empty());
        }
        var settings = new OutboundSettings(networking, http, redis, postgres, mysql, ConfigFields.count(mqtt, CONNECTIONS),
                ConfigFields.count(mqtt, "max_payload_size_bytes"));
        mqtt.finish();
        return settings;
    }

    private static @Nullable TomlFields table(@Nullable TomlValue value) {
        return value == null ? null : value.table();
    }

    private static OptionalLong connections(@Nullable TomlValue value) {
        TomlFields fields = table(value);
        if (fields == null) {
            return OptionalLong.empty();
        }
        OptionalLong limit = ConfigFields.count(fields, CONNECTIONS);
        fields.finish();
        return limit;
    }

    private static OutboundSettings.Networking networking(@Nullable TomlValue value) {
        TomlFields fields = table(value);
        if (fields == null) {
            return OutboundSettings.NONE.networking();
        }
        var networks = new ArrayList<IpNetwork>();
        boolean allPrivate = false;
        TomlValue list = fields.value("block_networks");
        for (TomlValue element : list == null ? List.<TomlValue>of() : list.elements()) {
            String text = element.text();
            Optional<IpNetwork> network = text == null ? Optional.empty() : IpNetwork.parse(text);
            if ("private".equals(text)) {
                allPrivate = true;
            } else if (network.isPresent()) {
                networks.add(network.get());
            } else if (text != null) {
                element.error("invalid value: string \"" + text + "\", expected an IP network in CIDR notation or the keyword 'private'");
            }
        }
        var networking = new OutboundSettings.Networking(new BlockedNetworks(networks, allPrivate),
                ConfigFields.count(fields, "max_socket_connections"), ConfigFields.count(fields, "max_total_connections"));
        fields.finish();
        return networking;
    }

    private static Optional<OutboundSettings.Http> http(@Nullable TomlValue value) {
        TomlFields fields = table(value);
        if (fields == null) {
            return Optional.empty();
        }
        boolean pooling = fields.flag("connection_pooling");
        OptionalLong limit = ConfigFields.count(fields, CONNECTIONS);
        OptionalLong old = ConfigFields.count(fields, "max_concurrent_requests");
        fields.finish();
        if (old.isPresent() && limit.isPresent()) {
            fields.error("cannot set both `max_connections` and `max_concurrent_requests` in `[outbound_http]`; use `max_connections` only",
                    null);
        } else if (old.isPresent()) {
            fields.text().warn(fields.at(),
                    "`max_concurrent_requests` in `[outbound_http]` is deprecated; use `max_connections` instead",
                    "write `max_connections = " + (old.getAsLong() + 1) + "`: `max_concurrent_requests` always let one request more pass");
            // One more than written has always been let pass.
            limit = OptionalLong.of(old.getAsLong() + 1);
        }
        return Optional.of(new OutboundSettings.Http(pooling, limit));
    }

    List<ClientTls> clientTls(@Nullable TomlValue list) {
        var all = new ArrayList<ClientTls>();
        for (TomlValue element : list == null ? List.<TomlValue>of() : list.elements()) {
            TomlFields fields = element.table();
            if (fields != null) {
                all.add(clientTls(fields));
                fields.finish();
            }
        }
        return all;
    }

    private ClientTls clientTls(TomlFields fields) {
        List<String> components = notEmpty(fields, "component_ids", OutboundReader::componentProblem);
        List<String> hosts = notEmpty(fields, "hosts", OutboundReader::hostProblem);
        Boolean platform = fields.optionalFlag("ca_use_platform_roots");
        Boolean webpki = fields.optionalFlag("ca_use_webpki_roots");
        Optional<Path> roots = paths.optional(fields, "ca_roots_file");
        Optional<Path> certificate = paths.optional(fields, "client_cert_file");
        Optional<Path> key = paths.optional(fields, "client_private_key_file");
        if (certificate.isPresent() != key.isPresent()) {
            fields.error(certificate.isPresent()
                    ? "client_cert_file specified without client_private_key_file"
                    : "client_private_key_file specified without client_cert_file", null);
        }
        Optional<ClientTls.Identity> identity = certificate.flatMap(file -> key.map(keyFile -> new ClientTls.Identity(file, keyFile)));
        // Whoever names roots means those alone.
        boolean usual = webpki == null && roots.isEmpty();
        return new ClientTls(components, hosts, platform == null ? usual : platform, Boolean.TRUE.equals(webpki), roots, identity);
    }

    private interface Check {
        @Nullable
        String problem(String text);
    }

    private static List<String> notEmpty(TomlFields fields, String key, Check check) {
        TomlValue value = fields.required(key);
        if (value == null) {
            return List.of();
        }
        List<Located<String>> texts = value.texts();
        if (texts.isEmpty()) {
            value.error("'" + key + "' list may not be empty");
        }
        for (Located<String> text : texts) {
            String problem = check.problem(text.value());
            if (problem != null) {
                fields.text().error(text.at(), problem);
            }
        }
        return texts.stream().map(Located::value).toList();
    }

    private static @Nullable String componentProblem(String id) {
        return Ids.kebabProblem(id);
    }

    private static @Nullable String hostProblem(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.matches("[^:]+:\\d+")) {
            return "invalid TLS 'host' \"" + host + "\"; ports not currently supported";
        }
        boolean valid = bracketed ? host.length() > 2 : host.matches("[A-Za-z0-9._~%-]+");
        return valid ? null : "invalid TLS 'host' \"" + host + "\"";
    }
}
