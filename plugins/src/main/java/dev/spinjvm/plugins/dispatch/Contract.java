package dev.spinjvm.plugins.dispatch;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What Spin may ask of the plugins of a kind, and what they have to answer. The table of all of them is [#of].
///
/// A plugin is one program. Each question starts it anew with the verb as its only argument and the request, a JSON object, on its standard
/// input; it answers with JSON objects on its standard output, one a line, and speaks to people on its standard error.
///
/// @param verbs by name; every plugin also knows `describe`
record Contract(PluginKind kind, Map<String, Verb> verbs) {
    /// The version of the protocol that this program speaks.
    static final long PROTOCOL = 1;
    static final String DESCRIBE = "describe";
    /// How a plugin says that it does not know a verb.
    static final int UNKNOWN_VERB = 64;

    /// One question.
    ///
    /// @param patience how long it may take; `null` as long as the user wants
    /// @param needsResult whether an answer without a result is a failure
    /// @param result what a result can hold
    record Verb(@Nullable Duration patience, boolean needsResult, Map<String, Field> result) {}

    /// A member of a result.
    ///
    /// @param required whether it must be there
    record Field(Type type, boolean required) {
        enum Type {
            TEXT, LIST, OBJECT
        }

        /// What is wrong with a value.
        Optional<String> problem(String name, @Nullable Object value) {
            if (value == null) {
                return required ? Optional.of("its result lacks `" + name + "`") : Optional.empty();
            }
            boolean fits = switch (type) {
                case TEXT -> value instanceof String;
                case LIST -> value instanceof java.util.List<?>;
                case OBJECT -> value instanceof Map<?, ?>;
            };
            return fits
                    ? Optional.empty()
                    : Optional.of("`" + name + "` of its result is no " + type.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static final Field TEXT = new Field(Field.Type.TEXT, false);
    private static final Field LIST = new Field(Field.Type.LIST, false);
    private static final Field OBJECT = new Field(Field.Type.OBJECT, false);
    private static final Map<PluginKind, Contract> TABLE = table();

    private static Map<PluginKind, Contract> table() {
        Map<PluginKind, Contract> table = new EnumMap<>(PluginKind.class);
        Verb quick = new Verb(Duration.ofMinutes(1), false, Map.of());
        put(table, PluginKind.DEPLOY, Map.of("login", new Verb(null, false, Map.of("credentials", OBJECT)), "logout", quick, "deploy",
                new Verb(null, true, Map.of("url", TEXT, "routes", LIST, "revision", TEXT)), "status", new Verb(Duration.ofMinutes(1), true,
                        Map.of()),
                "logs", new Verb(null, false, Map.of()), "delete", new Verb(null, false, Map.of()), "rollback", new Verb(null, false, Map
                        .of(
                                "revision", TEXT))));
        put(table, PluginKind.BUILD, Map.of("run", new Verb(null, true, Map.of("components", new Field(Field.Type.LIST, true)))));
        put(table, PluginKind.RUN, Map.of("run", new Verb(null, false, Map.of())));
        put(table, PluginKind.LOADER, Map.of("load", new Verb(null, true, Map.of("lockedApp", TEXT, "wasm", TEXT, "digest", TEXT))));
        return table;
    }

    private static void put(Map<PluginKind, Contract> table, PluginKind kind, Map<String, Verb> verbs) {
        table.put(kind, new Contract(kind, verbs));
    }

    /// The contract of a kind. Triggers have the one of [TriggerPlugins]; plugins for variables and for interfaces are not asked one question at a
    /// time, and have none here.
    static Optional<Contract> of(PluginKind kind) {
        return Optional.ofNullable(TABLE.get(kind));
    }
}
