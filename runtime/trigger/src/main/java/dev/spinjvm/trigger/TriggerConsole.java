package dev.spinjvm.trigger;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Spin's stderr as triggers use it: what components print, warnings, and the details of failed requests.
///
/// Thread-safe; what one call writes is never torn apart by another. Does not own the stream.
public final class TriggerConsole {
    private final OutputStream stderr;
    private final boolean terminal;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /// @param stderr where everything goes; flushed after each call
    /// @param terminal whether a person is likely to read it
    public TriggerConsole(OutputStream stderr, boolean terminal, InstantSource clock) {
        this.stderr = stderr;
        this.terminal = terminal;
        this.clock = clock;
    }

    /// Whether stderr is a terminal.
    public boolean isTerminal() {
        return terminal;
    }

    /// The source of the times on log lines.
    public InstantSource clock() {
        return clock;
    }

    /// A line for the user, as it stands.
    public void info(String text) {
        print(text + "\n");
    }

    /// `Warning: ` and the text, emphasised on a terminal.
    public void warning(String text) {
        print((terminal ? "\u001b[1m\u001b[33mWarning\u001b[0m: " : "Warning: ") + text + "\n");
    }

    /// A log line: time, level, source and text.
    public void error(String source, String text) {
        print(clock.instant().truncatedTo(ChronoUnit.MICROS) + " ERROR " + source + ": " + text + "\n");
    }

    /// Bytes of a component, as they are.
    void write(byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            stderr.write(bytes, offset, length);
            stderr.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private void print(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            write(bytes, 0, bytes.length);
        } catch (UncheckedIOException _) {
            // Nobody is left to be told that stderr is closed.
        }
    }
}
