package dev.spinjvm.component.wit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The syntax tree of WIT; names are unresolved.
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

    /// What one file says of one package.
    ///
    /// @param name `ns:name@version`; null for a file without a package clause
    record Package(@Nullable String name, Map<String, Interface> interfaces, Map<String, World> worlds) {
        Package(@Nullable String name) {
            this(name, new LinkedHashMap<>(), new LinkedHashMap<>());
        }
    }

    /// `world name { ... }`, items that a gate hides left out.
    ///
    /// @param types declared in the world or brought in by `use`
    /// @param functions of resources declared in the world
    record World(String name, Position position, Map<String, TypeDeclaration> types, List<Function> functions,
            List<WorldItem> items) {}

    sealed interface WorldItem {}

    /// `import path;` or `export path;`
    record Link(Position position, boolean imports, String path) implements WorldItem {}

    /// `import name: interface { ... }`, or an export.
    record InlineLink(Position position, boolean imports, Interface body) implements WorldItem {}

    /// `import name: func();`, or an export.
    record FunctionLink(Position position, boolean imports, Function function) implements WorldItem {}

    /// `include path with { old as new }`
    record Include(Position position, String path, Map<String, String> renames) implements WorldItem {}

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
