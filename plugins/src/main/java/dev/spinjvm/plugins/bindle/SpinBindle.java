package dev.spinjvm.plugins.bindle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/// The manifest of an application inside of a bindle: one parcel of type [#MEDIA_TYPE].
///
/// What the form of Spin 0.10 has no words for (patterns of outbound hosts, databases, models) stands under further keys, written only
/// where the application has it: a reader that does not know them refuses the application, as it should.
///
/// @param triggerType of all components
/// @param triggerSettings of the application for the type
record SpinBindle(String triggerType, Map<String, Object> triggerSettings, Map<String, Variable> variables, List<Component> components) {
    static final String MEDIA_TYPE = "application/vnd.fermyon.spin+toml";
    static final String WASM = "application/wasm";

    SpinBindle {
        triggerSettings = Map.copyOf(triggerSettings);
        variables = new TreeMap<>(variables);
        components = List.copyOf(components);
    }

    record Variable(@Nullable String description, @Nullable String defaultValue, boolean secret) {
        @Override
        public String toString() {
            return "Variable[secret=" + secret + "]";
        }
    }

    /// @param source the SHA-256 of the parcel with the code
    /// @param files the group of the parcels with assets
    /// @param httpHosts in the form before Spin 2.0
    /// @param trigger its configuration
    record Component(String id, String source, @Nullable String description, @Nullable String files, List<String> httpHosts,
            List<String> outboundHosts, List<String> keyValueStores, List<String> databases, List<String> models,
            Map<String, String> environment, Map<String, String> config, Map<String, Object> trigger) {}

    static String fileGroup(String componentId) {
        return "files-" + componentId;
    }

    static SpinBindle read(String toml, String name) {
        TomlReader in = TomlReader.of(toml, name);
        Map<String, Object> trigger = new LinkedHashMap<>(in.free("trigger"));
        if (!(trigger.remove("type") instanceof String type)) {
            throw in.error("trigger", "`trigger` has no `type`");
        }
        Map<String, Variable> variables = new TreeMap<>();
        in.optionalTable("variables").ifPresent(table -> {
            for (String key : table.keys()) {
                variables.put(key, variable(table.requiredTable(key)));
            }
        });
        List<Component> components = in.tables("component").stream().map(SpinBindle::component).toList();
        in.finish();
        return new SpinBindle(type, trigger, variables, components);
    }

    private static Variable variable(TomlReader in) {
        Optional<String> value = in.optionalText("default");
        boolean required = in.flag("required").orElse(value.isEmpty());
        var variable = new Variable(in.optionalText("description").orElse(null), required ? null : value.orElse(null), in.flag("secret")
                .orElse(false));
        in.finish();
        return variable;
    }

    private static Component component(TomlReader in) {
        var component = new Component(in.text("id"), in.text("source"), in.optionalText("description").orElse(null), in.optionalText(
                "files").orElse(null), in.texts("allowedHttpHosts"), in.texts("allowedOutboundHosts"), in.texts("keyValueStores"), in
                        .texts("sqliteDatabases"),
                in.texts("aiModels"), in.textTable("environment"), in.textTable("config"), in.free("trigger"));
        in.finish();
        return component;
    }

    String toToml() {
        Map<String, Object> trigger = new LinkedHashMap<>();
        trigger.put("type", triggerType);
        trigger.putAll(new TreeMap<>(triggerSettings));
        var out = new TomlWriter().value("trigger", trigger);
        variables.forEach((name, variable) -> {
            out.header("[variables." + TomlWriter.key(name) + "]").value("description", variable.description())
                    .value("default", variable.defaultValue());
            if (variable.defaultValue() == null) {
                out.value("required", true);
            }
            if (variable.secret()) {
                out.value("secret", true);
            }
        });
        for (Component component : components) {
            write(component, out);
        }
        return out.toString();
    }

    private static void write(Component component, TomlWriter out) {
        out.header("[[component]]").value("id", component.id()).value("source", component.source())
                .value("description", component.description()).value("files", component.files())
                .texts("allowedHttpHosts", component.httpHosts()).texts("allowedOutboundHosts", component.outboundHosts())
                .texts("keyValueStores", component.keyValueStores()).texts("sqliteDatabases", component.databases())
                .texts("aiModels", component.models()).value("trigger", new TreeMap<>(component.trigger()));
        out.textTable("component.environment", component.environment());
        out.textTable("component.config", component.config());
    }

    /// The patterns of outbound hosts, those in the old form translated.
    static List<String> hosts(Component component) {
        List<String> hosts = new ArrayList<>(component.outboundHosts());
        for (String host : component.httpHosts()) {
            if (host.equals("insecure:allow-all")) {
                hosts.add("http://*:*");
                hosts.add("https://*:*");
            } else {
                hosts.add("http://" + host);
                hosts.add("https://" + host);
            }
        }
        return hosts;
    }
}
