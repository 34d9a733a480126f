package dev.spinjvm.component;

import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.binary.ComponentDecoder;
import dev.spinjvm.component.binary.Definition;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.validation.ComponentValidator;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.engine.CoreModule;
import dev.spinjvm.engine.Engine;
import dev.spinjvm.engine.InvalidModuleException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;

/// A WebAssembly component, decoded, validated and compiled. Immutable and thread-safe: load it once, link it once per
/// host, and make as many instances as needed.
///
/// ```java
/// try (Engine engine = Engine.builder().build()) {
///     Component component = Component.load(engine, bytes);
///
///     HostInterface names = HostInterface.builder("example:greeting/names@1.0.0")
///             .function("name", new FuncType(false, List.of(), ValType.Primitive.STRING), (store, arguments) -> "world")
///             .build();
///     PreparedComponent prepared = new Linker().define(names).prepare(component);
///
///     ComponentInstance instance = prepared.instantiate(new Store());
///     ComponentFunction greet = instance.function("example:greeting/greeter@1.0.0", "greet");
///     Object greeting = greet.call("hello");   // "hello, world"
/// }
/// ```
///
/// [HostFunction] lists which Java values stand for which component values, in both directions.
public final class Component {
    private final ComponentBinary binary;
    private final IdentityHashMap<Definition.CoreModuleDef, CoreModule> modules;

    private Component(ComponentBinary binary, IdentityHashMap<Definition.CoreModuleDef, CoreModule> modules) {
        this.binary = binary;
        this.modules = modules;
    }

    /// Decodes and validates a component and compiles its core modules, which can take seconds where no cache has them.
    ///
    /// @throws MalformedComponentException if the bytes are no component
    /// @throws InvalidComponentException if they are one that breaks a rule, or a core module in it is invalid or needs a
    ///     feature that the engine lacks
    public static Component load(Engine engine, byte[] bytes) throws MalformedComponentException, InvalidComponentException {
        return of(engine, ComponentDecoder.decode(bytes));
    }

    /// Compiles the core modules of a component into the engine's cache on disk, so that a later [#load] need not.
    ///
    /// @throws MalformedComponentException as [#load] does
    /// @throws InvalidComponentException as [#load] does
    /// @throws IllegalStateException if the engine has no cache on disk
    public static void precompile(Engine engine, byte[] bytes) throws MalformedComponentException, InvalidComponentException {
        ComponentBinary binary = ComponentDecoder.decode(bytes);
        ComponentValidator.validate(binary);
        forEachModule(binary, module -> engine.precompile(module.module().toByteArray()));
    }

    /// Validates a decoded component and compiles its core modules.
    ///
    /// @throws InvalidComponentException as [#load] does
    public static Component of(Engine engine, ComponentBinary binary) throws InvalidComponentException {
        ComponentValidator.validate(binary);
        IdentityHashMap<Definition.CoreModuleDef, CoreModule> modules = new IdentityHashMap<>();
        forEachModule(binary, module -> modules.put(module, engine.compile(module.module().toByteArray())));
        return new Component(binary, modules);
    }

    private static void forEachModule(ComponentBinary binary, Consumer<Definition.CoreModuleDef> action)
            throws InvalidComponentException {
        for (Definition definition : binary.definitions()) {
            if (definition instanceof Definition.NestedComponentDef nested) {
                forEachModule(nested.component(), action);
            } else if (definition instanceof Definition.CoreModuleDef module) {
                try {
                    action.accept(module);
                } catch (InvalidModuleException e) {
                    throw new InvalidComponentException("core module: " + e.getMessage(), module.offset());
                }
            }
        }
    }

    /// The names of the imports, in the order of the file.
    public List<String> imports() {
        return binary.importNames();
    }

    /// The names of the exports, in the order of the file.
    public List<String> exports() {
        return binary.exportNames();
    }

    ComponentBinary binary() {
        return binary;
    }

    IdentityHashMap<Definition.CoreModuleDef, CoreModule> modules() {
        return modules;
    }
}
