package dev.spinjvm.wasi.http;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Store;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.wasi.Wasi02;
import dev.spinjvm.wasi.WasiContext;
import dev.spinjvm.wasi.wit.WitBindings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Calls the host functions of `wasi:io` and `wasi:http` by name, as a guest would, and fires the timer of held-back
/// bytes by hand.
final class HttpGuest implements OutgoingHttp {
    private static final WitBindings BINDINGS = Wasi02.bindings();
    private static final List<HostInterface> INTERFACES = interfaces();

    final Store store = WasiContext.builder().build().attach(new Store());
    final HttpContext context = new HttpContext(this, this::schedule);
    final List<FakeExchange> exchanges = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();

    HttpGuest() {
        context.attach(store);
    }

    private static List<HostInterface> interfaces() {
        List<HostInterface> all = new ArrayList<>(Wasi02.interfaces(BINDINGS));
        all.addAll(WasiHttp.interfaces(BINDINGS));
        return all;
    }

    private Delay.Pending schedule(Runnable task) {
        timers.add(task);
        return () -> timers.remove(task);
    }

    /// The moment for which bytes are held back is over.
    void momentPasses() {
        List<Runnable> due = List.copyOf(timers);
        timers.clear();
        due.forEach(Runnable::run);
    }

    @Nullable
    Object call(String function, @Nullable Object... args) {
        for (HostInterface candidate : INTERFACES) {
            if (candidate.definitions().get(function) instanceof HostInterface.Function(var type, var body)) {
                if (type.params().size() != args.length) {
                    throw new IllegalArgumentException(function + " takes " + type.params());
                }
                return body.call(store, args);
            }
        }
        throw new IllegalArgumentException(function);
    }

    <T> T call(Class<T> type, String function, @Nullable Object... args) {
        return Objects.requireNonNull(type.cast(call(function, args)));
    }

    /// The payload of an ok result.
    <T> T ok(Class<T> type, String function, @Nullable Object... args) {
        return switch (call(Result.class, function, args)) {
            case Result.Ok(Object value) -> Objects.requireNonNull(type.cast(value));
            case Result.Err(Object error) -> throw new AssertionError(function + " failed with " + error);
        };
    }

    /// Drops the guest's last handle to a resource.
    void drop(Object representation) {
        String name = switch (representation) {
            case OutgoingBody _ -> "outgoing-body";
            case OutgoingResponse _ -> "outgoing-response";
            case OutgoingRequest _ -> "outgoing-request";
            case IncomingBody _ -> "incoming-body";
            case IncomingResponse _ -> "incoming-response";
            case FutureResponse _ -> "future-incoming-response";
            case FutureTrailers _ -> "future-trailers";
            case ResponseOutparam _ -> "response-outparam";
            case dev.spinjvm.wasi.io.OutputStream _ -> "output-stream";
            case dev.spinjvm.wasi.io.InputStream _ -> "input-stream";
            case dev.spinjvm.wasi.io.Pollable _ -> "pollable";
            default -> throw new IllegalArgumentException(representation.toString());
        };
        for (HostInterface candidate : INTERFACES) {
            if (candidate.definitions().get(name) instanceof HostInterface.Resource(ResourceType _, HostInterface.Destructor destructor)) {
                Objects.requireNonNull(destructor).drop(store, representation);
                return;
            }
        }
        throw new IllegalArgumentException(name);
    }

