package dev.spinjvm.component.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes interfaces and worlds as WIT text (WIT.md of the Component Model), with the blanks that its own tools use.
final class WitPrinter {
    private static final Set<String> KEYWORDS = Set.of("as", "async", "bool", "borrow", "char", "constructor", "enum", "error-context",
            "export", "f32", "f64", "flags", "from", "func", "future", "import", "include", "interface", "list", "map", "option", "own",
            "package", "record", "resource", "result", "s16", "s32", "s64", "s8", "static", "stream", "string", "tuple", "type", "u16",
            "u32", "u64", "u8", "use", "variant", "with", "world");
    private static final String CONSTRUCTOR = "[constructor]";

    private final StringBuilder out = new StringBuilder();
    private int indent;
    /// Whether the block at hand has something that a blank line has to follow.
    private boolean anyItems;
    private TypeNames names = new TypeNames();
    private @Nullable Interface current;
    private String pkg = "";

    /// A package with all of its interfaces, in braces.
    static String nested(String packageName, List<Interface> interfaces) {
        WitPrinter printer = new WitPrinter();
        printer.pkg = packageName;
        printer.open("package " + packageName);
        for (Interface each : interfaces) {
            PackageName name = PackageName.of(each.name());
            printer.open("interface " + word(name == null ? each.name() : name.name()));
            printer.interfaceBody(each);
            printer.close();
        }
        printer.close();
        return printer.out.toString();
    }

    /// A world that imports things.
    static String world(String name, Map<String, WorldItem> imports) {
        WitPrinter printer = new WitPrinter();
        printer.open("world " + word(name));
        printer.worldBody(imports);
        printer.close();
        return printer.out.toString();
    }

    private void open(String head) {
        line(head + " {");
        indent++;
        anyItems = false;
    }

    private void close() {
        indent--;
        line("}");
    }

    private void line(String text) {
        out.append("  ".repeat(indent)).append(text).append('\n');
    }

    private void newItem() {
        if (anyItems) {
            out.append('\n');
        }
        anyItems = true;
    }

    private void interfaceBody(Interface each) {
        current = each;
        Map<String, FunctionItem> functions = new LinkedHashMap<>();
        List<WitType.Named> types = new ArrayList<>();
        each.items().forEach((name, item) -> {
            switch (item) {
                case TypeItem(var type) -> types.add(type);
                case FunctionItem function -> functions.put(name, function);
                case Interface _,OtherItem _ ->
                    throw new IllegalArgumentException("'" + name + "' of '" + each.name() + "' is neither a type nor a function");
            }
        });
        types(types, functions);
        functions.forEach((name, function) -> {
            if (!name.startsWith("[")) {
                newItem();
                line(word(name) + ": " + function(function, 0) + ";");
            }
        });
        current = null;
    }

    private void worldBody(Map<String, WorldItem> imports) {
        names = new TypeNames();
        List<WitType.Named> types = new ArrayList<>();
        Map<String, FunctionItem> functions = new LinkedHashMap<>();
        imports.forEach((name, item) -> {
            switch (item) {
                case TypeItem(var type) -> {
                    types.add(type);
                    names.add(type);
                }
                case FunctionItem function -> functions.put(name, function);
                case Interface _ -> {
                    line("import " + path(name) + ";");
                    anyItems = true;
                }
                case OtherItem(var sort) -> throw new IllegalArgumentException("'" + name + "' is a " + sort);
            }
        });
        types(types, functions);
        functions.forEach((name, function) -> line("import " + word(name) + ": " + function(function, 0) + ";"));
    }

    private void types(List<WitType.Named> types, Map<String, FunctionItem> functions) {
        List<WitType.Named> declared = new ArrayList<>();
        String last = null;
        List<Map.Entry<String, List<String>>> uses = new ArrayList<>();
        for (WitType.Named type : types) {
            Interface owner = type.target() instanceof WitType.Named named ? named.owner() : null;
            if (!(type.target() instanceof WitType.Named other) || owner == null || other.owner() == type.owner()) {
                declared.add(type);
                continue;
            }
            if (!owner.name().equals(last)) {
                last = owner.name();
                uses.add(Map.entry(last, new ArrayList<>()));
            }
            uses.getLast().getValue()
                    .add(other.name().equals(type.name()) ? word(type.name()) : word(other.name()) + " as " + word(type.name()));
        }
        for (Map.Entry<String, List<String>> use : uses) {
            line("use " + path(use.getKey()) + ".{" + String.join(", ", use.getValue()) + "};");
            anyItems = true;
        }
        for (WitType.Named type : declared) {
            newItem();
            declare(type, functions);
        }
    }

