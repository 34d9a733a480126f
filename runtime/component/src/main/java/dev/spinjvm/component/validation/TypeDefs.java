package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.Alias;
import dev.spinjvm.component.binary.CoreTypeExpr;
import dev.spinjvm.component.binary.CoreValType;
import dev.spinjvm.component.binary.ExternDesc;
import dev.spinjvm.component.binary.ExternName;
import dev.spinjvm.component.binary.TypeDecl;
import dev.spinjvm.component.binary.TypeExpr;
import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.types.CoreDefType;
import dev.spinjvm.component.types.CoreModuleType;
import dev.spinjvm.component.types.CoreType;
import dev.spinjvm.component.types.CoreValueType;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.InstanceType;
import dev.spinjvm.component.types.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Type definitions, and imports and exports as far as they concern types (Binary.md, "Type Definitions").
final class TypeDefs {
    private static final CoreDefType.CoreFuncType DESTRUCTOR = new CoreDefType.CoreFuncType(List.of(CoreValueType.Num.I32), List.of());

    private final Context context;
    private final Scope scope;
    private final ValueTypes values;

    TypeDefs(Context context, Scope scope) {
        this.context = context;
        this.scope = scope;
        this.values = new ValueTypes(context, scope);
    }

    void core(CoreTypeExpr type) throws InvalidComponentException {
        switch (type) {
            case CoreTypeExpr.RecGroup group -> new CoreTypes(context, scope.coreTypes).define(group);
            case CoreTypeExpr.ModuleType module ->
                scope.coreTypes.add(CoreTypes.module(context, module, count -> outer(count - 1).coreTypes));
        }
    }

    DefType define(TypeExpr type) throws InvalidComponentException {
        return switch (type) {
            case TypeExpr.DefinedType defined -> new DefType.Value(values.define(defined));
            case TypeExpr.FuncTypeExpr func -> new DefType.Func(values.func(func));
            case TypeExpr.ComponentTypeExpr(var decls) -> new DefType.Component(componentType(decls));
            case TypeExpr.InstanceTypeExpr(var decls) -> new DefType.Instance(instanceType(decls));
            case TypeExpr.ResourceTypeExpr resource -> resource(resource);
        };
    }

    private DefType resource(TypeExpr.ResourceTypeExpr type) throws InvalidComponentException {
        if (scope.kind != Scope.Kind.COMPONENT) {
            throw context.invalid("resources can only be defined within a concrete component");
        }
        if (type.rep() != CoreValType.NumType.I32) {
            throw context.invalid("resources can only be represented by `i32`");
        }
        Integer destructor = type.dtor();
        if (destructor != null && !DESTRUCTOR
                .equals(context.get(scope.coreFuncs, destructor, "function").functionType())) {
            throw context.invalid("core function " + destructor + " has wrong signature for a destructor");
        }
        ResourceType resource = context.types().work().newResource("resource");
        scope.ownResources.add(resource);
        scope.localResources.add(resource);
        return new DefType.Resource(resource);
    }

    private ComponentType componentType(List<TypeDecl> decls) throws InvalidComponentException {
        Scope inner = new Scope(Scope.Kind.COMPONENT_TYPE, scope, context.types());
        declare(inner, decls);
        return finish(inner);
    }

    private InstanceType instanceType(List<TypeDecl> decls) throws InvalidComponentException {
        Scope inner = new Scope(Scope.Kind.INSTANCE_TYPE, scope, context.types());
        declare(inner, decls);
        return new InstanceType(inner.exports,
                ResourceUses.paths(context.types().work(), inner.exports, inner.ownResources));
    }

    private void declare(Scope inner, List<TypeDecl> decls) throws InvalidComponentException {
        int offset = context.offset();
        TypeDefs defs = new TypeDefs(context, inner);
        for (TypeDecl decl : decls) {
            context.at(decl.offset());
            switch (decl) {
                case TypeDecl.CoreTypeDecl(var type, int _) -> defs.core(type);
                case TypeDecl.DefinedTypeDecl(var type, int _) -> inner.types.add(defs.define(type));
                case TypeDecl.AliasDecl(var alias, int _) -> defs.aliasInType(alias);
                case TypeDecl.ImportDecl(var name, var desc, int _) -> defs.bind(name, defs.extern(desc, name, true), true);
                case TypeDecl.ExportDecl(var name, var desc, int _) ->
                    defs.bind(name, defs.extern(desc, name, false), false);
            }
        }
        context.at(offset);
    }

    private void aliasInType(Alias alias) throws InvalidComponentException {
        boolean allowed = switch (alias.sort()) {
            case TYPE -> true;
            case INSTANCE -> alias instanceof Alias.Export;
            case CORE_TYPE -> alias instanceof Alias.Outer;
            case CORE_FUNC, CORE_TABLE, CORE_MEMORY, CORE_GLOBAL, CORE_TAG, CORE_MODULE, CORE_INSTANCE, FUNC, VALUE,
                    COMPONENT ->
                false;
        };
        if (!allowed) {
            throw context.invalid("aliases in component and instance types may only refer to types or instances");
        }
        new Aliases(context, scope).add(alias);
    }

