package dev.spinjvm.component.compose;

/// What a component may not use of what it imports.
public interface Restriction {
    /// Everything may be used.
    Restriction NONE = new Restriction() {
        @Override
        public boolean denies(String interfaceName) {
            return false;
        }

        @Override
        public Denial answer(String interfaceName, String function) {
            return new Denial.Trap();
        }
    };

    /// Whether an interface may not be used.
    boolean denies(String interfaceName);

    /// What a function of an interface that is denied answers.
    Denial answer(String interfaceName, String function);
}
