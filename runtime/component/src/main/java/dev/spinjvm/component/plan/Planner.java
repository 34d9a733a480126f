package dev.spinjvm.component.plan;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.abi.AbiTypes;
import dev.spinjvm.component.abi.ResourceDef;
import dev.spinjvm.component.binary.Alias;
import dev.spinjvm.component.binary.CoreInstanceExpr;
import dev.spinjvm.component.binary.CoreTypeExpr;
import dev.spinjvm.component.binary.Definition;
import dev.spinjvm.component.binary.InstanceExpr;
import dev.spinjvm.component.binary.Sort;
import dev.spinjvm.component.binary.TypeExpr;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.engine.CoreModule;
import dev.spinjvm.engine.ImportDecl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Plays the definitions of a valid component through once, nested components and all, and writes down what has to happen
/// for each instance (Explainer.md, "Instance Definitions"; every instantiation in the tree is known beforehand, so the
/// component level dissolves). A resource type is made anew for each instantiation in the tree that defines it.
public final class Planner {
    /// Nested components multiply, so a small file can ask for any number of instances.
    private static final int MAX_INSTANCES = 1_000;
    private static final int MAX_STEPS = 100_000;

    private final Function<Definition.CoreModuleDef, CoreModule> modules;
    private final Linkage linkage = new Linkage();
    private final IdentityHashMap<Linked, Map<String, Item>> linked = new IdentityHashMap<>();
    private final Map<ResourceType, ResourceDef> resources = new HashMap<>();
    private final AbiTypes types = new AbiTypes(this::resource);
    private final List<Step> steps = new ArrayList<>();
    private final List<int[]> paths = new ArrayList<>();
    private int guestResources;
    private int coreInstances;
    private int madeFunctions;
    private int liftedFunctions;

    /// @param modules the compiled form of each core module in the components
    public Planner(Function<Definition.CoreModuleDef, CoreModule> modules) {
        this.modules = modules;
    }

    /// Makes the plan of a root component, or lists what hinders it. Used once.
    public Outcome plan(Linked root) {
        Map<String, Item> exports;
        try {
            exports = link(root);
        } catch (Unsatisfied _) {
            return new Refused(linkage.problems());
        }
        if (!linkage.problems().isEmpty()) {
            return new Refused(linkage.problems());
        }
        return new Planned(new InstantiationPlan(steps, paths.toArray(int[][]::new), guestResources, coreInstances, madeFunctions,
                liftedFunctions, Exports.callable(exports)));
    }

    /// The exports of a component that is made before the one that needs it.
    private Map<String, Item> link(Linked component) throws Unsatisfied {
        Map<String, Item> known = linked.get(component);
        if (known != null) {
            return known;
        }
        for (Linked.Argument argument : component.arguments().values()) {
            link(argument.component());
        }
        HostLinker host = new HostLinker(component.host(), component.name(), linkage);
        Map<String, Item> exports = component(new Item.ComponentItem(component.binary(), null), new int[0], (name, desc, scope) -> {
            Linked.Argument argument = component.arguments().get(name);
            return argument == null
                    ? host.satisfy(name, desc, scope)
                    : new DependencyLinker(name, argument, linkage).satisfy(desc, scope, link(argument.component()));
        });
        linked.put(component, exports);
        return exports;
    }

    /// What planning came to.
    public sealed interface Outcome {}

    public record Planned(InstantiationPlan plan) implements Outcome {}

    /// @param problems one sentence for each import that the host does not satisfy
    public record Refused(List<String> problems) implements Outcome {}

    private Map<String, Item> component(Item.ComponentItem component, int[] parentPath, ItemSource imports) throws Unsatisfied {
        if (paths.size() >= MAX_INSTANCES) {
            throw unsupported("more than " + MAX_INSTANCES + " component instances");
        }
        int[] path = new int[parentPath.length + 1];
        path[0] = paths.size();
        System.arraycopy(parentPath, 0, path, 1, parentPath.length);
        paths.add(path);
        Scope scope = new Scope(component.outer(), path[0]);
        Map<String, Item> exports = new LinkedHashMap<>();
        for (Definition definition : component.binary().definitions()) {
            define(definition, scope, path, imports, exports);
            if (coreInstances > MAX_INSTANCES || steps.size() > MAX_STEPS) {
                throw unsupported(coreInstances > MAX_INSTANCES
                        ? "more than " + MAX_INSTANCES + " core instances"
                        : "more than " + MAX_STEPS + " functions");
            }
        }
        return exports;
    }

