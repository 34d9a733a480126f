package dev.spinjvm.wasi.http;

/// The resource `outgoing-response`.
final class OutgoingResponse extends OutgoingMessage {
    private int status = 200;

    OutgoingResponse(Fields headers) {
        super(headers);
    }

    int status() {
        return status;
    }

    boolean status(int code) {
        if (code < 100 || code > 999) {
            return false;
        }
        status = code;
        return true;
    }

    @Override
    ErrorCode.Kind sizeError() {
        return ErrorCode.Kind.HTTP_RESPONSE_BODY_SIZE;
    }
}
