package dev.spinjvm.component.plan;

import dev.spinjvm.component.binary.ExternDesc;
import dev.spinjvm.component.binary.NearestName;
import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.binary.TypeExpr;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Satisfies one import of a component with an export of another one, if the export's type is a subtype of the import's.
///
/// The import's type is read with the exported things in the place of its abstract types; function and value types then
/// fit exactly if they are equal, and an instance may have more than is asked for.
final class DependencyLinker {
    private final String importName;
    private final Linked.Argument argument;
    private final Linkage linkage;

    DependencyLinker(String importName, Linked.Argument argument, Linkage linkage) {
        this.importName = importName;
        this.argument = argument;
        this.linkage = linkage;
    }

    /// The exported thing, no wider than the import asks for.
    ///
    /// @param exports all exports of the other component
    Item satisfy(ExternDesc desc, Scope scope, Map<String, Item> exports) throws Unsatisfied {
        Item item = exports.get(argument.export());
        if (item == null) {
            String nearest = NearestName.of(argument.export(), new TreeSet<>(exports.keySet()));
            linkage.note("dependency '" + argument.dependency() + "' doesn't export '" + argument.export() + "' to satisfy import '"
                    + importName + "'" + (nearest == null ? "" : "; the nearest is '" + nearest + "'"));
            throw new Unsatisfied();
        }
        return fit("", item, desc, scope);
    }

    private Item fit(String name, @Nullable Item item, ExternDesc desc, Scope scope) throws Unsatisfied {
        return switch (desc) {
            case ExternDesc.FuncDesc(var type) -> {
                var expected = scope.get(Sort.TYPE, type, Item.FuncTypeItem.class).type();
                if (!(item instanceof Item.FuncItem function)) {
                    throw wrong(name, "is missing, and should be " + TypeText.of(expected));
                }
                if (!function.type().equals(expected)) {
                    note(name, "should be " + TypeText.of(expected) + " but is " + TypeText.of(function.type()));
                }
                yield function;
            }
            case ExternDesc.InstanceDesc(var type) -> {
                if (!(item instanceof Item.InstanceItem instance)) {
                    throw wrong(name, "is no instance");
                }
                var declared = scope.get(Sort.TYPE, type, Item.DeclaredTypeItem.class);
                yield InstanceTypes.fill(((TypeExpr.InstanceTypeExpr) declared.type()).decls(), new Scope(declared.scope(), -1),
                        (export, inner, innerScope) -> export(instance, name.isEmpty() ? export : name + "." + export, export, inner,
                                innerScope));
            }
            case ExternDesc.TypeDesc(ExternDesc.EqType(var type)) -> {
                Item expected = scope.get(Sort.TYPE, type);
                if (!(item instanceof Item.TypeItem found)) {
                    throw wrong(name, "is missing, and should be a type");
                }
                checkType(name, found, expected);
                yield found;
            }
            case ExternDesc.TypeDesc(ExternDesc.SubResource _) -> {
                if (!(item instanceof Item.ResourceTypeItem resource)) {
                    throw wrong(name, item == null ? "is missing, and should be a resource type" : "should be a resource type");
                }
                yield resource;
            }
            case ExternDesc.ModuleDesc _,ExternDesc.ComponentDesc _,ExternDesc.ValueDesc _ ->
                throw wrong(name, "is a " + desc.sort() + ", which no dependency can give");
        };
    }

    private Item export(Item.InstanceItem instance, String path, String export, ExternDesc desc, Scope scope) throws Unsatisfied {
        Item item = instance.exports().get(export);
        if (item == null) {
            String nearest = NearestName.of(export, new TreeSet<>(instance.exports().keySet()));
            if (nearest != null) {
                throw wrong(path, "is missing; the nearest is '" + nearest + "'");
            }
        }
        return fit(path, item, desc, scope);
    }

    private void checkType(String name, Item.TypeItem found, Item expected) {
        if (expected instanceof Item.ValueTypeItem(var type) && found instanceof Item.ValueTypeItem(var other)) {
            if (!type.equals(other)) {
                note(name, "should be the type " + TypeText.of(type) + " but is " + TypeText.of(other));
            }
        } else if (expected.getClass() != found.getClass()) {
            note(name, "is a type of another kind");
        } else if (expected instanceof Item.ResourceTypeItem && !expected.equals(found)) {
            note(name, "is another resource type");
        } else if (expected instanceof Item.FuncTypeItem && !expected.equals(found)) {
            note(name, "is another function type");
        }
    }

    private Unsatisfied wrong(String name, String what) {
        note(name, what);
        return new Unsatisfied();
    }

    private void note(String name, String what) {
        linkage.note("dependency '" + argument.dependency() + "' exports '" + argument.export()
                + "' which is not compatible with import '" + importName + "': " + (name.isEmpty() ? "it " : "'" + name + "' ") + what);
    }
}
