package dev.spinjvm.engine;

import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import run.endive.runtime.CallResult;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;

/// The compiled machine of an instance, with what an indirect call into another instance has to know.
///
/// Compiled code of one module cannot see our classes, so it asks through two interfaces of the JDK, see
/// [GuestTemplate].
final class GuestMachine implements Machine, IntUnaryOperator, IntBinaryOperator {

    private final Machine compiled;
    private final Instance instance;
    private final int[] typeIds;

    GuestMachine(Machine compiled, Instance instance, int[] typeIds) {
        this.compiled = compiled;
        this.instance = instance;
        this.typeIds = typeIds;
    }

    @Override
    public long[] call(int funcId, long[] args) {
        return compiled.call(funcId, args);
    }

    @Override
    public long[] call(int funcId, long[] args, Object[] refArgs) {
        return compiled.call(funcId, args, refArgs);
    }

    @Override
    public CallResult callWithRefs(int funcId, long[] args, Object[] refArgs) {
        return compiled.callWithRefs(funcId, args, refArgs);
    }

    /// The engine-wide id of the type that has index `typeIndex` in this module.
    @Override
    public int applyAsInt(int typeIndex) {
        return typeIds[typeIndex];
    }

    /// 1 if function `funcId` of this instance has the engine-wide type `expected`, else 0.
    @Override
    public int applyAsInt(int expected, int funcId) {
        return typeIds[instance.functionType(funcId)] == expected ? 1 : 0;
    }
}
