package dev.spinjvm.host.capabilities;

import java.util.List;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Variant;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.wasi.io.HostResource;
import dev.spinjvm.wasi.io.WasiTrap;
import org.jspecify.annotations.Nullable;

/// How a function answers a guest that may not use it.
sealed interface Denial {

    /// The body of a function of that type.
    HostFunction body(FuncType type);

    /// `err` with a case of the error type.
    ///
    /// @param payload what the case carries, null for none
    record Fail(String errorCase, @Nullable String payload) implements Denial {
        @Override
        public HostFunction body(FuncType type) {
            Result answer = Result.err(error(type, errorCase, payload));
            return (_, _) -> answer;
        }
    }

    /// `err` with a case that carries the first argument.
    record FailWithArgument(String errorCase) implements Denial {
        @Override
        public HostFunction body(FuncType type) {
            return (_, arguments) -> Result.err(error(type, errorCase, arguments[0]));
        }
    }

    /// There is nothing: an empty list, or `none`.
    record Nothing() implements Denial {
        @Override
        public HostFunction body(FuncType type) {
            if (type.result() instanceof ValType.ListType) {
                return (_, _) -> new Object[0];
            }
            return (_, _) -> null;
        }
    }

    /// Success that leads nowhere: `ok`, or a resource that other functions deny.
    record Pretend() implements Denial {
        @Override
        public HostFunction body(FuncType type) {
            return type.result() instanceof ValType.OwnType ? (_, _) -> new DeniedResource() : (_, _) -> Result.OK;
        }
    }

    /// A guest that was denied everything which leads here cannot come here.
    record Trap(String function) implements Denial {
        @Override
        public HostFunction body(FuncType type) {
            return (_, _) -> {
                throw new WasiTrap(function + " is not permitted");
            };
        }
    }

    private static Object error(FuncType type, String errorCase, @Nullable Object payload) {
        ValType error = type.result() instanceof ValType.ResultType(_, ValType failed) ? failed : null;
        int index = switch (error) {
            case ValType.VariantType(var cases) -> cases.stream().map(ValType.Case::name).toList().indexOf(errorCase);
            case ValType.EnumType(List<String> labels) -> labels.indexOf(errorCase);
            case null,default -> -1;
        };
        if (index < 0) {
            throw new IllegalStateException("the error type has no case '" + errorCase + "'");
        }
        return error instanceof ValType.EnumType ? (Object) index : new Variant(index, payload);
    }

    /// What a denied constructor makes.
    final class DeniedResource extends HostResource {
        DeniedResource() {
            super(null);
        }
    }
}
