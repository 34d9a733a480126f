package dev.spinjvm.oci.http;

/// Texts of servers, made fit for a terminal.
final class Texts {
    private static final int MAX_LENGTH = 300;

    private Texts() {}

    /// The text without control characters, shortened.
    static String printable(String text) {
        var out = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH + 1L).forEach(c -> out.appendCodePoint(isPrintable(c) ? c : ' '));
        String printable = out.toString().strip();
        return text.length() <= MAX_LENGTH ? printable : printable.substring(0, Math.min(MAX_LENGTH, printable.length())) + "…";
    }

    private static boolean isPrintable(int c) {
        return !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT && Character.isDefined(c);
    }
}
