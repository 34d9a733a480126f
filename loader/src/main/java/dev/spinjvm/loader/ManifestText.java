package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// The text of one manifest and what is wrong with it.
public final class ManifestText {
    private final String file;
    private final List<String> lines;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    /// @param file the name shown to the user
    public ManifestText(String file, String text) {
        this.file = file;
        this.lines = text.lines().toList();
    }

    public String file() {
        return file;
    }

    /// A line counted from 1, empty beyond the end.
    public String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }

    public int lineCount() {
        return lines.size();
    }

    public void error(Position at, String message) {
        error(at, message, null);
    }

    public void error(Position at, String message, @Nullable String hint) {
        add(Diagnostic.Severity.ERROR, at, message, hint);
    }

    public void warn(Position at, String message, @Nullable String hint) {
        add(Diagnostic.Severity.WARNING, at, message, hint);
    }

    private void add(Diagnostic.Severity severity, Position at, String message, @Nullable String hint) {
        var diagnostic = new Diagnostic(severity, message, file, at, line(at.line()), hint);
        if (!diagnostics.contains(diagnostic)) {
            diagnostics.add(diagnostic);
        }
    }

    /// What was found, in the order of the file.
    public List<Diagnostic> diagnostics() {
        return diagnostics.stream().sorted(Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column)).toList();
    }

    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(Diagnostic::isError);
    }

    /// Ends the phase described by `summary`.
    ///
    /// @throws ManifestException if there was an error
    public void throwIfErrors(String summary) {
        if (hasErrors()) {
            throw new ManifestException(summary, diagnostics());
        }
    }
}
