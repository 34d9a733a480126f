package dev.spinjvm.component.compose;

import dev.spinjvm.component.binary.Names;
import dev.spinjvm.component.world.FunctionItem;
import dev.spinjvm.component.world.Interface;
import dev.spinjvm.component.world.OtherItem;
import dev.spinjvm.component.world.TypeItem;
import dev.spinjvm.component.world.WitType;
import dev.spinjvm.component.world.WorldItem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The scope of one instance type. It has what any of several compatible versions of an interface has.
final class InterfaceScope extends TypeScope {
    private final OuterScope outer;
    private final String key;
    private final Out decls = new Out();
    private int count;
    private int types;
    private final Map<String, Integer> local = new HashMap<>();
    private final Map<Integer, Integer> aliases = new HashMap<>();

    /// @param key the link key of the interface
    InterfaceScope(OuterScope outer, String key) {
        this.outer = outer;
        this.key = key;
    }

    /// The instance type.
    ///
    /// @param versions the newest first
    Out write(List<Interface> versions) {
        for (Interface version : versions) {
            source = version;
            version.items().forEach((name, item) -> {
                if (item instanceof TypeItem(WitType.Named type) && !local.containsKey(name)) {
                    type(name, type.target());
                }
            });
        }
        Set<String> functions = new HashSet<>();
        for (Interface version : versions) {
            source = version;
            version.items().forEach((name, item) -> {
                if (!(item instanceof TypeItem) && functions.add(name)) {
                    function(version, name, item);
                }
            });
        }
        return new Out().u8(0x42).u32(count).raw(decls.toByteArray());
    }

    private void type(String name, WitType target) {
        if (target instanceof WitType.Resource) {
            export(name, new Out().u8(0x03, 0x01));
        } else {
            int index = target instanceof WitType.Named named ? named(named) : define(definition(target));
            export(name, new Out().u8(0x03, 0x00).u32(index));
        }
        local.put(name, types++);
    }

    private void function(Interface version, String name, WorldItem item) {
        switch (item) {
            case FunctionItem function -> {
                int type = function(function);
                export(name, new Out().u8(0x01).u32(type));
            }
            case Interface _,TypeItem _,OtherItem _ -> throw new NotComposable("'" + name + "' of '" + version.name()
                    + "' is neither a type nor a function");
        }
    }

    private void export(String name, Out desc) {
        decls.u8(0x04, 0x00).name(name).raw(desc.toByteArray());
        count++;
    }

    @Override
    int define(Out type) {
        decls.u8(0x01).raw(type.toByteArray());
        count++;
        return types++;
    }

    @Override
    int named(WitType.Named type) {
        Interface owner = type.owner();
        if (owner != null && Names.linkKey(owner.name()).equals(key)) {
            Integer known = local.get(type.name());
            if (known == null) {
                throw new NotComposable("'" + owner.name() + "' uses its type '" + type.name() + "' before it declares it");
            }
            return known;
        }
        int index = outer.named(type);
        return aliases.computeIfAbsent(index, _ -> {
            decls.u8(0x02, 0x03, 0x02).u32(1).u32(index);
            count++;
            return types++;
        });
    }
}
