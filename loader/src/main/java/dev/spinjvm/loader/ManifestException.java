package dev.spinjvm.loader;

import java.util.List;

/// A manifest or another file of settings with problems: all of them, in the order of the file.
public final class ManifestException extends LoadException {
    private final String summary;
    private final transient List<Diagnostic> diagnostics;

    ManifestException(String summary, List<Diagnostic> diagnostics) {
        super(summary + "\n\n" + DiagnosticRenderer.render(diagnostics));
        this.summary = summary;
        this.diagnostics = List.copyOf(diagnostics);
    }

    /// What failed, in one sentence, without the problems.
    public String summary() {
        return summary;
    }

    /// At least one error; warnings found on the way are among them.
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
