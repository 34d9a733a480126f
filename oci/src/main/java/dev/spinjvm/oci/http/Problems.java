package dev.spinjvm.oci.http;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.net.ssl.SSLException;

import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.StrictJson.JsonException;

/// Turns answers that are no success, and failures to get one, into exceptions.
final class Problems {
    private static final int MAX_BODY = 64 << 10;
    private static final Duration BODY_TIME = Duration.ofSeconds(5);

    private Problems() {}

    /// Closes the answer.
    ///
    /// @param what was asked for, such as `manifest ghcr.io/me/app:v1`
    static RegistryException of(Answer answer, String what) {
        String said = said(answer);
        String told = said.isEmpty() ? "" : ": " + said;
        Origin by = Origin.of(answer.uri());
        return switch (answer.status()) {
            case Answer.NOT_FOUND -> new RegistryException.NotFound(what + " does not exist" + told);
            case Answer.UNAUTHORIZED -> new RegistryException.Unauthorized(by + " wants to know who asks for " + what + told,
                    "Log in with `spin registry login`");
            case Answer.FORBIDDEN -> new RegistryException.Denied("access to " + what + " is denied" + told);
            case Answer.TOO_MANY_REQUESTS -> new RegistryException.Unavailable(by + " has had too many requests" + told);
            case 400 -> new RegistryException.Malformed(by + " does not accept the request for " + what + told);
            case 413 -> new RegistryException.Malformed(what + " is too large for " + by + told);
            default -> answer.status() >= 500
                    ? new RegistryException.Unavailable(by + " answered " + answer.status() + " when asked for " + what + told)
                    : new RegistryException.Malformed(by + " answered " + answer.status() + " when asked for " + what + told);
        };
    }

    /// What the registry says of the error (distribution specification, error codes); empty if it says nothing that can be read.
    private static String said(Answer answer) {
        try (answer) {
            Map<String, Object> body = StrictJson.object(answer.small("the error", MAX_BODY, BODY_TIME));
            List<?> errors = StrictJson.list(body, "errors");
            return errors.stream().limit(3).filter(Map.class::isInstance).map(error -> one((Map<?, ?>) error))
                    .filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
        } catch (IOException | RegistryException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String one(Map<?, ?> error) {
        try {
            String message = StrictJson.text(error, "message");
            String code = StrictJson.text(error, "code");
            return Texts.printable(message == null || message.isBlank() ? String.valueOf(code) : message);
        } catch (JsonException _) {
            return "";
        }
    }

    /// @param where names the server
    static RegistryException unreachable(String where, IOException problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return new RegistryException.Unavailable("the host of " + where + " is not known");
            }
        }
        String reason = Texts.printable(String.valueOf(problem.getMessage()));
        if (problem instanceof SSLException) {
            String hint = reason.contains("unrecognized SSL message")
                    ? "it seems to speak HTTP without encryption, which is used with `--insecure` only"
                    : reason.contains("PKIX")
                            ? "its certificate comes from an authority that is not trusted here; `--ca-file` names further ones"
                            : reason;
            return new RegistryException.Unavailable("no encrypted connection to " + where + " is possible: " + hint);
        }
        if (problem instanceof ConnectException) {
            return new RegistryException.Unavailable("cannot connect to " + where + (problem.getMessage() == null ? "" : ": " + reason));
        }
        return new RegistryException.Unavailable("the transfer with " + where + " failed: " + reason);
    }
}
