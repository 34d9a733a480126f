package dev.spinjvm.wasi.http;

import dev.spinjvm.component.Variant;
import org.jspecify.annotations.Nullable;

/// The resource `outgoing-request`. A setter answers whether the value was valid.
final class OutgoingRequest extends OutgoingMessage {
    private Variant method = RequestSyntax.method("GET");
    private @Nullable Variant scheme;
    private @Nullable String authority;
    private @Nullable String pathWithQuery;

    OutgoingRequest(Fields headers) {
        super(headers);
    }

    @Override
    ErrorCode.Kind sizeError() {
        return ErrorCode.Kind.HTTP_REQUEST_BODY_SIZE;
    }

    Variant method() {
        return method;
    }

    boolean method(Variant value) {
        boolean valid = RequestSyntax.isMethod(RequestSyntax.methodText(value));
        method = valid ? value : method;
        return valid;
    }

    @Nullable
    Variant scheme() {
        return scheme;
    }

    boolean scheme(@Nullable Variant value) {
        boolean valid = value == null || RequestSyntax.isScheme(RequestSyntax.schemeText(value));
        scheme = valid ? value : scheme;
        return valid;
    }

    @Nullable
    String authority() {
        return authority;
    }

    boolean authority(@Nullable String value) {
        boolean valid = value == null || RequestSyntax.isAuthority(value);
        authority = valid ? value : authority;
        return valid;
    }

    @Nullable
    String pathWithQuery() {
        return pathWithQuery;
    }

    boolean pathWithQuery(@Nullable String value) {
        boolean valid = value == null || RequestSyntax.isPathWithQuery(value);
        pathWithQuery = valid ? value : pathWithQuery;
        return valid;
    }

    /// What is to be sent.
    ///
    /// @throws OutgoingHttp.HttpException if that is known to be impossible already
    OutgoingHttp.Request toRequest(OutgoingHttp.Options options) throws OutgoingHttp.HttpException {
        String schemeText = scheme == null ? null : RequestSyntax.schemeText(scheme);
        if (schemeText != null && !schemeText.equals("http") && !schemeText.equals("https")) {
            throw new OutgoingHttp.HttpException(ErrorCode.of(ErrorCode.Kind.HTTP_PROTOCOL_ERROR), null);
        }
        if (pathWithQuery == null) {
            throw new OutgoingHttp.HttpException(ErrorCode.of(ErrorCode.Kind.HTTP_REQUEST_URI_INVALID), null);
        }
        return new OutgoingHttp.Request(RequestSyntax.methodText(method), schemeText, authority,
                RequestSyntax.requestTarget(pathWithQuery), headers(), hasBody(), options);
    }
}
