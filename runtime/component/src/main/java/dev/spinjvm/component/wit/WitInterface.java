package dev.spinjvm.component.wit;

import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import java.util.Map;

/// A resolved interface.
///
/// @param name the full name, such as `wasi:io/streams@0.2.12`
/// @param functions by component-model name (`[method]input-stream.read`), in order of declaration
/// @param resources the resource types declared here or brought in by `use`, under their local names; a `use` shares
///     the type object of the interface that declares it
/// @param types the other types visible by name
public record WitInterface(String name, Map<String, FuncType> functions, Map<String, ResourceType> resources,
        Map<String, ValType> types) {}
