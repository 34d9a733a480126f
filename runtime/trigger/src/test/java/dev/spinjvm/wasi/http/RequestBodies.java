package dev.spinjvm.wasi.http;

/// Lets tests play the guest, which is the only one to take a request's body.
public final class RequestBodies {
    private RequestBodies() {}

    public static BodySource take(IncomingRequest request) {
        BodySource body = request.takeBody();
        if (body == null) {
            throw new AssertionError("the body was taken twice");
        }
        return body;
    }
}
