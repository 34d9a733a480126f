package dev.spinjvm.host;

import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.ErrorCode.Kind;
import dev.spinjvm.wasi.http.OutgoingHttp.HttpException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.jspecify.annotations.Nullable;

/// Translates what goes wrong in the client into error codes.
final class OutboundErrors {
    private OutboundErrors() {}

    /// Before the head of the response is there.
    static ErrorCode beforeResponse(Throwable failure) {
        return switch (failure) {
            case HttpException e -> e.error();
            case UnknownHostException _,UnresolvedAddressException _ -> ErrorCode.dns("address not available", 0);
            case SocketTimeoutException _ -> ErrorCode.of(Kind.CONNECTION_TIMEOUT);
            case TimeoutException _ -> ErrorCode.of(Kind.CONNECTION_READ_TIMEOUT);
            case ConnectException _,NoRouteToHostException _ -> ErrorCode.of(Kind.CONNECTION_REFUSED);
            case SSLException e -> ErrorCode.of(isCausedBy(e, CertificateException.class)
                    ? Kind.TLS_CERTIFICATE_ERROR
                    : Kind.TLS_PROTOCOL_ERROR);
            case EOFException _,ClosedChannelException _ -> ErrorCode.of(Kind.CONNECTION_TERMINATED);
            case RejectedExecutionException _ -> ErrorCode.of(Kind.CONNECTION_LIMIT_REACHED);
            case HttpResponseException e -> ErrorCode.of(isTooLarge(e.getCause())
                    ? Kind.HTTP_RESPONSE_HEADER_SECTION_SIZE
                    : Kind.HTTP_PROTOCOL_ERROR);
            case IOException _ -> causeOr(failure, Kind.CONNECTION_TERMINATED);
            default -> causeOr(failure, Kind.HTTP_PROTOCOL_ERROR);
        };
    }

    /// While the body of the response arrives.
    static ErrorCode duringResponse(@Nullable Throwable failure) {
        if (failure == null) {
            return ErrorCode.of(Kind.HTTP_RESPONSE_INCOMPLETE);
        }
        ErrorCode error = beforeResponse(failure);
        return error.kind() == Kind.CONNECTION_TERMINATED ? ErrorCode.of(Kind.HTTP_RESPONSE_INCOMPLETE) : error;
    }

    /// Whether the connection broke before the server can have answered, as one does that the server closed while it
    /// lay idle.
    static boolean isBrokenConnection(Throwable failure) {
        return beforeResponse(failure).kind() == Kind.CONNECTION_TERMINATED;
    }

    private static boolean isTooLarge(@Nullable Throwable parserFailure) {
        // Only the words tell: the code is that of the response.
        return parserFailure instanceof org.eclipse.jetty.http.HttpException e && e.getReason() != null
                && e.getReason().endsWith("Too Large");
    }

    private static ErrorCode causeOr(Throwable failure, Kind otherwise) {
        Throwable cause = failure.getCause();
        return cause == null ? ErrorCode.of(otherwise) : beforeResponse(cause);
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
