package dev.spinjvm.component.validation;

import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.types.CoreModuleType;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.InstanceType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The subtype relation of the Component Model (Explainer, "Type Checking").
///
/// Subtypes of instances, components and modules may export more and import less; every other type is only a subtype of
/// its equals. Abstract resource types that the supertype introduces stand for whatever the subtype has under the same
/// path of names; all others are equal to themselves only.
///
/// A check is not thread-safe; the static method is.
public final class Subtyping {
    /// How a problem with an export or import of a component begins; its name follows.
    static final String IN_EXPORT = "type mismatch in component export `";
    static final String IN_IMPORT = "type mismatch in component import `";

    private final Work work;
    private final List<String> context = new ArrayList<>();
    private final List<String> mismatches = new ArrayList<>();
    private final CoreSubtyping core = new CoreSubtyping(this::fail);

    /// What the abstract resource types of the sub- and supertype stand for. The two swap places where the relation is
    /// contravariant.
    private Map<ResourceType, ResourceType> subResources = new HashMap<>();
    private Map<ResourceType, ResourceType> superResources = new HashMap<>();

    /// Within the bound of an `eq` type, where only equality will do.
    private boolean exact;
    private int depth;

    Subtyping(Work work) {
        this.work = work;
    }

    /// Checks that `sub` can be used where `sup` is required.
    ///
    /// @return what is wrong, each with the path of names to it; empty if nothing is. Of a function or value type only the
    ///         first difference is told
    public static List<String> check(ExternType sub, ExternType sup) {
        Subtyping subtyping = new Subtyping(new Work());
        try {
            subtyping.extern(sub, sup);
        } catch (Work.TooComplexException tooComplex) {
            return List.of(String.valueOf(tooComplex.getMessage()));
        }
        return subtyping.mismatches();
    }

    List<String> mismatches() {
        return List.copyOf(mismatches);
    }

    /// Declares what an abstract resource type of the supertype stands for, from now on.
    void bindSuper(ResourceType abstractType, ResourceType actual) {
        superResources.put(abstractType, actual);
    }

    private boolean fail(String message) {
        StringBuilder text = new StringBuilder();
        for (String part : context) {
            text.append(part);
        }
        mismatches.add(text.append(message).toString());
        return false;
    }

    private void enter(String label, String name) {
        context.add(label);
        context.add(name);
        context.add("`: ");
    }

    private void leave() {
        context.subList(context.size() - 3, context.size()).clear();
    }

    private boolean equal(ResourceType sub, ResourceType sup) {
        return subResources.getOrDefault(sub, sub) == superResources.getOrDefault(sup, sup)
                || fail("resource types are not the same");
    }

    boolean extern(ExternType sub, ExternType sup) {
        work.step();
        if (++depth > 2 * Work.MAX_DEPTH) {
            throw new Work.TooComplexException("types are nested too deeply");
        }
        try {
            return switch (sup) {
                case ExternType.Func(FuncType type) when sub instanceof ExternType.Func(FuncType other) ->
                    func(other, type);
                case ExternType.Value(ValType type) when sub instanceof ExternType.Value(ValType other) ->
                    value(other, type);
                case ExternType.Type(DefType type) when sub instanceof ExternType.Type(DefType other) ->
                    defined(other, type);
                case ExternType.Instance(InstanceType type) when sub instanceof ExternType.Instance(InstanceType other) ->
                    instance(other, type);
                case ExternType.Component(ComponentType type) when sub instanceof ExternType.Component(ComponentType other) ->
                    component(other, type);
                case ExternType.CoreModule(CoreModuleType type) when sub instanceof ExternType.CoreModule(CoreModuleType other) ->
                    core.module(other, type, exact);
                default -> fail("expected " + sup.sort() + ", found " + sub.sort());
            };
        } finally {
            depth--;
        }
    }

