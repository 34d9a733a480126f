package dev.spinjvm.host.capabilities;

import java.util.List;
import java.util.Optional;

/// A kind of configuration, and the interfaces through which a guest makes use of it.
enum CapabilitySet {
    AI_MODELS("ai_models", "fermyon:spin/llm"),
    ALLOWED_OUTBOUND_HOSTS("allowed_outbound_hosts", "fermyon:spin/http", "fermyon:spin/mqtt", "fermyon:spin/mysql",
            "fermyon:spin/postgres",
            "fermyon:spin/redis", "spin:mqtt/mqtt", "spin:mysql/mysql", "spin:postgres/postgres", "spin:redis/redis", "wasi:http/client",
            "wasi:http/outgoing-handler", "wasi:sockets/ip-name-lookup", "wasi:sockets/tcp", "wasi:sockets/tcp-create-socket",
            "wasi:sockets/udp", "wasi:sockets/udp-create-socket"),
    ENVIRONMENT("environment", "wasi:cli/environment"),
    FILES("files", "wasi:filesystem/preopens"),
    KEY_VALUE_STORES("key_value_stores", "fermyon:spin/key-value", "spin:key-value/key-value", "wasi:keyvalue/store"),
    SQLITE_DATABASES("sqlite_databases", "fermyon:spin/sqlite", "spin:sqlite/sqlite"),
    VARIABLES("variables", "fermyon:spin/config", "fermyon:spin/variables", "spin:variables/variables", "wasi:config/store");

    private final String key;
    private final List<String> interfaces;

    CapabilitySet(String key, String... interfaces) {
        this.key = key;
        this.interfaces = List.of(interfaces);
    }

    /// The key of the manifest that grants it.
    String key() {
        return key;
    }

    /// The set that an interface of any version belongs to. Most belong to none: they are there for everyone.
    static Optional<CapabilitySet> of(String interfaceName) {
        int at = interfaceName.indexOf('@');
        String unversioned = at < 0 ? interfaceName : interfaceName.substring(0, at);
        for (CapabilitySet set : values()) {
            if (set.interfaces.contains(unversioned)) {
                return Optional.of(set);
            }
        }
        return Optional.empty();
    }
}
