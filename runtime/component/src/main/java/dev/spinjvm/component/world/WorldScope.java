package dev.spinjvm.component.world;

import dev.spinjvm.component.binary.Alias;
import dev.spinjvm.component.binary.PrimType;
import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.binary.TypeExpr;
import dev.spinjvm.component.binary.ValTypeRef;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The index spaces of one component, component type or instance type.
final class WorldScope {
    private final @Nullable WorldScope outer;
    private final Map<Sort, List<Entity>> spaces = new EnumMap<>(Sort.class);

    WorldScope(@Nullable WorldScope outer) {
        this.outer = outer;
    }

    void add(Sort sort, Entity entity) {
        spaces.computeIfAbsent(sort, _ -> new ArrayList<>()).add(entity);
    }

    Entity get(Sort sort, int index) {
        return spaces.getOrDefault(sort, List.of()).get(index);
    }

    WitType type(int index) {
        return ((Entity.OfType) get(Sort.TYPE, index)).type();
    }

    FunctionItem functionType(int index) {
        return ((Entity.OfFunction) get(Sort.TYPE, index)).function();
    }

    Interface instance(int index) {
        return ((Entity.OfInstance) get(Sort.INSTANCE, index)).instance();
    }

    /// Core things are left out of worlds, so their index spaces stay empty.
    void alias(Alias alias) {
        switch (alias) {
            case Alias.Export(var sort, var instance, var name) -> add(sort, entity(instance(instance).items().get(name)));
            case Alias.Outer(var sort, var count, var index) -> {
                if (!sort.isCore()) {
                    WorldScope target = this;
                    for (int i = 0; i < count; i++) {
                        target = java.util.Objects.requireNonNull(target.outer);
                    }
                    add(sort, target.get(sort, index));
                }
            }
            case Alias.CoreExport _ -> {
                // a core thing
            }
        }
    }

    static Entity entity(@Nullable WorldItem item) {
        return switch (item) {
            case Interface instance -> new Entity.OfInstance(instance);
            case TypeItem(var named) -> new Entity.OfType(named);
            case FunctionItem function -> new Entity.OfFunction(function);
            case OtherItem _ -> Entity.Opaque.INSTANCE;
            case null -> Entity.Opaque.INSTANCE;
        };
    }

    /// What a type expression makes.
    Entity evaluate(TypeExpr expr) {
        return switch (expr) {
            case TypeExpr.DefinedType defined -> new Entity.OfType(defined(defined));
            case TypeExpr.FuncTypeExpr(var async, var params, var result) ->
                new Entity.OfFunction(new FunctionItem(async, fields(params), result == null ? null : value(result)));
            case TypeExpr.ComponentTypeExpr _,TypeExpr.InstanceTypeExpr _ -> new Entity.Declared(expr, this);
            case TypeExpr.ResourceTypeExpr _ -> new Entity.OfType(new WitType.Resource());
        };
    }

    private List<WitType.Field> fields(List<TypeExpr.Labeled> fields) {
        return fields.stream().map(field -> new WitType.Field(field.label(), value(field.type()))).toList();
    }

    private WitType value(ValTypeRef ref) {
        return switch (ref) {
            case PrimType prim -> new WitType.Primitive(prim);
            case ValTypeRef.TypeIndex(var index) -> type(index);
        };
    }

    private @Nullable WitType optional(@Nullable ValTypeRef ref) {
        return ref == null ? null : value(ref);
    }

    private WitType defined(TypeExpr.DefinedType expr) {
        return switch (expr) {
            case TypeExpr.PrimitiveType(var type) -> new WitType.Primitive(type);
            case TypeExpr.RecordType(var fields) -> new WitType.RecordType(fields(fields));
            case TypeExpr.VariantType(var cases) ->
                new WitType.VariantType(cases.stream().map(one -> new WitType.Case(one.label(), optional(one.payload()))).toList());
            case TypeExpr.ListType(var element) -> new WitType.ListType(value(element));
            case TypeExpr.FixedListType(var element, var length) -> new WitType.FixedListType(value(element), length);
            case TypeExpr.TupleType(var elements) -> new WitType.TupleType(elements.stream().map(this::value).toList());
            case TypeExpr.FlagsType(var labels) -> new WitType.FlagsType(labels);
            case TypeExpr.EnumType(var labels) -> new WitType.EnumType(labels);
            case TypeExpr.OptionType(var some) -> new WitType.OptionType(value(some));
            case TypeExpr.ResultType(var ok, var error) -> new WitType.ResultType(optional(ok), optional(error));
            case TypeExpr.OwnType(var resource) -> new WitType.OwnType(type(resource));
            case TypeExpr.BorrowType(var resource) -> new WitType.BorrowType(type(resource));
            case TypeExpr.StreamType(var element) -> new WitType.StreamType(optional(element));
            case TypeExpr.FutureType(var element) -> new WitType.FutureType(optional(element));
            case TypeExpr.MapType(var key, var value) -> new WitType.MapType(value(key), value(value));
        };
    }
}
