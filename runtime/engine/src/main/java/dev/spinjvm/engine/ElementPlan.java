package dev.spinjvm.engine;

import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.binary.WasmModule.ElementSegment;
import dev.spinjvm.engine.binary.WasmModule.Mode;
import dev.spinjvm.engine.binary.WasmModule.Range;
import dev.spinjvm.engine.guest.FunctionReference;
import dev.spinjvm.engine.guest.GuestInstance;
import org.jspecify.annotations.Nullable;

/// An element segment, decoded once for all instances of a module. Immutable.
///
/// @param functions the elements as function indices, -1 for null; or null if they depend on the instance
/// @param expressions the elements, if `functions` is null
record ElementPlan(Mode mode, int table, @Nullable ConstantExpression offset, int @Nullable [] functions,
        ConstantExpression[] expressions) {

    private static final ConstantExpression[] NONE = {};

    static ElementPlan of(WasmModule module, ElementSegment segment) {
        Range offset = segment.offset();
        ConstantExpression decodedOffset = offset == null ? null : ConstantExpression.decode(module, offset);
        int[] functions = segment.functions();
        Range[] ranges = segment.expressions();
        if (functions != null || ranges == null) {
            return new ElementPlan(segment.mode(), segment.table(), decodedOffset,
                    functions == null ? new int[0] : functions, NONE);
        }
        ConstantExpression[] expressions = new ConstantExpression[ranges.length];
        int[] indices = new int[ranges.length];
        boolean allFunctions = true;
        for (int i = 0; i < ranges.length; i++) {
            expressions[i] = ConstantExpression.decode(module, ranges[i]);
            indices[i] = expressions[i].function();
            allFunctions &= indices[i] >= -1;
        }
        return allFunctions
                ? new ElementPlan(segment.mode(), segment.table(), decodedOffset, indices, NONE)
                : new ElementPlan(segment.mode(), segment.table(), decodedOffset, null, expressions);
    }

    /// The references of an instance's segment.
    @Nullable
    Object[] elements(GuestInstance instance) {
        int[] indices = functions;
        if (indices == null) {
            @Nullable
            Object[] out = new Object[expressions.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = expressions[i].reference(instance);
            }
            return out;
        }
        @Nullable
        FunctionReference[] out = new FunctionReference[indices.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = indices[i] < 0 ? null : instance.function(indices[i]);
        }
        return out;
    }
}
