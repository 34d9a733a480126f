package dev.spinjvm.component.compose;

import dev.spinjvm.component.binary.Names;
import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.binary.Version;
import dev.spinjvm.component.world.FunctionItem;
import dev.spinjvm.component.world.Interface;
import dev.spinjvm.component.world.WitType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The scope of a component that is being written, with what it imports. Interfaces of compatible versions become one import under the
/// newest name, so that they share their resource types; each is imported before the first that uses its types.
final class OuterScope extends TypeScope {
    private final ComponentWriter writer;
    private final boolean onDemand;
    private final Map<String, List<Interface>> wanted = new HashMap<>();
    private final Map<String, Integer> imported = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private final Map<String, Integer> types = new HashMap<>();
    private final Map<String, Integer> plain = new HashMap<>();
    /// The instances that serve imports of the component at hand in the place of the host, by link key.
    private Map<String, Integer> served = Map.of();

    /// @param onDemand whether interfaces are imported for their types alone, without having been asked for
    OuterScope(ComponentWriter writer, boolean onDemand) {
        this.writer = writer;
        this.onDemand = onDemand;
    }

    /// Says that a component imports this interface from the host.
    void want(Interface imports) {
        List<Interface> versions = wanted.computeIfAbsent(Names.linkKey(imports.name()), _ -> new ArrayList<>());
        versions.add(imports);
        versions.sort((a, b) -> compare(b, a));
    }

    private static int compare(Interface a, Interface b) {
        Version left = Names.version(a.name());
        Version right = Names.version(b.name());
        return left == null || right == null ? 0 : left.compareTo(right);
    }

    void serve(Map<String, Integer> instances) {
        served = instances;
    }

    /// The index of the imported instance that serves an interface of that name.
    int importInterface(String name) {
        String key = Names.linkKey(name);
        Integer known = imported.get(key);
        if (known != null) {
            return known;
        }
        List<Interface> versions = wanted.get(key);
        if (versions == null || !underWay.add(key)) {
            throw new NotComposable("the types of the interface '" + name + "' have no place to come from");
        }
        int type = writer.type(new InterfaceScope(this, key).write(versions));
        int index = writer.importItem(versions.getFirst().name(), Sort.INSTANCE, new Out().u8(0x05).u32(type));
        imported.put(key, index);
        return index;
    }

    /// The index of a function that is imported by itself.
    int importFunction(String name, FunctionItem function) {
        Integer known = plain.get(name);
        if (known == null) {
            known = writer.importItem(name, Sort.FUNC, new Out().u8(0x01).u32(function(function)));
            plain.put(name, known);
        }
        return known;
    }

    @Override
    int define(Out type) {
        return writer.type(type);
    }

    @Override
    int named(WitType.Named type) {
        Interface owner = type.owner();
        if (owner == null) {
            return importType(type);
        }
        String key = Names.linkKey(owner.name());
        Integer own = wanted.containsKey(key) ? null : served.get(key);
        if (own == null && onDemand && !wanted.containsKey(key)) {
            want(owner);
        }
        return alias(own == null ? importInterface(owner.name()) : own, type.name());
    }

    /// The index of the instance that serves an interface for the component at hand.
    int seen(String name) {
        Integer instance = served.get(Names.linkKey(name));
        return instance == null ? importInterface(name) : instance;
    }

    /// The names of the interfaces that are imported so far.
    Set<String> importedInterfaces() {
        return Set.copyOf(imported.keySet().stream().map(key -> wanted.getOrDefault(key, List.of()).getFirst().name()).toList());
    }

    private int alias(int instance, String name) {
        String item = instance + "#" + name;
        Integer known = types.get(item);
        if (known == null) {
            known = writer.alias(Sort.TYPE, instance, name);
            types.put(item, known);
        }
        return known;
    }

    private int importType(WitType.Named type) {
        Integer known = types.get(type.name());
        if (known == null) {
            WitType target = type.target();
            Out desc = new Out();
            if (target instanceof WitType.Resource) {
                desc.u8(0x03, 0x01);
            } else {
                desc.u8(0x03, 0x00).u32(target instanceof WitType.Named named ? named(named) : define(definition(target)));
            }
            known = writer.importItem(type.name(), Sort.TYPE, desc);
            types.put(type.name(), known);
        }
        return known;
    }
}