    private boolean defined(DefType sub, DefType sup) {
        boolean outer = exact;
        exact = true;
        try {
            return switch (sup) {
                case DefType.Resource(ResourceType type) when sub instanceof DefType.Resource(ResourceType other) ->
                    equal(other, type);
                case DefType.Value(ValType type) when sub instanceof DefType.Value(ValType other) ->
                    type instanceof ValType.Primitive && !(other instanceof ValType.Primitive)
                            ? fail("expected primitive, found " + describe(other))
                            : value(other, type);
                case DefType.Func(FuncType type) when sub instanceof DefType.Func(FuncType other) -> func(other, type);
                case DefType.Instance(InstanceType type) when sub instanceof DefType.Instance(InstanceType other) ->
                    instance(other, type);
                case DefType.Component(ComponentType type) when sub instanceof DefType.Component(ComponentType other) ->
                    component(other, type);
                default -> fail("expected " + sup.description() + ", found " + sub.description());
            };
        } finally {
            exact = outer;
        }
    }

    private boolean instance(InstanceType sub, InstanceType sup) {
        Map<ResourceType, ResourceType> shadowed = bind(superResources, sup.resources(), subResources, sub.exports());
        boolean matches = exports(sub.exports(), sup.exports(), "type mismatch in instance export `");
        unbind(superResources, sup.resources(), shadowed);
        return matches;
    }

    private boolean exports(Map<String, ExternType> sub, Map<String, ExternType> sup, String label) {
        boolean matches = true;
        for (Map.Entry<String, ExternType> entry : sup.entrySet()) {
            ExternType found = sub.get(entry.getKey());
            if (found == null) {
                matches = fail("missing expected export `" + entry.getKey() + "`");
                continue;
            }
            enter(label, entry.getKey());
            matches &= extern(found, entry.getValue());
            leave();
        }
        if (exact) {
            matches &= noneBeyond(sub, sup, "unexpected export");
        }
        return matches;
    }

    private boolean noneBeyond(Map<String, ExternType> sub, Map<String, ExternType> sup, String problem) {
        for (String name : sub.keySet()) {
            if (!sup.containsKey(name)) {
                return fail(problem + " `" + name + "`");
            }
        }
        return true;
    }

    private boolean component(ComponentType sub, ComponentType sup) {
        Map<ResourceType, ResourceType> shadowedImports = bind(subResources, sub.importedResources(), superResources, sup.imports());
        boolean matches = imports(sub, sup);
        Map<ResourceType, ResourceType> shadowedExports = bind(superResources, sup.definedResources(), subResources, sub.exports());
        matches &= exports(sub.exports(), sup.exports(), IN_EXPORT);
        unbind(superResources, sup.definedResources(), shadowedExports);
        unbind(subResources, sub.importedResources(), shadowedImports);
        return matches;
    }

    private boolean imports(ComponentType sub, ComponentType sup) {
        boolean matches = true;
        for (Map.Entry<String, ExternType> entry : sub.imports().entrySet()) {
            ExternType supplied = sup.imports().get(entry.getKey());
            if (supplied == null) {
                matches = fail("missing expected import `" + entry.getKey() + "`");
                continue;
            }
            enter(IN_IMPORT, entry.getKey());
            swap();
            matches &= extern(supplied, entry.getValue());
            swap();
            leave();
        }
        if (exact) {
            matches &= noneBeyond(sup.imports(), sub.imports(), "missing import");
        }
        return matches;
    }

    private void swap() {
        Map<ResourceType, ResourceType> resources = subResources;
        subResources = superResources;
        superResources = resources;
    }

    /// Binds each of `introduced` to what `suppliers` has under its path. Where there is nothing, or no resource type, the
    /// check of that item fails later.
    private Map<ResourceType, ResourceType> bind(Map<ResourceType, ResourceType> into,
            Map<ResourceType, List<String>> introduced, Map<ResourceType, ResourceType> from,
            Map<String, ExternType> suppliers) {
        if (introduced.isEmpty()) {
            return Map.of();
        }
        Map<ResourceType, ResourceType> shadowed = new HashMap<>();
        introduced.forEach((type, path) -> {
            work.step();
            ResourceType found = find(suppliers, path);
            if (found != null) {
                ResourceType before = into.put(type, from.getOrDefault(found, found));
                if (before != null) {
                    shadowed.put(type, before);
                }
            }
        });
        return shadowed;
    }

