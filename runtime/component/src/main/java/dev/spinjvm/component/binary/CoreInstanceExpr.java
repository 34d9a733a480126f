package dev.spinjvm.component.binary;

import java.util.List;

/// How a core instance comes to be (Binary.md, `core:instanceexpr`).
public sealed interface CoreInstanceExpr {

    /// Instantiates the core module `module`.
    record Instantiate(int module, List<Arg> args) implements CoreInstanceExpr {
        public Instantiate {
            args = List.copyOf(args);
        }
    }

    /// Tuples existing core definitions under new names.
    record InlineExports(List<InlineExport> exports) implements CoreInstanceExpr {
        public InlineExports {
            exports = List.copyOf(exports);
        }
    }

    /// Supplies the core instance `instance` for all imports whose module name is `name`.
    record Arg(String name, int instance, int offset) {}

    /// `target` has a core sort.
    record InlineExport(String name, SortIdx target, int offset) {}
}
