package dev.spinjvm.component.binary;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A core type definition (Binary.md, `core:deftype`): a recursion group of WebAssembly 3.0, or a module type. A group of
/// `n` subtypes appends `n` core type indices, a module type one.
public sealed interface CoreTypeExpr {

    /// @param explicit whether the group was written as `rec`; otherwise it has exactly one member
    record RecGroup(List<SubType> types, boolean explicit) implements CoreTypeExpr {
        public RecGroup {
            types = List.copyOf(types);
        }
    }

    /// Has a type index space of its own, empty at first.
    record ModuleType(List<ModuleDecl> decls) implements CoreTypeExpr {
        public ModuleType {
            decls = List.copyOf(decls);
        }
    }

    /// @param supertypes core type indices
    record SubType(boolean isFinal, List<Integer> supertypes, CompType type) {
        public SubType {
            supertypes = List.copyOf(supertypes);
        }
    }

    /// A composite type.
    sealed interface CompType {}

    record CoreFuncType(List<CoreValType> params, List<CoreValType> results) implements CompType {
        public CoreFuncType {
            params = List.copyOf(params);
            results = List.copyOf(results);
        }
    }

    record StructType(List<FieldType> fields) implements CompType {
        public StructType {
            fields = List.copyOf(fields);
        }
    }

    record ArrayType(FieldType element) implements CompType {}

    record FieldType(StorageType storage, boolean mutable) {}

    /// What a field holds: a value, or a packed integer.
    sealed interface StorageType {}

    record Unpacked(CoreValType type) implements StorageType {}

    enum Packed implements StorageType {
        I8, I16
    }

    /// A declaration in a module type (`core:moduledecl`).
    sealed interface ModuleDecl {
        int offset();
    }

    record ModuleImport(String module, String name, CoreExternType type, int offset) implements ModuleDecl {}

    record ModuleTypeDecl(CoreTypeExpr type, int offset) implements ModuleDecl {}

    /// An outer alias of a core type.
    record ModuleOuterAlias(int count, int index, int offset) implements ModuleDecl {}

    record ModuleExport(String name, CoreExternType type, int offset) implements ModuleDecl {}

    /// The type of a core import or export (`core:externtype`).
    sealed interface CoreExternType {}

    /// @param type core type index of a function type
    record CoreFunc(int type) implements CoreExternType {}

    record CoreTable(CoreValType.RefType element, Limits limits) implements CoreExternType {}

    record CoreMemory(Limits limits) implements CoreExternType {}

    record CoreGlobal(CoreValType type, boolean mutable) implements CoreExternType {}

    /// @param type core type index of a function type
    record CoreTag(int type) implements CoreExternType {}

    /// @param index64 whether addresses are 64 bits wide
    /// @param min unsigned
    /// @param max unsigned
    record Limits(boolean index64, boolean shared, long min, @Nullable Long max) {}
}
