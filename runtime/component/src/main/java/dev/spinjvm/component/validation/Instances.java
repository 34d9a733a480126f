package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.CoreInstanceExpr;
import dev.spinjvm.component.binary.Definition;
import dev.spinjvm.component.binary.ExternDesc;
import dev.spinjvm.component.binary.InstanceExpr;
import dev.spinjvm.component.binary.SortIdx;
import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.types.CoreExternType;
import dev.spinjvm.component.types.CoreModuleType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.InstanceType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Instance definitions and exports (Binary.md, "Instance Definitions" and "Import and Export Definitions").
final class Instances {
    private final Context context;
    private final Scope scope;
    private final TypeDefs types;

    Instances(Context context, Scope scope, TypeDefs types) {
        this.context = context;
        this.scope = scope;
        this.types = types;
    }

    void core(CoreInstanceExpr expr) throws InvalidComponentException {
        scope.coreInstances.add(switch (expr) {
            case CoreInstanceExpr.Instantiate(int module, var args) -> instantiateCore(module, args);
            case CoreInstanceExpr.InlineExports(var exports) -> {
                Map<String, CoreExternType> types = new LinkedHashMap<>();
                for (CoreInstanceExpr.InlineExport export : exports) {
                    context.at(export.offset());
                    CoreTypes.addExport(context, types, export.name(), coreItem(export.target()));
                }
                yield types;
            }
        });
    }

    private CoreExternType coreItem(SortIdx item) throws InvalidComponentException {
        return switch (item.sort()) {
            case CORE_FUNC -> new CoreExternType.Func(context.get(scope.coreFuncs, item.index(), "function"));
            case CORE_TABLE -> context.get(scope.coreTables, item.index(), "table");
            case CORE_MEMORY -> context.get(scope.coreMemories, item.index(), "memory");
            case CORE_GLOBAL -> context.get(scope.coreGlobals, item.index(), "global");
            case CORE_TAG -> context.get(scope.coreTags, item.index(), "tag");
            case CORE_TYPE, CORE_MODULE, CORE_INSTANCE, FUNC, VALUE, TYPE, COMPONENT, INSTANCE ->
                throw context.invalid("a core instance cannot export a " + item.sort());
        };
    }

    private Map<String, CoreExternType> instantiateCore(int module, List<CoreInstanceExpr.Arg> args)
            throws InvalidComponentException {
        CoreModuleType type = context.get(scope.coreModules, module, "module");
        Map<String, Map<String, CoreExternType>> supplied = new HashMap<>();
        for (CoreInstanceExpr.Arg arg : args) {
            Map<String, CoreExternType> instance = context.get(scope.coreInstances, arg.instance(), "core instance");
            if (supplied.putIfAbsent(arg.name(), instance) != null) {
                throw context.invalid("duplicate module instantiation argument named `" + arg.name() + "`");
            }
        }
        for (Map.Entry<CoreModuleType.ImportName, CoreExternType> expected : type.imports().entrySet()) {
            context.types().work().step();
            CoreModuleType.ImportName name = expected.getKey();
            Map<String, CoreExternType> instance = supplied.get(name.module());
            if (instance == null) {
                throw context.invalid("missing module instantiation argument named `" + name.module() + "`");
            }
            CoreExternType found = instance.get(name.name());
            if (found == null) {
                throw context.invalid("module instantiation argument `" + name.module()
                        + "` does not export an item named `" + name.name() + "`");
            }
            StringBuilder mismatch = new StringBuilder();
            CoreSubtyping subtyping = new CoreSubtyping(message -> {
                mismatch.append(message);
                return false;
            });
            if (!subtyping.extern(found, expected.getValue())) {
                throw context.invalid("type mismatch for export `" + name.name()
                        + "` of module instantiation argument `" + name.module() + "`: " + mismatch);
            }
        }
        return type.exports();
    }

    void component(InstanceExpr expr) throws InvalidComponentException {
        InstanceType type = switch (expr) {
            case InstanceExpr.Instantiate(int component, var args) -> instantiate(component, args);
            case InstanceExpr.InlineExports(var exports) -> inline(exports);
        };
        types.checkDepth(new ExternType.Instance(type));
        scope.instances.add(type);
    }

    private InstanceType inline(List<InstanceExpr.InlineExport> exports) throws InvalidComponentException {
        ScopeNames names = new ScopeNames("export");
        Map<String, ExternType> items = new LinkedHashMap<>();
        for (InstanceExpr.InlineExport export : exports) {
            context.at(export.offset());
            ExternType type = item(export.target());
            names.add(context, export.name(), renamed(type));
            items.put(export.name().name(), type);
        }
        return new InstanceType(items, Map.of());
    }

