package dev.spinjvm.component.plan;

import dev.spinjvm.component.abi.Encoding;
import dev.spinjvm.component.abi.ResourceDef;
import dev.spinjvm.component.abi.Signature;
import dev.spinjvm.component.binary.Canon;
import dev.spinjvm.component.binary.CanonOptions;
import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Plans the canonical definitions of one scope.
final class CanonPlanner {
    private final Planner planner;
    private final Scope scope;

    CanonPlanner(Planner planner, Scope scope) {
        this.planner = planner;
        this.scope = scope;
    }

    void define(Canon canon) {
        switch (canon) {
            case Canon.Lift lift -> lift(lift);
            case Canon.Lower lower -> lower(lower);
            case Canon.ResourceNew(var type) -> resource(Step.ResourceFunction.Kind.NEW, type);
            case Canon.ResourceDrop(var type) -> resource(Step.ResourceFunction.Kind.DROP, type);
            case Canon.ResourceRep(var type) -> resource(Step.ResourceFunction.Kind.REP, type);
            case Canon.TaskReturn taskReturn -> taskReturn(taskReturn);
            case Canon.Builtin builtin -> made(new Step.Builtin(planner.newFunction(), scope.instance, builtin));
        }
    }

    private void lift(Canon.Lift lift) {
        FuncType type = scope.get(Sort.TYPE, lift.type(), Item.FuncTypeItem.class).type();
        int slot = planner.newLifted();
        planner.add(new Step.Lift(slot, planner.types().signature(type, encoding(lift.options())), options(lift.options()),
                Planner.coreRef(scope, Sort.CORE_FUNC, lift.coreFunc())));
        scope.add(Sort.FUNC, new Item.LiftedItem(slot, type));
    }

    private void lower(Canon.Lower lower) {
        Item.FuncItem function = scope.get(Sort.FUNC, lower.func(), Item.FuncItem.class);
        Signature signature = planner.types().signature(function.type(), encoding(lower.options()));
        Step.Options options = options(lower.options());
        var coreType = signature.lowered(options.async());
        int slot = planner.newFunction();
        made(switch (function) {
            case Item.LiftedItem(var callee, _) -> new Step.LowerGuest(slot, coreType, signature, options, callee);
            case Item.HostItem(_, var body, var name) -> new Step.LowerHost(slot, coreType, signature, options, body, name);
        });
    }

    private void resource(Step.ResourceFunction.Kind kind, int type) {
        ResourceDef resource = planner.resource(scope.get(Sort.TYPE, type, Item.ResourceTypeItem.class).type());
        made(new Step.ResourceFunction(planner.newFunction(), kind, scope.instance, resource));
    }

    private void taskReturn(Canon.TaskReturn canon) {
        ValType result = canon.result() == null ? null : new TypeEvaluator(scope).value(canon.result());
        Signature signature = planner.types().signature(new FuncType(true, List.of(), result), encoding(canon.options()));
        made(new Step.TaskReturn(planner.newFunction(), signature, options(canon.options())));
    }

    private void made(Step.MakeFunction step) {
        planner.add(step);
        scope.add(Sort.CORE_FUNC, new Item.CoreItem(new CoreRef.Made(step.slot())));
    }

    private static Encoding encoding(CanonOptions options) {
        return switch (options.encoding()) {
            case UTF8 -> Encoding.UTF8;
            case UTF16 -> Encoding.UTF16;
            case LATIN1_UTF16 -> Encoding.LATIN1_UTF16;
        };
    }

    private Step.Options options(CanonOptions options) {
        return new Step.Options(scope.instance, ref(Sort.CORE_MEMORY, options.memory()), ref(Sort.CORE_FUNC, options.realloc()),
                ref(Sort.CORE_FUNC, options.postReturn()), ref(Sort.CORE_FUNC, options.callback()), options.async());
    }

    private @Nullable CoreRef ref(Sort sort, OptionalInt index) {
        return index.isPresent() ? Planner.coreRef(scope, sort, index.getAsInt()) : null;
    }
}
