package dev.spinjvm.engine;

/// What a reference points to: an abstract heap type, or a type defined by a module.
///
/// @param name the abstract type's name in the text format, or for a defined type the text of its structure
///     in parentheses, so that types of equal structure are equal across modules
public record HeapType(String name) {

    /// Any function.
    public static final HeapType FUNC = new HeapType("func");
    /// Any host value.
    public static final HeapType EXTERN = new HeapType("extern");
    /// Any exception.
    public static final HeapType EXN = new HeapType("exn");
    /// Any internal reference.
    public static final HeapType ANY = new HeapType("any");
    /// Internal references that can be compared.
    public static final HeapType EQ = new HeapType("eq");
    /// Unboxed 31-bit integers.
    public static final HeapType I31 = new HeapType("i31");
    /// Any structure.
    public static final HeapType STRUCT = new HeapType("struct");
    /// Any array.
    public static final HeapType ARRAY = new HeapType("array");
    /// The bottom of the internal hierarchy.
    public static final HeapType NONE = new HeapType("none");
    /// The bottom of the function hierarchy.
    public static final HeapType NOFUNC = new HeapType("nofunc");
    /// The bottom of the host hierarchy.
    public static final HeapType NOEXTERN = new HeapType("noextern");

    boolean matches(HeapType expected) {
        if (equals(expected)) {
            return true;
        }
        return switch (expected.name) {
            case "func" -> name.equals("nofunc") || name.startsWith("(func");
            case "extern" -> name.equals("noextern");
            case "any" -> isInternal();
            case "eq" -> isInternal() && !name.equals("any");
            case "struct" -> name.equals("none") || name.startsWith("(struct");
            case "array" -> name.equals("none") || name.startsWith("(array");
            case "i31" -> name.equals("none");
            default -> expected.isDefined() && name.equals(expected.name.startsWith("(func") ? "nofunc" : "none");
        };
    }

    boolean isDefined() {
        return name.startsWith("(");
    }

    private boolean isInternal() {
        return switch (name) {
            case "any", "eq", "i31", "struct", "array", "none" -> true;
            default -> name.startsWith("(struct") || name.startsWith("(array");
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