    private static void unbind(Map<ResourceType, ResourceType> from, Map<ResourceType, List<String>> introduced,
            Map<ResourceType, ResourceType> shadowed) {
        from.keySet().removeAll(introduced.keySet());
        from.putAll(shadowed);
    }

    /// The resource type at the end of a path of names, or null.
    static @Nullable ResourceType find(Map<String, ExternType> items, List<String> path) {
        Map<String, ExternType> scope = items;
        for (int i = 0; i < path.size() - 1; i++) {
            if (!(scope.get(path.get(i)) instanceof ExternType.Instance(InstanceType type))) {
                return null;
            }
            scope = type.exports();
        }
        return scope.get(path.getLast()) instanceof ExternType.Type(DefType.Resource(ResourceType type)) ? type : null;
    }

    boolean func(FuncType sub, FuncType sup) {
        work.step();
        if (sub.async() != sup.async()) {
            return fail(sup.async()
                    ? "expected an async function, found a sync function"
                    : "expected a sync function, found an async function");
        }
        if (sub.params().size() != sup.params().size()) {
            return fail("expected " + sup.params().size() + " parameters, found " + sub.params().size());
        }
        for (int i = 0; i < sub.params().size(); i++) {
            FuncType.Param found = sub.params().get(i);
            FuncType.Param expected = sup.params().get(i);
            if (!found.name().equals(expected.name())) {
                return fail("expected parameter named `" + expected.name() + "`, found `" + found.name() + "`");
            }
            if (!part("type mismatch in function parameter `", expected.name(), found.type(), expected.type())) {
                return false;
            }
        }
        ValType found = sub.result();
        ValType expected = sup.result();
        if (found == null || expected == null) {
            return found == null && expected == null
                    || fail(expected == null ? "expected no result, found one" : "expected a result, found none");
        }
        context.add("type mismatch with result type: ");
        boolean matches = value(found, expected);
        context.removeLast();
        return matches;
    }

    private boolean part(String label, String name, ValType sub, ValType sup) {
        enter(label, name);
        boolean matches = value(sub, sup);
        leave();
        return matches;
    }

    @SuppressWarnings("ReferenceEquality") // a shortcut; equality can take exponential time
    boolean value(ValType sub, ValType sup) {
        work.step();
        if (sub == sup && subResources.isEmpty() && superResources.isEmpty()) {
            return true;
        }
        return switch (sup) {
            case ValType.Primitive expected when sub instanceof ValType.Primitive found -> found == expected
                    || fail("expected primitive `" + expected + "` found primitive `" + found + "`");
            case ValType.RecordType(List<ValType.Field> fields) when sub instanceof ValType.RecordType(List<ValType.Field> found) ->
                fields(found, fields);
            case ValType.VariantType(List<ValType.Case> cases) when sub instanceof ValType.VariantType(List<ValType.Case> found) ->
                cases(found, cases);
            case ValType.TupleType(List<ValType> types) when sub instanceof ValType.TupleType(List<ValType> found) ->
                elements(found, types);
            case ValType.FlagsType(var labels) when sub instanceof ValType.FlagsType(var found) ->
                labels(found, labels) || fail("mismatch in flags elements");
            case ValType.EnumType(var labels) when sub instanceof ValType.EnumType(var found) ->
                labels(found, labels) || fail("mismatch in enum elements");
            case ValType.OptionType(ValType type) when sub instanceof ValType.OptionType(ValType found) ->
                value(found, type);
            case ValType.ListType(ValType type) when sub instanceof ValType.ListType(ValType found) ->
                value(found, type);
            case ValType.FixedListType(ValType type, int length) when sub instanceof ValType.FixedListType(ValType found, int actual) ->
                length == actual
                        ? value(found, type)
                        : fail("expected fixed size " + Integer.toUnsignedString(length) + ", found size "
                                + Integer.toUnsignedString(actual));
            case ValType.MapType(ValType key, ValType value) when sub instanceof ValType.MapType(ValType foundKey, ValType foundValue) ->
                part("type mismatch in map `", "key", foundKey, key)
                        && part("type mismatch in map `", "value", foundValue, value);
            case ValType.ResultType expected when sub instanceof ValType.ResultType found ->
                optional("ok", found.ok(), expected.ok()) && optional("err", found.error(), expected.error());
            case ValType.StreamType(ValType type) when sub instanceof ValType.StreamType(ValType found) ->
                optional("stream", found, type);
            case ValType.FutureType(ValType type) when sub instanceof ValType.FutureType(ValType found) ->
                optional("future", found, type);
            case ValType.OwnType(ResourceType type) when sub instanceof ValType.OwnType(ResourceType found) ->
                equal(found, type);
            case ValType.BorrowType(ResourceType type) when sub instanceof ValType.BorrowType(ResourceType found) ->
                equal(found, type);
            default -> fail("expected " + describe(sup) + ", found " + describe(sub));
        };
    }

