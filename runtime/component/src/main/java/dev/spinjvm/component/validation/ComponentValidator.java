package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.binary.Definition;
import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import java.util.List;

/// Validates components and finds their types (Explainer and Binary.md, validation rules; CanonicalABI.md, "Canonical
/// Definitions").
///
/// The types of nested core modules are read and linked; their code is not validated here but by the engine that compiles
/// it. Value definitions, start functions and the other gated features are validated as far as the specification
/// describes them.
///
/// Time and memory are bounded for any input: types that are too deep or too large when written out are refused.
public final class ComponentValidator {
    private final Context context;
    private final Scope scope;
    private final TypeDefs types;
    private final Instances instances;
    private final Canons canons;

    private ComponentValidator(Context context, Scope scope) {
        this.context = context;
        this.scope = scope;
        this.types = new TypeDefs(context, scope);
        this.instances = new Instances(context, scope, types);
        this.canons = new Canons(context, scope);
    }

    /// Validates a component. Thread-safe.
    ///
    /// @throws InvalidComponentException if a rule is broken; only the first violation is told
    public static ValidatedComponent validate(ComponentBinary component) throws InvalidComponentException {
        Context context = new Context();
        try {
            Scope root = new Scope(Scope.Kind.COMPONENT, null, context.types());
            return new ValidatedComponent(component, new ComponentValidator(context, root).component(component));
        } catch (Work.TooComplexException e) {
            throw context.invalid(String.valueOf(e.getMessage()));
        }
    }

    private ComponentType component(ComponentBinary component) throws InvalidComponentException {
        for (Definition definition : component.definitions()) {
            context.at(definition.offset());
            define(definition);
        }
        context.at(component.offset());
        for (int i = 0; i < scope.values.size(); i++) {
            if (!scope.values.get(i).consumed) {
                throw context.invalid(
                        "value index " + i + " was not used as part of an instantiation, start function, or export");
            }
        }
        return types.finish(scope);
    }

    private void define(Definition definition) throws InvalidComponentException {
        switch (definition) {
            case Definition.CoreModuleDef(var module, int _) ->
                scope.coreModules.add(CoreModuleReader.read(context, module));
            case Definition.CoreInstanceDef(var expr, int _) -> instances.core(expr);
            case Definition.CoreTypeDef(var type, int _) -> types.core(type);
            case Definition.NestedComponentDef(var component, int _) -> {
                Scope inner = new Scope(Scope.Kind.COMPONENT, scope, context.types());
                scope.components.add(new ComponentValidator(context, inner).component(component));
            }
            case Definition.InstanceDef(var expr, int _) -> instances.component(expr);
            case Definition.AliasDef(var alias, int _) -> new Aliases(context, scope).add(alias);
            case Definition.TypeDef(var type, int _) -> scope.types.add(types.define(type));
            case Definition.CanonDef(var canon, int _) -> canons.define(canon);
            case Definition.StartDef start -> start(start);
            case Definition.ImportDef(var name, var desc, int _) ->
                types.bind(name, types.extern(desc, name, true), true);
            case Definition.ExportDef export -> instances.export(export);
            case Definition.ValueDef value -> {
                ValType type = new ValueTypes(context, scope).value(value.type());
                new ValueReader(context, value.value()).check(type);
                scope.values.add(new Scope.Value(type, false));
            }
        }
    }

    private void start(Definition.StartDef start) throws InvalidComponentException {
        FuncType type = context.get(scope.funcs, start.func(), "function");
        List<Integer> args = start.args();
        if (args.size() != type.params().size()) {
            throw context.invalid("component start function requires " + type.params().size()
                    + " arguments but was given " + args.size());
        }
        Subtyping subtyping = new Subtyping(context.types().work());
        for (int i = 0; i < args.size(); i++) {
            if (!subtyping.value(instances.consume(args.get(i)), type.params().get(i).type())) {
                throw context.invalid("value type mismatch for component start function argument " + i + ": "
                        + subtyping.mismatches().getFirst());
            }
        }
        ValType result = type.result();
        if (start.results() != (result == null ? 0 : 1)) {
            throw context.invalid("component start function has a result count of "
                    + Integer.toUnsignedString(start.results()) + " but the function type has a result count of "
                    + (result == null ? 0 : 1));
        }
        if (result != null) {
            scope.values.add(new Scope.Value(result, false));
        }
    }
}
