package dev.spinjvm.component.validation;

import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.InstanceType;
import dev.spinjvm.component.types.ValType;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The types of one scope that have an externally visible name (Explainer, "External Visibility of Types"). Resource,
/// record, variant, enum and flags types need one to be used by an import or export.
final class Visibility {
    private final Scope.Kind kind;
    private final Types types;
    private final Set<Object> imported = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Object> exported = Collections.newSetFromMap(new IdentityHashMap<>());

    Visibility(Scope.Kind kind, Types types) {
        this.kind = kind;
        this.types = types;
    }

    /// Names the types that an import or export introduces.
    ///
    /// @return whether all types it refers to had a name already
    boolean register(ExternType type, boolean isImport) {
        if (kind == Scope.Kind.INSTANCE_TYPE) {
            // checked when the instance type is attached to an import or export
            return true;
        }
        types.work().step();
        Set<Object> visible = isImport ? imported : exported;
        return switch (type) {
            case ExternType.Type(DefType defined) -> {
                boolean named = partsNamed(defined, visible);
                Object identity = defined instanceof DefType.Value(ValType value) ? value : defined;
                exported.add(identity);
                if (isImport) {
                    imported.add(identity);
                }
                yield named;
            }
            case ExternType.Instance(InstanceType instance) -> {
                for (ExternType export : instance.exports().values()) {
                    if (!register(export, isImport)) {
                        yield false;
                    }
                }
                yield true;
            }
            case ExternType.Func(FuncType func) -> named(func, visible);
            case ExternType.Value(ValType value) -> named(value, visible);
            case ExternType.Component _,ExternType.CoreModule _ -> true;
        };
    }

    private boolean partsNamed(DefType type, Set<Object> visible) {
        types.work().step();
        return switch (type) {
            case DefType.Resource _,DefType.Component _ -> true;
            case DefType.Value(ValType value) -> partsNamed(value, visible);
            case DefType.Func(FuncType func) -> named(func, visible);
            case DefType.Instance(InstanceType instance) -> {
                for (ExternType export : instance.exports().values()) {
                    if (!namedIn(export, visible)) {
                        yield false;
                    }
                }
                yield true;
            }
        };
    }

    private boolean namedIn(ExternType type, Set<Object> visible) {
        return switch (type) {
            case ExternType.Type(DefType defined) -> partsNamed(defined, visible);
            case ExternType.Instance(InstanceType instance) -> partsNamed(new DefType.Instance(instance), visible);
            case ExternType.Func(FuncType func) -> named(func, visible);
            case ExternType.Value(ValType value) -> named(value, visible);
            case ExternType.Component _,ExternType.CoreModule _ -> true;
        };
    }

    private boolean named(FuncType type, Set<Object> visible) {
        return type.params().stream().allMatch(param -> named(param.type(), visible))
                && optionalNamed(type.result(), visible);
    }

    private boolean optionalNamed(@Nullable ValType type, Set<Object> visible) {
        return type == null || named(type, visible);
    }

    private boolean named(ValType type, Set<Object> visible) {
        types.work().step();
        return switch (type) {
            case ValType.RecordType _,ValType.VariantType _,ValType.EnumType _,ValType.FlagsType _ ->
                visible.contains(type);
            case ValType.Primitive _,ValType.TupleType _,ValType.OptionType _,ValType.ResultType _,ValType.ListType _,ValType.FixedListType _,ValType.MapType _,ValType.StreamType _,ValType.FutureType _,ValType.OwnType _,ValType.BorrowType _ ->
                partsNamed(type, visible);
        };
    }

    private boolean partsNamed(ValType type, Set<Object> visible) {
        return switch (type) {
            case ValType.Primitive _,ValType.EnumType _,ValType.FlagsType _ -> true;
            case ValType.RecordType(var fields) -> fields.stream().allMatch(field -> named(field.type(), visible));
            case ValType.VariantType(var cases) -> cases.stream().allMatch(one -> optionalNamed(one.type(), visible));
            case ValType.TupleType(var elements) -> elements.stream().allMatch(element -> named(element, visible));
            case ValType.OptionType(var element) -> named(element, visible);
            case ValType.ListType(var element) -> named(element, visible);
            case ValType.FixedListType(var element, int _) -> named(element, visible);
            case ValType.MapType(var key, var value) -> named(key, visible) && named(value, visible);
            case ValType.ResultType(var ok, var error) -> optionalNamed(ok, visible) && optionalNamed(error, visible);
            case ValType.StreamType(var element) -> optionalNamed(element, visible);
            case ValType.FutureType(var element) -> optionalNamed(element, visible);
            case ValType.OwnType _,ValType.BorrowType _ -> {
                DefType.Resource resource = types.resourceOf(type);
                yield resource != null && visible.contains(resource);
            }
        };
    }
}