    Fields fields(String... namesAndValues) {
        Fields fields = call(Fields.class, "[constructor]fields");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], bytes(namesAndValues[i + 1]));
        }
        return fields;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    /// Names the error of a result, such as `HTTP-request-denied`.
    static String error(@Nullable Object result) {
        return switch ((Result) Objects.requireNonNull(result)) {
            case Result.Err(dev.spinjvm.component.Variant error) -> ErrorCode.fromVariant(error).toString();
            case Result.Err(Object error) -> String.valueOf(error);
            case Result.Ok(Object value) -> "ok: " + value;
        };
    }

    static ValType type(String interfaceName, String typeName) {
        return Objects.requireNonNull(
                dev.spinjvm.component.wit.WitPackages.parse(Wasi02.sources()).interfaceNamed(interfaceName).types().get(typeName));
    }

    @Override
    public Exchange send(Request request) {
        FakeExchange exchange = new FakeExchange(request);
        exchanges.add(exchange);
        return exchange;
    }

    /// A request that the test answers.
    static final class FakeExchange implements Exchange {
        final Request request;
        final FakeSink sink = new FakeSink();
        final CompletableFuture<Response> answer = new CompletableFuture<>();
        boolean cancelled;

        FakeExchange(Request request) {
            this.request = request;
        }

        @Override
        public BodySink body() {
            return sink;
        }

        @Override
        public CompletableFuture<Response> response() {
            return answer;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /// A request that comes in, its answer recorded.
    static final class FakeServer implements ResponseHandler {
        final FakeSink sink = new FakeSink();
        final List<String> events = new ArrayList<>();
        final ResponseOutparam outparam = new ResponseOutparam(this);

        @Override
        public BodySink respond(int status, Fields headers) {
            events.add(status + " " + headers);
            return sink;
        }

        @Override
        public void fail(ErrorCode error) {
            events.add("failed: " + error);
        }

        @Override
        public void unanswered() {
            events.add("unanswered");
        }
    }

    /// Records what reaches the network; a test makes it slow, or breaks it.
    static final class FakeSink implements BodySink {
        final List<String> events = new ArrayList<>();
        boolean slow;
        private boolean busy;
        private @Nullable Runnable onWritable;
        private @Nullable ErrorCode failure;

        /// A slow write completes.
        void completeWrite() {
            busy = false;
            notifyWriter();
        }

        void fail(ErrorCode error) {
            failure = error;
            notifyWriter();
        }

        private void notifyWriter() {
            Runnable callback = onWritable;
            onWritable = null;
            if (callback != null) {
                callback.run();
            }
        }

        @Override
        public boolean isWritable() {
            return !busy || failure != null;
        }

        @Override
        public void onWritable(Runnable callback) {
            if (isWritable()) {
                callback.run();
            } else {
                onWritable = callback;
            }
        }

        @Override
        public void flush() {
            events.add("flush");
        }

        @Override
        public void write(java.nio.ByteBuffer bytes) {
            if (!isWritable()) {
                throw new IllegalStateException("a write is under way");
            }
            events.add("write " + read(bytes));
            busy = slow;
        }

        @Override
        public void finish(java.nio.@Nullable ByteBuffer last, @Nullable Fields trailers) {
            events.add("finish" + (last == null ? "" : " " + read(last)) + (trailers == null ? "" : " [" + trailers + "]"));
        }

        @Override
        public void abort(ErrorCode reason) {
            events.add("abort");
        }

        @Override
        public @Nullable ErrorCode failure() {
            return failure;
        }

        private static String read(java.nio.ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes.length > 100 ? bytes.length + " bytes" : text(bytes);
        }
    }

    /// A body whose pieces the test supplies.
    static final class FakeSource implements BodySource {
        private final java.util.ArrayDeque<Read> reads = new java.util.ArrayDeque<>();
        private @Nullable Runnable onAvailable;
        int polls;
        int released;
        boolean cancelled;

        FakeSource(String... chunks) {
            Arrays.stream(chunks).forEach(this::supply);
        }

        void supply(String chunk) {
            supply(new Chunk(java.nio.ByteBuffer.wrap(bytes(chunk)), () -> released++));
        }

        void supply(Read read) {
            reads.add(read);
            Runnable callback = onAvailable;
            onAvailable = null;
            if (callback != null) {
                callback.run();
            }
        }

        @Override
        public Read poll() {
            polls++;
            Read read = reads.peek();
            if (read instanceof Chunk) {
                reads.remove();
            }
            return read == null ? Pending.INSTANCE : read;
        }

        @Override
        public void onAvailable(Runnable callback) {
            if (reads.isEmpty()) {
                onAvailable = callback;
            } else {
                callback.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
