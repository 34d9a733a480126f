package dev.spinjvm.component.types;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A defined core type: one member of a recursion group (WebAssembly 3.0, `deftype`). Equality is that of the
/// specification: two types are equal if their groups are equal and they are the same member.
public final class CoreDefType implements CoreType {
    private final RecGroup group;
    private final int member;

    private CoreDefType(RecGroup group, int member) {
        this.group = group;
        this.member = member;
    }

    /// A function type that is a group of its own.
    public static CoreDefType func(CoreFuncType type) {
        return new RecGroup(List.of(new SubType(true, null, type))).members().getFirst();
    }

    /// The composite type, with references to its own group resolved.
    public CompType type() {
        return group.resolved.get(member).type();
    }

    /// The function type, or null if the type is none.
    public @Nullable CoreFuncType functionType() {
        return type() instanceof CoreFuncType function ? function : null;
    }

    /// The declared supertype.
    public @Nullable CoreDefType supertype() {
        return group.resolved.get(member).supertype() instanceof CoreValueType.DefinedHeap heap ? heap.type() : null;
    }

    /// Whether no type may declare this one its supertype.
    public boolean isFinal() {
        return group.types.get(member).isFinal();
    }

    /// Whether this is `other` or declared to be a subtype of it.
    public boolean matches(CoreDefType other) {
        for (CoreDefType type = this; type != null; type = type.supertype()) {
            if (type.equals(other)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return this == object
                || object instanceof CoreDefType other && member == other.member && group.equals(other.group);
    }

    @Override
    public int hashCode() {
        return 31 * group.hashCode() + member;
    }

    @Override
    public String toString() {
        return type().toString();
    }

    /// A recursion group. References to its own members are written [CoreValueType.RecursiveHeap].
    public static final class RecGroup {
        private final List<SubType> types;
        private final int hash;
        private final List<CoreDefType> members = new ArrayList<>();
        private final List<SubType> resolved = new ArrayList<>();

        public RecGroup(List<SubType> types) {
            this.types = List.copyOf(types);
            this.hash = this.types.hashCode();
            for (int i = 0; i < types.size(); i++) {
                members.add(new CoreDefType(this, i));
            }
            for (SubType type : types) {
                CoreValueType.Heap supertype = type.supertype();
                resolved.add(new SubType(type.isFinal(), supertype == null ? null : resolve(supertype),
                        resolve(type.type())));
            }
        }

        /// The defined types, one for each member.
        public List<CoreDefType> members() {
            return List.copyOf(members);
        }

        private CompType resolve(CompType type) {
            return switch (type) {
                case CoreFuncType func -> new CoreFuncType(resolveAll(func.params()), resolveAll(func.results()));
                case StructType struct -> new StructType(struct.fields().stream().map(this::resolve).toList());
                case ArrayType array -> new ArrayType(resolve(array.element()));
            };
        }

        private FieldType resolve(FieldType field) {
            CoreValueType value = field.value();
            return value == null ? field : new FieldType(field.packedBits(), resolve(value), field.mutable());
        }

        private List<CoreValueType> resolveAll(List<CoreValueType> types) {
            return types.stream().map(this::resolve).toList();
        }

        private CoreValueType resolve(CoreValueType type) {
            return type instanceof CoreValueType.Ref ref && ref.heap() instanceof CoreValueType.RecursiveHeap
                    ? new CoreValueType.Ref(ref.nullable(), resolve(ref.heap()))
                    : type;
        }

        private CoreValueType.Heap resolve(CoreValueType.Heap heap) {
            return heap instanceof CoreValueType.RecursiveHeap recursive
                    ? new CoreValueType.DefinedHeap(members.get(recursive.member()))
                    : heap;
        }

        @Override
        public boolean equals(@Nullable Object object) {
            return this == object
                    || object instanceof RecGroup other && hash == other.hash && types.equals(other.types);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /// @param supertype the declared supertype, a [CoreValueType.DefinedHeap] or [CoreValueType.RecursiveHeap]
    public record SubType(boolean isFinal, CoreValueType.@Nullable Heap supertype, CompType type) {}

    /// A composite type.
    public sealed interface CompType {}

    public record CoreFuncType(List<CoreValueType> params, List<CoreValueType> results) implements CompType {
        public CoreFuncType {
            params = List.copyOf(params);
            results = List.copyOf(results);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("(func");
            append(text, "param", params);
            append(text, "result", results);
            return text.append(')').toString();
        }

        private static void append(StringBuilder text, String keyword, List<CoreValueType> types) {
            if (!types.isEmpty()) {
                text.append(" (").append(keyword);
                types.forEach(type -> text.append(' ').append(type));
                text.append(')');
            }
        }
    }

    public record StructType(List<FieldType> fields) implements CompType {
        public StructType {
            fields = List.copyOf(fields);
        }
    }

    public record ArrayType(FieldType element) implements CompType {}

    /// @param packedBits 8 or 16 for a packed integer, else 0
    /// @param value the value type, null if packed
    public record FieldType(int packedBits, @Nullable CoreValueType value, boolean mutable) {}
}
