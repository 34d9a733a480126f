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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parses one file. Worlds are read over: a host is defined interface by interface.
final class WitParser {
    private final WitLexer lexer;
    private @Nullable String packageName;
    private final Map<String, Interface> interfaces = new LinkedHashMap<>();

    WitParser(WitSource source) {
        this.lexer = new WitLexer(source);
    }

    /// `ns:name@version`, or null if this file has no package clause.
    @Nullable
    String packageName() {
        return packageName;
    }

    Map<String, Interface> interfaces() {
        return interfaces;
    }

    WitParser parse() {
        if (lexer.accept("package")) {
            packageName = path();
            lexer.expect(";");
        }
        while (!lexer.atEnd()) {
            boolean visible = gate();
            if (lexer.accept("interface")) {
                Interface parsed = interfaceBody();
                if (visible && interfaces.put(parsed.name(), parsed) != null) {
                    throw parsed.position().error("interface '" + parsed.name() + "' is declared twice");
                }
            } else if (lexer.accept("world")) {
                lexer.word("a world name");
                skipBraces();
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
        return this;
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

    private void skipBraces() {
        lexer.expect("{");
        for (int depth = 1; depth > 0;) {
            if (lexer.atEnd()) {
                throw lexer.unexpected("'}'");
            }
            depth += lexer.at("{") ? 1 : lexer.at("}") ? -1 : 0;
            lexer.skip();
        }
    }

    /// `name`, `ns:pkg/name`, `ns:pkg@1.0.0`, `ns:pkg/name@1.0.0`.
    private String path() {
        StringBuilder path = new StringBuilder(lexer.word("a name"));
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

    private Interface interfaceBody() {
        Position position = lexer.position();
        String name = lexer.word("an interface name");
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
