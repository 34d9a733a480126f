package dev.spinjvm.component.binary;

import java.util.List;

/// How a component instance comes to be (Binary.md, `instanceexpr`).
public sealed interface InstanceExpr {

    /// Instantiates the component `component`.
    record Instantiate(int component, List<Arg> args) implements InstanceExpr {
        public Instantiate {
            args = List.copyOf(args);
        }
    }

    /// Tuples existing definitions under new names.
    record InlineExports(List<InlineExport> exports) implements InstanceExpr {
        public InlineExports {
            exports = List.copyOf(exports);
        }
    }

    /// Supplies `value` for the import called `name`.
    record Arg(String name, SortIdx value, int offset) {}

    record InlineExport(ExternName name, SortIdx target, int offset) {}
}
