package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.compiler.Assembler.Label;
import org.jspecify.annotations.Nullable;

/// A label of the body: what a branch to it does.
final class Target {

    /// The id of the function's own label.
    static final int FUNCTION = -1;

    /// Where the instruction lies that opens it, or [#FUNCTION].
    final int id;
    /// What a branch carries.
    final Kind[] arity;
    final Kind[] parameters;
    final Kind[] results;
    /// The stack's height below the parameters.
    final int base;
    final Label label = new Label();
    /// Where an `if` goes whose condition is zero, until its `else` or end is reached.
    @Nullable
    Label otherwise;
    /// The number by which the code of a segment tells that it branched here; 0 if the label is in the same method.
    int exit;
    /// The label's number in a trace.
    int node = -1;

    Target(int id, Kind[] arity, Kind[] parameters, Kind[] results, int base) {
        this.id = id;
        this.arity = arity;
        this.parameters = parameters;
        this.results = results;
        this.base = base;
    }

    /// The same label seen from the method of a segment.
    Target outside() {
        Target out = new Target(id, arity, parameters, results, 0);
        out.exit = -1;
        return out;
    }
}
