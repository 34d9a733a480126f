package dev.spinjvm.component.wit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The syntax tree of WIT as far as interfaces need it; names are unresolved.
final class WitSyntax {
    private WitSyntax() {}

    /// A place for messages; line and column are counted only when one is needed.
    record Position(WitSource source, int offset) {
        WitException error(String message) {
            String before = source.text().substring(0, offset);
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            return new WitException(source.name(), line, offset - before.lastIndexOf('\n'), message);
        }
    }

    /// `interface name { ... }`, items that a gate hides left out.
    record Interface(String name, Position position, Map<String, TypeDeclaration> types, List<Function> functions) {}

    sealed interface TypeDeclaration {}

    /// `use path.{item as local}`; the path is `interface` or `ns:pkg/interface@version`.
    record Use(Position position, String path, String item) implements TypeDeclaration {}

    record Resource(Position position) implements TypeDeclaration {}

    record Alias(Type type) implements TypeDeclaration {}

    /// `name` is the component-model name; `resource` is set for a method, whose first parameter `self` is implied.
    record Function(String name, Position position, boolean async, @Nullable String self, List<Member> parameters,
            @Nullable Type result) {}

    /// A named field, parameter or case.
    record Member(String name, @Nullable Type type) {}

    sealed interface Type {}

    record Named(Position position, String name) implements Type {}

    record Borrow(Position position, String name) implements Type {}

    /// `list<T>`, `option<T>`, `tuple<...>` and the like; a null argument is `_` or an absent one.
    record Generic(Position position, String name, List<@Nullable Type> arguments, int length) implements Type {}

    record Record(List<Member> fields) implements Type {}

    record Variant(List<Member> cases) implements Type {}

    record Enum(List<String> labels) implements Type {}

    record Flags(List<String> labels) implements Type {}
}
