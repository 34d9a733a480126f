package dev.spinjvm.trigger.http;

import java.util.Collection;
import java.util.List;

/// Finds the export by which a component handles HTTP requests.
final class HttpHandlerExport {
    /// The interface of the 0.2 versions of `wasi:http`, without its version.
    static final String INCOMING_HANDLER = "wasi:http/incoming-handler";

    private static final String WASI_02 = INCOMING_HANDLER + "@0.2.";
    private static final String WASI_03 = "wasi:http/handler@0.3.";
    private static final String SPIN = "fermyon:spin/inbound-http";
    private static final List<String> CANDIDATES = List.of(WASI_02, WASI_03, SPIN);

    private HttpHandlerExport() {}

    /// The one handler interface among a component's exports.
    ///
    /// @throws IllegalArgumentException if there is none, more than one, or one that is not supported
    static String find(Collection<String> exports) {
        List<String> handlers = exports.stream().filter(export -> CANDIDATES.stream().anyMatch(export::startsWith)).toList();
        if (handlers.size() > 1) {
            throw new IllegalArgumentException("component exports multiple different handlers but it's expected to export only one: "
                    + String.join(", ", handlers));
        }
        if (handlers.isEmpty()) {
            throw new IllegalArgumentException("Expected component to export `" + WASI_02 + "*` but it exported "
                    + (exports.isEmpty() ? "nothing" : "only " + String.join(", ", exports.stream().map(name -> "`" + name + "`").toList()))
                    + ". This may mean the component handles a different trigger, or that its `wasi:http` export is newer than those "
                    + "supported by Spin. If you're sure this is an HTTP component, check if a Spin upgrade is available: this may handle "
                    + "the newer version.");
        }
        String handler = handlers.getFirst();
        if (!handler.startsWith(WASI_02) || handler.indexOf('-', WASI_02.length()) >= 0) {
            throw new IllegalArgumentException("the component handles requests through `" + handler
                    + "`, which this version of Spin does not support; supported is `" + WASI_02 + "*`. Build the component against "
                    + "wasi:http 0.2, or check if a Spin upgrade is available.");
        }
        return handler;
    }
}
