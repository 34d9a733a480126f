package dev.spinjvm.loader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// The text of one manifest, or of another file of settings, and what is wrong with it.
public final class ManifestText {
    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*(?:[^=\"']*\\.)?\"?([\\w-]+)\"?\\s*=\\s*");
    private static final String MASK = "***";

    private final String file;
    private final List<String> lines;
    /// The keys whose values may be shown; `null` if all may.
    private final @Nullable Set<String> shown;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    /// @param file the name shown to the user
    public ManifestText(String file, String text) {
        this(file, text, null);
    }

    private ManifestText(String file, String text, @Nullable Set<String> shown) {
        this.file = file;
        this.lines = text.lines().toList();
        this.shown = shown;
    }

    /// A text that may hold secrets: diagnostics show the values of some keys only.
    public static ManifestText masked(String file, String text, Set<String> shown) {
        return new ManifestText(file, text, Set.copyOf(shown));
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
        String line = line(at.line());
        Matcher assignment = ASSIGNMENT.matcher(line);
        Position place = at;
        if (shown != null && assignment.lookingAt() && !shown.contains(assignment.group(1))) {
            line = line.substring(0, assignment.end()) + MASK;
            place = at.column() <= assignment.end() ? at : new Position(at.line(), assignment.end() + 1, MASK.length());
        }
        var diagnostic = new Diagnostic(severity, message, file, place, line, hint);
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
