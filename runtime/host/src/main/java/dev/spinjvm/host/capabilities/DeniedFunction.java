package dev.spinjvm.host.capabilities;

import java.util.List;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Variant;
import dev.spinjvm.component.compose.Denial;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.wasi.io.HostResource;
import dev.spinjvm.wasi.io.WasiTrap;
import org.jspecify.annotations.Nullable;

/// Bodies of functions that a guest may not use.
final class DeniedFunction {
    private DeniedFunction() {}

    /// @param name what messages call the function
    static HostFunction of(String name, FuncType type, Denial denial) {
        return switch (denial) {
            case Denial.Fail(var errorCase, var payload) -> {
                Result answer = Result.err(error(type, errorCase, payload));
                yield (_, _) -> answer;
            }
            case Denial.FailWithArgument(var errorCase) ->
                (_, arguments) -> Result.err(error(type, errorCase, arguments[0]));
            case Denial.Nothing _ -> type.result() instanceof ValType.ListType ? (_, _) -> new Object[0] : (_, _) -> null;
            case Denial.Pretend _ -> type.result() instanceof ValType.OwnType ? (_, _) -> new Pretended() : (_, _) -> Result.OK;
            case Denial.Trap _ -> (_, _) -> {
                throw new WasiTrap(name + " is not permitted");
            };
        };
    }

    private static Object error(FuncType type, String errorCase, @Nullable Object payload) {
        ValType error = type.result() instanceof ValType.ResultType(_, ValType failed) ? failed : null;
        int index = switch (error) {
            case ValType.VariantType(var cases) -> cases.stream().map(ValType.Case::name).toList().indexOf(errorCase);
            case ValType.EnumType(List<String> labels) -> labels.indexOf(errorCase);
            case null, default -> -1;
        };
        if (index < 0) {
            throw new IllegalStateException("the error type has no case '" + errorCase + "'");
        }
        return error instanceof ValType.EnumType ? (Object) index : new Variant(index, payload);
    }

    /// A resource that leads nowhere.
    private static final class Pretended extends HostResource {
        Pretended() {
            super(null);
        }
    }
}
