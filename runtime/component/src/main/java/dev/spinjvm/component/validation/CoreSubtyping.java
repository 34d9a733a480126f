package dev.spinjvm.component.validation;

import dev.spinjvm.component.types.CoreDefType;
import dev.spinjvm.component.types.CoreExternType;
import dev.spinjvm.component.types.CoreModuleType;
import dev.spinjvm.component.types.CoreValueType;
import dev.spinjvm.component.types.CoreValueType.AbstractHeap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Matching of core types (WebAssembly 3.0, "Matching").
final class CoreSubtyping {

    /// Takes each mismatch; its result is the result of the failed check.
    interface Failures {
        boolean fail(String message);
    }

    private final Failures failures;

    CoreSubtyping(Failures failures) {
        this.failures = failures;
    }

    boolean module(CoreModuleType sub, CoreModuleType sup, boolean exact) {
        for (Map.Entry<CoreModuleType.ImportName, CoreExternType> entry : sub.imports().entrySet()) {
            String name = entry.getKey().module() + "::" + entry.getKey().name();
            CoreExternType supplied = sup.imports().get(entry.getKey());
            if (supplied == null) {
                return failures.fail("missing expected import `" + name + "`");
            }
            if (!new CoreSubtyping(prefixed("type mismatch in import `" + name + "`: ")).extern(supplied,
                    entry.getValue())) {
                return false;
            }
        }
        for (Map.Entry<String, CoreExternType> entry : sup.exports().entrySet()) {
            CoreExternType found = sub.exports().get(entry.getKey());
            if (found == null) {
                return failures.fail("missing expected export `" + entry.getKey() + "`");
            }
            if (!new CoreSubtyping(prefixed("type mismatch in export `" + entry.getKey() + "`: ")).extern(found,
                    entry.getValue())) {
                return false;
            }
        }
        boolean same = sub.imports().size() == sup.imports().size() && sub.exports().size() == sup.exports().size();
        return !exact || same || failures.fail("module types are not the same");
    }

    private Failures prefixed(String prefix) {
        return message -> failures.fail(prefix + message);
    }

    boolean extern(CoreExternType sub, CoreExternType sup) {
        return switch (sup) {
            case CoreExternType.Func(CoreDefType type) when sub instanceof CoreExternType.Func(CoreDefType found) ->
                found.matches(type) || failures.fail("expected: " + type + ", found: " + found);
            case CoreExternType.Tag(CoreDefType type) when sub instanceof CoreExternType.Tag(CoreDefType found) ->
                found.equals(type) || failures.fail("expected: " + type + ", found: " + found);
            case CoreExternType.Global expected when sub instanceof CoreExternType.Global found ->
                global(found, expected);
            case CoreExternType.Table expected when sub instanceof CoreExternType.Table found ->
                table(found, expected);
            case CoreExternType.Memory expected when sub instanceof CoreExternType.Memory found ->
                memory(found, expected);
            default -> failures.fail("expected " + sup.sort() + ", found " + sub.sort());
        };
    }

    private boolean global(CoreExternType.Global sub, CoreExternType.Global sup) {
        if (sub.mutable() != sup.mutable()) {
            return failures.fail("global types differ in mutability");
        }
        boolean matches = sup.mutable() ? sub.type().equals(sup.type()) : value(sub.type(), sup.type());
        return matches || failures.fail("expected global type " + sup.type() + ", found " + sub.type());
    }

    private boolean table(CoreExternType.Table sub, CoreExternType.Table sup) {
        if (!sub.element().equals(sup.element())) {
            return failures.fail("expected table element type " + sup.element() + ", found " + sub.element());
        }
        return limits("table", sub.limits(), sup.limits());
    }

    private boolean memory(CoreExternType.Memory sub, CoreExternType.Memory sup) {
        if (sub.limits().shared() != sup.limits().shared()) {
            return failures.fail("mismatch in the shared flag for memories");
        }
        return limits("memory", sub.limits(), sup.limits());
    }

