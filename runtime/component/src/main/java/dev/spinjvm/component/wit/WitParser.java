package dev.spinjvm.component.wit;

import dev.spinjvm.component.wit.WitSyntax.Alias;
import dev.spinjvm.component.wit.WitSyntax.Borrow;
import dev.spinjvm.component.wit.WitSyntax.Function;
import dev.spinjvm.component.wit.WitSyntax.Generic;
import dev.spinjvm.component.wit.WitSyntax.Interface;
import dev.spinjvm.component.wit.WitSyntax.Member;
import dev.spinjvm.component.wit.WitSyntax.Named;
import dev.spinjvm.component.wit.WitSyntax.Position;
import dev.spinjvm.component.wit.WitSyntax.Resource;
import dev.spinjvm.component.wit.WitSyntax.Type;
import dev.spinjvm.component.wit.WitSyntax.TypeDeclaration;
import dev.spinjvm.component.wit.WitSyntax.Use;
import dev.spinjvm.component.wit.WitSyntax.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parses one file.
final class WitParser {
    private final WitLexer lexer;
    private final List<WitSyntax.Package> packages = new ArrayList<>();

    WitParser(WitSource source) {
        this.lexer = new WitLexer(source);
    }

    /// What the file itself holds, which may have no package clause, and after it the packages that stand in braces.
    List<WitSyntax.Package> parse() {
        packages.add(new WitSyntax.Package(null));
        if (lexer.accept("package")) {
            String name = path();
            if (lexer.at("{")) {
                nested(name);
            } else {
                lexer.expect(";");
                packages.set(0, new WitSyntax.Package(name));
            }
        }
        while (!lexer.atEnd()) {
            if (lexer.accept("package")) {
                nested(path());
            } else {
                item(packages.getFirst());
            }
        }
        return packages;
    }

    private void nested(String name) {
        WitSyntax.Package nested = new WitSyntax.Package(name);
        lexer.expect("{");
        while (!lexer.accept("}")) {
            item(nested);
        }
        packages.add(nested);
    }

    private void item(WitSyntax.Package into) {
        boolean visible = gate();
        if (lexer.accept("interface")) {
            Position position = lexer.position();
            Interface parsed = interfaceBody(lexer.word("an interface name"), position);
            if (visible && into.interfaces().put(parsed.name(), parsed) != null) {
                throw parsed.position().error("interface '" + parsed.name() + "' is declared twice");
            }
        } else if (lexer.accept("world")) {
            World parsed = world();
            if (visible && into.worlds().put(parsed.name(), parsed) != null) {
                throw parsed.position().error("world '" + parsed.name() + "' is declared twice");
            }
        } else if (lexer.accept("use")) {
            path();
            if (lexer.accept("as")) {
                lexer.word("a name");
            }
            lexer.expect(";");
        } else {
            throw lexer.unexpected("'interface', 'world' or 'use'");
        }
    }

