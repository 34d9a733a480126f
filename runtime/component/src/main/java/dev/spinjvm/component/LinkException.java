package dev.spinjvm.component;

import java.util.List;

/// A component cannot be linked to a host: imports are missing or have other types.
public final class LinkException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    LinkException(List<String> problems) {
        super("the component does not fit this host: " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /// One sentence for each import that is not satisfied, naming it and what the host has instead.
    public List<String> problems() {
        return problems;
    }
}
