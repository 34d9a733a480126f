package dev.spinjvm.wasi.io;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.HostInterface.Destructor;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Store;
import dev.spinjvm.component.Variant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bodies of the functions of `wasi:io`, by their component-model names.
public final class IoHost {
    private static final Variant CLOSED = new Variant(1, null);

    private IoHost() {}

    /// Ends a [HostResource]; a trap if the guest drops it while it has children.
    public static final Destructor DROP = (store, representation) -> {
        HostResource resource = (HostResource) representation;
        if (store.releasing()) {
            resource.release();
        } else {
            resource.drop();
        }
    };

    /// `wasi:io/error`.
    public static Map<String, HostFunction> error() {
        return Map.of("[method]error.to-debug-string", (store, args) -> arg(args, 0, IoError.class).message());
    }

    /// `wasi:io/poll`.
    public static Map<String, HostFunction> poll() {
        return Map.of("[method]pollable.ready", (store, args) -> arg(args, 0, Pollable.class).ready(), //
                "[method]pollable.block", (store, args) -> {
                    arg(args, 0, Pollable.class).block(Waker.of(store));
                    return null;
                }, //
                "poll", IoHost::poll);
    }

    private static Object poll(Store store, @Nullable Object[] args) {
        Object[] list = arg(args, 0, Object[].class);
        int[] ready = Pollable.poll(Waker.of(store), Arrays.copyOf(list, list.length, Pollable[].class));
        Object[] indices = new Object[ready.length];
        for (int i = 0; i < ready.length; i++) {
            indices[i] = (long) ready[i];
        }
        return indices;
    }

    /// `wasi:io/streams`.
    public static Map<String, HostFunction> streams() {
        return Map.ofEntries( //
                input("read", (in, waker, len) -> in.read(len)), //
                input("blocking-read", (in, waker, len) -> in.blockingRead(waker, len)), //
                input("skip", (in, waker, len) -> in.skip(len)), //
                input("blocking-skip", (in, waker, len) -> in.blockingSkip(waker, len)), //
                Map.entry("[method]input-stream.subscribe", (store, args) -> arg(args, 0, InputStream.class).subscribe()), //
                output("check-write", (out, waker, args) -> out.checkWrite()), //
                output("write", (out, waker, args) -> {
                    out.write(arg(args, 1, byte[].class));
                    return null;
                }), //
                output("blocking-write-and-flush", (out, waker, args) -> {
                    out.blockingWriteAndFlush(waker, arg(args, 1, byte[].class));
                    return null;
                }), //
                output("flush", (out, waker, args) -> {
                    out.flush();
                    return null;
                }), //
                output("blocking-flush", (out, waker, args) -> {
                    out.blockingFlush(waker);
                    return null;
                }), //
                output("write-zeroes", (out, waker, args) -> {
                    out.writeZeroes(arg(args, 1, Long.class));
                    return null;
                }), //
                output("blocking-write-zeroes-and-flush", (out, waker, args) -> {
                    out.blockingWriteZeroesAndFlush(waker, arg(args, 1, Long.class));
                    return null;
                }), //
                output("splice", (out, waker, args) -> out.splice(arg(args, 1, InputStream.class), arg(args, 2, Long.class))), //
                output("blocking-splice",
                        (out, waker, args) -> out.blockingSplice(waker, arg(args, 1, InputStream.class), arg(args, 2, Long.class))), //
                Map.entry("[method]output-stream.subscribe", (store, args) -> arg(args, 0, OutputStream.class).subscribe()));
    }

    @FunctionalInterface
    private interface Read {
        Object apply(InputStream in, Waker waker, long len) throws StreamException;
    }

    @FunctionalInterface
    private interface Write {
        @Nullable
        Object apply(OutputStream out, Waker waker, @Nullable Object[] args) throws StreamException;
    }

    private static Map.Entry<String, HostFunction> input(String name, Read read) {
        return Map.entry("[method]input-stream." + name, (store, args) -> {
            try {
                return Result.ok(read.apply(arg(args, 0, InputStream.class), Waker.of(store), arg(args, 1, Long.class)));
            } catch (StreamException e) {
                return Result.err(streamError(e));
            }
        });
    }

    private static Map.Entry<String, HostFunction> output(String name, Write write) {
        return Map.entry("[method]output-stream." + name, (store, args) -> {
            try {
                return Result.ok(write.apply(arg(args, 0, OutputStream.class), Waker.of(store), args));
            } catch (StreamException e) {
                return Result.err(streamError(e));
            }
        });
    }

    /// The variant `stream-error`.
    public static Variant streamError(StreamException exception) {
        return exception.error() == null ? CLOSED : new Variant(0, exception.error());
    }

    private static <T> T arg(@Nullable Object[] args, int index, Class<T> type) {
        return Objects.requireNonNull(type.cast(args[index]));
    }
}
