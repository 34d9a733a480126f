package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.Canon;
import dev.spinjvm.component.types.CoreDefType.CoreFuncType;
import dev.spinjvm.component.types.CoreValueType;
import dev.spinjvm.component.types.CoreValueType.Num;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.FuncType;
import java.util.List;
import java.util.Locale;

/// Canonical definitions and the function types they have (CanonicalABI.md, "Canonical Definitions").
final class Canons {
    private final Context context;
    private final Scope scope;
    private final ValueTypes values;

    Canons(Context context, Scope scope) {
        this.context = context;
        this.scope = scope;
        this.values = new ValueTypes(context, scope);
    }

    void define(Canon canon) throws InvalidComponentException {
        switch (canon) {
            case Canon.Lift lift -> scope.funcs.add(lift(lift));
            case Canon.Lower lower -> add(lower(lower));
            case Canon.ResourceNew(int type) -> add(local(type), List.of(Num.I32));
            case Canon.ResourceRep(int type) -> add(local(type), List.of(Num.I32));
            case Canon.ResourceDrop(int type) -> {
                values.resource(type);
                add(List.of(Num.I32), List.of());
            }
            case Canon.Builtin builtin -> add(new Builtins(context, scope, values).type(builtin));
        }
    }

    private void add(CoreFuncType type) {
        scope.coreFuncs.add(context.types().coreFunc(type));
    }

    private void add(List<CoreValueType> params, List<CoreValueType> results) {
        add(new CoreFuncType(params, results));
    }

    /// The parameter of a built-in that only the component that defines a resource type may have.
    private List<CoreValueType> local(int type) throws InvalidComponentException {
        if (!scope.localResources.contains(values.resource(type).type())) {
            throw context.invalid("type index " + type + " is not a local resource");
        }
        return List.of(Num.I32);
    }

    private FuncType lift(Canon.Lift lift) throws InvalidComponentException {
        CoreFuncType callee = context.get(scope.coreFuncs, lift.coreFunc(), "function").functionType();
        if (!(context.get(scope.types, lift.type(), "type") instanceof DefType.Func(FuncType type))) {
            throw context.invalid("type index " + lift.type() + " is not a function type");
        }
        OptionRules rules = new OptionRules(context, scope, lift.options());
        rules.asyncOf(type);
        Flattening flattening = new Flattening(context.types(), rules.pointer());
        for (FuncType.Param param : type.params()) {
            rules.requireForWriting(param.type());
        }
        rules.requireForReading(type.result());
        if (flattening.paramCount(type) > Flattening.MAX_FLAT_PARAMS) {
            rules.requireRealloc();
        }
        int maxResults = rules.async() ? Flattening.MAX_FLAT_PARAMS : Flattening.MAX_FLAT_RESULTS;
        if (flattening.resultCount(type) > maxResults) {
            rules.requireMemory();
        }
        CoreFuncType expected = flattening.lifted(type, rules.async(), lift.options().callback().isPresent());
        if (callee == null || !expected.params().equals(callee.params())) {
            throw context.invalid("lowered parameter types `" + list(expected.params())
                    + "` do not match parameter types `" + list(callee == null ? List.of() : callee.params()) + "` of core function");
        }
        if (!expected.results().equals(callee.results())) {
            throw context.invalid("lowered result types `" + list(expected.results())
                    + "` do not match result types `" + list(callee.results()) + "` of core function");
        }
        rules.postReturn(callee);
        return type;
    }

    private static String list(List<CoreValueType> types) {
        return types.toString().toUpperCase(Locale.ROOT);
    }

    private CoreFuncType lower(Canon.Lower lower) throws InvalidComponentException {
        FuncType type = context.get(scope.funcs, lower.func(), "function");
        OptionRules rules = new OptionRules(context, scope, lower.options());
        rules.refusePostReturn("lowerings");
        rules.refuseCallback("lowerings");
        rules.asyncOf(type);
        Flattening flattening = new Flattening(context.types(), rules.pointer());
        for (FuncType.Param param : type.params()) {
            rules.requireForReading(param.type());
        }
        rules.requireForWriting(type.result());
        boolean async = rules.async();
        int maxParams = async ? Flattening.MAX_FLAT_ASYNC_PARAMS : Flattening.MAX_FLAT_PARAMS;
        int maxResults = async ? 0 : Flattening.MAX_FLAT_RESULTS;
        // CanonicalABI.md asks for a memory in every asynchronous lowering; the reference tests do without one where nothing
        // passes through it, and so do we.
        if (flattening.paramCount(type) > maxParams || flattening.resultCount(type) > maxResults) {
            rules.requireMemory();
        }
        return flattening.lowered(type, async);
    }
}
