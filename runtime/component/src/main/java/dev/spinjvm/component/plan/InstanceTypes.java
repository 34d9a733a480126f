package dev.spinjvm.component.plan;

import dev.spinjvm.component.binary.Alias;
import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.binary.TypeDecl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads instance types with existing things in the place of their exports, so that what the type leaves abstract has an
/// identity.
final class InstanceTypes {

    private InstanceTypes() {}

    /// An instance of the type that the declarations make up, with what `exports` gives for each of its exports and no more.
    ///
    /// @param scope a new scope within the one where the type stands
    static Item.InstanceItem fill(List<TypeDecl> decls, Scope scope, ItemSource exports) throws Unsatisfied {
        Map<String, Item> items = new HashMap<>();
        TypeEvaluator types = new TypeEvaluator(scope);
        for (TypeDecl decl : decls) {
            switch (decl) {
                case TypeDecl.CoreTypeDecl _ -> scope.add(Sort.CORE_TYPE, Item.CoreTypeItem.INSTANCE);
                case TypeDecl.DefinedTypeDecl defined -> scope.add(Sort.TYPE, types.evaluate(defined.type()));
                case TypeDecl.AliasDecl alias -> scope.add(alias.alias().sort(), aliased(alias.alias(), scope));
                case TypeDecl.ImportDecl _ -> throw new IllegalStateException("an instance type has no imports");
                case TypeDecl.ExportDecl export -> {
                    Item item = exports.get(export.name().name(), export.type(), scope);
                    scope.add(export.type().sort(), item);
                    items.put(export.name().name(), item);
                }
            }
        }
        return new Item.InstanceItem(items);
    }

    private static Item aliased(Alias alias, Scope scope) {
        return switch (alias) {
            case Alias.Outer(var sort, var count, var index) -> scope.outward(count).get(sort, index);
            case Alias.Export(_, var instance, var name) ->
                Planner.export(scope.get(Sort.INSTANCE, instance, Item.InstanceItem.class), name);
            case Alias.CoreExport _ -> throw new IllegalStateException("an instance type has no core instances");
        };
    }
}
