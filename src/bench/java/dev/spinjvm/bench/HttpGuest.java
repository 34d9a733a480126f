package dev.spinjvm.bench;

import dev.spinjvm.component.Component;
import dev.spinjvm.component.ComponentFunction;
import dev.spinjvm.component.ComponentInstance;
import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.LinkException;
import dev.spinjvm.component.Linker;
import dev.spinjvm.component.PreparedComponent;
import dev.spinjvm.component.Store;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.engine.Engine;
import dev.spinjvm.wasi.Wasi02;
import dev.spinjvm.wasi.WasiContext;
import dev.spinjvm.wasi.http.BodySink;
import dev.spinjvm.wasi.http.BodySource;
import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.Fields;
import dev.spinjvm.wasi.http.HttpContext;
import dev.spinjvm.wasi.http.IncomingRequest;
import dev.spinjvm.wasi.http.OutgoingHttp;
import dev.spinjvm.wasi.http.ResponseHandler;
import dev.spinjvm.wasi.http.ResponseOutparam;
import dev.spinjvm.wasi.http.WasiHttp;
import dev.spinjvm.wasi.wit.WitBindings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A guest that answers HTTP requests, without a network: requests are made up, answers counted.
record HttpGuest(PreparedComponent component, String handler) {

    /// Loads a component that exports `wasi:http/incoming-handler`.
    static HttpGuest load(Engine engine, Path file)
            throws IOException, MalformedComponentException, InvalidComponentException, LinkException {
        WitBindings bindings = Wasi02.bindings();
        Linker linker = new Linker();
        for (HostInterface definition : Wasi02.interfaces(bindings)) {
            linker.define(definition);
        }
        for (HostInterface definition : WasiHttp.interfaces(bindings)) {
            linker.define(definition);
        }
        PreparedComponent component = linker.prepare(Component.load(engine, Files.readAllBytes(file)));
        String handler = component.exportedInterfaces().stream().filter(name -> name.startsWith("wasi:http/incoming-handler@"))
                .findFirst().orElseThrow(() -> new IllegalArgumentException(file + " does not handle HTTP requests"));
        return new HttpGuest(component, handler);
    }

    /// A fresh instance, with what a guest needs from the moment it is made.
    Live instantiate() {
        Store store = new Store();
        WasiContext context = WasiContext.builder().build();
        new HttpContext(Refusing.INSTANCE).attach(context.attach(store));
        ComponentInstance instance = component.instantiate(store);
        context.close();
        return new Live(instance, instance.function(handler, "handle"));
    }

    /// An instance.
    record Live(ComponentInstance instance, ComponentFunction handle) {

        /// Answers `GET /`; returns the size of the answer's body.
        ///
        /// @throws IllegalStateException if the answer's status is not 200
        int serve() {
            Fields headers = new Fields();
            headers.receive("host", "localhost");
            IncomingRequest request = new IncomingRequest("GET", "http", "localhost", "/", () -> headers, BodySource.EMPTY);
            CountedResponse response = new CountedResponse();
            ResponseOutparam outparam = new ResponseOutparam(response);
            try (WasiContext context = WasiContext.builder().build(); HttpContext http = new HttpContext(Refusing.INSTANCE)) {
                http.attach(context.attach(instance.store()));
                handle.call(request, outparam);
            } finally {
                outparam.close();
            }
            if (response.status != 200) {
                throw new IllegalStateException("the guest answered with status " + response.status);
            }
            return response.size;
        }
    }

    private enum Refusing implements OutgoingHttp {
        INSTANCE;

        @Override
        public Exchange send(Request request) {
            throw new IllegalStateException("a guest of a benchmark makes no requests");
        }
    }

    private static final class CountedResponse implements ResponseHandler, BodySink {
        private int status;
        private int size;

        @Override
        public BodySink respond(int given, Fields headers) {
            status = given;
            return this;
        }

        @Override
        public void fail(ErrorCode error) {
            throw new IllegalStateException("the guest failed: " + error);
        }

        @Override
        public void unanswered() {
            throw new IllegalStateException("the guest gave no answer");
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void onWritable(Runnable callback) {
            callback.run();
        }

        @Override
        public void flush() {
            // The head is here already.
        }

        @Override
        public void write(ByteBuffer bytes) {
            size += bytes.remaining();
        }

        @Override
        public void finish(@Nullable ByteBuffer last, @Nullable Fields trailers) {
            if (last != null) {
                write(last);
            }
        }

        @Override
        public void abort(ErrorCode reason) {
            throw new IllegalStateException("the guest broke its answer off: " + reason);
        }

        @Override
        public @Nullable ErrorCode failure() {
            return null;
        }
    }
}