    private void define(Definition definition, Scope scope, int[] path, ItemSource imports, Map<String, Item> exports)
            throws Unsatisfied {
        switch (definition) {
            case Definition.CoreModuleDef module -> scope.add(Sort.CORE_MODULE, new Item.ModuleItem(modules.apply(module)));
            case Definition.CoreInstanceDef instance -> scope.add(Sort.CORE_INSTANCE, coreInstance(instance.expr(), scope));
            case Definition.CoreTypeDef type -> coreType(type.type(), scope);
            case Definition.NestedComponentDef nested -> scope.add(Sort.COMPONENT, new Item.ComponentItem(nested.component(), scope));
            case Definition.InstanceDef instance -> scope.add(Sort.INSTANCE, instance(instance.expr(), scope, path));
            case Definition.AliasDef alias -> scope.add(alias.alias().sort(), alias(alias.alias(), scope));
            case Definition.TypeDef type -> scope.add(Sort.TYPE, type(type.type(), scope));
            case Definition.CanonDef canon -> new CanonPlanner(this, scope).define(canon.canon());
            case Definition.StartDef start -> start(start, scope);
            case Definition.ImportDef imported ->
                scope.add(imported.type().sort(), imports.get(imported.name().name(), imported.type(), scope));
            case Definition.ExportDef export -> {
                Item item = scope.get(export.target().sort(), export.target().index());
                scope.add(export.target().sort(), item);
                exports.put(export.name().name(), item);
            }
            case Definition.ValueDef _ -> throw unsupported("a value definition");
        }
    }

    private static void coreType(CoreTypeExpr type, Scope scope) {
        int count = switch (type) {
            case CoreTypeExpr.RecGroup group -> group.types().size();
            case CoreTypeExpr.ModuleType _ -> 1;
        };
        for (int i = 0; i < count; i++) {
            scope.add(Sort.CORE_TYPE, Item.CoreTypeItem.INSTANCE);
        }
    }

    private Item coreInstance(CoreInstanceExpr expr, Scope scope) {
        return switch (expr) {
            case CoreInstanceExpr.Instantiate(var module, var args) -> {
                Map<String, Item.CoreInstanceItem> given = new HashMap<>();
                for (CoreInstanceExpr.Arg arg : args) {
                    given.put(arg.name(), scope.get(Sort.CORE_INSTANCE, arg.instance(), Item.CoreInstanceItem.class));
                }
                yield instantiate(scope.get(Sort.CORE_MODULE, module, Item.ModuleItem.class).module(), given);
            }
            case CoreInstanceExpr.InlineExports(var exports) -> {
                Map<String, CoreRef> refs = new HashMap<>();
                for (CoreInstanceExpr.InlineExport export : exports) {
                    refs.put(export.name(), coreRef(scope, export.target().sort(), export.target().index()));
                }
                yield new Item.CoreInstanceItem(refs);
            }
        };
    }

    private Item instantiate(CoreModule module, Map<String, Item.CoreInstanceItem> given) {
        List<CoreRef> imports = new ArrayList<>();
        for (ImportDecl wanted : module.imports()) {
            Item.CoreInstanceItem instance = given.get(wanted.module());
            CoreRef ref = instance == null ? null : instance.exports().get(wanted.name());
            if (ref == null) {
                throw new IllegalStateException("a core module imports \"" + wanted.module() + "\" \"" + wanted.name()
                        + "\" and is given none");
            }
            imports.add(ref);
        }
        int slot = coreInstances++;
        steps.add(new Step.InstantiateModule(slot, module, List.copyOf(imports)));
        Map<String, CoreRef> exports = new HashMap<>();
        module.exports().forEach(export -> exports.put(export.name(), new CoreRef.Export(slot, export.name())));
        return new Item.CoreInstanceItem(exports);
    }

