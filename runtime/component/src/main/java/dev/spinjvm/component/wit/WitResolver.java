package dev.spinjvm.component.wit;

import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.component.types.ValType.Primitive;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives the names of one interface their meaning.
final class WitResolver {
    private static final Map<String, Primitive> PRIMITIVES = primitives();

    /// Finds the interface that a path means inside the one of a full name; null if there is none.
    @FunctionalInterface
    interface Lookup {
        @Nullable
        WitInterface find(String from, String path);
    }

    private final Lookup lookup;
    private final String name;
    private final Interface body;
    private final Map<String, ValType> types = new HashMap<>();
    private final Map<String, ResourceType> resources = new LinkedHashMap<>();
    private final Set<String> underWay = new HashSet<>();

    WitResolver(Lookup lookup, String name, Interface body) {
        this.lookup = lookup;
        this.name = name;
        this.body = body;
    }

    WitInterface resolve() {
        body.types().forEach((local, declaration) -> declared(local, declaration, body.position()));
        Map<String, FuncType> functions = new LinkedHashMap<>();
        for (Function function : body.functions()) {
            if (functions.put(function.name(), functionType(function)) != null) {
                throw function.position().error("function '" + function.name() + "' is declared twice");
            }
        }
        return new WitInterface(name, functions, Map.copyOf(resources), Map.copyOf(types));
    }

    private static Map<String, Primitive> primitives() {
        Map<String, Primitive> map = new HashMap<>();
        for (Primitive primitive : Primitive.values()) {
            map.put(primitive.toString(), primitive);
        }
        return Map.copyOf(map);
    }

    private FuncType functionType(Function function) {
        List<FuncType.Param> parameters = new ArrayList<>();
        if (function.self() != null) {
            parameters.add(new FuncType.Param("self", new ValType.BorrowType(resource(function.position(), function.self()))));
        }
        for (Member parameter : function.parameters()) {
            parameters.add(new FuncType.Param(parameter.name(), present(function.position(), parameter.type())));
        }
        Type result = function.result();
        return new FuncType(function.async(), parameters, result == null ? null : type(result));
    }

    /// Resolves a declaration of this interface once, into `types` or `resources`.
    private void declared(String local, TypeDeclaration declaration, Position position) {
        if (types.containsKey(local) || resources.containsKey(local)) {
            return;
        }
        if (!underWay.add(local)) {
            throw position.error("type '" + local + "' contains itself");
        }
        switch (declaration) {
            case Resource _ -> resources.put(local, new ResourceType(local));
            case Alias(Named(_, String target)) when isResource(target) -> resources.put(local, resource(position, target));
            case Alias alias -> types.put(local, type(alias.type()));
            case Use use -> resolveUse(local, use);
        }
        underWay.remove(local);
    }

    private void resolveUse(String local, Use use) {
        WitInterface from = lookup.find(name, use.path());
        if (from == null) {
            throw use.position().error("no interface '" + use.path() + "'");
        }
        ResourceType resource = from.resources().get(use.item());
        ValType type = from.types().get(use.item());
        if (resource != null) {
            resources.put(local, resource);
        } else if (type != null) {
            types.put(local, type);
        } else {
            throw use.position().error("interface '" + from.name() + "' has no type '" + use.item() + "'");
        }
    }

    private boolean isResource(String local) {
        TypeDeclaration declaration = body.types().get(local);
        if (declaration == null) {
            return false;
        }
        declared(local, declaration, body.position());
        return resources.containsKey(local);
    }

    private ResourceType resource(Position position, String local) {
        ResourceType resource = isResource(local) ? resources.get(local) : null;
        if (resource == null) {
            throw position.error("'" + local + "' is not a resource");
        }
        return resource;
    }

    private ValType present(Position position, @Nullable Type type) {
        if (type == null) {
            throw position.error("a type is missing");
        }
        return type(type);
    }

    private @Nullable ValType optional(@Nullable Type type) {
        return type == null ? null : type(type);
    }

    private ValType type(Type type) {
        return switch (type) {
            case Named named -> named(named);
            case Borrow borrow -> new ValType.BorrowType(resource(borrow.position(), borrow.name()));
            case Generic generic -> generic(generic);
            case WitSyntax.Record record -> new ValType.RecordType(record.fields().stream()
                    .map(field -> new ValType.Field(field.name(), present(body.position(), field.type()))).toList());
            case WitSyntax.Variant variant -> new ValType.VariantType(
                    variant.cases().stream().map(item -> new ValType.Case(item.name(), optional(item.type()))).toList());
            case WitSyntax.Enum labels -> new ValType.EnumType(labels.labels());
            case WitSyntax.Flags labels -> new ValType.FlagsType(labels.labels());
        };
    }

    private ValType named(Named named) {
        TypeDeclaration declaration = body.types().get(named.name());
        if (declaration != null) {
            declared(named.name(), declaration, named.position());
            ValType type = types.get(named.name());
            return type != null ? type : new ValType.OwnType(resource(named.position(), named.name()));
        }
        Primitive primitive = PRIMITIVES.get(named.name());
        return primitive != null ? primitive : generic(new Generic(named.position(), named.name(), List.of(), -1));
    }

    private ValType generic(Generic generic) {
        List<@Nullable Type> arguments = generic.arguments();
        Position at = generic.position();
        @Nullable
        Type first = arguments.isEmpty() ? null : arguments.getFirst();
        @Nullable
        Type second = arguments.size() < 2 ? null : arguments.get(1);
        return switch (generic.name()) {
            case "list" -> generic.length() < 0
                    ? new ValType.ListType(present(at, first))
                    : new ValType.FixedListType(present(at, first), generic.length());
            case "option" -> new ValType.OptionType(present(at, first));
            case "result" -> new ValType.ResultType(optional(first), optional(second));
            case "tuple" -> new ValType.TupleType(arguments.stream().map(argument -> present(at, argument)).toList());
            case "map" -> new ValType.MapType(present(at, first), present(at, second));
            case "stream" -> new ValType.StreamType(optional(first));
            case "future" -> new ValType.FutureType(optional(first));
            default -> throw at.error("unknown type '" + generic.name() + "'");
        };
    }
}
