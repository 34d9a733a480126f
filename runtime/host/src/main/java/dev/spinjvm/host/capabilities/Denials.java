package dev.spinjvm.host.capabilities;

import java.util.Map;

import dev.spinjvm.component.compose.Denial;

/// The answers of Spin's deny adapter, for all versions of an interface: the names of their functions tell them apart.
final class Denials {
    private static final Denial ACCESS_DENIED = new Denial.Fail("access-denied", null);
    private static final Denial UNDEFINED = new Denial.FailWithArgument("undefined");
    private static final Denial NO_MODEL = new Denial.Fail("model-not-supported", null);
    private static final Denial ERROR = new Denial.Fail("error", null);
    private static final Denial NOTHING = new Denial.Nothing();

    private static final String OPEN = "[static]connection.open";
    private static final String OPEN_ASYNC = "[static]connection.open-async";
    private static final String OPEN_STORE = "[static]store.open";

    private static final Map<String, Map<String, Denial>> ANSWERS = Map.ofEntries( //
            Map.entry("wasi:http/outgoing-handler",
                    Map.of("handle", new Denial.Fail("internal-error", notPermitted("wasi:http/outgoing-handler")))), //
            Map.entry("wasi:http/client", Map.of("send", new Denial.Fail("internal-error", notPermitted("wasi:http/client")))), //
            Map.entry("wasi:cli/environment",
                    Map.of("get-environment", NOTHING, "get-arguments", NOTHING, "initial-cwd", NOTHING, "get-initial-cwd", NOTHING)), //
            Map.entry("wasi:filesystem/preopens", Map.of("get-directories", NOTHING)), //
            Map.entry("wasi:sockets/tcp-create-socket", Map.of("create-tcp-socket", ACCESS_DENIED)), //
            Map.entry("wasi:sockets/udp-create-socket", Map.of("create-udp-socket", ACCESS_DENIED)), //
            Map.entry("wasi:sockets/ip-name-lookup", Map.of("resolve-addresses", ACCESS_DENIED)), //
            Map.entry("wasi:keyvalue/store", Map.of("open", ACCESS_DENIED)), //
            Map.entry("wasi:config/store", Map.of("get", new Denial.Fail("io", notPermitted("wasi:config/store")), "get-all",
                    new Denial.Fail("io", notPermitted("wasi:config/store")))), //
            Map.entry("fermyon:spin/config", Map.of("get-config", other("fermyon:spin/config"))), //
            Map.entry("fermyon:spin/http", Map.of("send-request", new Denial.Fail("destination-not-allowed", null))), //
            Map.entry("fermyon:spin/key-value", Map.of("open", ACCESS_DENIED, OPEN_STORE, ACCESS_DENIED)), //
            Map.entry("fermyon:spin/llm", Map.of("infer", NO_MODEL, "generate-embeddings", NO_MODEL)), //
            Map.entry("fermyon:spin/mqtt", Map.of(OPEN, other("fermyon:spin/mqtt"))), //
            Map.entry("fermyon:spin/mysql", sql("fermyon:spin/mysql")), //
            Map.entry("fermyon:spin/postgres", sql("fermyon:spin/postgres")), //
            Map.entry("fermyon:spin/redis",
                    Map.of("publish", ERROR, "get", ERROR, "set", ERROR, "incr", ERROR, "del", ERROR, "sadd", ERROR, "smembers", ERROR,
                            "srem", ERROR, "execute", ERROR, OPEN, other("fermyon:spin/redis"))), //
            Map.entry("fermyon:spin/sqlite", Map.of("open", ACCESS_DENIED, OPEN, ACCESS_DENIED)), //
            Map.entry("fermyon:spin/variables", Map.of("get", UNDEFINED)), //
            Map.entry("spin:key-value/key-value", Map.of(OPEN_STORE, ACCESS_DENIED)), //
            Map.entry("spin:mqtt/mqtt", Map.of(OPEN, other("spin:mqtt/mqtt"))), //
            Map.entry("spin:mysql/mysql", Map.of(OPEN, other("spin:mysql/mysql"))), //
            Map.entry("spin:postgres/postgres", postgres()), //
            Map.entry("spin:redis/redis", Map.of(OPEN, other("spin:redis/redis"))), //
            Map.entry("spin:sqlite/sqlite", Map.of(OPEN, ACCESS_DENIED, OPEN_ASYNC, ACCESS_DENIED)), //
            Map.entry("spin:variables/variables", Map.of("get", UNDEFINED)));

    private Denials() {}

    /// The answer of a function that a guest may not use; a trap where the adapter has none.
    static Denial of(String interfaceName, String function) {
        int at = interfaceName.indexOf('@');
        String unversioned = at < 0 ? interfaceName : interfaceName.substring(0, at);
        return ANSWERS.getOrDefault(unversioned, Map.of()).getOrDefault(function, new Denial.Trap());
    }

    private static Denial other(String interfaceName) {
        return new Denial.Fail("other", notPermitted(interfaceName));
    }

    /// The first version has functions that take an address, the later ones a connection.
    private static Map<String, Denial> sql(String interfaceName) {
        Denial old = new Denial.Fail("other-error", notPermitted(interfaceName));
        return Map.of("query", old, "execute", old, OPEN, other(interfaceName));
    }

    private static Map<String, Denial> postgres() {
        Denial denial = other("spin:postgres/postgres");
        return Map.of(OPEN, denial, OPEN_ASYNC, denial, "[constructor]connection-builder", new Denial.Pretend(),
                "[method]connection-builder.set-ca-root", new Denial.Pretend(), "[method]connection-builder.build", denial,
                "[method]connection-builder.build-async", denial);
    }

    private static String notPermitted(String interfaceName) {
        return "\"" + interfaceName + "\" is not permitted";
    }
}
