package dev.spinjvm.component.validation;

import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.InstanceType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Replaces resource types throughout a type, and the identity of types. Parts that mention nothing replaced keep their
/// identity, and parts that were shared stay shared.
@SuppressWarnings("ReferenceEquality") // identity is what this is about, and equality can take exponential time
final class Substitution {
    private final Types types;
    private final Map<ResourceType, ResourceType> replacements;
    private final IdentityHashMap<Object, Object> done = new IdentityHashMap<>();

    Substitution(Types types, Map<ResourceType, ResourceType> replacements) {
        this.types = types;
        this.replacements = replacements;
    }

    private <T> T memo(T key, UnaryOperator<T> compute) {
        @SuppressWarnings("unchecked")
        T known = (T) done.get(key);
        if (known == null) {
            types.work().step();
            known = compute.apply(key);
            done.put(key, known);
        }
        return known;
    }

    /// Puts the identity of the types in `actual` in the place of their equals in `expected`.
    void rename(ExternType expected, ExternType actual) {
        types.work().step();
        if (expected instanceof ExternType.Type(DefType from) && actual instanceof ExternType.Type(DefType to)) {
            done.putIfAbsent(from, to);
            if (from instanceof DefType.Value(ValType fromValue) && to instanceof DefType.Value(ValType toValue)
                    && !(fromValue instanceof ValType.Primitive)) {
                done.putIfAbsent(fromValue, toValue);
            }
        } else if (expected instanceof ExternType.Instance(InstanceType from)
                && actual instanceof ExternType.Instance(InstanceType to)) {
            for (Map.Entry<String, ExternType> export : from.exports().entrySet()) {
                ExternType found = to.exports().get(export.getKey());
                if (found != null) {
                    rename(export.getValue(), found);
                }
            }
        }
    }

    ExternType apply(ExternType type) {
        return memo(type, this::extern);
    }

    private ExternType extern(ExternType type) {
        return switch (type) {
            case ExternType.Func(FuncType func) -> {
                FuncType result = memo(func, this::func);
                yield result == func ? type : new ExternType.Func(result);
            }
            case ExternType.Value(ValType value) -> {
                ValType result = value(value);
                yield result == value ? type : new ExternType.Value(result);
            }
            case ExternType.Type(DefType defined) -> {
                DefType result = memo(defined, this::defined);
                yield result == defined ? type : new ExternType.Type(result);
            }
            case ExternType.Instance(InstanceType instance) -> {
                InstanceType result = memo(instance, this::instance);
                yield result == instance ? type : new ExternType.Instance(result);
            }
            case ExternType.Component(ComponentType component) -> {
                ComponentType result = memo(component, this::component);
                yield result == component ? type : new ExternType.Component(result);
            }
            case ExternType.CoreModule _ -> type;
        };
    }

    private DefType defined(DefType type) {
        return switch (type) {
            case DefType.Value(ValType value) -> {
                ValType result = value(value);
                yield result == value ? type : new DefType.Value(result);
            }
            case DefType.Resource(ResourceType resource) -> {
                ResourceType result = replacements.get(resource);
                yield result == null ? type : new DefType.Resource(result);
            }
            case DefType.Func(FuncType func) -> {
                FuncType result = memo(func, this::func);
                yield result == func ? type : new DefType.Func(result);
            }
            case DefType.Instance(InstanceType instance) -> {
                InstanceType result = memo(instance, this::instance);
                yield result == instance ? type : new DefType.Instance(result);
            }
            case DefType.Component(ComponentType component) -> {
                ComponentType result = memo(component, this::component);
                yield result == component ? type : new DefType.Component(result);
            }
        };
    }

    private FuncType func(FuncType type) {
        List<FuncType.Param> params = new ArrayList<>();
        boolean changed = false;
        for (FuncType.Param param : type.params()) {
            ValType result = value(param.type());
            changed |= result != param.type();
            params.add(result == param.type() ? param : new FuncType.Param(param.name(), result));
        }
        ValType result = optional(type.result());
        return changed || result != type.result() ? new FuncType(type.async(), params, result) : type;
    }

    private InstanceType instance(InstanceType type) {
        Map<String, ExternType> exports = items(type.exports());
        return exports == type.exports() ? type : new InstanceType(exports, type.resources());
    }

