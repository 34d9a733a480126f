package dev.spinjvm.component.binary;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One definition of a component. `offset` is the position of its first byte in the file (Binary.md, "Component
/// Definitions").
public sealed interface Definition {

    /// Position of the definition's first byte in the file.
    int offset();

    /// A nested core module, undecoded: section id 1.
    record CoreModuleDef(ByteRange module, int offset) implements Definition {}

    /// Section id 2.
    record CoreInstanceDef(CoreInstanceExpr expr, int offset) implements Definition {}

    /// Section id 3.
    record CoreTypeDef(CoreTypeExpr type, int offset) implements Definition {}

    /// Section id 4.
    record NestedComponentDef(ComponentBinary component, int offset) implements Definition {}

    /// Section id 5.
    record InstanceDef(InstanceExpr expr, int offset) implements Definition {}

    /// Section id 6.
    record AliasDef(Alias alias, int offset) implements Definition {}

    /// Section id 7.
    record TypeDef(TypeExpr type, int offset) implements Definition {}

    /// Section id 8.
    record CanonDef(Canon canon, int offset) implements Definition {}

    /// Section id 9.
    ///
    /// @param func function index
    /// @param args value indices
    /// @param results number of results
    record StartDef(int func, List<Integer> args, int results, int offset) implements Definition {
        public StartDef {
            args = List.copyOf(args);
        }
    }

    /// Section id 10.
    record ImportDef(ExternName name, ExternDesc type, int offset) implements Definition {}

    /// Section id 11.
    ///
    /// @param ascribed the type the export is seen at, if the file gives one
    record ExportDef(ExternName name, SortIdx target, @Nullable ExternDesc ascribed, int offset) implements Definition {}

    /// Section id 12. The encoding of the bytes depends on the type, which only validation knows.
    record ValueDef(ValTypeRef type, ByteRange value, int offset) implements Definition {}
}
