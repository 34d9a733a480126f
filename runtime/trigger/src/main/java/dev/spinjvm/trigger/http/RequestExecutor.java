package dev.spinjvm.trigger.http;

import dev.spinjvm.wasi.http.IncomingRequest;
import dev.spinjvm.wasi.http.ResponseHandler;

/// Lets a component answer one request.
@FunctionalInterface
interface RequestExecutor {
    /// Runs the guest on the calling thread, a virtual thread of this request only, until it has ended.
    ///
    /// The thread is interrupted when the request's time is up, its client has gone or the server stops at once; the guest
    /// ends then.
    ///
    /// Who returns has seen to it that a body begun is finished or broken off, or will be once its last write has left; after an
    /// exception the caller breaks it off.
    ///
    /// @throws Exception if the guest trapped or could not run
    void execute(String componentId, IncomingRequest request, ResponseHandler response) throws Exception;
}