    private InstanceType instantiate(int component, List<InstanceExpr.Arg> args) throws InvalidComponentException {
        ComponentType type = context.get(scope.components, component, "component");
        Map<String, ExternType> supplied = new HashMap<>();
        for (InstanceExpr.Arg arg : args) {
            if (supplied.putIfAbsent(arg.name(), item(arg.value())) != null) {
                throw context.invalid("instantiation argument `" + arg.name() + "` conflicts with previous argument `"
                        + arg.name() + "`");
            }
        }
        for (String name : type.imports().keySet()) {
            if (!supplied.containsKey(name)) {
                throw context.invalid("missing import named `" + name + "`");
            }
        }
        Map<ResourceType, ResourceType> actual = new HashMap<>();
        Subtyping subtyping = new Subtyping(context.types().work());
        type.importedResources().forEach((resource, path) -> {
            context.types().work().step();
            ResourceType found = Subtyping.find(supplied, path);
            if (found != null) {
                actual.put(resource, found);
                subtyping.bindSuper(resource, found);
            }
        });
        for (Map.Entry<String, ExternType> expected : type.imports().entrySet()) {
            ExternType found = supplied.get(expected.getKey());
            if (found == null || !subtyping.extern(found, expected.getValue())) {
                throw context.invalid("type mismatch for import `" + expected.getKey() + "`: "
                        + String.join("; ", subtyping.mismatches()));
            }
        }
        Substitution substitution = new Substitution(context.types(), actual);
        for (Map.Entry<String, ExternType> expected : type.imports().entrySet()) {
            substitution.rename(expected.getValue(), supplied.getOrDefault(expected.getKey(), expected.getValue()));
        }
        for (ResourceType resource : type.definedResources().keySet()) {
            ResourceType fresh = context.types().work().newResource(resource.name());
            actual.put(resource, fresh);
            scope.ownResources.add(fresh);
        }
        return new InstanceType(substitution.items(type.exports()), Map.of());
    }

    /// A type that is exported becomes one of its own.
    private ExternType renamed(ExternType type) {
        return type instanceof ExternType.Type(var defined)
                ? new ExternType.Type(context.types().copy(defined))
                : type;
    }

    /// The type of what an index refers to. Uses up values.
    private ExternType item(SortIdx item) throws InvalidComponentException {
        int index = item.index();
        return switch (item.sort()) {
            case CORE_MODULE -> new ExternType.CoreModule(context.get(scope.coreModules, index, "module"));
            case FUNC -> new ExternType.Func(context.get(scope.funcs, index, "function"));
            case VALUE -> new ExternType.Value(consume(index));
            case TYPE -> new ExternType.Type(context.get(scope.types, index, "type"));
            case COMPONENT -> new ExternType.Component(context.get(scope.components, index, "component"));
            case INSTANCE -> new ExternType.Instance(context.get(scope.instances, index, "instance"));
            case CORE_FUNC, CORE_TABLE, CORE_MEMORY, CORE_GLOBAL, CORE_TAG, CORE_TYPE, CORE_INSTANCE ->
                throw context.invalid("a component cannot import or export a " + item.sort());
        };
    }

    ValType consume(int index) throws InvalidComponentException {
        Scope.Value value = context.get(scope.values, index, "value");
        if (value.consumed) {
            throw context.invalid("value index " + index + " cannot be used more than once");
        }
        value.consumed = true;
        return value.type;
    }

    void export(Definition.ExportDef export) throws InvalidComponentException {
        ExternType type = item(export.target());
        ExternDesc ascribed = export.ascribed();
        if (ascribed != null) {
            scope.introduced.clear();
            ExternType declared = types.extern(ascribed, export.name(), false);
            List<String> mismatches = ascribable(type, declared, export.name().name());
            if (!mismatches.isEmpty()) {
                throw context.invalid("ascribed type of export is not compatible with item's type: "
                        + String.join("; ", mismatches));
            }
            type = declared;
        } else {
            type = renamed(type);
        }
        if (type instanceof ExternType.Value(var value)) {
            new ValueTypes(context, scope).refuseBorrow(value, "exported value");
        }
        types.bind(export.name(), type, false);
        if (type instanceof ExternType.Value) {
            scope.values.getLast().consumed = true;
        }
    }

    /// Whether an export may be seen at a declared type, whose abstract types stand for those of the item.
    private List<String> ascribable(ExternType type, ExternType declared, String name) {
        Subtyping subtyping = new Subtyping(context.types().work());
        ResourceUses.paths(context.types().work(), Map.of(name, declared), scope.introduced).forEach((resource, path) -> {
            ResourceType found = Subtyping.find(Map.of(name, type), path);
            if (found != null) {
                subtyping.bindSuper(resource, found);
            }
        });
        subtyping.extern(type, declared);
        return subtyping.mismatches();
    }
}
