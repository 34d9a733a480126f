package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.Alias;
import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.types.CoreExternType;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import java.util.Map;

/// Alias definitions and declarations (Binary.md, "Alias Definitions").
final class Aliases {
    private final Context context;
    private final Scope scope;

    Aliases(Context context, Scope scope) {
        this.context = context;
        this.scope = scope;
    }

    void add(Alias alias) throws InvalidComponentException {
        switch (alias) {
            case Alias.Export(Sort sort, int instance, String name) -> export(sort, instance, name);
            case Alias.CoreExport(Sort sort, int instance, String name) -> coreExport(sort, instance, name);
            case Alias.Outer(Sort sort, int count, int index) -> outer(sort, count, index);
        }
    }

    private void export(Sort sort, int instance, String name) throws InvalidComponentException {
        ExternType type = context.get(scope.instances, instance, "instance").exports().get(name);
        if (type == null) {
            throw context.invalid("instance " + instance + " has no export named `" + name + "`");
        }
        if (sortOf(type) != sort) {
            throw context.invalid("export `" + name + "` for instance " + instance + " is not a "
                    + (sort == Sort.CORE_MODULE ? "module" : sort));
        }
        scope.push(type);
    }

    static Sort sortOf(ExternType type) {
        return switch (type) {
            case ExternType.Func _ -> Sort.FUNC;
            case ExternType.Value _ -> Sort.VALUE;
            case ExternType.Type _ -> Sort.TYPE;
            case ExternType.Instance _ -> Sort.INSTANCE;
            case ExternType.Component _ -> Sort.COMPONENT;
            case ExternType.CoreModule _ -> Sort.CORE_MODULE;
        };
    }

    private void coreExport(Sort sort, int instance, String name) throws InvalidComponentException {
        Map<String, CoreExternType> exports = context.get(scope.coreInstances, instance, "core instance");
        CoreExternType type = exports.get(name);
        if (type == null) {
            throw context.invalid("core instance " + instance + " has no export named `" + name + "`");
        }
        switch (type) {
            case CoreExternType.Func(var func) when sort == Sort.CORE_FUNC -> scope.coreFuncs.add(func);
            case CoreExternType.Table table when sort == Sort.CORE_TABLE -> scope.coreTables.add(table);
            case CoreExternType.Memory memory when sort == Sort.CORE_MEMORY -> scope.coreMemories.add(memory);
            case CoreExternType.Global global when sort == Sort.CORE_GLOBAL -> scope.coreGlobals.add(global);
            case CoreExternType.Tag tag when sort == Sort.CORE_TAG -> scope.coreTags.add(tag);
            default -> throw context.invalid("export `" + name + "` for core instance " + instance + " is not a "
                    + sort.toString().replace("core ", ""));
        }
    }

    private void outer(Sort sort, int count, int index) throws InvalidComponentException {
        Scope target = scope;
        boolean crossesComponent = false;
        for (int i = 0; i != count; i++) {
            crossesComponent |= target.kind == Scope.Kind.COMPONENT;
            target = target.parent;
            if (target == null) {
                throw context.invalid("invalid outer alias count of " + Integer.toUnsignedString(count));
            }
        }
        switch (sort) {
            case CORE_MODULE -> scope.coreModules.add(context.get(target.coreModules, index, "module"));
            case CORE_TYPE -> scope.coreTypes.add(context.get(target.coreTypes, index, "type"));
            case COMPONENT -> scope.components.add(context.get(target.components, index, "component"));
            case TYPE -> {
                DefType type = context.get(target.types, index, "type");
                if (crossesComponent && !ResourceUses.free(context.types().work(), type).isEmpty()) {
                    throw context.invalid("cannot alias outer type which transitively refers to resources not defined "
                            + "in the current component");
                }
                scope.types.add(type);
            }
            case CORE_FUNC, CORE_TABLE, CORE_MEMORY, CORE_GLOBAL, CORE_TAG, CORE_INSTANCE, FUNC, VALUE, INSTANCE ->
                throw context.invalid("an outer alias cannot refer to a " + sort);
        }
    }
}
