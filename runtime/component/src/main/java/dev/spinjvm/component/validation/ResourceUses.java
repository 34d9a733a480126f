package dev.spinjvm.component.validation;

import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.InstanceType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which resource types a type mentions without introducing them itself.
final class ResourceUses {
    private final Work work;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<ResourceType> mentioned = new LinkedHashSet<>();
    private final Set<ResourceType> bound = new HashSet<>();

    private ResourceUses(Work work) {
        this.work = work;
    }

    static Set<ResourceType> free(Work work, DefType type) {
        ResourceUses uses = new ResourceUses(work);
        uses.visit(type);
        return uses.free();
    }

    static Set<ResourceType> free(Work work, Collection<ExternType> types) {
        ResourceUses uses = new ResourceUses(work);
        types.forEach(uses::visit);
        return uses.free();
    }

    /// The path of names at which each of `wanted` is first exported.
    static Map<ResourceType, List<String>> paths(Work work, Map<String, ExternType> items, Set<ResourceType> wanted) {
        Map<ResourceType, List<String>> paths = new LinkedHashMap<>();
        if (!wanted.isEmpty()) {
            paths(work, items, wanted, new ArrayList<>(), paths);
        }
        return paths;
    }

    private static void paths(Work work, Map<String, ExternType> items, Set<ResourceType> wanted, List<String> prefix,
            Map<ResourceType, List<String>> paths) {
        for (Map.Entry<String, ExternType> item : items.entrySet()) {
            work.step();
            prefix.add(item.getKey());
            if (item.getValue() instanceof ExternType.Type(DefType.Resource(ResourceType type))
                    && wanted.contains(type)) {
                paths.putIfAbsent(type, List.copyOf(prefix));
            } else if (item.getValue() instanceof ExternType.Instance(InstanceType instance)) {
                paths(work, instance.exports(), wanted, prefix, paths);
            }
            prefix.removeLast();
        }
    }

    private Set<ResourceType> free() {
        mentioned.removeAll(bound);
        return mentioned;
    }

    private void visit(ExternType type) {
        switch (type) {
            case ExternType.Func(FuncType func) -> visit(func);
            case ExternType.Value(ValType value) -> visit(value);
            case ExternType.Type(DefType defined) -> visit(defined);
            case ExternType.Instance(InstanceType instance) -> visit(instance);
            case ExternType.Component(ComponentType component) -> visit(component);
            case ExternType.CoreModule _ -> {
                // core types mention no resource types
            }
        }
    }

    private void visit(DefType type) {
        switch (type) {
            case DefType.Resource(ResourceType resource) -> mentioned.add(resource);
            case DefType.Value(ValType value) -> visit(value);
            case DefType.Func(FuncType func) -> visit(func);
            case DefType.Instance(InstanceType instance) -> visit(instance);
            case DefType.Component(ComponentType component) -> visit(component);
        }
    }

    private boolean first(Object type) {
        work.step();
        return seen.add(type);
    }

    private void visit(InstanceType type) {
        if (first(type)) {
            bound.addAll(type.resources().keySet());
            type.exports().values().forEach(this::visit);
        }
    }

    private void visit(ComponentType type) {
        if (first(type)) {
            bound.addAll(type.importedResources().keySet());
            bound.addAll(type.definedResources().keySet());
            type.imports().values().forEach(this::visit);
            type.exports().values().forEach(this::visit);
        }
    }

    private void visit(FuncType type) {
        if (first(type)) {
            type.params().forEach(param -> visit(param.type()));
            visit(type.result());
        }
    }

    private void visit(@Nullable ValType type) {
        if (type == null || type instanceof ValType.Primitive || !first(type)) {
            return;
        }
        switch (type) {
            case ValType.Primitive _,ValType.EnumType _,ValType.FlagsType _ -> {
                // no parts
            }
            case ValType.RecordType(var fields) -> fields.forEach(field -> visit(field.type()));
            case ValType.VariantType(var cases) -> cases.forEach(one -> visit(one.type()));
            case ValType.TupleType(var elements) -> elements.forEach(this::visit);
            case ValType.OptionType(var element) -> visit(element);
            case ValType.ListType(var element) -> visit(element);
            case ValType.FixedListType(var element, int _) -> visit(element);
            case ValType.MapType(var _, var value) -> visit(value);
            case ValType.ResultType(var ok, var error) -> {
                visit(ok);
                visit(error);
            }
            case ValType.StreamType(var element) -> visit(element);
            case ValType.FutureType(var element) -> visit(element);
            case ValType.OwnType(ResourceType resource) -> mentioned.add(resource);
            case ValType.BorrowType(ResourceType resource) -> mentioned.add(resource);
        }
    }
}
