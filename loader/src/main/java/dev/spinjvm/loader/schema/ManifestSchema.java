package dev.spinjvm.loader.schema;

import static dev.spinjvm.loader.schema.Node.anyOf;
import static dev.spinjvm.loader.schema.Node.constant;
import static dev.spinjvm.loader.schema.Node.flag;
import static dev.spinjvm.loader.schema.Node.list;
import static dev.spinjvm.loader.schema.Node.map;
import static dev.spinjvm.loader.schema.Node.matching;
import static dev.spinjvm.loader.schema.Node.object;
import static dev.spinjvm.loader.schema.Node.oneOf;
import static dev.spinjvm.loader.schema.Node.open;
import static dev.spinjvm.loader.schema.Node.optional;
import static dev.spinjvm.loader.schema.Node.reference;
import static dev.spinjvm.loader.schema.Node.required;
import static dev.spinjvm.loader.schema.Node.table;
import static dev.spinjvm.loader.schema.Node.text;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.spinjvm.oci.StrictJson;

/// The JSON schema of version 2 of the application manifest.
///
/// What the schema refuses the loader refuses, too. Not the other way round: references between parts, files and templates are beyond a schema.
public final class ManifestSchema {
    private static final String WORD = "(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)";
    private static final String KEBAB = "^" + WORD + "(?:-" + WORD + ")*$";
    private static final String LABEL = "^" + WORD + "(?:-" + WORD + ")*$|^" + WORD + "(?:_" + WORD + ")*$";
    private static final String LOWER_SNAKE = "^[a-z][a-z0-9]*(?:_[a-z][a-z0-9]*)*$";
    private static final Node DIGEST = matching("^sha256:").says("`sha256:` and the digest of the file.");

    private ManifestSchema() {}

    /// The schema, indented, with a line end.
    public static String json() {
        return new String(StrictJson.indented(tree()), StandardCharsets.UTF_8).stripTrailing() + "\n";
    }