    private ComponentType component(ComponentType type) {
        Map<String, ExternType> imports = items(type.imports());
        Map<String, ExternType> exports = items(type.exports());
        return imports == type.imports() && exports == type.exports()
                ? type
                : new ComponentType(imports, exports, type.importedResources(), type.definedResources());
    }

    /// The same map if nothing changes.
    Map<String, ExternType> items(Map<String, ExternType> items) {
        types.work().steps(items.size());
        if (replacements.isEmpty() && done.isEmpty()) {
            return items;
        }
        Map<String, ExternType> results = new LinkedHashMap<>();
        boolean changed = false;
        for (Map.Entry<String, ExternType> item : items.entrySet()) {
            ExternType result = apply(item.getValue());
            changed |= result != item.getValue();
            results.put(item.getKey(), result);
        }
        return changed ? results : items;
    }

    private @Nullable ValType optional(@Nullable ValType type) {
        return type == null ? null : value(type);
    }

    private ValType value(ValType type) {
        return type instanceof ValType.Primitive ? type : memo(type, this::compound);
    }

    private ValType compound(ValType type) {
        return switch (type) {
            case ValType.Primitive _,ValType.EnumType _,ValType.FlagsType _ -> type;
            case ValType.RecordType(var fields) -> record(type, fields);
            case ValType.VariantType(var cases) -> variant(type, cases);
            case ValType.TupleType(var elements) -> tuple(type, elements);
            case ValType.OptionType(var element) -> {
                ValType result = value(element);
                yield result == element ? type : new ValType.OptionType(result);
            }
            case ValType.ListType(var element) -> {
                ValType result = value(element);
                yield result == element ? type : new ValType.ListType(result);
            }
            case ValType.FixedListType(var element, int length) -> {
                ValType result = value(element);
                yield result == element ? type : new ValType.FixedListType(result, length);
            }
            case ValType.MapType(var key, var element) -> {
                ValType result = value(element);
                yield result == element ? type : new ValType.MapType(key, result);
            }
            case ValType.ResultType(var ok, var error) -> {
                ValType newOk = optional(ok);
                ValType newError = optional(error);
                yield newOk == ok && newError == error ? type : new ValType.ResultType(newOk, newError);
            }
            case ValType.StreamType(var element) -> {
                ValType result = optional(element);
                yield result == element ? type : new ValType.StreamType(result);
            }
            case ValType.FutureType(var element) -> {
                ValType result = optional(element);
                yield result == element ? type : new ValType.FutureType(result);
            }
            case ValType.OwnType(ResourceType resource) -> handle(type, resource, true);
            case ValType.BorrowType(ResourceType resource) -> handle(type, resource, false);
        };
    }

    private ValType handle(ValType type, ResourceType resource, boolean own) {
        DefType.Resource written = types.resourceOf(type);
        if (written == null) {
            ResourceType result = replacements.get(resource);
            return result == null ? type : types.handle(new DefType.Resource(result), own);
        }
        DefType replaced = memo(written, this::defined);
        return replaced == written || !(replaced instanceof DefType.Resource made) ? type : types.handle(made, own);
    }

    private ValType record(ValType type, List<ValType.Field> fields) {
        List<ValType.Field> results = new ArrayList<>();
        boolean changed = false;
        for (ValType.Field field : fields) {
            ValType result = value(field.type());
            changed |= result != field.type();
            results.add(result == field.type() ? field : new ValType.Field(field.name(), result));
        }
        return changed ? new ValType.RecordType(List.copyOf(results)) : type;
    }

    private ValType variant(ValType type, List<ValType.Case> cases) {
        List<ValType.Case> results = new ArrayList<>();
        boolean changed = false;
        for (ValType.Case one : cases) {
            ValType result = optional(one.type());
            changed |= result != one.type();
            results.add(result == one.type() ? one : new ValType.Case(one.name(), result));
        }
        return changed ? new ValType.VariantType(List.copyOf(results)) : type;
    }

    private ValType tuple(ValType type, List<ValType> elements) {
        List<ValType> results = elements.stream().map(this::value).toList();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) != elements.get(i)) {
                return new ValType.TupleType(results);
            }
        }
        return type;
    }
}
