package dev.spinjvm.component.world;

import dev.spinjvm.component.binary.Canon;
import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.binary.Definition;
import dev.spinjvm.component.binary.ExternDesc;
import dev.spinjvm.component.binary.InstanceExpr;
import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.binary.TypeDecl;
import dev.spinjvm.component.binary.TypeExpr;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Plays the definitions of a component through as far as they concern names and types. What a component exports often comes
/// from a nested one that gives names to types, so nested ones are played through, too.
final class WorldReader {
    /// Nested components multiply, so a small file can ask for any number of instances.
    private static final int MAX_INSTANCES = 1_000;

    private int instances;

    private WorldReader() {}

    static World read(ComponentBinary component) {
        Map<String, WorldItem> imports = new LinkedHashMap<>();
        Map<String, WorldItem> exports = new LinkedHashMap<>();
        WorldScope scope = new WorldScope(null);
        new WorldReader().component(component, scope, (name, desc) -> {
            WorldItem item = opened(name, desc, scope, null);
            imports.put(name, item);
            return WorldScope.entity(item);
        }, (name, entity) -> {
            WorldItem item = exported(name, entity);
            exports.put(name, item);
            return item;
        });
        return new World(imports, exports);
    }

    private static WorldItem exported(String name, Entity entity) {
        if (entity instanceof Entity.OfInstance(var instance)) {
            if (!instance.name().isEmpty()) {
                return instance.copy(name);
            }
            instance.rename(name);
            return instance;
        }
        return item(name, entity, null);
    }

    private static WorldItem item(String name, Entity entity, @Nullable Interface owner) {
        return switch (entity) {
            case Entity.OfType(var type) -> new TypeItem(new WitType.Named(owner, name, type));
            case Entity.OfFunction(var function) -> function;
            case Entity.OfInstance(var instance) -> instance;
            case Entity.OfComponent _ -> new OtherItem(Sort.COMPONENT);
            case Entity.Declared _ -> new OtherItem(Sort.TYPE);
            case Entity.Opaque _ -> new OtherItem(Sort.CORE_MODULE);
        };
    }

    private interface Imports {
        Entity get(String name, ExternDesc desc);
    }

    private interface Exports {
        WorldItem add(String name, Entity entity);
    }

    private void component(ComponentBinary component, WorldScope scope, Imports imports, Exports exports) {
        for (Definition definition : component.definitions()) {
            switch (definition) {
                case Definition.CoreModuleDef _,Definition.CoreInstanceDef _,Definition.CoreTypeDef _,Definition.StartDef _ -> {
                    // nothing that a world shows
                }
                case Definition.NestedComponentDef nested -> scope.add(Sort.COMPONENT, new Entity.OfComponent(nested.component(), scope));
                case Definition.InstanceDef instance ->
                    scope.add(Sort.INSTANCE, new Entity.OfInstance(instance(instance.expr(), scope)));
                case Definition.AliasDef alias -> scope.alias(alias.alias());
                case Definition.TypeDef type -> scope.add(Sort.TYPE, scope.evaluate(type.type()));
                case Definition.CanonDef(var canon, _) -> {
                    if (canon instanceof Canon.Lift lift) {
                        scope.add(Sort.FUNC, new Entity.OfFunction(scope.functionType(lift.type())));
                    }
                }
                case Definition.ImportDef imported ->
                    add(scope, imported.type().sort(), imports.get(imported.name().name(), imported.type()));
                case Definition.ExportDef export -> {
                    ExternDesc ascribed = export.ascribed();
                    Entity entity = scope.get(export.target().sort(), export.target().index());
                    if (ascribed instanceof ExternDesc.FuncDesc || ascribed instanceof ExternDesc.InstanceDesc) {
                        entity = WorldScope.entity(opened("", ascribed, scope, null));
                    }
                    WorldItem item = exports.add(export.name().name(), entity);
                    add(scope, export.target().sort(), WorldScope.entity(item));
                }
                case Definition.ValueDef _ -> throw new IllegalArgumentException("a value definition is not supported");
            }
        }
    }

    private static void add(WorldScope scope, Sort sort, Entity entity) {
        if (!sort.isCore()) {
            scope.add(sort, entity);
        }
    }

    private Interface instance(InstanceExpr expr, WorldScope scope) {
        if (++instances > MAX_INSTANCES) {
            throw new IllegalArgumentException("more than " + MAX_INSTANCES + " component instances are not supported");
        }
        Interface made = new Interface("");
        switch (expr) {
            case InstanceExpr.Instantiate(var index, var args) -> {
                if (!(scope.get(Sort.COMPONENT, index) instanceof Entity.OfComponent(ComponentBinary component, WorldScope outer))) {
                    throw new IllegalArgumentException("an instance of an imported component is not supported");
                }
                Map<String, Entity> given = new HashMap<>();
                args.forEach(arg -> given.put(arg.name(), arg.value().sort().isCore()
                        ? Entity.Opaque.INSTANCE
                        : scope.get(arg.value().sort(), arg.value().index())));
                component(component, new WorldScope(outer), (name, _) -> given.getOrDefault(name, Entity.Opaque.INSTANCE),
                        (name, entity) -> {
                            WorldItem item = item(name, entity, made);
                            made.add(name, item);
                            return item;
                        });
            }
            case InstanceExpr.InlineExports(var exports) -> exports.forEach(export -> {
                if (!export.target().sort().isCore()) {
                    made.add(export.name().name(),
                            item(export.name().name(), scope.get(export.target().sort(), export.target().index()), made));
                }
            });
        }
        return made;
    }

    /// A new thing of a type.
    static WorldItem opened(String name, ExternDesc desc, WorldScope scope, @Nullable Interface owner) {
        return switch (desc) {
            case ExternDesc.InstanceDesc(var type) -> {
                Entity.Declared declared = (Entity.Declared) scope.get(Sort.TYPE, type);
                yield opened(name, ((TypeExpr.InstanceTypeExpr) declared.type()).decls(), new WorldScope(declared.scope()));
            }
            case ExternDesc.FuncDesc(var type) -> scope.functionType(type);
            case ExternDesc.TypeDesc(ExternDesc.EqType(var type)) -> item(name, scope.get(Sort.TYPE, type), owner);
            case ExternDesc.TypeDesc(ExternDesc.SubResource _) -> new TypeItem(new WitType.Named(owner, name, new WitType.Resource()));
            case ExternDesc.ModuleDesc _,ExternDesc.ComponentDesc _,ExternDesc.ValueDesc _ -> new OtherItem(desc.sort());
        };
    }

    private static Interface opened(String name, List<TypeDecl> decls, WorldScope scope) {
        Interface made = new Interface(name);
        for (TypeDecl decl : decls) {
            switch (decl) {
                case TypeDecl.CoreTypeDecl _ -> {
                    // nothing that a world shows
                }
                case TypeDecl.DefinedTypeDecl defined -> scope.add(Sort.TYPE, scope.evaluate(defined.type()));
                case TypeDecl.AliasDecl alias -> scope.alias(alias.alias());
                case TypeDecl.ImportDecl _ -> throw new IllegalArgumentException("an instance type has no imports");
                case TypeDecl.ExportDecl export -> {
                    WorldItem item = opened(export.name().name(), export.type(), scope, made);
                    made.add(export.name().name(), item);
                    add(scope, export.type().sort(), WorldScope.entity(item));
                }
            }
        }
        return made;
    }
}