    static Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        tree.put("title", "AppManifest");
        tree.putAll(root().keywords());
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions().forEach((name, node) -> definitions.put(name, node.keywords()));
        tree.put("$defs", definitions);
        return tree;
    }

    private static Node root() {
        return object(required("spin_manifest_version", constant(2).says("The version of the manifest's format: 2.")),
                required("application", reference("AppDetails")),
                optional("variables", map(matching(LOWER_SNAKE), reference("Variable")).says(
                        "Values that are given when the application starts. Components see them through variables of their own.")),
                required("trigger", reference("Triggers")), optional("component", map(reference("KebabId"), reference("Component")).says(
                        "The components, by id."))).says("A Spin application (`spin.toml`).");
    }

    private static Map<String, Node> definitions() {
        Map<String, Node> all = new LinkedHashMap<>();
        all.put("AppDetails", details());
        all.put("Variable", variable());
        all.put("Triggers", open(optional("http", list(reference("HttpTrigger")).says("What answers HTTP requests.")),
                optional("redis", list(reference("RedisTrigger")).says("What handles messages of Redis channels."))).with(
                        "additionalProperties", list(reference("Trigger")).keywords()).says("What starts components, by type of trigger."));
        all.put("HttpTrigger", httpTrigger());
        all.put("RedisTrigger", redisTrigger());
        all.put("Trigger", open(TriggerParts.common()).says("A trigger of a plugin, which knows its further keys."));
        all.put("HttpExecutor", executor());
        all.put("StaticResponse", object(optional("status_code", Node.integer(100, 999)
                .says("The status; 200 if absent.")), optional("headers", map(text())), optional("body", text())).says(
                        "A response that needs no component."));
        all.put("KebabId", matching(KEBAB).says("Words of letters and digits, joined by `-`."));
        all.put("ComponentSpec", anyOf(reference("KebabId"), reference("Component")).says(
                "The id of a component, or the component itself."));
        all.put("Component", component());
        all.put("ComponentSource", source());
        all.put("FileMount", anyOf(text().says("A file or a glob pattern, relative to the manifest; mounted at the same path."),
                object(required("source", text().says("A file or directory, relative to the manifest.")),
                        required("destination", text().says("Its absolute path in the component.")))));
        all.put("Build", object(required("command", reference("Commands")),
                optional("workdir", text().says("Where the commands run, relative to the manifest.")),
                optional("watch", list(text()).says(
                        "Patterns of the files whose change makes `spin watch` build, relative to `workdir`."))));
        all.put("Commands", anyOf(text(), list(text())).says("A command, or several that run one after the other."));
        all.put("Target", anyOf(text().says("A known environment, such as `spin-up:4.0`."), object(required("url", text())),
                object(required("path", text()))).says("An environment that components must be able to run in."));
        all.put("Profile", profile());
        all.put("Dependencies", map(text(), reference("ComponentDependency")).says(
                "What satisfies imports, by import: `namespace:package/interface@version`, shorter, or a plain name."));
        all.put("ComponentDependency", DependencyParts.ofComponent());
        all.put("TriggerDependency", DependencyParts.ofTrigger());
        all.put("InheritConfiguration", DependencyParts.inherit());
        return all;
    }

    private static Node details() {
        return object(required("name", text().says("The name of the application.")),
                optional("version", text().says("The version of the application.")),
                optional("description", text()), optional("authors", list(text())),
                optional("targets", list(reference("Target")).says("Environments that every component must be able to run in.")),
                optional("trigger", map(table()).says("Settings for all triggers of a type, by type.")),
                optional("tool", map(table()).says("Settings of other tools; Spin ignores them.")));
    }

    private static Node variable() {
        Node needed = open(required("required", constant(true))).with("not", Map.of("required", List.of("default")));
        Node optional = open(required("default", text()), optional("required", constant(false)));
        return object(optional("description", text()),
                optional("required", flag().says("Whether a value must be given; if not, there must be a `default`.")),
                optional("default", text()), optional("secret", flag().says("Whether listings must not show the value."))).with("oneOf",
                        List.of(needed.keywords(), optional.keywords()));
    }

    private static Node httpTrigger() {
        Node route = anyOf(matching("^/").says("A path: `/hello`, `/users/:id`, or `/api/...` for everything below it."),
                object(required("private", constant(true))).says("Reached by other components only."));
        Node object = object(TriggerParts.with(required("route", route), optional("executor", reference("HttpExecutor")),
                optional("static_response", reference("StaticResponse")),
                optional("dependencies", object(optional("middleware", list(reference("TriggerDependency")).says(
                        "Components put in front, the outermost first."))))));
        return object.with("oneOf", List.of(Map.of("required", List.of("component")), Map.of("required", List.of("static_response"))));
    }

    private static Node redisTrigger() {
        return object(TriggerParts.with(required("component", reference("ComponentSpec")),
                required("channel", text().says("The channel; may refer to variables.")),
                optional("address", text().says("The URL of the server; the application's if absent."))));
    }

    private static Node executor() {
        return oneOf(object(required("type", Node.oneOfTexts(List.of("http", "spin")))),
                object(required("type", constant("wagi")), optional("argv", text()), optional("entrypoint", constant("_start"))));
    }

    private static Node component() {
        Node labels = list(matching(LABEL));
        return object(required("source", reference("ComponentSource")),
                optional("description", text().says("Shown beside the component's routes.")),
                optional("variables", map(matching(LOWER_SNAKE), text()).says(
                        "What the component can ask for; values may hold `{{ name }}` of the application's variables.")),
                optional("environment", map(text())), optional("files", list(reference("FileMount")).says("Files the component can read.")),
                optional("exclude_files", list(text()).says("Patterns of files that `files` leaves out.")),
                optional("allowed_http_hosts", list(text()).with("deprecated", true).says("Use `allowed_outbound_hosts`.")),
                optional("allowed_outbound_hosts", list(text()).says(
                        "What the component may connect to: `scheme://host:port`, with `*` for any and `{{ name }}` for variables.")),
                optional("key_value_stores", labels.says("Labels of the stores it may open.")),
                optional("sqlite_databases", labels.says("Labels of the databases it may open.")),
                optional("ai_models", list(reference("KebabId")).says("Models it may use.")),
                optional("targets", list(reference("Target")).says("In place of the application's targets.")),
                optional("build", reference("Build")), optional("tool", map(table()).says("Settings of other tools; Spin ignores them.")),
                optional("dependencies_inherit_configuration", flag().says(
                        "Whether all dependencies may use what the component may; not together with `inherit_configuration`.")),
                optional("dependencies", reference("Dependencies")),
                optional("profile", map(reference("Profile")).says("What is different where a profile is asked for, by name.")));
    }

    private static Node profile() {
        return object(optional("source", reference("ComponentSource")), optional("environment", map(text())),
                optional("dependencies", reference("Dependencies")),
                optional("build", object(required("command", reference("Commands")))));
    }

    private static Node source() {
        return anyOf(text().says("A Wasm file, relative to the manifest."),
                object(required("url", text()), required("digest", DIGEST)).says("A download."),
                object(optional("registry", text()), required("package", text().says("`namespace:name`")), required("version", text()))
                        .says(
                                "A package of a registry."),
                object(required("reference", text()), required("digest", DIGEST)).says("A component in an application of a registry."),
                object(required("reference", text()), required("id", text())).says(
                        "A component with its files in an application of a registry."),
                object(required("reference", text().says("`NAME/VERSION`")), required("parcel", Node.matching("^[0-9a-f]{64}$"))).says(
                        "A parcel of a bindle."));
    }
}
