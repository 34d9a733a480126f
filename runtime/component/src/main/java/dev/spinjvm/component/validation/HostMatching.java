package dev.spinjvm.component.validation;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.InstanceType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Tells whether what a host defines has the types that a component imports.
///
/// Names of interfaces and their versions are not looked at: whoever calls this has chosen the definitions for the import.
/// Only names within an interface count, and they are compared as they are.
public final class HostMatching {

    private HostMatching() {}

    /// The type of an instance made of host definitions. Its resource types are those of the definitions, so that two
    /// interfaces that share one keep sharing it.
    public static InstanceType instanceType(Map<String, HostInterface.Definition> definitions) {
        Map<String, ExternType> exports = new TreeMap<>();
        definitions.forEach((name, definition) -> exports.put(name, switch (definition) {
            case HostInterface.Function function -> new ExternType.Func(function.type());
            case HostInterface.Resource resource -> new ExternType.Type(new DefType.Resource(resource.type()));
        }));
        return new InstanceType(exports, Map.of());
    }

    /// Checks one imported instance. The abstract resource types of `required` stand for the host's resource types of the
    /// same name. Types that `required` only gives a name to need no definition, as hosts define functions and resource types
    /// only.
    ///
    /// @param required the type of an import as a component type has it, not yet opened: abstract resource types are among
    ///        [InstanceType#resources]
    /// @return what is missing or different, each with its name; empty if the definitions will do
    public static List<String> check(InstanceType required, Map<String, HostInterface.Definition> definitions) {
        Map<String, ExternType> demanded = new TreeMap<>(required.exports());
        demanded.values().removeIf(type -> type instanceof ExternType.Type(DefType defined)
                && !(defined instanceof DefType.Resource));
        return Subtyping.check(new ExternType.Instance(instanceType(definitions)),
                new ExternType.Instance(new InstanceType(demanded, required.resources())));
    }
}
