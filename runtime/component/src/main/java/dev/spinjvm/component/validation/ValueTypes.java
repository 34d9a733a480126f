package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.Names;
import dev.spinjvm.component.binary.PrimType;
import dev.spinjvm.component.binary.TypeExpr;
import dev.spinjvm.component.binary.ValTypeRef;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Resolves value and function types against the type index space of a scope (Binary.md, "Type Definitions").
final class ValueTypes {
    private static final int MAX_SIZE = 1 << 28;
    private static final int MAX_FLAGS = 32;
    /// Bounds what whoever makes a plan from a type can be made to build.
    private static final int MAX_NODES = 100_000;

    private final Context context;
    private final Scope scope;

    ValueTypes(Context context, Scope scope) {
        this.context = context;
        this.scope = scope;
    }

    ValType define(TypeExpr.DefinedType type) throws InvalidComponentException {
        ValType defined = resolve(type);
        check(defined);
        return defined;
    }

    private void check(ValType type) throws InvalidComponentException {
        Layout layout = context.types().layout(type);
        if (layout.size() >= MAX_SIZE) {
            throw context.invalid("type exceeds maximum byte size of " + (MAX_SIZE - 1));
        }
        if (layout.nodes() > MAX_NODES) {
            throw context.invalid("effective type size exceeds the limit of " + MAX_NODES);
        }
        if (layout.depth() > Work.MAX_DEPTH) {
            throw context.invalid("type nesting exceeds the limit of " + Work.MAX_DEPTH);
        }
    }

    private ValType resolve(TypeExpr.DefinedType type) throws InvalidComponentException {
        return switch (type) {
            case TypeExpr.PrimitiveType(PrimType primitive) -> primitive(primitive);
            case TypeExpr.RecordType(var fields) -> record(fields);
            case TypeExpr.VariantType(var cases) -> variant(cases);
            case TypeExpr.ListType(var element) -> new ValType.ListType(value(element));
            case TypeExpr.FixedListType(var element, int length) -> fixedList(element, length);
            case TypeExpr.TupleType(var elements) -> tuple(elements);
            case TypeExpr.FlagsType(var labels) -> flags(labels);
            case TypeExpr.EnumType(var labels) -> {
                if (labels.isEmpty()) {
                    throw context.invalid("enum type must have at least one variant");
                }
                labels(labels, "enum tag", "tag");
                yield new ValType.EnumType(labels);
            }
            case TypeExpr.OptionType(var some) -> new ValType.OptionType(value(some));
            case TypeExpr.ResultType(var ok, var error) -> new ValType.ResultType(optional(ok), optional(error));
            case TypeExpr.OwnType(int resource) -> context.types().handle(resource(resource), true);
            case TypeExpr.BorrowType(int resource) -> context.types().handle(resource(resource), false);
            case TypeExpr.StreamType(var element) -> stream(optional(element));
            case TypeExpr.FutureType(var element) -> {
                ValType resolved = optional(element);
                refuseBorrow(resolved, "future type");
                yield new ValType.FutureType(resolved);
            }
            case TypeExpr.MapType(var key, var value) -> new ValType.MapType(key(key), value(value));
        };
    }

    private static ValType primitive(PrimType type) {
        return ValType.Primitive.valueOf(type.name());
    }

    /// A value type where it is used.
    ValType value(ValTypeRef ref) throws InvalidComponentException {
        return switch (ref) {
            case PrimType primitive -> primitive(primitive);
            case ValTypeRef.TypeIndex(int index) -> {
                if (context.get(scope.types, index, "type") instanceof DefType.Value(ValType type)) {
                    yield type;
                }
                throw context.invalid("type index " + index + " is not a defined type");
            }
        };
    }

    @Nullable
    ValType optional(@Nullable ValTypeRef ref) throws InvalidComponentException {
        return ref == null ? null : value(ref);
    }

    DefType.Resource resource(int index) throws InvalidComponentException {
        if (context.get(scope.types, index, "type") instanceof DefType.Resource resource) {
            return resource;
        }
        throw context.invalid("type index " + index + " is not a resource type");
    }