    private boolean limits(String sort, CoreExternType.Limits sub, CoreExternType.Limits sup) {
        if (sub.index64() != sup.index64()) {
            return failures.fail("mismatch in the index type of " + sort);
        }
        Long expected = sup.max();
        Long found = sub.max();
        boolean fits = Long.compareUnsigned(sub.min(), sup.min()) >= 0
                && (expected == null || found != null && Long.compareUnsigned(found, expected) <= 0);
        return fits || failures.fail("mismatch in " + sort + " limits");
    }

    /// Whether a composite type may have `sup` as its declared supertype.
    static boolean composite(CoreDefType.CompType sub, CoreDefType.CompType sup) {
        return switch (sup) {
            case CoreDefType.CoreFuncType type when sub instanceof CoreDefType.CoreFuncType found ->
                values(type.params(), found.params()) && values(found.results(), type.results());
            case CoreDefType.StructType(var fields) when sub instanceof CoreDefType.StructType(var found) ->
                found.size() >= fields.size()
                        && IntStream.range(0, fields.size()).allMatch(i -> field(found.get(i), fields.get(i)));
            case CoreDefType.ArrayType(var element) when sub instanceof CoreDefType.ArrayType(var found) ->
                field(found, element);
            default -> false;
        };
    }

    private static boolean values(List<CoreValueType> sub, List<CoreValueType> sup) {
        return sub.size() == sup.size()
                && IntStream.range(0, sub.size()).allMatch(i -> value(sub.get(i), sup.get(i)));
    }

    private static boolean field(CoreDefType.FieldType sub, CoreDefType.FieldType sup) {
        CoreValueType found = sub.value();
        CoreValueType expected = sup.value();
        if (found == null || expected == null || sub.mutable() || sup.mutable()) {
            return sub.equals(sup);
        }
        return value(found, expected);
    }

    static boolean value(CoreValueType sub, CoreValueType sup) {
        return sub.equals(sup) || sub instanceof CoreValueType.Ref from && sup instanceof CoreValueType.Ref to
                && (to.nullable() || !from.nullable()) && heap(from.heap(), to.heap());
    }

    private static boolean heap(CoreValueType.Heap sub, CoreValueType.Heap sup) {
        if (sub instanceof CoreValueType.DefinedHeap defined) {
            if (sup instanceof CoreValueType.DefinedHeap other) {
                return defined.type().matches(other.type());
            }
            return sup instanceof AbstractHeap heap && abstractHeap(topOf(defined.type()), heap);
        }
        if (sup instanceof CoreValueType.DefinedHeap defined) {
            return sub == AbstractHeap.NONE && topOf(defined.type()) != AbstractHeap.FUNC
                    || sub == AbstractHeap.NOFUNC && topOf(defined.type()) == AbstractHeap.FUNC;
        }
        return sub instanceof AbstractHeap from && sup instanceof AbstractHeap to && abstractHeap(from, to);
    }

    private static AbstractHeap topOf(CoreDefType type) {
        return switch (type.type()) {
            case CoreDefType.CoreFuncType _ -> AbstractHeap.FUNC;
            case CoreDefType.StructType _ -> AbstractHeap.STRUCT;
            case CoreDefType.ArrayType _ -> AbstractHeap.ARRAY;
        };
    }

    private static boolean abstractHeap(AbstractHeap sub, AbstractHeap sup) {
        if (sub == sup) {
            return true;
        }
        return switch (sup) {
            case ANY -> sub == AbstractHeap.EQ || sub == AbstractHeap.I31 || sub == AbstractHeap.STRUCT
                    || sub == AbstractHeap.ARRAY || sub == AbstractHeap.NONE;
            case EQ -> sub == AbstractHeap.I31 || sub == AbstractHeap.STRUCT || sub == AbstractHeap.ARRAY
                    || sub == AbstractHeap.NONE;
            case I31, STRUCT, ARRAY -> sub == AbstractHeap.NONE;
            case FUNC -> sub == AbstractHeap.NOFUNC;
            case EXTERN -> sub == AbstractHeap.NOEXTERN;
            case EXN -> sub == AbstractHeap.NOEXN;
            case NONE, NOFUNC, NOEXTERN, NOEXN -> false;
        };
    }
}
