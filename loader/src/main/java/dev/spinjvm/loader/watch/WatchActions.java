package dev.spinjvm.loader.watch;

/// What is done when files change.
public interface WatchActions {
    /// Builds the application, and tells of failures.
    ///
    /// @return whether it was built
    /// @throws InterruptedException if this thread was interrupted; the build then has ended
    boolean build() throws InterruptedException;

    /// Starts the application, or starts it anew as it is on the disk now, and tells of failures. The old one goes on where the new one
    /// cannot be started.
    void restart() throws InterruptedException;

    /// Something is about to be done because of a change.
    void begin();

    /// Tells the user something.
    void tell(String text);
}
