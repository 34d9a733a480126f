package dev.spinjvm.component.binary;

import java.util.List;

/// A decoded component (Binary.md, `component`): its definitions in the order of the file, which is significant because a
/// definition sees only those before it, and its custom sections.
///
/// Every index in this syntax is a `u32` kept in an `int`, not yet checked against an index space. A negative `int` is an
/// index beyond 2^31, so `Objects.checkIndex` against the size of a space rejects it too.
///
/// Immutable and safe to share between threads.
///
/// @param definitions all definitions, sections flattened
/// @param customs custom sections, those of nested components and modules not included
/// @param offset position of the component's preamble in the file
public record ComponentBinary(List<Definition> definitions, List<CustomSection> customs, int offset) {

    public ComponentBinary {
        definitions = List.copyOf(definitions);
        customs = List.copyOf(customs);
    }

    /// The names of the imports, in the order of the file.
    public List<String> importNames() {
        return definitions.stream().filter(Definition.ImportDef.class::isInstance)
                .map(definition -> ((Definition.ImportDef) definition).name().name()).toList();
    }

    /// The names of the exports, in the order of the file.
    public List<String> exportNames() {
        return definitions.stream().filter(Definition.ExportDef.class::isInstance)
                .map(definition -> ((Definition.ExportDef) definition).name().name()).toList();
    }

    /// A custom section; its data is whatever the producer put there.
    public record CustomSection(String name, ByteRange data, int offset) {}
}
