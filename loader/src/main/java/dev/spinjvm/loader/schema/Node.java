package dev.spinjvm.loader.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A piece of a JSON schema. Immutable; what changes it gives a new one.
///
/// @param keywords in the order in which they are written
record Node(Map<String, Object> keywords) {
    private static final String TYPE = "type";

    /// A member of an object.
    record Member(String name, boolean required, Node node) {}

    static Node text() {
        return of(TYPE, "string");
    }

    static Node matching(String pattern) {
        return text().with("pattern", pattern);
    }

    static Node flag() {
        return of(TYPE, "boolean");
    }

    static Node constant(Object value) {
        return of("const", value);
    }

    static Node oneOfTexts(List<String> texts) {
        return of("enum", texts);
    }

    static Node integer(int least, int most) {
        return of(TYPE, "integer").with("minimum", least).with("maximum", most);
    }

    /// A table of which nothing is known.
    static Node table() {
        return of(TYPE, "object");
    }

    static Node list(Node element) {
        return of(TYPE, "array").with("items", element.keywords);
    }

    static Node map(Node value) {
        return table().with("additionalProperties", value.keywords);
    }

    static Node map(Node name, Node value) {
        return map(value).with("propertyNames", name.keywords);
    }

    static Node reference(String definition) {
        return of("$ref", "#/$defs/" + definition);
    }

    static Node anyOf(Node... nodes) {
        return of("anyOf", keywords(nodes));
    }

    static Node oneOf(Node... nodes) {
        return of("oneOf", keywords(nodes));
    }

    static Member required(String name, Node node) {
        return new Member(name, true, node);
    }

    static Member optional(String name, Node node) {
        return new Member(name, false, node);
    }

    /// An object with these members and no others.
    static Node object(Member... members) {
        return open(members).with("additionalProperties", false);
    }

    /// An object with these members and perhaps others.
    static Node open(Member... members) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Member member : members) {
            properties.put(member.name, member.node.keywords);
            if (member.required) {
                required.add(member.name);
            }
        }
        Node object = table().with("properties", properties);
        return required.isEmpty() ? object : object.with("required", required);
    }

    private static List<Object> keywords(Node... nodes) {
        List<Object> all = new ArrayList<>();
        for (Node node : nodes) {
            all.add(node.keywords);
        }
        return all;
    }

    private static Node of(String keyword, Object value) {
        return new Node(Map.of()).with(keyword, value);
    }

    Node with(String keyword, Object value) {
        var changed = new LinkedHashMap<String, Object>(keywords);
        changed.put(keyword, value);
        return new Node(changed);
    }

    /// What editors show beside it.
    Node says(String description) {
        var changed = new LinkedHashMap<String, Object>();
        changed.put("description", description);
        changed.putAll(keywords);
        return new Node(changed);
    }
}
