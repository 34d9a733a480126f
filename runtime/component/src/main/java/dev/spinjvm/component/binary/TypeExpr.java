package dev.spinjvm.component.binary;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A type definition as written (Binary.md, `deftype`); other types appear as indices into the current scope.
public sealed interface TypeExpr {

    /// The types of values.
    sealed interface DefinedType extends TypeExpr {}

    record PrimitiveType(PrimType type) implements DefinedType {}

    record RecordType(List<Labeled> fields) implements DefinedType {
        public RecordType {
            fields = List.copyOf(fields);
        }
    }

    record VariantType(List<Case> cases) implements DefinedType {
        public VariantType {
            cases = List.copyOf(cases);
        }
    }

    record ListType(ValTypeRef element) implements DefinedType {}

    /// @param length number of elements, unsigned; zero is left to validation
    record FixedListType(ValTypeRef element, int length) implements DefinedType {}

    record TupleType(List<ValTypeRef> elements) implements DefinedType {
        public TupleType {
            elements = List.copyOf(elements);
        }
    }

    record FlagsType(List<String> labels) implements DefinedType {
        public FlagsType {
            labels = List.copyOf(labels);
        }
    }

    record EnumType(List<String> labels) implements DefinedType {
        public EnumType {
            labels = List.copyOf(labels);
        }
    }

    record OptionType(ValTypeRef some) implements DefinedType {}

    record ResultType(@Nullable ValTypeRef ok, @Nullable ValTypeRef error) implements DefinedType {}

    record OwnType(int resource) implements DefinedType {}

    record BorrowType(int resource) implements DefinedType {}

    record StreamType(@Nullable ValTypeRef element) implements DefinedType {}

    record FutureType(@Nullable ValTypeRef element) implements DefinedType {}

    record MapType(ValTypeRef key, ValTypeRef value) implements DefinedType {}

    /// @param async whether a call may block before it returns
    record FuncTypeExpr(boolean async, List<Labeled> params, @Nullable ValTypeRef result) implements TypeExpr {
        public FuncTypeExpr {
            params = List.copyOf(params);
        }
    }

    record ComponentTypeExpr(List<TypeDecl> decls) implements TypeExpr {
        public ComponentTypeExpr {
            decls = List.copyOf(decls);
        }
    }

    /// The declarations contain no import.
    record InstanceTypeExpr(List<TypeDecl> decls) implements TypeExpr {
        public InstanceTypeExpr {
            decls = List.copyOf(decls);
        }
    }

    /// @param rep core type of the representation
    /// @param dtor core function index of the destructor
    record ResourceTypeExpr(CoreValType rep, @Nullable Integer dtor) implements TypeExpr {}

    /// A record field or function parameter.
    record Labeled(String label, ValTypeRef type) {}

    record Case(String label, @Nullable ValTypeRef payload) {}
}