    /// The scope `count` steps outward.
    Scope outer(int count) throws InvalidComponentException {
        Scope target = scope;
        for (int i = 0; i != count; i++) {
            target = target.parent;
            if (target == null) {
                throw context.invalid("invalid outer alias count of " + Integer.toUnsignedString(count));
            }
        }
        return target;
    }

    /// The type that an import or export is declared to have. Abstract types in it are new ones.
    ExternType extern(ExternDesc desc, ExternName name, boolean isImport) throws InvalidComponentException {
        ExternType type = switch (desc) {
            case ExternDesc.ModuleDesc(int index) -> new ExternType.CoreModule(moduleType(index));
            case ExternDesc.FuncDesc(int index) -> {
                if (context.get(scope.types, index, "type") instanceof DefType.Func(var func)) {
                    yield new ExternType.Func(func);
                }
                throw context.invalid("type index " + index + " is not a function type");
            }
            case ExternDesc.ValueDesc(var bound) -> new ExternType.Value(switch (bound) {
                case ExternDesc.EqValue(int index) -> context.get(scope.values, index, "value").type;
                case ExternDesc.TypedValue(var ref) -> values.value(ref);
            });
            case ExternDesc.TypeDesc(ExternDesc.EqType(int index)) ->
                new ExternType.Type(context.types().copy(context.get(scope.types, index, "type")));
            case ExternDesc.TypeDesc(ExternDesc.SubResource()) -> {
                ResourceType resource = context.types().work().newResource(name.name());
                introduce(resource, List.of(name.name()), isImport);
                yield new ExternType.Type(new DefType.Resource(resource));
            }
            case ExternDesc.ComponentDesc(int index) -> {
                if (context.get(scope.types, index, "type") instanceof DefType.Component(var component)) {
                    yield new ExternType.Component(component);
                }
                throw context.invalid("type index " + index + " is not a component type");
            }
            case ExternDesc.InstanceDesc(int index) -> {
                if (context.get(scope.types, index, "type") instanceof DefType.Instance(var instance)) {
                    yield new ExternType.Instance(open(instance, name.name(), isImport));
                }
                throw context.invalid("type index " + index + " is not an instance type");
            }
        };
        if (type instanceof ExternType.Value(var value) && !isImport) {
            values.refuseBorrow(value, "exported value");
        }
        return type;
    }

    private CoreModuleType moduleType(int index) throws InvalidComponentException {
        CoreType type = context.get(scope.coreTypes, index, "type");
        if (type instanceof CoreModuleType module) {
            return module;
        }
        throw context.invalid("core type index " + index + " is not a module type");
    }

    /// The type of an instance of type `type` that comes into being: its abstract resource types get an identity.
    private InstanceType open(InstanceType type, String name, boolean isImport) {
        if (type.resources().isEmpty()) {
            return type;
        }
        Map<ResourceType, ResourceType> fresh = new HashMap<>();
        type.resources().forEach((resource, path) -> {
            ResourceType opened = context.types().work().newResource(resource.name());
            fresh.put(resource, opened);
            List<String> whole = new ArrayList<>();
            whole.add(name);
            whole.addAll(path);
            introduce(opened, whole, isImport);
        });
        return new InstanceType(new Substitution(context.types(), fresh).items(type.exports()), Map.of());
    }

    private void introduce(ResourceType resource, List<String> path, boolean isImport) {
        if (isImport) {
            scope.importedResources.put(resource, path);
        } else {
            scope.ownResources.add(resource);
            scope.introduced.add(resource);
        }
    }

    /// Adds an import or export: checks its name and the visibility of its types, and gives it an index.
    void bind(ExternName name, ExternType type, boolean isImport) throws InvalidComponentException {
        checkDepth(type);
        (isImport ? scope.importNames : scope.exportNames).add(context, name, type);
        if (!scope.visibility.register(type, isImport)) {
            throw context.invalid(
                    "`" + name + "`: " + type.sort() + " not valid to be used as " + (isImport ? "import" : "export"));
        }
        (isImport ? scope.imports : scope.exports).put(name.name(), type);
        scope.push(type);
    }

    void checkDepth(ExternType type) throws InvalidComponentException {
        if (context.types().depth(type) > Work.MAX_DEPTH) {
            throw context.invalid("type nesting exceeds the limit of " + Work.MAX_DEPTH);
        }
    }

    /// The type of a component or component type whose definitions have all been seen.
    ComponentType finish(Scope finished) throws InvalidComponentException {
        Work work = context.types().work();
        Set<ResourceType> own = finished.ownResources;
        Map<ResourceType, List<String>> defined = ResourceUses.paths(work, finished.exports, own);
        if (!own.isEmpty()) {
            for (ResourceType resource : ResourceUses.free(work, finished.imports.values())) {
                if (own.contains(resource)) {
                    throw context.invalid("local resource type found in imports");
                }
            }
            for (ResourceType resource : ResourceUses.free(work, finished.exports.values())) {
                if (own.contains(resource) && !defined.containsKey(resource)) {
                    throw context.invalid("local resource type found in export but not exported itself");
                }
            }
        }
        return new ComponentType(finished.imports, finished.exports, finished.importedResources, defined);
    }
}
