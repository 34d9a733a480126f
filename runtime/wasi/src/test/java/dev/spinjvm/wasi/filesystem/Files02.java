package dev.spinjvm.wasi.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.component.Result;
import dev.spinjvm.wasi.Guest;
import dev.spinjvm.wasi.WasiContext;
import dev.spinjvm.wasi.io.InputStream;
import dev.spinjvm.wasi.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A guest that works on one preopened directory; failures are told by the name of their error code.
final class Files02 implements AutoCloseable {
    static final int FOLLOW = 1;

    final Guest guest;
    final Object root;
    private final WasiContext context;

    Files02(Path directory, boolean writable) {
        context = WasiContext.builder().preopen(directory, "/", writable).build();
        guest = new Guest(context);
        Object[] preopens = (Object[]) Objects.requireNonNull(guest.call("filesystem/preopens", "get-directories"));
        root = ((Object[]) preopens[0])[0];
    }

    /// The payload, or the name of the error code.
    @Nullable
    Object call(String method, @Nullable Object... arguments) {
        Object result = guest.call("filesystem/types", "[method]descriptor." + method, arguments);
        return switch ((Result) Objects.requireNonNull(result)) {
            case Result.Ok ok -> ok.value() == null ? "ok" : ok.value();
            case Result.Err err -> ErrorCode.values()[(Integer) Objects.requireNonNull(err.error())].text();
        };
    }

    @Nullable
    Object open(String path) {
        return open(path, 0, Flags.READ);
    }

    @Nullable
    Object open(String path, int openFlags, int flags) {
        return call("open-at", root, FOLLOW, path, openFlags, flags);
    }

    Descriptor opened(String path, int openFlags, int flags) {
        Object descriptor = open(path, openFlags, flags);
        assertThat(descriptor).as(path).isInstanceOf(Descriptor.class);
        return (Descriptor) Objects.requireNonNull(descriptor);
    }

    /// The text of a file, or the name of the error code.
    @Nullable
    Object read(String path) {
        Object descriptor = open(path);
        if (!(descriptor instanceof FileDescriptor)) {
            return descriptor;
        }
        Object[] read = (Object[]) Objects.requireNonNull(call("read", descriptor, 1000L, 0L));
        guest.drop("filesystem/types", "descriptor", descriptor);
        return new String((byte[]) read[0], StandardCharsets.UTF_8);
    }

    InputStream reader(Object descriptor, long offset) {
        return (InputStream) Objects.requireNonNull(call("read-via-stream", descriptor, offset));
    }

    OutputStream writer(Object descriptor, String kind, @Nullable Object... offset) {
        List<@Nullable Object> arguments = new ArrayList<>(List.of(descriptor));
        arguments.addAll(List.of(offset));
        return (OutputStream) Objects.requireNonNull(call(kind, arguments.toArray()));
    }

    void write(OutputStream stream, String text) {
        Object written = guest.call("io/streams", "[method]output-stream.blocking-write-and-flush", stream, bytes(text));
        assertThat(written).isEqualTo(Result.OK);
    }

    /// The fields of `descriptor-stat`.
    @Nullable
    Object[] stat(String path) {
        return (Object[]) Objects.requireNonNull(call("stat-at", root, 0, path));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        context.close();
    }
}
