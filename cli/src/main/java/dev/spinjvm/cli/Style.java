package dev.spinjvm.cli;

/// Emphasis on a terminal; nothing elsewhere.
enum Style {
    PLAIN, ANSI;

    String bold(String text) {
        return paint("1", text);
    }

    String boldCyan(String text) {
        return paint("1;36", text);
    }

    String boldGreen(String text) {
        return paint("1;32", text);
    }

    String boldRed(String text) {
        return paint("1;31", text);
    }

    String boldYellow(String text) {
        return paint("1;33", text);
    }

    private String paint(String code, String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
