package dev.spinjvm.component.binary;

/// The bytes are not a component: the binary grammar does not derive them. Components that the grammar derives but that
/// break other rules are invalid, which is validation's word.
public final class MalformedComponentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    /// @param offset position in the file at which decoding stopped
    public MalformedComponentException(String message, int offset) {
        super(message + " (at offset 0x" + Integer.toHexString(offset) + ")");
        this.offset = offset;
    }

    /// Position in the file at which decoding stopped.
    public int offset() {
        return offset;
    }
}
