package dev.spinjvm.component.plan;

/// Planning cannot go on; why is among the problems.
final class Unsatisfied extends Exception {
    private static final long serialVersionUID = 1L;
}
