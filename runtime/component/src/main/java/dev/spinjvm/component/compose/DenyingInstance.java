package dev.spinjvm.component.compose;

import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.world.FunctionItem;
import dev.spinjvm.component.world.Interface;
import dev.spinjvm.component.world.OtherItem;
import dev.spinjvm.component.world.TypeItem;
import dev.spinjvm.component.world.WitType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes an instance of an interface whose functions answer that they are denied. It is that of a component of its own, because
/// a component may not be called by those that are nested in it.
final class DenyingInstance extends TypeScope {
    private final ComponentWriter writer = new ComponentWriter();
    private final OuterScope imports = new OuterScope(writer, true);
    private final Interface denied;
    private final Map<String, Integer> local = new HashMap<>();

    private DenyingInstance(Interface denied) {
        this.denied = denied;
        this.source = denied;
    }

    /// The index of the instance in `whole`.
    static int make(ComponentWriter whole, OuterScope outer, Interface denied, Restriction restriction) {
        try {
            DenyingInstance instance = new DenyingInstance(denied);
            byte[] component = instance.write(restriction);
            Map<String, ComponentWriter.Argument> arguments = new LinkedHashMap<>();
            instance.imports.importedInterfaces()
                    .forEach(name -> arguments.put(name, new ComponentWriter.Argument(Sort.INSTANCE, outer.seen(name))));
            return whole.instance(whole.component(component), arguments);
        } catch (NotComposable e) {
            throw new NotComposable("'" + denied.name() + "' cannot be denied within a composed component: " + e.getMessage());
        }
    }

    private byte[] write(Restriction restriction) {
        DenialModule module = new DenialModule();
        denied.items().forEach((name, item) -> {
            switch (item) {
                case TypeItem(var type) -> type(name, type.target());
                case FunctionItem function -> {
                    if (function.async()) {
                        throw new NotComposable("its function '" + name + "' is asynchronous");
                    }
                    module.add(name, function, restriction.answer(denied.name(), name));
                }
                case Interface _,OtherItem _ -> throw new NotComposable("'" + name + "' is neither a type nor a function");
            }
        });
        int core = writer.coreInstance(writer.coreModule(module.write()));
        int memory = writer.coreAlias(Sort.CORE_MEMORY, core, DenialModule.MEMORY);
        int realloc = writer.coreAlias(Sort.CORE_FUNC, core, DenialModule.REALLOC);
        denied.items().forEach((name, item) -> {
            if (item instanceof FunctionItem function) {
                int callee = writer.coreAlias(Sort.CORE_FUNC, core, name);
                int after = writer.coreAlias(Sort.CORE_FUNC, core, DenialModule.afterwards(name));
                Out options = new Out().u8(0x03, 0x03).u32(memory).u8(0x04).u32(realloc).u8(0x05).u32(after);
                int lifted = writer.lift(callee, function(function), options);
                writer.export(name, new ComponentWriter.Argument(Sort.FUNC, lifted));
            }
        });
        return writer.toByteArray();
    }

    private void type(String name, WitType target) {
        int index = switch (target) {
            case WitType.Resource _ -> writer.type(new Out().u8(0x3f, 0x7f, 0x00));
            case WitType.Named named -> named(named);
            default -> define(definition(target));
        };
        local.put(name, writer.export(name, new ComponentWriter.Argument(Sort.TYPE, index)));
    }

    @Override
    int define(Out type) {
        return writer.type(type);
    }

    @Override
    int named(WitType.Named type) {
        Integer known = type.owner() == denied ? local.get(type.name()) : null;
        return known == null ? imports.named(type) : known;
    }
}