    private ValType record(List<TypeExpr.Labeled> fields) throws InvalidComponentException {
        if (fields.isEmpty()) {
            throw context.invalid("record type must have at least one field");
        }
        labels(fields.stream().map(TypeExpr.Labeled::label).toList(), "record field", "field");
        List<ValType.Field> resolved = new ArrayList<>();
        for (TypeExpr.Labeled field : fields) {
            resolved.add(new ValType.Field(field.label(), value(field.type())));
        }
        return new ValType.RecordType(List.copyOf(resolved));
    }

    private ValType variant(List<TypeExpr.Case> cases) throws InvalidComponentException {
        if (cases.isEmpty()) {
            throw context.invalid("variant type must have at least one case");
        }
        labels(cases.stream().map(TypeExpr.Case::label).toList(), "variant case", "case");
        List<ValType.Case> resolved = new ArrayList<>();
        for (TypeExpr.Case one : cases) {
            resolved.add(new ValType.Case(one.label(), optional(one.payload())));
        }
        return new ValType.VariantType(List.copyOf(resolved));
    }

    private ValType fixedList(ValTypeRef element, int length) throws InvalidComponentException {
        if (length == 0) {
            throw context.invalid("fixed-length lists must have more than zero elements");
        }
        return new ValType.FixedListType(value(element), length);
    }

    private ValType tuple(List<ValTypeRef> elements) throws InvalidComponentException {
        if (elements.isEmpty()) {
            throw context.invalid("tuple type must have at least one type");
        }
        List<ValType> resolved = new ArrayList<>();
        for (ValTypeRef element : elements) {
            resolved.add(value(element));
        }
        return new ValType.TupleType(List.copyOf(resolved));
    }

    private ValType flags(List<String> labels) throws InvalidComponentException {
        if (labels.isEmpty()) {
            throw context.invalid("flags must have at least one entry");
        }
        if (labels.size() > MAX_FLAGS) {
            throw context.invalid("cannot have more than " + MAX_FLAGS + " flags");
        }
        labels(labels, "flag", "flag");
        return new ValType.FlagsType(labels);
    }

    private ValType stream(@Nullable ValType element) throws InvalidComponentException {
        if (element == ValType.Primitive.CHAR) {
            throw context.invalid("`stream<char>` is not valid at this time");
        }
        refuseBorrow(element, "stream type");
        return new ValType.StreamType(element);
    }

    private ValType key(ValTypeRef ref) throws InvalidComponentException {
        ValType key = value(ref);
        boolean allowed = key instanceof ValType.Primitive primitive && switch (primitive) {
            case BOOL, S8, U8, S16, U16, S32, U32, S64, U64, CHAR, STRING -> true;
            case F32, F64, ERROR_CONTEXT -> false;
        };
        if (!allowed) {
            throw context.invalid("invalid map key type: " + Subtyping.describe(key));
        }
        return key;
    }

    void refuseBorrow(@Nullable ValType type, String where) throws InvalidComponentException {
        if (type != null && context.types().layout(type).borrow()) {
            throw context.invalid(where + " cannot contain a `borrow` type");
        }
    }

    FuncType func(TypeExpr.FuncTypeExpr type) throws InvalidComponentException {
        labels(type.params().stream().map(TypeExpr.Labeled::label).toList(), "function parameter", "parameter");
        List<FuncType.Param> params = new ArrayList<>();
        long nodes = 1;
        for (TypeExpr.Labeled param : type.params()) {
            ValType resolved = value(param.type());
            nodes += context.types().layout(resolved).nodes();
            params.add(new FuncType.Param(param.label(), resolved));
        }
        if (nodes > MAX_NODES) {
            throw context.invalid("effective type size exceeds the limit of " + MAX_NODES);
        }
        ValType result = optional(type.result());
        refuseBorrow(result, "function result");
        return new FuncType(type.async(), params, result);
    }

    private void labels(List<String> labels, String kind, String noun) throws InvalidComponentException {
        Map<String, String> seen = new HashMap<>();
        for (String label : labels) {
            if (label.isEmpty()) {
                throw context.invalid(kind + " name cannot be empty");
            }
            if (!Names.isLabel(label)) {
                throw context.invalid(kind + " name `" + label + "` is not in kebab case");
            }
            String previous = seen.putIfAbsent(Names.uniquenessKey(label), label);
            if (previous != null) {
                throw context.invalid(kind + " name `" + label + "` conflicts with previous " + noun + " name `"
                        + previous + "`");
            }
        }
    }
}
