package dev.spinjvm.loader;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Text of diagnostics for a terminal:
///
/// ```
/// spin.toml:6:12: error: words must be separated with '-', not '_'
///   |
/// 6 | [component.bad_id]
///   |            ^^^^^^
///   = hint: name it `bad-id`
/// ```
public final class DiagnosticRenderer {
    private DiagnosticRenderer() {}

    /// All diagnostics, an empty line between them, no line end after the last.
    public static String render(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(DiagnosticRenderer::render).collect(Collectors.joining("\n\n"));
    }

    /// One diagnostic, no line end after it.
    public static String render(Diagnostic diagnostic) {
        Position at = diagnostic.at();
        String number = Integer.toString(at.line());
        String gutter = " ".repeat(number.length());
        String source = diagnostic.sourceLine();
        var text = new StringBuilder();
        text.append(diagnostic.file()).append(':').append(number).append(':').append(at.column()).append(": ")
                .append(diagnostic.severity().name().toLowerCase(Locale.ROOT)).append(": ").append(diagnostic.message());
        text.append('\n').append(gutter).append(" |");
        text.append('\n').append(number).append(" | ").append(source);
        text.append('\n').append(gutter).append(" | ").append(indent(source, at.column())).append("^".repeat(Math.max(1, at.length())));
        if (diagnostic.hint() != null) {
            text.append('\n').append(gutter).append(" = hint: ").append(diagnostic.hint());
        }
        return text.toString();
    }

    /// Blanks up to a column; tabs stay tabs so that the caret stands below what it points at.
    private static String indent(String source, int column) {
        var blanks = new StringBuilder();
        for (int i = 0; i < column - 1; i++) {
            blanks.append(i < source.length() && source.charAt(i) == '\t' ? '\t' : ' ');
        }
        return blanks.toString();
    }
}
