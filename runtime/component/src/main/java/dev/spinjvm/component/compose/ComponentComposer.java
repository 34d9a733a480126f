package dev.spinjvm.component.compose;

import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.binary.ComponentDecoder;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.binary.Names;
import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.validation.ComponentValidator;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.component.world.FunctionItem;
import dev.spinjvm.component.world.Interface;
import dev.spinjvm.component.world.OtherItem;
import dev.spinjvm.component.world.TypeItem;
import dev.spinjvm.component.world.WitType;
import dev.spinjvm.component.world.World;
import dev.spinjvm.component.world.WorldItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Composes components into one: each is nested in it as it is and instantiated once, its imports are served by others as the
/// caller says, and what is left becomes an import of the whole. The whole exports what the root exports.
///
/// ```java
/// byte[] composed = ComponentComposer.compose(new ComponentComposer.Part("shop", shop, Restriction.NONE),
///         List.of(new ComponentComposer.Dependency(new ComponentComposer.Part("prices", prices, Restriction.NONE),
///                 Map.of("example:prices/lookup@1.0.0", "example:prices/lookup@1.0.0"))));
/// ```
public final class ComponentComposer {
    private final ComponentWriter writer = new ComponentWriter();
    private final OuterScope outer = new OuterScope(writer, false);

    private ComponentComposer() {}

    /// A component to be nested.
    ///
    /// @param name what messages call it
    /// @param component its bytes
    /// @param restriction what it may not use; that is answered within the whole, and not imported
    public record Part(String name, byte[] component, Restriction restriction) {}

    /// A component that serves imports of the root.
    ///
    /// @param imports the imports of the root, each with the export that serves it
    public record Dependency(Part part, Map<String, String> imports) {
        public Dependency {
            imports = Map.copyOf(imports);
        }
    }

    /// The bytes of the whole, which is a valid component.
    ///
    /// @throws ComposeException if a part is no valid component, the parts do not fit, or a feature is in the way
    public static byte[] compose(Part root, List<Dependency> dependencies) throws ComposeException {
        Loaded main = Loaded.of(root);
        List<Loaded> others = new ArrayList<>();
        for (Dependency dependency : dependencies) {
            others.add(Loaded.of(dependency.part()));
        }
        byte[] composed;
        try {
            composed = new ComponentComposer().write(main, dependencies, others);
        } catch (NotComposable | IllegalArgumentException e) {
            throw new ComposeException("component '" + root.name() + "' cannot be composed: " + e.getMessage(), e);
        }
        try {
            ComponentValidator.validate(ComponentDecoder.decode(composed));
        } catch (MalformedComponentException | InvalidComponentException e) {
            throw new ComposeException("component '" + root.name() + "' cannot be composed with its dependencies: " + e.getMessage(), e);
        }
        return composed;
    }

    private record Loaded(Part part, World world) {
        static Loaded of(Part part) throws ComposeException {
            try {
                ComponentBinary binary = ComponentDecoder.decode(part.component());
                ComponentValidator.validate(binary);
                return new Loaded(part, World.of(binary));
            } catch (MalformedComponentException | InvalidComponentException | IllegalArgumentException e) {
                throw new ComposeException("'" + part.name() + "' cannot be composed: " + e.getMessage(), e);
            }
        }

        boolean denies(Interface imported) {
            // The functions of an interface over types that nobody can have values of cannot be called.
            return part.restriction().denies(imported.name())
                    || imported.items().values().stream().anyMatch(item -> item instanceof TypeItem(var named) && isDenied(named));
        }

        private boolean isDenied(WitType.Named type) {
            if (!(type.target() instanceof WitType.Named used) || !(used.resolved() instanceof WitType.Resource)) {
                return false;
            }
            Interface owner = used.owner();
            return owner != null && part.restriction().denies(owner.name());
        }
    }

    private byte[] write(Loaded root, List<Dependency> dependencies, List<Loaded> others) {
        Map<String, ComponentWriter.Argument> served = new HashMap<>();
        others.forEach(other -> want(other, Map.of()));
        Map<String, String> names = new HashMap<>();
        dependencies.forEach(dependency -> names.putAll(dependency.imports()));
        want(root, names);
        for (int i = 0; i < others.size(); i++) {
            Loaded other = others.get(i);
            int instance = instance(other, Map.of());
            dependencies.get(i).imports().forEach((importName, export) -> served.put(importName, alias(other, instance, export)));
        }
        int instance = instance(root, served);
        List<ComponentWriter.Argument> exports = new ArrayList<>();
        root.world().exports().keySet().forEach(name -> exports.add(alias(root, instance, name)));
        int i = 0;
        for (String name : root.world().exports().keySet()) {
            writer.export(name, exports.get(i++));
        }
        return writer.toByteArray();
    }

    private void want(Loaded loaded, Map<String, String> served) {
        loaded.world().imports().forEach((name, item) -> {
            if (item instanceof Interface imported && !served.containsKey(name) && !loaded.denies(imported)) {
                outer.want(imported);
            }
        });
    }

    private int instance(Loaded loaded, Map<String, ComponentWriter.Argument> served) {
        Map<String, Integer> instances = new HashMap<>();
        served.forEach((name, argument) -> {
            if (argument.sort() == Sort.INSTANCE) {
                instances.put(Names.linkKey(name), argument.index());
            }
        });
        outer.serve(instances);
        Map<String, ComponentWriter.Argument> arguments = new LinkedHashMap<>();
        loaded.world().imports().forEach((name, item) -> {
            ComponentWriter.Argument given = served.get(name);
            if (given == null) {
                given = argument(loaded, name, item);
                if (item instanceof Interface imported && loaded.denies(imported)) {
                    instances.put(Names.linkKey(name), given.index());
                }
            }
            arguments.put(name, given);
        });
        return writer.instance(writer.component(loaded.part().component()), arguments);
    }

    private ComponentWriter.Argument argument(Loaded loaded, String name, WorldItem item) {
        return switch (item) {
            case Interface imported -> new ComponentWriter.Argument(Sort.INSTANCE, loaded.denies(imported)
                    ? DenyingInstance.make(writer, outer, imported, loaded.part().restriction())
                    : outer.importInterface(name));
            case FunctionItem function -> new ComponentWriter.Argument(Sort.FUNC, outer.importFunction(name, function));
            case TypeItem(var type) -> new ComponentWriter.Argument(Sort.TYPE, outer.named(type));
            case OtherItem(var sort) -> throw new NotComposable("'" + loaded.part().name() + "' imports the " + sort + " '" + name + "'");
        };
    }

    private ComponentWriter.Argument alias(Loaded loaded, int instance, String name) {
        Sort sort = switch (loaded.world().exports().get(name)) {
            case Interface _ -> Sort.INSTANCE;
            case FunctionItem _ -> Sort.FUNC;
            case TypeItem _ -> Sort.TYPE;
            case OtherItem(var other) -> throw new NotComposable("'" + loaded.part().name() + "' exports the " + other + " '" + name + "'");
            case null -> throw new NotComposable("'" + loaded.part().name() + "' does not export '" + name + "'");
        };
        return new ComponentWriter.Argument(sort, writer.alias(sort, instance, name));
    }
}
