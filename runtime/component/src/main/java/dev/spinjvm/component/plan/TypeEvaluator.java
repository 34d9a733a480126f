package dev.spinjvm.component.plan;

import dev.spinjvm.component.binary.PrimType;
import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.binary.TypeExpr;
import dev.spinjvm.component.binary.ValTypeRef;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Resolves type expressions in the scope in which they stand. Every type refers to resource types by identity, so equal
/// results mean equal types.
final class TypeEvaluator {
    private final Scope scope;

    TypeEvaluator(Scope scope) {
        this.scope = scope;
    }

    /// The type of any expression but a resource definition, which is no reference to a type but makes one.
    Item.TypeItem evaluate(TypeExpr expr) {
        return switch (expr) {
            case TypeExpr.DefinedType defined -> new Item.ValueTypeItem(defined(defined));
            case TypeExpr.FuncTypeExpr func -> new Item.FuncTypeItem(function(func));
            case TypeExpr.ComponentTypeExpr _,TypeExpr.InstanceTypeExpr _ -> new Item.DeclaredTypeItem(expr, scope);
            case TypeExpr.ResourceTypeExpr _ -> throw new IllegalStateException("a resource type can be defined in a component only");
        };
    }

    private FuncType function(TypeExpr.FuncTypeExpr func) {
        List<FuncType.Param> params = func.params().stream()
                .map(param -> new FuncType.Param(param.label(), value(param.type()))).toList();
        return new FuncType(func.async(), params, optional(func.result()));
    }

    private @Nullable ValType optional(@Nullable ValTypeRef ref) {
        return ref == null ? null : value(ref);
    }

    ValType value(ValTypeRef ref) {
        return switch (ref) {
            case PrimType prim -> primitive(prim);
            case ValTypeRef.TypeIndex(var index) -> scope.get(Sort.TYPE, index, Item.ValueTypeItem.class).type();
        };
    }

    private ResourceType resource(int index) {
        return scope.get(Sort.TYPE, index, Item.ResourceTypeItem.class).type();
    }

    private ValType defined(TypeExpr.DefinedType expr) {
        return switch (expr) {
            case TypeExpr.PrimitiveType(var type) -> primitive(type);
            case TypeExpr.RecordType(var fields) -> new ValType.RecordType(
                    fields.stream().map(field -> new ValType.Field(field.label(), value(field.type()))).toList());
            case TypeExpr.VariantType(var cases) -> new ValType.VariantType(
                    cases.stream().map(each -> new ValType.Case(each.label(), optional(each.payload()))).toList());
            case TypeExpr.ListType(var element) -> new ValType.ListType(value(element));
            case TypeExpr.FixedListType(var element, var length) -> new ValType.FixedListType(value(element), length);
            case TypeExpr.TupleType(var elements) -> new ValType.TupleType(elements.stream().map(this::value).toList());
            case TypeExpr.FlagsType(var labels) -> new ValType.FlagsType(labels);
            case TypeExpr.EnumType(var labels) -> new ValType.EnumType(labels);
            case TypeExpr.OptionType(var some) -> new ValType.OptionType(value(some));
            case TypeExpr.ResultType(var ok, var error) -> new ValType.ResultType(optional(ok), optional(error));
            case TypeExpr.OwnType(var resource) -> new ValType.OwnType(resource(resource));
            case TypeExpr.BorrowType(var resource) -> new ValType.BorrowType(resource(resource));
            case TypeExpr.StreamType(var element) -> new ValType.StreamType(optional(element));
            case TypeExpr.FutureType(var element) -> new ValType.FutureType(optional(element));
            case TypeExpr.MapType(var key, var value) -> new ValType.MapType(value(key), value(value));
        };
    }

    private static ValType primitive(PrimType prim) {
        return switch (prim) {
            case BOOL -> ValType.Primitive.BOOL;
            case S8 -> ValType.Primitive.S8;
            case U8 -> ValType.Primitive.U8;
            case S16 -> ValType.Primitive.S16;
            case U16 -> ValType.Primitive.U16;
            case S32 -> ValType.Primitive.S32;
            case U32 -> ValType.Primitive.U32;
            case S64 -> ValType.Primitive.S64;
            case U64 -> ValType.Primitive.U64;
            case F32 -> ValType.Primitive.F32;
            case F64 -> ValType.Primitive.F64;
            case CHAR -> ValType.Primitive.CHAR;
            case STRING -> ValType.Primitive.STRING;
            case ERROR_CONTEXT -> ValType.Primitive.ERROR_CONTEXT;
        };
    }
}
