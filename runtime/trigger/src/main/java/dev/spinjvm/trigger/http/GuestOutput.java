package dev.spinjvm.trigger.http;

import java.io.IOException;
import java.io.OutputStream;

import dev.spinjvm.trigger.ComponentLogs;
import dev.spinjvm.wasi.cli.StdoutSink;
import dev.spinjvm.wasi.io.Waker;
import org.jspecify.annotations.Nullable;

/// What one guest prints on one of its streams for one request. Nothing is made before the guest asks for the stream. Used on
/// the guest's thread.
final class GuestOutput implements StdoutSink, AutoCloseable {
    private final ComponentLogs logs;
    private final String componentId;
    private final ComponentLogs.Stream stream;
    private @Nullable OutputStream lines;

    GuestOutput(ComponentLogs logs, String componentId, ComponentLogs.Stream stream) {
        this.logs = logs;
        this.componentId = componentId;
        this.stream = stream;
    }

    @Override
    public dev.spinjvm.wasi.io.OutputStream open(Waker waker) {
        OutputStream present = lines;
        if (present == null) {
            present = logs.stream(componentId, stream);
            lines = present;
        }
        return StdoutSink.to(present).open(waker);
    }

    /// Ends the last line.
    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
    }
}