    private World world() {
        World world = new World(lexer.word("a world name"), lexer.position(), new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        lexer.expect("{");
        while (!lexer.accept("}")) {
            boolean visible = gate();
            worldItem(visible
                    ? world
                    : new World(world.name(), world.position(), new LinkedHashMap<>(), new ArrayList<>(),
                            new ArrayList<>()));
        }
        return world;
    }

    private void worldItem(World world) {
        Position position = lexer.position();
        if (lexer.accept("import")) {
            link(position, true, world);
        } else if (lexer.accept("export")) {
            link(position, false, world);
        } else if (lexer.accept("include")) {
            String path = path();
            if (lexer.accept("with")) {
                world.items().add(new WitSyntax.Include(position, path, renames()));
                lexer.accept(";");
            } else {
                world.items().add(new WitSyntax.Include(position, path, Map.of()));
                lexer.expect(";");
            }
        } else {
            interfaceItem(world.types(), world.functions());
        }
    }

    private Map<String, String> renames() {
        Map<String, String> renames = new LinkedHashMap<>();
        lexer.expect("{");
        while (!lexer.accept("}")) {
            String name = lexer.word("a name");
            lexer.expect("as");
            renames.put(name, lexer.word("a name"));
            if (!lexer.at("}")) {
                lexer.expect(",");
            }
        }
        return renames;
    }

    /// After `import` or `export`: the path of an interface, or a name with what stands under it.
    private void link(Position position, boolean imports, World world) {
        String first = lexer.word("a name");
        if (!lexer.accept(":")) {
            world.items().add(new WitSyntax.Link(position, imports, rest(new StringBuilder(first))));
            lexer.expect(";");
        } else if (lexer.accept("interface")) {
            world.items().add(new WitSyntax.InlineLink(position, imports, interfaceBody(first, position)));
        } else if (lexer.at("func") || lexer.at("async")) {
            world.items().add(new WitSyntax.FunctionLink(position, imports, function(first, position, null)));
            lexer.expect(";");
        } else {
            world.items().add(new WitSyntax.Link(position, imports, rest(new StringBuilder(first).append(':').append(lexer.word(
                    "a name")))));
            lexer.expect(";");
        }
    }

    /// Reads the gates before an item; false if it is unstable and thus hidden.
    private boolean gate() {
        boolean visible = true;
        while (lexer.accept("@")) {
            String name = lexer.word("a gate");
            visible &= !name.equals("unstable");
            lexer.expect("(");
            while (!lexer.at(")")) {
                if (lexer.atEnd()) {
                    throw lexer.unexpected("')'");
                }
                lexer.skip();
            }
            lexer.expect(")");
        }
        return visible;
    }

    /// `name`, `ns:pkg/name`, `ns:pkg@1.0.0`, `ns:pkg/name@1.0.0`.
    private String path() {
        return rest(new StringBuilder(lexer.word("a name")));
    }

    private String rest(StringBuilder path) {
        while (lexer.at(":") || lexer.at("/")) {
            path.append(lexer.at(":") ? ':' : '/');
            lexer.skip();
            path.append(lexer.word("a name"));
        }
        if (lexer.at("@")) {
            path.append('@').append(lexer.version());
        }
        return path.toString();
    }

    private Interface interfaceBody(String name, Position position) {
        Map<String, TypeDeclaration> types = new LinkedHashMap<>();
        List<Function> functions = new ArrayList<>();
        lexer.expect("{");
        while (!lexer.accept("}")) {
            boolean visible = gate();
            interfaceItem(visible ? types : new LinkedHashMap<>(), visible ? functions : new ArrayList<>());
        }
        return new Interface(name, position, types, functions);
    }

    private void interfaceItem(Map<String, TypeDeclaration> types, List<Function> functions) {
        Position position = lexer.position();
        if (lexer.accept("use")) {
            use(position, types);
        } else if (lexer.accept("resource")) {
            resource(position, types, functions);
        } else if (lexer.accept("type")) {
            String name = lexer.word("a type name");
            lexer.expect("=");
            declare(position, types, name, new Alias(type()));
            lexer.expect(";");
        } else if (lexer.accept("record")) {
            declare(position, types, lexer.word("a type name"), new Alias(new WitSyntax.Record(members(false))));
        } else if (lexer.accept("variant")) {
            declare(position, types, lexer.word("a type name"), new Alias(new WitSyntax.Variant(members(true))));
        } else if (lexer.accept("enum")) {
            declare(position, types, lexer.word("a type name"), new Alias(new WitSyntax.Enum(labels())));
        } else if (lexer.accept("flags")) {
            declare(position, types, lexer.word("a type name"), new Alias(new WitSyntax.Flags(labels())));
        } else {
            String name = lexer.word("a declaration");
            lexer.expect(":");
            functions.add(function(name, position, null));
            lexer.expect(";");
        }
    }

    private static void declare(Position position, Map<String, TypeDeclaration> types, String name, TypeDeclaration declaration) {
        if (types.put(name, declaration) != null) {
            throw position.error("type '" + name + "' is declared twice");
        }
    }

    private void use(Position position, Map<String, TypeDeclaration> types) {
        String path = path();
        lexer.expect(".");
        lexer.expect("{");
        while (!lexer.accept("}")) {
            String item = lexer.word("a type name");
            String local = lexer.accept("as") ? lexer.word("a name") : item;
            declare(position, types, local, new Use(position, path, item));
            if (!lexer.at("}")) {
                lexer.expect(",");
            }
        }
        lexer.expect(";");
    }

    private void resource(Position position, Map<String, TypeDeclaration> types, List<Function> functions) {
        String resource = lexer.word("a resource name");
        declare(position, types, resource, new Resource(position));
        if (lexer.accept(";")) {
            return;
        }
        lexer.expect("{");
        while (!lexer.accept("}")) {
            boolean visible = gate();
            Function function = resourceFunction(resource);
            if (visible) {
                functions.add(function);
            }
            lexer.expect(";");
        }
    }

    private Function resourceFunction(String resource) {
        Position position = lexer.position();
        if (lexer.accept("constructor")) {
            List<Member> parameters = parameters();
            Type result = lexer.accept("->") ? type() : new Named(position, resource);
            return new Function("[constructor]" + resource, position, false, null, parameters, result);
        }
        String name = lexer.word("a method");
        lexer.expect(":");
        if (lexer.accept("static")) {
            return function("[static]" + resource + "." + name, position, null);
        }
        return function("[method]" + resource + "." + name, position, resource);
    }

    private Function function(String name, Position position, @Nullable String self) {
        boolean async = lexer.accept("async");
        lexer.expect("func");
        List<Member> parameters = parameters();
        return new Function(name, position, async, self, parameters, lexer.accept("->") ? type() : null);
    }

    private List<Member> parameters() {
        List<Member> parameters = new ArrayList<>();
        lexer.expect("(");
        while (!lexer.accept(")")) {
            String name = lexer.word("a parameter name");
            lexer.expect(":");
            parameters.add(new Member(name, type()));
            if (!lexer.at(")")) {
                lexer.expect(",");
            }
        }
        return parameters;
    }

    /// Record fields (`name: type`) or variant cases (`name` or `name(type)`), in braces.
    private List<Member> members(boolean cases) {
        List<Member> members = new ArrayList<>();
        lexer.expect("{");
        while (!lexer.accept("}")) {
            String name = lexer.word("a name");
            if (!cases) {
                lexer.expect(":");
                members.add(new Member(name, type()));
            } else if (lexer.accept("(")) {
                members.add(new Member(name, type()));
                lexer.expect(")");
            } else {
                members.add(new Member(name, null));
            }
            if (!lexer.at("}")) {
                lexer.expect(",");
            }
        }
        return members;
    }

    private List<String> labels() {
        return members(true).stream().map(Member::name).toList();
    }

    private Type type() {
        Position position = lexer.position();
        String name = lexer.word("a type");
        if (!lexer.accept("<")) {
            return new Named(position, name);
        }
        if (name.equals("borrow") || name.equals("own")) {
            String resource = lexer.word("a resource name");
            lexer.expect(">");
            return name.equals("borrow") ? new Borrow(position, resource) : new Named(position, resource);
        }
        List<@Nullable Type> arguments = new ArrayList<>();
        int length = -1;
        while (!lexer.accept(">")) {
            if (name.equals("list") && arguments.size() == 1) {
                length = lexer.number();
            } else {
                arguments.add(lexer.accept("_") ? null : type());
            }
            if (!lexer.at(">")) {
                lexer.expect(",");
            }
        }
        return new Generic(position, name, arguments, length);
    }
}
