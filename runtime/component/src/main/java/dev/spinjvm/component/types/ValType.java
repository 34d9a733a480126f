package dev.spinjvm.component.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A resolved component value type (Explainer, "Type Definitions"). Immutable; compared structurally, except that
/// resource types compare by identity because they are generative.
public sealed interface ValType {

    /// A type without parts. The names are those of the text format.
    enum Primitive implements ValType {
        BOOL("bool"), S8("s8"), U8("u8"), S16("s16"), U16("u16"), S32("s32"), U32("u32"), S64("s64"), U64("u64"), F32("f32"), F64("f64"),
        CHAR("char"), STRING("string"), ERROR_CONTEXT("error-context");

        private final String text;

        Primitive(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// A named part of a record, or a case of a variant; `type` is null only for a case without payload.
    record Case(String name, @Nullable ValType type) {}

    /// A record field.
    record Field(String name, ValType type) {}

    record RecordType(List<Field> fields) implements ValType {}

    record TupleType(List<ValType> elements) implements ValType {}

    record VariantType(List<Case> cases) implements ValType {}

    record EnumType(List<String> labels) implements ValType {}

    record FlagsType(List<String> labels) implements ValType {}

    record OptionType(ValType element) implements ValType {}

    record ResultType(@Nullable ValType ok, @Nullable ValType error) implements ValType {}

    record ListType(ValType element) implements ValType {}

    /// `list<T, N>`, gated in the specification.
    record FixedListType(ValType element, int length) implements ValType {}

    record MapType(ValType key, ValType value) implements ValType {}

    record StreamType(@Nullable ValType element) implements ValType {}

    record FutureType(@Nullable ValType element) implements ValType {}

    record OwnType(ResourceType resource) implements ValType {}

    record BorrowType(ResourceType resource) implements ValType {}
}
