package dev.spinjvm.loader.runtimeconfig;

/// A text that no message, log or listing may show.
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