    private boolean labels(List<String> sub, List<String> sup) {
        work.steps(sub.size());
        return sub.equals(sup);
    }

    private boolean fields(List<ValType.Field> sub, List<ValType.Field> sup) {
        if (sub.size() != sup.size()) {
            return fail("expected " + sup.size() + " fields, found " + sub.size());
        }
        for (int i = 0; i < sub.size(); i++) {
            String name = sup.get(i).name();
            if (!name.equals(sub.get(i).name())) {
                return fail("expected field name `" + name + "`, found `" + sub.get(i).name() + "`");
            }
            if (!part("type mismatch in record field `", name, sub.get(i).type(), sup.get(i).type())) {
                return false;
            }
        }
        return true;
    }

    private boolean cases(List<ValType.Case> sub, List<ValType.Case> sup) {
        work.steps(sub.size());
        if (sub.size() != sup.size()) {
            return fail("expected " + sup.size() + " cases, found " + sub.size());
        }
        for (int i = 0; i < sub.size(); i++) {
            String name = sup.get(i).name();
            if (!name.equals(sub.get(i).name())) {
                return fail("expected case named `" + name + "`, found `" + sub.get(i).name() + "`");
            }
            ValType found = sub.get(i).type();
            ValType expected = sup.get(i).type();
            if (found == null || expected == null) {
                if (found != null || expected != null) {
                    return fail("expected case `" + name + "` to have "
                            + (expected == null ? "no type" : "a type, found none"));
                }
            } else if (!part("type mismatch in variant case `", name, found, expected)) {
                return false;
            }
        }
        return true;
    }

    private boolean elements(List<ValType> sub, List<ValType> sup) {
        if (sub.size() != sup.size()) {
            return fail("expected " + sup.size() + " types, found " + sub.size());
        }
        for (int i = 0; i < sub.size(); i++) {
            context.add("type mismatch in tuple field " + i + ": ");
            boolean matches = value(sub.get(i), sup.get(i));
            context.removeLast();
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    private boolean optional(String kind, @Nullable ValType sub, @Nullable ValType sup) {
        if (sub == null || sup == null) {
            return sub == null && sup == null || fail(
                    "expected " + kind + (sup == null ? " type to not be present" : " type, but found none"));
        }
        context.add("type mismatch in " + kind + " variant: ");
        boolean matches = value(sub, sup);
        context.removeLast();
        return matches;
    }

    /// The constructor of a value type, as the text format writes it.
    static String describe(ValType type) {
        return switch (type) {
            case ValType.Primitive primitive -> primitive.toString();
            case ValType.RecordType _ -> "record";
            case ValType.TupleType _ -> "tuple";
            case ValType.VariantType _ -> "variant";
            case ValType.EnumType _ -> "enum";
            case ValType.FlagsType _ -> "flags";
            case ValType.OptionType _ -> "option";
            case ValType.ResultType _ -> "result";
            case ValType.ListType _ -> "list";
            case ValType.FixedListType _ -> "fixed-length list";
            case ValType.MapType _ -> "map";
            case ValType.StreamType _ -> "stream";
            case ValType.FutureType _ -> "future";
            case ValType.OwnType _ -> "own";
            case ValType.BorrowType _ -> "borrow";
        };
    }
}
