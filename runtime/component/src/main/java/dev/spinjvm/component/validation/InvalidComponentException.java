package dev.spinjvm.component.validation;

/// The component follows the binary grammar but breaks a validation rule of the Component Model.
public final class InvalidComponentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    /// @param offset position in the file of the definition that breaks the rule
    public InvalidComponentException(String message, int offset) {
        super(message + " (at offset 0x" + Integer.toHexString(offset) + ")");
        this.offset = offset;
    }

    /// Position in the file of the definition that breaks the rule.
    public int offset() {
        return offset;
    }
}
