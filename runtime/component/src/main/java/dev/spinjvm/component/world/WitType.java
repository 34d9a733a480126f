package dev.spinjvm.component.world;

import dev.spinjvm.component.binary.PrimType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A type as it is written. Types are compared by identity: two of equal structure may have been named by different authors.
public sealed interface WitType {

    record Primitive(PrimType type) implements WitType {}

    record RecordType(List<Field> fields) implements WitType {}

    record VariantType(List<Case> cases) implements WitType {}

    record EnumType(List<String> labels) implements WitType {}

    record FlagsType(List<String> labels) implements WitType {}

    record TupleType(List<WitType> elements) implements WitType {}

    record ListType(WitType element) implements WitType {}

    record FixedListType(WitType element, int length) implements WitType {}

    record MapType(WitType key, WitType value) implements WitType {}

    record OptionType(WitType element) implements WitType {}

    record ResultType(@Nullable WitType ok, @Nullable WitType error) implements WitType {}

    record StreamType(@Nullable WitType element) implements WitType {}

    record FutureType(@Nullable WitType element) implements WitType {}

    record OwnType(WitType resource) implements WitType {}

    record BorrowType(WitType resource) implements WitType {}

    /// A field of a record, or a parameter of a function.
    record Field(String name, WitType type) {}

    record Case(String name, @Nullable WitType payload) {}

    /// A resource type where it is defined, or left abstract.
    final class Resource implements WitType {}

    /// A type under the name that an interface, or the world, gives it.
    final class Named implements WitType {
        private final @Nullable Interface owner;
        private final String name;
        private final WitType target;

        Named(@Nullable Interface owner, String name, WitType target) {
            this.owner = owner;
            this.name = name;
            this.target = target;
        }

        /// The interface whose name it is; null for one of the world.
        public @Nullable Interface owner() {
            return owner;
        }

        public String name() {
            return name;
        }

        /// What the name stands for.
        public WitType target() {
            return target;
        }

        /// What the name stands for once all names are gone.
        public WitType resolved() {
            WitType type = target;
            while (type instanceof Named named) {
                type = named.target;
            }
            return type;
        }
    }
}