    private void declare(WitType.Named type, Map<String, FunctionItem> functions) {
        String name = word(type.name());
        switch (type.target()) {
            case WitType.Resource _ -> resource(type.name(), functions);
            case WitType.RecordType(var fields) ->
                block("record " + name, fields.stream().map(field -> word(field.name()) + ": " + text(field.type())).toList());
            case WitType.VariantType(var cases) -> block("variant " + name, cases.stream()
                    .map(one -> word(one.name()) + (one.payload() == null ? "" : "(" + text(one.payload()) + ")")).toList());
            case WitType.EnumType(var labels) -> block("enum " + name, labels.stream().map(WitPrinter::word).toList());
            case WitType.FlagsType(var labels) -> block("flags " + name, labels.stream().map(WitPrinter::word).toList());
            case WitType.Named other -> line("type " + name + " = " + word(other.name()) + ";");
            default -> line("type " + name + " = " + shape(type.target()) + ";");
        }
    }

    private void block(String head, List<String> parts) {
        line(head + " {");
        indent++;
        parts.forEach(part -> line(part + ","));
        indent--;
        line("}");
    }

    private void resource(String name, Map<String, FunctionItem> functions) {
        List<String> members = new ArrayList<>();
        functions.forEach((function, type) -> {
            if (function.equals(CONSTRUCTOR + name)) {
                boolean plain = type.result() instanceof WitType.OwnType;
                String params = params(type, 0);
                members.add("constructor" + params + (plain || type.result() == null ? "" : " -> " + text(type.result())));
            } else if (function.startsWith("[method]" + name + ".")) {
                members.add(word(function.substring(function.indexOf('.') + 1)) + ": " + function(type, 1));
            } else if (function.startsWith("[static]" + name + ".")) {
                members.add(word(function.substring(function.indexOf('.') + 1)) + ": static " + function(type, 0));
            }
        });
        if (members.isEmpty()) {
            line("resource " + word(name) + ";");
            return;
        }
        line("resource " + word(name) + " {");
        indent++;
        members.forEach(member -> line(member + ";"));
        indent--;
        line("}");
    }

    /// @param skipped parameters that go without saying
    private String function(FunctionItem function, int skipped) {
        WitType result = function.result();
        return (function.async() ? "async " : "") + "func" + params(function, skipped) + (result == null ? "" : " -> " + text(result));
    }

    private String params(FunctionItem function, int skipped) {
        return function.params().stream().skip(skipped).map(param -> word(param.name()) + ": " + text(param.type()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private String optional(@Nullable WitType type) {
        return type == null ? "_" : text(type);
    }

    /// A type where it is used: by its name, if it has one here.
    private String text(WitType type) {
        WitType.Named local = current == null ? names.of(type) : current.nameOf(type);
        return local == null ? shape(type) : word(local.name());
    }

    private String shape(WitType type) {
        return switch (type) {
            case WitType.Primitive(var primitive) -> primitive.toString();
            case WitType.Named named -> word(named.name());
            case WitType.TupleType(var elements) ->
                elements.stream().map(this::text).collect(Collectors.joining(", ", "tuple<", ">"));
            case WitType.ListType(var element) -> "list<" + text(element) + ">";
            case WitType.FixedListType(var element, var length) -> "list<" + text(element) + ", " + Integer.toUnsignedString(length) + ">";
            case WitType.MapType(var key, var value) -> "map<" + text(key) + ", " + text(value) + ">";
            case WitType.OptionType(var element) -> "option<" + text(element) + ">";
            case WitType.ResultType(var ok, var error) -> error != null
                    ? "result<" + optional(ok) + ", " + text(error) + ">"
                    : ok == null ? "result" : "result<" + text(ok) + ">";
            case WitType.StreamType(var element) -> element == null ? "stream" : "stream<" + text(element) + ">";
            case WitType.FutureType(var element) -> element == null ? "future" : "future<" + text(element) + ">";
            case WitType.OwnType(var resource) -> text(resource);
            case WitType.BorrowType(var resource) -> "borrow<" + text(resource) + ">";
            case WitType.RecordType _,WitType.VariantType _,WitType.EnumType _,WitType.FlagsType _,WitType.Resource _ ->
                throw new IllegalArgumentException("a type without a name cannot be written");
        };
    }

    /// An interface as it is called from within the package at hand.
    private String path(String interfaceName) {
        PackageName name = PackageName.of(interfaceName);
        return name != null && name.pkg().equals(pkg) ? word(name.name()) : interfaceName;
    }

    private static String word(String name) {
        return KEYWORDS.contains(name) ? "%" + name : name;
    }
}
