package dev.spinjvm.component.plan;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.binary.ExternDesc;
import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.binary.TypeDecl;
import dev.spinjvm.component.binary.TypeExpr;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.engine.CoreModule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Satisfies the imports of one component from the host's definitions and collects what does not fit.
///
/// An imported instance type is read with the host's resource types in the place of its abstract ones; function types
/// then fit exactly if they are equal.
final class HostLinker {
    private final HostDefinitions host;
    private final Linkage linkage;
    /// Who imports, for messages.
    private final String importer;
    /// Placeholders stand in for all of a missing interface, which is one problem and not one for each of its items.
    private boolean quiet;

    HostLinker(HostDefinitions host, String importer, Linkage linkage) {
        this.host = host;
        this.importer = importer;
        this.linkage = linkage;
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
        note("imports " + what + " '" + name + "', which the host does not provide"
                + (nearest == null ? "" : "; the nearest is '" + nearest + "'"));
    }

    private void note(String problem) {
        if (!quiet) {
            linkage.note(importer + " " + problem);
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
        return InstanceTypes.fill(decls, scope, (name, desc, inner) -> export(definitions, name, desc, inner));
    }

    private Item export(HostInterface definitions, String name, ExternDesc desc, Scope scope) throws Unsatisfied {
        HostInterface.Definition definition = definitions.definitions().get(name);
        return switch (desc) {
            case ExternDesc.FuncDesc(var type) ->
                function(definitions.name(), name, scope.get(Sort.TYPE, type, Item.FuncTypeItem.class).type(), definition);
            case ExternDesc.TypeDesc(ExternDesc.EqType(var type)) -> scope.get(Sort.TYPE, type);
            case ExternDesc.TypeDesc(ExternDesc.SubResource _) -> resource(definitions.name(), name, definition);
            case ExternDesc.InstanceDesc _,ExternDesc.ModuleDesc _,ExternDesc.ComponentDesc _,ExternDesc.ValueDesc _ -> {
                note("imports the " + desc.sort() + " '" + name + "' of '" + definitions.name()
                        + "', but interfaces of the host have functions and types only");
                throw new Unsatisfied();
            }
        };
    }

    private Item function(String owner, String name, FuncType expected, HostInterface.@Nullable Definition definition) {
        String fullName = owner.isEmpty() ? name : owner + "#" + name;
        if (!(definition instanceof HostInterface.Function function)) {
            note("imports the function '" + fullName + "', which the host does not provide");
            return new Item.HostItem(expected, (_, _) -> null, fullName);
        }
        if (!function.type().equals(expected)) {
            note("imports the function '" + fullName + "' with the type " + TypeText.of(expected)
                    + ", but the host provides it with the type " + TypeText.of(function.type()));
        }
        return new Item.HostItem(expected, function.body(), fullName);
    }

    private Item resource(String owner, String name, HostInterface.@Nullable Definition definition) {
        if (!(definition instanceof HostInterface.Resource resource)) {
            note("imports the resource type '" + (owner.isEmpty() ? name : owner + "#" + name)
                    + "', which the host does not provide");
            return new Item.ResourceTypeItem(new ResourceType(name));
        }
        // An interface that reuses a type of another one may repeat it without destructor; the defining one decides.
        linkage.add(resource);
        return new Item.ResourceTypeItem(resource.type());
    }
}
