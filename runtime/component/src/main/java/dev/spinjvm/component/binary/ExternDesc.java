package dev.spinjvm.component.binary;

/// The type of an import or export (Binary.md, `externtype`); all type indices are in the current scope.
public sealed interface ExternDesc {

    /// The sort of the thing described.
    Sort sort();

    /// @param type core type index
    record ModuleDesc(int type) implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.CORE_MODULE;
        }
    }

    record FuncDesc(int type) implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.FUNC;
        }
    }

    record ValueDesc(ValueBound bound) implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.VALUE;
        }
    }

    record TypeDesc(TypeBound bound) implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.TYPE;
        }
    }

    record ComponentDesc(int type) implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.COMPONENT;
        }
    }

    record InstanceDesc(int type) implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.INSTANCE;
        }
    }

    /// Bound of an imported or exported type.
    sealed interface TypeBound {}

    /// The very type `type`.
    record EqType(int type) implements TypeBound {}

    /// A fresh abstract resource type.
    record SubResource() implements TypeBound {}

    /// Bound of an imported or exported value.
    sealed interface ValueBound {}

    /// The very value `value`.
    record EqValue(int value) implements ValueBound {}

    /// Any value of the type.
    record TypedValue(ValTypeRef type) implements ValueBound {}
}
