package dev.spinjvm.loader;

/// A variable or template that cannot be read or resolved. The kind is what a guest is told.
public final class VariableException extends LoadException {
    /// What went wrong, as the guest's interface distinguishes it.
    public enum Kind {
        INVALID_NAME("invalid variable name"),
        INVALID_TEMPLATE("invalid variable template"),
        PROVIDER("provider error"),
        UNDEFINED("undefined variable");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private final Kind kind;
    private final String detail;

    public VariableException(Kind kind, String detail) {
        super(kind.text + ": " + detail);
        this.kind = kind;
        this.detail = detail;
    }

    public Kind kind() {
        return kind;
    }

    /// The message without the kind in front.
    public String detail() {
        return detail;
    }
}
