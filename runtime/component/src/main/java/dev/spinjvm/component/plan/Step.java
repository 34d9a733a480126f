package dev.spinjvm.component.plan;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.abi.AsyncBuiltins;
import dev.spinjvm.component.abi.CanonicalOptions;
import dev.spinjvm.component.abi.InstanceState;
import dev.spinjvm.component.abi.LiftedFunction;
import dev.spinjvm.component.abi.LoweredFunctions;
import dev.spinjvm.component.abi.ResourceBuiltins;
import dev.spinjvm.component.abi.ResourceDef;
import dev.spinjvm.component.abi.Signature;
import dev.spinjvm.component.binary.Canon;
import dev.spinjvm.engine.CoreFunction;
import dev.spinjvm.engine.CoreMemory;
import dev.spinjvm.engine.CoreModule;
import dev.spinjvm.engine.Extern;
import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.HostCode;
import dev.spinjvm.engine.NumericType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of an instantiation. Steps are immutable and run in order for every instance.
sealed interface Step {

    void run(Instantiation target);

    /// Instantiates a core module, which runs its start function.
    record InstantiateModule(int slot, CoreModule module, List<CoreRef> imports) implements Step {
        @Override
        public void run(Instantiation target) {
            List<Extern> externs = new ArrayList<>(imports.size());
            for (CoreRef ref : imports) {
                externs.add(target.extern(ref));
            }
            target.core(slot, module.instantiate(externs));
        }
    }

    /// Canonical options as written: references instead of core definitions.
    record Options(int instance, @Nullable CoreRef memory, @Nullable CoreRef realloc, @Nullable CoreRef postReturn,
            @Nullable CoreRef callback, boolean async) {
        CanonicalOptions bind(Instantiation target) {
            return new CanonicalOptions(target.tree().instance(instance), memory == null ? null : (CoreMemory) target.extern(memory),
                    function(target, realloc), function(target, postReturn), function(target, callback), async);
        }

        private static @Nullable CoreFunction function(Instantiation target, @Nullable CoreRef ref) {
            return ref == null ? null : (CoreFunction) target.extern(ref);
        }
    }

    /// `canon lift`.
    record Lift(int slot, Signature signature, Options options, CoreRef callee) implements Step {
        @Override
        public void run(Instantiation target) {
            target.lifted(slot, new LiftedFunction(signature, options.bind(target), (CoreFunction) target.extern(callee)));
        }
    }

    /// Steps that make a core function.
    sealed interface MakeFunction extends Step {
        int slot();

        FuncType type();

        HostCode code(Instantiation target);

        @Override
        default void run(Instantiation target) {
            target.made(slot(), CoreFunction.host(type(), code(target)));
        }
    }

    /// `canon lower` of a function of a component instance.
    record LowerGuest(int slot, FuncType type, Signature signature, Options options, int callee) implements MakeFunction {
        @Override
        public HostCode code(Instantiation target) {
            return LoweredFunctions.ofGuest(signature, options.bind(target), target.lifted(callee));
        }
    }

    /// `canon lower` of a function of the host.
    record LowerHost(int slot, FuncType type, Signature signature, Options options, HostFunction callee, String name)
            implements
                MakeFunction {
        @Override
        public HostCode code(Instantiation target) {
            return LoweredFunctions.ofHost(signature, options.bind(target), callee, name);
        }
    }

    /// `resource.new`, `resource.drop` and `resource.rep`.
    record ResourceFunction(int slot, Kind kind, int instance, ResourceDef resource) implements MakeFunction {
        private static final FuncType UNARY = new FuncType(List.of(NumericType.I32), List.of(NumericType.I32));
        private static final FuncType CONSUMER = new FuncType(List.of(NumericType.I32), List.of());

        enum Kind {
            NEW, DROP, REP
        }

        @Override
        public FuncType type() {
            return kind == Kind.DROP ? CONSUMER : UNARY;
        }

        @Override
        public HostCode code(Instantiation target) {
            InstanceState state = target.tree().instance(instance);
            return switch (kind) {
                case NEW -> ResourceBuiltins.resourceNew(state, resource);
                case DROP -> ResourceBuiltins.resourceDrop(state, resource);
                case REP -> ResourceBuiltins.resourceRep(state, resource);
            };
        }
    }

    /// A built-in of the asynchronous ABI.
    record Builtin(int slot, int instance, Canon.Builtin builtin) implements MakeFunction {
        @Override
        public FuncType type() {
            return AsyncBuiltins.type(builtin);
        }

        @Override
        public HostCode code(Instantiation target) {
            return AsyncBuiltins.code(target.tree().instance(instance), builtin);
        }
    }

    /// `task.return`.
    record TaskReturn(int slot, Signature signature, Options options) implements MakeFunction {
        @Override
        public FuncType type() {
            return AsyncBuiltins.taskReturnType(signature);
        }

        @Override
        public HostCode code(Instantiation target) {
            return AsyncBuiltins.taskReturn(signature, options.bind(target));
        }
    }

    /// Tells the destructor of a resource type.
    record Destructor(int resource, CoreRef function) implements Step {
        @Override
        public void run(Instantiation target) {
            target.tree().destructor(resource, (CoreFunction) target.extern(function));
        }
    }

    /// A start definition without arguments and results.
    record Start(int function) implements Step {
        @Override
        public void run(Instantiation target) {
            target.lifted(function).callFromHost();
        }
    }
}
