package dev.spinjvm.engine.binary;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.GlobalDecl;
import dev.spinjvm.engine.MemoryDecl;
import dev.spinjvm.engine.RefType;
import dev.spinjvm.engine.TableDecl;
import dev.spinjvm.engine.TagDecl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoded core module (core specification, "Structure", "Modules"). Immutable; arrays are never written.
///
/// Each index space holds the imported definitions first, in the order of the imports.
///
/// @param bytes the whole binary, to which all offsets refer
/// @param types the function types by type index
/// @param typeReader reads types whose indices mean these
/// @param imports the imports in order
/// @param functions the type index of each function
/// @param importedFunctions how many of the functions are imported; likewise below
/// @param tables the tables
/// @param memories the memories
/// @param globals the globals
/// @param tags the exception tags
/// @param exports the exports in order
/// @param start the start function, or -1
/// @param elements the element segments
/// @param data the data segments
/// @param countsData whether the number of data segments was announced, without which code may not name them
/// @param bodies the bodies of the functions that are not imported, in order
public record WasmModule(byte[] bytes, List<FuncType> types, TypeReader typeReader, List<Import> imports,
        int[] functions, int importedFunctions, List<Table> tables, int importedTables, List<MemoryDecl> memories,
        int importedMemories, List<Global> globals, int importedGlobals, List<TagDecl> tags, int importedTags,
        List<Export> exports, int start, List<ElementSegment> elements, List<DataSegment> data, boolean countsData,
        Body[] bodies) {

    /// What an import or an export is.
    public enum Kind {
        FUNCTION, TABLE, MEMORY, GLOBAL, TAG
    }

    /// An import; `index` is the position of the definition in its index space.
    public record Import(String module, String name, Kind kind, int index) {}

    /// An export; `index` is the position of the definition in its index space.
    public record Export(String name, Kind kind, int index) {}

    /// A part of the binary, from `start` to `end`.
    public record Range(int start, int end) {}

    /// A table; `initial` is the expression (its `end` instruction included, as with all expressions) of each element's first value, or null for null references.
    public record Table(TableDecl type, @Nullable Range initial) {}

    /// A global; `initial` is the expression of its first value, null if it is imported.
    public record Global(GlobalDecl type, @Nullable Range initial) {}

    /// When a segment is copied.
    public enum Mode {
        ACTIVE, PASSIVE, DECLARATIVE
    }

    /// References for a table.
    ///
    /// @param table the table of an active segment
    /// @param offset the expression of an active segment's offset, else null
    /// @param functions the elements as function indices, or null if they are expressions
    /// @param expressions the elements as expressions, or null if they are function indices
    public record ElementSegment(Mode mode, int table, @Nullable Range offset, RefType type, int @Nullable [] functions,
            Range @Nullable [] expressions) {}

    /// Bytes for a memory, which lie in the binary at `contents`.
    public record DataSegment(Mode mode, int memory, @Nullable Range offset, Range contents) {}

    /// A function's body, local declarations included.
    public record Body(int start, int end) {}

    /// The type of function `index`.
    public FuncType functionType(int index) {
        return types.get(functions[index]);
    }
}
