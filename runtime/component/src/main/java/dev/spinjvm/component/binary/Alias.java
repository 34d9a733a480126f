package dev.spinjvm.component.binary;

/// A second index for a definition that exists elsewhere (Binary.md, `alias`).
public sealed interface Alias {

    /// The sort of the definition, hence the index space the alias appends to.
    Sort sort();

    /// An export of a component instance.
    record Export(Sort sort, int instance, String name) implements Alias {}

    /// An export of a core instance; the sort is a core sort.
    record CoreExport(Sort sort, int instance, String name) implements Alias {}

    /// A definition of an enclosing scope.
    ///
    /// The decoder admits the sorts [Sort#CORE_TYPE], [Sort#CORE_MODULE], [Sort#TYPE] and [Sort#COMPONENT].
    ///
    /// @param count number of scopes outward; 0 is the scope of the alias itself
    record Outer(Sort sort, int count, int index) implements Alias {}
}
