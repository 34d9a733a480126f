package dev.spinjvm.component.validation;

import dev.spinjvm.component.types.CoreDefType;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.InstanceType;
import dev.spinjvm.component.types.ValType;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one validation knows about the types it has seen, by identity, because types share their parts.
///
/// The identity of a type object stands for the type index that introduced it. External visibility depends on that: two
/// equal record types are distinct here if one of them was exported and the other was not (Explainer, "External
/// Visibility of Types").
final class Types {
    private final Work work;
    private final IdentityHashMap<ValType, Layout> layouts = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Integer> depths = new IdentityHashMap<>();
    private final IdentityHashMap<ValType, DefType.Resource> handles = new IdentityHashMap<>();
    private final Map<CoreDefType.RecGroup, CoreDefType.RecGroup> coreGroups = new HashMap<>();
    private final Map<CoreDefType.CoreFuncType, CoreDefType> coreFuncs = new HashMap<>();

    Types(Work work) {
        this.work = work;
    }

    Work work() {
        return work;
    }

    /// The type definition that a handle type was written with.
    DefType.@Nullable Resource resourceOf(ValType handle) {
        return handles.get(handle);
    }

    /// Makes an `own` or `borrow` of a resource type.
    ValType handle(DefType.Resource resource, boolean own) {
        ValType handle = own ? new ValType.OwnType(resource.type()) : new ValType.BorrowType(resource.type());
        handles.put(handle, resource);
        return handle;
    }

    /// The representative of all equal recursion groups.
    CoreDefType.RecGroup intern(CoreDefType.RecGroup group) {
        CoreDefType.RecGroup known = coreGroups.putIfAbsent(group, group);
        return known == null ? group : known;
    }

    CoreDefType coreFunc(CoreDefType.CoreFuncType type) {
        return coreFuncs.computeIfAbsent(type, CoreDefType::func);
    }

    /// A type equal to `type` but with an identity of its own.
    DefType copy(DefType type) {
        return switch (type) {
            case DefType.Resource(var resource) -> new DefType.Resource(resource);
            case DefType.Value(ValType value) -> new DefType.Value(copy(value));
            case DefType.Func func -> func;
            case DefType.Instance instance -> instance;
            case DefType.Component component -> component;
        };
    }

    private ValType copy(ValType type) {
        return switch (type) {
            case ValType.RecordType(var fields) -> new ValType.RecordType(fields);
            case ValType.VariantType(var cases) -> new ValType.VariantType(cases);
            case ValType.EnumType(var labels) -> new ValType.EnumType(labels);
            case ValType.FlagsType(var labels) -> new ValType.FlagsType(labels);
            case ValType.Primitive _,ValType.TupleType _,ValType.OptionType _,ValType.ResultType _,ValType.ListType _,ValType.FixedListType _,ValType.MapType _,ValType.StreamType _,ValType.FutureType _,ValType.OwnType _,ValType.BorrowType _ ->
                type;
        };
    }

    Layout layout(ValType type) {
        if (type instanceof ValType.Primitive primitive) {
            return Layout.primitive(primitive);
        }
        Layout known = layouts.get(type);
        if (known == null) {
            work.step();
            known = Layout.of(type, this::layout);
            layouts.put(type, known);
        }
        return known;
    }

    /// How deeply the parts of a type nest.
    int depth(ExternType type) {
        return switch (type) {
            case ExternType.Func(FuncType func) -> depth(func);
            case ExternType.Value(ValType value) -> layout(value).depth();
            case ExternType.Type(DefType defined) -> depth(defined);
            case ExternType.Instance(InstanceType instance) -> depth(instance.exports(), Map.of(), instance);
            case ExternType.Component(var component) -> depth(component.imports(), component.exports(), component);
            case ExternType.CoreModule _ -> 1;
        };
    }

    int depth(DefType type) {
        return switch (type) {
            case DefType.Value(ValType value) -> layout(value).depth();
            case DefType.Resource _ -> 1;
            case DefType.Func(FuncType func) -> depth(func);
            case DefType.Instance(InstanceType instance) -> depth(instance.exports(), Map.of(), instance);
            case DefType.Component(var component) -> depth(component.imports(), component.exports(), component);
        };
    }

    private int depth(FuncType type) {
        work.steps(type.params().size());
        int depth = type.result() == null ? 0 : layout(type.result()).depth();
        for (FuncType.Param param : type.params()) {
            depth = Math.max(depth, layout(param.type()).depth());
        }
        return depth + 1;
    }

    private int depth(Map<String, ExternType> items, Map<String, ExternType> more, Object owner) {
        Integer known = depths.get(owner);
        if (known != null) {
            return known;
        }
        work.step();
        int depth = 0;
        for (ExternType item : items.values()) {
            depth = Math.max(depth, depth(item));
        }
        for (ExternType item : more.values()) {
            depth = Math.max(depth, depth(item));
        }
        depths.put(owner, depth + 1);
        return depth + 1;
    }
}
