package dev.spinjvm.component.validation;

import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.types.CoreDefType;
import dev.spinjvm.component.types.CoreExternType;
import dev.spinjvm.component.types.CoreModuleType;
import dev.spinjvm.component.types.CoreType;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.InstanceType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The index spaces of a component, component type or instance type while it is being validated, and the imports and
/// exports found so far.
final class Scope {

    enum Kind {
        COMPONENT, COMPONENT_TYPE, INSTANCE_TYPE
    }

    /// A value and whether it was used; values are linear.
    static final class Value {
        final ValType type;
        boolean consumed;

        Value(ValType type, boolean consumed) {
            this.type = type;
            this.consumed = consumed;
        }
    }

    final Kind kind;
    final @Nullable Scope parent;

    final List<CoreDefType> coreFuncs = new ArrayList<>();
    final List<CoreExternType.Table> coreTables = new ArrayList<>();
    final List<CoreExternType.Memory> coreMemories = new ArrayList<>();
    final List<CoreExternType.Global> coreGlobals = new ArrayList<>();
    final List<CoreExternType.Tag> coreTags = new ArrayList<>();
    final List<CoreType> coreTypes = new ArrayList<>();
    final List<CoreModuleType> coreModules = new ArrayList<>();
    final List<Map<String, CoreExternType>> coreInstances = new ArrayList<>();

    final List<FuncType> funcs = new ArrayList<>();
    final List<Value> values = new ArrayList<>();
    final List<DefType> types = new ArrayList<>();
    final List<ComponentType> components = new ArrayList<>();
    final List<InstanceType> instances = new ArrayList<>();

    final Map<String, ExternType> imports = new LinkedHashMap<>();
    final Map<String, ExternType> exports = new LinkedHashMap<>();
    final ScopeNames importNames = new ScopeNames("import");
    final ScopeNames exportNames = new ScopeNames("export");
    final Visibility visibility;

    /// Abstract resource types that the imports introduce, with the path of names to each.
    final Map<ResourceType, List<String>> importedResources = new LinkedHashMap<>();
    /// Resource types that come into being here: definitions, those of instances made here, abstract exports.
    final Set<ResourceType> ownResources = new LinkedHashSet<>();
    /// Those of them that the export declaration at hand introduces.
    final Set<ResourceType> introduced = new LinkedHashSet<>();
    /// Resource types defined here, whose representation the component may see.
    final Set<ResourceType> localResources = new LinkedHashSet<>();

    Scope(Kind kind, @Nullable Scope parent, Types allTypes) {
        this.kind = kind;
        this.parent = parent;
        this.visibility = new Visibility(kind, allTypes);
    }

    /// Appends an import or export to the index space of its sort.
    void push(ExternType type) {
        switch (type) {
            case ExternType.Func(FuncType func) -> funcs.add(func);
            case ExternType.Value(ValType value) -> values.add(new Value(value, false));
            case ExternType.Type(DefType defined) -> types.add(defined);
            case ExternType.Instance(InstanceType instance) -> instances.add(instance);
            case ExternType.Component(ComponentType component) -> components.add(component);
            case ExternType.CoreModule(CoreModuleType module) -> coreModules.add(module);
        }
    }
}
