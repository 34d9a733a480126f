package dev.spinjvm.component.plan;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.binary.Alias;
import dev.spinjvm.component.binary.ExternDesc;
import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.binary.TypeDecl;
import dev.spinjvm.component.binary.TypeExpr;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.engine.CoreModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Satisfies the imports of a root component from the host's definitions and collects what does not fit.
///
/// An imported instance type is read with the host's resource types in the place of its abstract ones; function types
/// then fit exactly if they are equal.
final class HostLinker {
    private final HostDefinitions host;
    private final Map<ResourceType, HostInterface.Resource> resources = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    /// Placeholders stand in for all of a missing interface, which is one problem and not one for each of its items.
    private boolean quiet;

    HostLinker(HostDefinitions host) {
        this.host = host;
    }

    /// What did not fit, in the order of the imports.
    List<String> problems() {
        return problems;
    }

    /// The host's definition of a resource type, or null if no import was satisfied by it.
    HostInterface.@Nullable Resource resource(ResourceType type) {
        return resources.get(type);
    }

    /// The thing for an import. What is missing is noted and, so that all problems are found, replaced by a placeholder.
    ///
    /// @throws Unsatisfied if there is no placeholder for a thing of that sort
    Item satisfy(String name, ExternDesc desc, Scope scope) throws Unsatisfied {
        return switch (desc) {
            case ExternDesc.InstanceDesc(var type) -> instance(name, scope.get(Sort.TYPE, type, Item.DeclaredTypeItem.class));
            case ExternDesc.FuncDesc(var type) ->
                function("", name, scope.get(Sort.TYPE, type, Item.FuncTypeItem.class).type(), host.root(name));
            case ExternDesc.TypeDesc(ExternDesc.EqType(var type)) -> scope.get(Sort.TYPE, type);
            case ExternDesc.TypeDesc(ExternDesc.SubResource _) -> resource("", name, host.root(name));
            case ExternDesc.ModuleDesc _ -> {
                CoreModule module = host.module(name);
                if (module == null) {
                    throw unsatisfied("the core module", name);
                }
                yield new Item.ModuleItem(module);
            }
            case ExternDesc.ComponentDesc _ -> throw unsatisfied("the component", name);
            case ExternDesc.ValueDesc _ -> throw unsatisfied("the value", name);
        };
    }

    private Unsatisfied unsatisfied(String what, String name) {
        missing(what, name);
        return new Unsatisfied();
    }

    private void missing(String what, String name) {
        String nearest = host.nearest(name);
        note("it imports " + what + " '" + name + "', which the host does not provide"
                + (nearest == null ? "" : "; the nearest is '" + nearest + "'"));
    }

    private void note(String problem) {
        if (!quiet) {
            problems.add(problem);
        }
    }

    private Item instance(String name, Item.DeclaredTypeItem type) throws Unsatisfied {
        List<TypeDecl> decls = ((TypeExpr.InstanceTypeExpr) type.type()).decls();
        Scope scope = new Scope(type.scope(), -1);
        HostInterface definitions = host.instance(name);
        if (definitions != null) {
            return instance(definitions, decls, scope);
        }
        if (decls.stream().anyMatch(HostLinker::asksForMoreThanTypes)) {
            missing("the interface", name);
        }
        quiet = true;
        Item placeholder = instance(HostInterface.builder(name).build(), decls, scope);
        quiet = false;
        return placeholder;
    }

    /// An interface that has only names for known types needs no host.
    private static boolean asksForMoreThanTypes(TypeDecl decl) {
        return decl instanceof TypeDecl.ExportDecl export && !(export.type() instanceof ExternDesc.TypeDesc(ExternDesc.EqType _));
    }

    private Item instance(HostInterface definitions, List<TypeDecl> decls, Scope scope) throws Unsatisfied {
        Map<String, Item> exports = new HashMap<>();
        TypeEvaluator types = new TypeEvaluator(scope);
        for (TypeDecl decl : decls) {
            switch (decl) {
                case TypeDecl.CoreTypeDecl _ -> scope.add(Sort.CORE_TYPE, Item.CoreTypeItem.INSTANCE);
                case TypeDecl.DefinedTypeDecl defined -> scope.add(Sort.TYPE, types.evaluate(defined.type()));
                case TypeDecl.AliasDecl alias -> scope.add(alias.alias().sort(), aliased(alias.alias(), scope));
                case TypeDecl.ImportDecl _ -> throw new IllegalStateException("an instance type has no imports");
                case TypeDecl.ExportDecl export -> {
                    Item item = export(definitions, export.name().name(), export.type(), scope);
                    scope.add(export.type().sort(), item);
                    exports.put(export.name().name(), item);
                }
            }
        }
        return new Item.InstanceItem(exports);
    }

    private static Item aliased(Alias alias, Scope scope) {
        return switch (alias) {
            case Alias.Outer(var sort, var count, var index) -> scope.outward(count).get(sort, index);
            case Alias.Export(_, var instance, var name) ->
                Planner.export(scope.get(Sort.INSTANCE, instance, Item.InstanceItem.class), name);
            case Alias.CoreExport _ -> throw new IllegalStateException("an instance type has no core instances");
        };
    }

    private Item export(HostInterface definitions, String name, ExternDesc desc, Scope scope) throws Unsatisfied {
        HostInterface.Definition definition = definitions.definitions().get(name);
        return switch (desc) {
            case ExternDesc.FuncDesc(var type) ->
                function(definitions.name(), name, scope.get(Sort.TYPE, type, Item.FuncTypeItem.class).type(), definition);
            case ExternDesc.TypeDesc(ExternDesc.EqType(var type)) -> scope.get(Sort.TYPE, type);
            case ExternDesc.TypeDesc(ExternDesc.SubResource _) -> resource(definitions.name(), name, definition);
            case ExternDesc.InstanceDesc _,ExternDesc.ModuleDesc _,ExternDesc.ComponentDesc _,ExternDesc.ValueDesc _ -> {
                note("it imports the " + desc.sort() + " '" + name + "' of '" + definitions.name()
                        + "', but interfaces of the host have functions and types only");
                throw new Unsatisfied();
            }
        };
    }

    private Item function(String owner, String name, FuncType expected, HostInterface.@Nullable Definition definition) {
        String fullName = owner.isEmpty() ? name : owner + "#" + name;
        if (!(definition instanceof HostInterface.Function function)) {
            note("it imports the function '" + fullName + "', which the host does not provide");
            return new Item.HostItem(expected, (_, _) -> null, fullName);
        }
        if (!function.type().equals(expected)) {
            note("it imports the function '" + fullName + "' with the type " + TypeText.of(expected)
                    + ", but the host provides it with the type " + TypeText.of(function.type()));
        }
        return new Item.HostItem(expected, function.body(), fullName);
    }

    private Item resource(String owner, String name, HostInterface.@Nullable Definition definition) {
        if (!(definition instanceof HostInterface.Resource resource)) {
            note("it imports the resource type '" + (owner.isEmpty() ? name : owner + "#" + name)
                    + "', which the host does not provide");
            return new Item.ResourceTypeItem(new ResourceType(name));
        }
        // An interface that reuses a type of another one may repeat it without destructor; the defining one decides.
        resources.merge(resource.type(), resource, (known, other) -> known.destructor() != null ? known : other);
        return new Item.ResourceTypeItem(resource.type());
    }

    /// Planning cannot go on because of a gated feature.
    Unsatisfied unsupported(String what) {
        note("it has " + what + ", which this host does not support");
        return new Unsatisfied();
    }

    /// Planning cannot go on; why is among the problems.
    static final class Unsatisfied extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
