package dev.spinjvm.trigger;

import java.util.ArrayList;
import java.util.List;

/// Renders an error with its causes.
public final class ErrorText {
    private ErrorText() {}

    /// `message`, then the causes: one alone, several numbered.
    public static String withCauses(String message, Throwable cause) {
        List<String> causes = new ArrayList<>();
        for (Throwable at = cause; at != null && causes.size() < 20; at = at.getCause()) {
            String text = at.getMessage() == null || at instanceof VirtualMachineError ? at.toString() : at.getMessage();
            if (causes.isEmpty() || !causes.getLast().equals(text)) {
                causes.add(text);
            }
        }
        var result = new StringBuilder(message).append("\n\nCaused by:");
        for (int i = 0; i < causes.size(); i++) {
            String label = causes.size() == 1 ? "    " : String.format("%5d: ", i);
            result.append('\n').append(label).append(causes.get(i).replace("\n", "\n" + " ".repeat(label.length())));
        }
        return result.toString();
    }
}