    private Item instance(InstanceExpr expr, Scope scope, int[] path) throws Unsatisfied {
        return switch (expr) {
            case InstanceExpr.Instantiate(var component, var args) -> {
                Map<String, Item> given = new HashMap<>();
                for (InstanceExpr.Arg arg : args) {
                    given.put(arg.name(), scope.get(arg.value().sort(), arg.value().index()));
                }
                Item.ComponentItem item = scope.get(Sort.COMPONENT, component, Item.ComponentItem.class);
                yield new Item.InstanceItem(component(item, path, (name, _, _) -> argument(given, name)));
            }
            case InstanceExpr.InlineExports(var exports) -> {
                Map<String, Item> items = new LinkedHashMap<>();
                for (InstanceExpr.InlineExport export : exports) {
                    items.put(export.name().name(), scope.get(export.target().sort(), export.target().index()));
                }
                yield new Item.InstanceItem(items);
            }
        };
    }

    private static Item argument(Map<String, Item> given, String name) {
        Item item = given.get(name);
        if (item == null) {
            throw new IllegalStateException("a nested component imports '" + name + "' and is given none");
        }
        return item;
    }

    private static Item alias(Alias alias, Scope scope) {
        return switch (alias) {
            case Alias.Export(_, var instance, var name) -> export(scope.get(Sort.INSTANCE, instance, Item.InstanceItem.class), name);
            case Alias.CoreExport(_, var instance, var name) -> {
                CoreRef ref = scope.get(Sort.CORE_INSTANCE, instance, Item.CoreInstanceItem.class).exports().get(name);
                if (ref == null) {
                    throw new IllegalStateException("a core instance has no export \"" + name + "\"");
                }
                yield new Item.CoreItem(ref);
            }
            case Alias.Outer(var sort, var count, var index) -> scope.outward(count).get(sort, index);
        };
    }

    static Item export(Item.InstanceItem instance, String name) {
        Item item = instance.exports().get(name);
        if (item == null) {
            throw new IllegalStateException("an instance has no export '" + name + "'");
        }
        return item;
    }

    private Item type(TypeExpr expr, Scope scope) {
        if (!(expr instanceof TypeExpr.ResourceTypeExpr definition)) {
            return new TypeEvaluator(scope).evaluate(expr);
        }
        ResourceDef.Guest resource = new ResourceDef.Guest(new ResourceType("resource"), guestResources++, scope.instance);
        resources.put(resource.type(), resource);
        Integer destructor = definition.dtor();
        if (destructor != null) {
            steps.add(new Step.Destructor(resource.index(), coreRef(scope, Sort.CORE_FUNC, destructor)));
        }
        return new Item.ResourceTypeItem(resource.type());
    }

    private void start(Definition.StartDef start, Scope scope) throws Unsatisfied {
        if (!start.args().isEmpty() || start.results() != 0
                || !(scope.get(Sort.FUNC, start.func()) instanceof Item.LiftedItem(var slot, _))) {
            throw unsupported("a start definition with values");
        }
        steps.add(new Step.Start(slot));
    }

    /// Planning cannot go on because of a gated feature.
    private Unsatisfied unsupported(String what) {
        linkage.note("it has " + what + ", which this host does not support");
        return new Unsatisfied();
    }

    static CoreRef coreRef(Scope scope, Sort sort, int index) {
        return scope.get(sort, index, Item.CoreItem.class).ref();
    }

    ResourceDef resource(ResourceType type) {
        ResourceDef known = resources.get(type);
        if (known == null) {
            HostInterface.@Nullable Resource defined = linkage.resource(type);
            known = new ResourceDef.Host(type, defined == null ? null : defined.destructor());
            resources.put(type, known);
        }
        return known;
    }

    AbiTypes types() {
        return types;
    }

    void add(Step step) {
        steps.add(step);
    }

    int newFunction() {
        return madeFunctions++;
    }

    int newLifted() {
        return liftedFunctions++;
    }
}
