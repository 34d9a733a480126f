package dev.spinjvm.component;

import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import java.util.ArrayList;
import java.util.List;

/// The host of the guest `resources`.
final class Counters {
    static final class Counter {
        long value;

        Counter(long value) {
            this.value = value;
        }
    }

    /// What `fail` throws.
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    final ResourceType type = new ResourceType("counter");
    final List<Counter> made = new ArrayList<>();
    final List<Object> dropped = new ArrayList<>();

    static HostInterface.Builder builder(ResourceType type) {
        return new Counters().functions(type);
    }

    private HostInterface.Builder functions(ResourceType resource) {
        FuncType.Param start = new FuncType.Param("start", ValType.Primitive.U32);
        FuncType.Param self = new FuncType.Param("self", new ValType.BorrowType(resource));
        FuncType.Param n = new FuncType.Param("n", ValType.Primitive.U32);
        return HostInterface.builder("example:resources/host@1.0.0")
                .function("[constructor]counter", new FuncType(false, List.of(start), new ValType.OwnType(resource)), (_, arguments) -> {
                    Counter counter = new Counter((Long) arguments[0]);
                    made.add(counter);
                    return counter;
                })
                .function("[method]counter.add", new FuncType(false, List.of(self, n), ValType.Primitive.U32), (_, arguments) -> {
                    Counter counter = (Counter) arguments[0];
                    counter.value += (Long) arguments[1];
                    return counter.value;
                })
                .function("fail", new FuncType(false, List.of(), null), (_, _) -> {
                    throw new Failure();
                });
    }

    Linker linker() {
        return new Linker().define(functions(type).resource("counter", type, (_, counter) -> dropped.add(counter)).build());
    }

    ComponentInstance instantiate() throws Exception {
        return Guest.instantiate("resources", linker());
    }
}
