package dev.spinjvm.engine.compiler;

import java.util.Map;

/// The classes of a module.
///
/// @param instanceClass the name of the subclass of `GuestInstance`, which has a public constructor without parameters
///     and a `static volatile int poll`: while it is not zero, guests call its static method `lookUp()`
/// @param classes all classes by name
/// @param entries the index of each function that can be called from outside (exported, in a segment, or referred to
///     by an expression); the position is the number for `GuestInstance.enter`
/// @param fieldGlobals whether each global has a field in the instance class and no box
/// @param split how many functions were cut into several methods
public record CompiledModule(String instanceClass, Map<String, byte[]> classes, int[] entries,
        boolean[] fieldGlobals, int split) {}
