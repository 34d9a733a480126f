package dev.spinjvm.wasi.io;

import dev.spinjvm.component.DirectFunction;
import dev.spinjvm.component.HostCall;
import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.HostInterface.Destructor;
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
        return Map.ofEntries(direct("[method]pollable.ready", call -> call.giveBool(call.resource(0, Pollable.class).ready())), //
                direct("[method]pollable.block", call -> call.resource(0, Pollable.class).block(Waker.of(call.store()))), //
                Map.entry("poll", IoHost::poll));
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
                input("read", (in, call) -> call.ok(in.read(call.i64(1)))), //
                input("blocking-read", (in, call) -> call.ok(in.blockingRead(Waker.of(call.store()), call.i64(1)))), //
                input("skip", (in, call) -> call.okI64(in.skip(call.i64(1)))), //
                input("blocking-skip", (in, call) -> call.okI64(in.blockingSkip(Waker.of(call.store()), call.i64(1)))), //
                direct("[method]input-stream.subscribe", call -> call.give(call.resource(0, InputStream.class).subscribe())), //
                output("check-write", (out, call) -> call.okI64(out.checkWrite())), //
                output("write", (out, call) -> {
                    out.write(call.bytes(1));
                    call.ok(null);
                }), //
                output("blocking-write-and-flush", (out, call) -> {
                    out.blockingWriteAndFlush(Waker.of(call.store()), call.bytes(1));
                    call.ok(null);
                }), //
                output("flush", (out, call) -> {
                    out.flush();
                    call.ok(null);
                }), //
                output("blocking-flush", (out, call) -> {
                    out.blockingFlush(Waker.of(call.store()));
                    call.ok(null);
                }), //
                output("write-zeroes", (out, call) -> {
                    out.writeZeroes(call.i64(1));
                    call.ok(null);
                }), //
                output("blocking-write-zeroes-and-flush", (out, call) -> {
                    out.blockingWriteZeroesAndFlush(Waker.of(call.store()), call.i64(1));
                    call.ok(null);
                }), //
                output("splice", (out, call) -> call.okI64(out.splice(call.resource(1, InputStream.class), call.i64(2)))), //
                output("blocking-splice", (out, call) -> call.okI64(
                        out.blockingSplice(Waker.of(call.store()), call.resource(1, InputStream.class), call.i64(2)))), //
                direct("[method]output-stream.subscribe", call -> call.give(call.resource(0, OutputStream.class).subscribe())));
    }

    private static Map.Entry<String, HostFunction> direct(String name, DirectFunction body) {
        return Map.entry(name, body);
    }

    /// Something done with a stream, which gives `ok` unless the stream fails.
    @FunctionalInterface
    private interface Action<S> {
        void apply(S stream, HostCall call) throws StreamException;
    }

    private static Map.Entry<String, HostFunction> input(String name, Action<InputStream> action) {
        return stream("[method]input-stream." + name, InputStream.class, action);
    }

    private static Map.Entry<String, HostFunction> output(String name, Action<OutputStream> action) {
        return stream("[method]output-stream." + name, OutputStream.class, action);
    }

    private static <S> Map.Entry<String, HostFunction> stream(String name, Class<S> type, Action<S> action) {
        return direct(name, call -> {
            try {
                action.apply(call.resource(0, type), call);
            } catch (StreamException e) {
                call.err(streamError(e));
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
