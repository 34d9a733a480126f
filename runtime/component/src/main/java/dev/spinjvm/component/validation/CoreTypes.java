package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.CoreTypeExpr;
import dev.spinjvm.component.binary.CoreValType;
import dev.spinjvm.component.types.CoreDefType;
import dev.spinjvm.component.types.CoreExternType;
import dev.spinjvm.component.types.CoreModuleType;
import dev.spinjvm.component.types.CoreType;
import dev.spinjvm.component.types.CoreValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Resolves core types against a core type index space.
final class CoreTypes {
    private static final long MAX_PAGES = 0x1_0000;
    private static final int MAX_SUBTYPING_DEPTH = 63;
    private static final long MAX_PAGES_64 = 1L << 48;

    private final Context context;
    private final List<CoreType> space;

    CoreTypes(Context context, List<CoreType> space) {
        this.context = context;
        this.space = space;
    }

    /// Appends the members of a recursion group.
    void define(CoreTypeExpr.RecGroup group) throws InvalidComponentException {
        int base = space.size();
        int count = group.types().size();
        List<CoreDefType.SubType> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add(subType(group.types().get(i), base, count, i));
        }
        List<CoreDefType> members = context.types().intern(new CoreDefType.RecGroup(types)).members();
        space.addAll(members);
        for (int i = 0; i < count; i++) {
            checkSupertype(members.get(i));
        }
    }

    private CoreDefType.SubType subType(CoreTypeExpr.SubType type, int base, int count, int member)
            throws InvalidComponentException {
        CoreValueType.Heap supertype = null;
        if (type.supertypes().size() > 1) {
            throw context.invalid("multiple supertypes not supported");
        }
        if (!type.supertypes().isEmpty()) {
            supertype = concrete(type.supertypes().getFirst(), base, member);
        }
        CoreDefType.CompType resolved = switch (type.type()) {
            case CoreTypeExpr.CoreFuncType(var params, var results) ->
                new CoreDefType.CoreFuncType(values(params, base, count), values(results, base, count));
            case CoreTypeExpr.StructType(var fields) -> {
                List<CoreDefType.FieldType> resolvedFields = new ArrayList<>();
                for (CoreTypeExpr.FieldType field : fields) {
                    resolvedFields.add(field(field, base, count));
                }
                yield new CoreDefType.StructType(resolvedFields);
            }
            case CoreTypeExpr.ArrayType(var element) -> new CoreDefType.ArrayType(field(element, base, count));
        };
        return new CoreDefType.SubType(type.isFinal(), supertype, resolved);
    }

    private CoreDefType.FieldType field(CoreTypeExpr.FieldType field, int base, int count)
            throws InvalidComponentException {
        return switch (field.storage()) {
            case CoreTypeExpr.Packed packed ->
                new CoreDefType.FieldType(packed == CoreTypeExpr.Packed.I8 ? 8 : 16, null, field.mutable());
            case CoreTypeExpr.Unpacked(var type) ->
                new CoreDefType.FieldType(0, value(type, base, count), field.mutable());
        };
    }

    private List<CoreValueType> values(List<CoreValType> types, int base, int count) throws InvalidComponentException {
        List<CoreValueType> resolved = new ArrayList<>(types.size());
        for (CoreValType type : types) {
            resolved.add(value(type, base, count));
        }
        return resolved;
    }

    private CoreValueType value(CoreValType type, int base, int count) throws InvalidComponentException {
        return switch (type) {
            case CoreValType.NumType number -> number(number);
            case CoreValType.RefType(boolean nullable, var heap) ->
                new CoreValueType.Ref(nullable, heap(heap, base, count));
        };
    }

    static CoreValueType.Num number(CoreValType.NumType type) {
        return switch (type) {
            case I32 -> CoreValueType.Num.I32;
            case I64 -> CoreValueType.Num.I64;
            case F32 -> CoreValueType.Num.F32;
            case F64 -> CoreValueType.Num.F64;
            case V128 -> CoreValueType.Num.V128;
        };
    }

    private CoreValueType.Heap heap(CoreValType.HeapType heap, int base, int count) throws InvalidComponentException {
        return switch (heap) {
            case CoreValType.ConcreteHeapType(int index) -> concrete(index, base, count);
            case CoreValType.AbstractHeapType kind -> switch (kind) {
                case NOEXN -> CoreValueType.AbstractHeap.NOEXN;
                case NOFUNC -> CoreValueType.AbstractHeap.NOFUNC;
                case NOEXTERN -> CoreValueType.AbstractHeap.NOEXTERN;
                case NONE -> CoreValueType.AbstractHeap.NONE;
                case FUNC -> CoreValueType.AbstractHeap.FUNC;
                case EXTERN -> CoreValueType.AbstractHeap.EXTERN;
                case ANY -> CoreValueType.AbstractHeap.ANY;
                case EQ -> CoreValueType.AbstractHeap.EQ;
                case I31 -> CoreValueType.AbstractHeap.I31;
                case STRUCT -> CoreValueType.AbstractHeap.STRUCT;
                case ARRAY -> CoreValueType.AbstractHeap.ARRAY;
                case EXN -> CoreValueType.AbstractHeap.EXN;
            };
        };
    }

    /// A type index, of which those from `base` on are members of the group being defined.
    private CoreValueType.Heap concrete(int index, int base, int count) throws InvalidComponentException {
        if (index >= base && index - base < count) {
            return new CoreValueType.RecursiveHeap(index - base);
        }
        return new CoreValueType.DefinedHeap(defined(index));
    }

    private CoreDefType defined(int index) throws InvalidComponentException {
        if (context.get(space, index, "type") instanceof CoreDefType type) {
            return type;
        }
        throw context.invalid("core type index " + index + " is a module type");
    }

    private void checkSupertype(CoreDefType type) throws InvalidComponentException {
        CoreDefType supertype = type.supertype();
        if (supertype == null) {
            return;
        }
        int depth = 0;
        for (CoreDefType ancestor = supertype; ancestor != null; ancestor = ancestor.supertype()) {
            if (++depth > MAX_SUBTYPING_DEPTH) {
                throw context.invalid("sub type hierarchy too deep");
            }
        }
        if (supertype.isFinal()) {
            throw context.invalid("sub type cannot have a final super type");
        }
        if (!CoreSubtyping.composite(type.type(), supertype.type())) {
            throw context.invalid("sub type must match super type");
        }
    }

    /// The function type at an index.
    CoreDefType func(int index) throws InvalidComponentException {
        CoreDefType type = defined(index);
        if (type.functionType() == null) {
            throw context.invalid("type index " + index + " is not a function type");
        }
        return type;
    }

    CoreExternType extern(CoreTypeExpr.CoreExternType type) throws InvalidComponentException {
        return switch (type) {
            case CoreTypeExpr.CoreFunc(int index) -> new CoreExternType.Func(func(index));
            case CoreTypeExpr.CoreTag(int index) -> {
                CoreDefType func = func(index);
                CoreDefType.CoreFuncType tag = func.functionType();
                if (tag != null && !tag.results().isEmpty()) {
                    throw context.invalid("invalid exception type: non-empty tag result type");
                }
                yield new CoreExternType.Tag(func);
            }
            case CoreTypeExpr.CoreTable(var element, var limits) -> new CoreExternType.Table(
                    new CoreValueType.Ref(element.nullable(), heap(element.heap(), 0, 0)), limits(limits, "table"));
            case CoreTypeExpr.CoreMemory(var limits) -> memory(limits);
            case CoreTypeExpr.CoreGlobal(var value, boolean mutable) ->
                new CoreExternType.Global(value(value, 0, 0), mutable);
        };
    }

    private CoreExternType.Memory memory(CoreTypeExpr.Limits limits) throws InvalidComponentException {
        long most = limits.index64() ? MAX_PAGES_64 : MAX_PAGES;
        Long max = limits.max();
        if (Long.compareUnsigned(limits.min(), most) > 0 || max != null && Long.compareUnsigned(max, most) > 0) {
            throw context.invalid("memory size must be at most " + most + " pages");
        }
        if (limits.shared() && max == null) {
            throw context.invalid("shared memory must have maximum size");
        }
        return new CoreExternType.Memory(limits(limits, "memory"));
    }

    private CoreExternType.Limits limits(CoreTypeExpr.Limits limits, String sort) throws InvalidComponentException {
        Long max = limits.max();
        if (max != null && Long.compareUnsigned(limits.min(), max) > 0) {
            throw context.invalid("size minimum must not be greater than maximum: " + sort + " limits");
        }
        return new CoreExternType.Limits(limits.index64(), limits.shared(), limits.min(), max);
    }

    /// Resolves a module type, whose type index space is its own.
    ///
    /// @param enclosing finds the scope that an outer alias with the given count refers to
    static CoreModuleType module(Context context, CoreTypeExpr.ModuleType type, OuterTypes enclosing)
            throws InvalidComponentException {
        List<CoreType> space = new ArrayList<>();
        CoreTypes inner = new CoreTypes(context, space);
        Map<CoreModuleType.ImportName, CoreExternType> imports = new LinkedHashMap<>();
        Map<String, CoreExternType> exports = new LinkedHashMap<>();
        for (CoreTypeExpr.ModuleDecl decl : type.decls()) {
            context.at(decl.offset());
            switch (decl) {
                case CoreTypeExpr.ModuleImport(String module, String name, var imported, int _) ->
                    addImport(context, imports, new CoreModuleType.ImportName(module, name), inner.extern(imported));
                case CoreTypeExpr.ModuleExport(String name, var exported, int _) ->
                    addExport(context, exports, name, inner.extern(exported));
                case CoreTypeExpr.ModuleTypeDecl(var defined, int _) -> inner.define(recGroup(context, defined));
                case CoreTypeExpr.ModuleOuterAlias(int count, int index, int _) -> {
                    List<CoreType> target = count == 0 ? space : enclosing.coreTypes(count);
                    CoreType aliased = context.get(target, index, "type");
                    if (aliased instanceof CoreModuleType) {
                        throw context.invalid("a module type cannot alias a module type");
                    }
                    space.add(aliased);
                }
            }
        }
        return new CoreModuleType(imports, exports);
    }

    private static CoreTypeExpr.RecGroup recGroup(Context context, CoreTypeExpr type)
            throws InvalidComponentException {
        return switch (type) {
            case CoreTypeExpr.RecGroup group -> group;
            case CoreTypeExpr.ModuleType _ -> throw context.invalid("a module type cannot define a module type");
        };
    }

    static void addImport(Context context, Map<CoreModuleType.ImportName, CoreExternType> imports,
            CoreModuleType.ImportName name, CoreExternType type) throws InvalidComponentException {
        if (imports.putIfAbsent(name, type) != null) {
            throw context.invalid("duplicate import name `" + name + "` already defined");
        }
    }

    static void addExport(Context context, Map<String, CoreExternType> exports, String name, CoreExternType type)
            throws InvalidComponentException {
        if (exports.putIfAbsent(name, type) != null) {
            throw context.invalid("export name `" + name + "` already defined");
        }
    }

    /// The core type index spaces around a module type.
    interface OuterTypes {
        List<CoreType> coreTypes(int count) throws InvalidComponentException;
    }
}
