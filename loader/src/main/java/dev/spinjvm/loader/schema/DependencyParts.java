package dev.spinjvm.loader.schema;

import java.util.ArrayList;
import java.util.List;

/// The forms of dependencies.
final class DependencyParts {
    private DependencyParts() {}

    static Node ofComponent() {
        Node.Member export = Node.optional("export", Node.text().says("The export to use; by default the one named like the import."));
        List<Node> forms = new ArrayList<>();
        forms.add(Node.text().says("The versions, such as `^1.2`, of the package that the import names."));
        forms.addAll(forms(Node.optional("package", Node.text().says("The package; by default the one that the import names.")), export));
        return Node.anyOf(forms.toArray(Node[]::new));
    }

    static Node ofTrigger() {
        return Node.anyOf(forms(Node.required("package", Node.text().says("`namespace:name`"))).toArray(Node[]::new));
    }

    static Node inherit() {
        Node known = Node.oneOfTexts(List.of("ai_models", "allowed_outbound_hosts", "environment", "files", "key_value_stores",
                "sqlite_databases", "variables"));
        return Node.anyOf(Node.flag(), Node.list(Node.anyOf(known, Node.text()))).says(
                "What the dependency may use of what its component may: everything, nothing, or what is listed.");
    }

    private static List<Node> forms(Node.Member packageName, Node.Member... further) {
        Node digest = Node.matching("^sha256:");
        return List.of(
                form("A package of a registry.", further, Node.required("version", Node.text().says("Such as `^1.2` or `=1.2.3`.")),
                        Node.optional("registry", Node.text()), packageName),
                form("A Wasm file.", further, Node.required("path", Node.text().says("Relative to the manifest."))),
                form("A download.", further, Node.required("url", Node.text()), Node.required("digest", digest)),
                form("A component in an application of a registry.", further, Node.required("reference", Node.text()),
                        Node.required("digest", digest)),
                form("A component in an application of a registry.", further, Node.required("reference", Node.text()),
                        Node.required("id", Node.text())),
                form("A parcel of a bindle.", further, Node.required("reference", Node.text().says("`NAME/VERSION`")),
                        Node.required("parcel", Node.matching("^[0-9a-f]{64}$"))),
                form("The code of another component of this application.", further,
                        Node.required("component", Node.reference("KebabId"))));
    }

    private static Node form(String description, Node.Member[] further, Node.Member... own) {
        List<Node.Member> members = new ArrayList<>(List.of(own));
        members.addAll(List.of(further));
        members.add(Node.optional("inherit_configuration", Node.reference("InheritConfiguration")));
        return Node.object(members.toArray(Node.Member[]::new)).says(description);
    }
}
