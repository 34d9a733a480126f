package dev.spinjvm.plugins.drivers;

/// Where drivers say something. Thread-safe.
public interface DriverConsole {
    /// What the user asked for, on the standard output, as it is.
    void data(String text);

    /// What is going on.
    void progress(String message);

    /// Something that does not keep the driver from going on.
    void warning(String message);
}
