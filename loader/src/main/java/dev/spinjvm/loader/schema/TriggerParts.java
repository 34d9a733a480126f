package dev.spinjvm.loader.schema;

import java.util.ArrayList;
import java.util.List;

/// The keys of all triggers.
final class TriggerParts {
    private TriggerParts() {}

    static Node.Member[] common() {
        return with();
    }

    /// The keys of all triggers, in place of which some of a type's own may stand.
    static Node.Member[] with(Node.Member... own) {
        List<Node.Member> members = new ArrayList<>(List.of(own));
        add(members, Node.optional("id", Node.text().says("The name of the trigger; made up if absent.")));
        add(members, Node.optional("component", Node.reference("ComponentSpec").says("What is started.")));
        Node spec = Node.reference("ComponentSpec");
        add(members, Node.optional("components", Node.map(Node.anyOf(spec, Node.list(spec))).says(
                "Further components, by what they are for.")));
        add(members, Node.optional("dependencies", Node.map(Node.list(Node.reference("TriggerDependency"))).says(
                "Components that take part, by role.")));
        return members.toArray(Node.Member[]::new);
    }

    private static void add(List<Node.Member> members, Node.Member common) {
        if (members.stream().noneMatch(member -> member.name().equals(common.name()))) {
            members.add(common);
        }
    }
}
