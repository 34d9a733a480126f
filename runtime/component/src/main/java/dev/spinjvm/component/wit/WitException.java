package dev.spinjvm.component.wit;

/// A WIT text that breaks the grammar or names something that does not exist.
public final class WitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final int column;

    WitException(String file, int line, int column, String message) {
        super(file + ":" + line + ":" + column + ": " + message);
        this.file = file;
        this.line = line;
        this.column = column;
    }

    public String file() {
        return file;
    }

    /// 1-based.
    public int line() {
        return line;
    }

    /// 1-based.
    public int column() {
        return column;
    }
}
