package dev.spinjvm.wasi.http;

import dev.spinjvm.component.Variant;
import org.jspecify.annotations.Nullable;

/// The variant `error-code` of `wasi:http/types`.
///
/// @param kind the case
/// @param payload what the case carries, null for none: a `Long` for a size, a `String` for a text, or one of
///     [DnsError], [TlsAlert], [FieldSize]
public record ErrorCode(Kind kind, @Nullable Object payload) {

    /// The cases in the order of the interface definition, which is the order of their indices.
    public enum Kind {
        DNS_TIMEOUT("DNS-timeout"),
        DNS_ERROR("DNS-error"),
        DESTINATION_NOT_FOUND("destination-not-found"),
        DESTINATION_UNAVAILABLE("destination-unavailable"),
        DESTINATION_IP_PROHIBITED("destination-IP-prohibited"),
        DESTINATION_IP_UNROUTABLE("destination-IP-unroutable"),
        CONNECTION_REFUSED("connection-refused"),
        CONNECTION_TERMINATED("connection-terminated"),
        CONNECTION_TIMEOUT("connection-timeout"),
        CONNECTION_READ_TIMEOUT("connection-read-timeout"),
        CONNECTION_WRITE_TIMEOUT("connection-write-timeout"),
        CONNECTION_LIMIT_REACHED("connection-limit-reached"),
        TLS_PROTOCOL_ERROR("TLS-protocol-error"),
        TLS_CERTIFICATE_ERROR("TLS-certificate-error"),
        TLS_ALERT_RECEIVED("TLS-alert-received"),
        HTTP_REQUEST_DENIED("HTTP-request-denied"),
        HTTP_REQUEST_LENGTH_REQUIRED("HTTP-request-length-required"),
        HTTP_REQUEST_BODY_SIZE("HTTP-request-body-size"),
        HTTP_REQUEST_METHOD_INVALID("HTTP-request-method-invalid"),
        HTTP_REQUEST_URI_INVALID("HTTP-request-URI-invalid"),
        HTTP_REQUEST_URI_TOO_LONG("HTTP-request-URI-too-long"),
        HTTP_REQUEST_HEADER_SECTION_SIZE("HTTP-request-header-section-size"),
        HTTP_REQUEST_HEADER_SIZE("HTTP-request-header-size"),
        HTTP_REQUEST_TRAILER_SECTION_SIZE("HTTP-request-trailer-section-size"),
        HTTP_REQUEST_TRAILER_SIZE("HTTP-request-trailer-size"),
        HTTP_RESPONSE_INCOMPLETE("HTTP-response-incomplete"),
        HTTP_RESPONSE_HEADER_SECTION_SIZE("HTTP-response-header-section-size"),
        HTTP_RESPONSE_HEADER_SIZE("HTTP-response-header-size"),
        HTTP_RESPONSE_BODY_SIZE("HTTP-response-body-size"),
        HTTP_RESPONSE_TRAILER_SECTION_SIZE("HTTP-response-trailer-section-size"),
        HTTP_RESPONSE_TRAILER_SIZE("HTTP-response-trailer-size"),
        HTTP_RESPONSE_TRANSFER_CODING("HTTP-response-transfer-coding"),
        HTTP_RESPONSE_CONTENT_CODING("HTTP-response-content-coding"),
        HTTP_RESPONSE_TIMEOUT("HTTP-response-timeout"),
        HTTP_UPGRADE_FAILED("HTTP-upgrade-failed"),
        HTTP_PROTOCOL_ERROR("HTTP-protocol-error"),
        LOOP_DETECTED("loop-detected"),
        CONFIGURATION_ERROR("configuration-error"),
        INTERNAL_ERROR("internal-error");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /// The name of the case in the interface definition.
        public String text() {
            return text;
        }
    }

    /// `DNS-error-payload`.
    public record DnsError(@Nullable String rcode, @Nullable Integer infoCode) {}

    /// `TLS-alert-received-payload`.
    public record TlsAlert(@Nullable Integer alertId, @Nullable String message) {}

    /// `field-size-payload`.
    public record FieldSize(@Nullable String name, @Nullable Long size) {}

    private static final ErrorCode[] PLAIN = plain();

    /// The case without payload (or with an absent one).
    public static ErrorCode of(Kind kind) {
        return PLAIN[kind.ordinal()];
    }

    /// `internal-error` with a text.
    public static ErrorCode internal(String message) {
        return new ErrorCode(Kind.INTERNAL_ERROR, message);
    }

    /// `DNS-error` with a response code, such as `address not available`.
    public static ErrorCode dns(@Nullable String rcode, @Nullable Integer infoCode) {
        return new ErrorCode(Kind.DNS_ERROR, new DnsError(rcode, infoCode));
    }

    /// One of the cases that carry a size in bytes.
    public static ErrorCode size(Kind kind, long bytes) {
        return new ErrorCode(kind, bytes);
    }

    /// The value as the canonical ABI takes it.
    Variant toVariant() {
        Object value = switch (payload) {
            case DnsError(String rcode, Integer infoCode) -> new @Nullable Object[]{rcode, infoCode};
            case TlsAlert(Integer alertId, String message) -> new @Nullable Object[]{alertId, message};
            case FieldSize(String name, Long size) -> new @Nullable Object[]{name, size};
            case null -> emptyRecord();
            default -> payload;
        };
        return new Variant(kind.ordinal(), value);
    }

    /// The value that a guest passed; the inverse of [#toVariant()].
    static ErrorCode fromVariant(Variant variant) {
        Kind kind = Kind.values()[variant.index()];
        if (!(variant.payload() instanceof Object[] fields)) {
            return new ErrorCode(kind, variant.payload());
        }
        Object payload = switch (kind) {
            case DNS_ERROR -> new DnsError((String) fields[0], (Integer) fields[1]);
            case TLS_ALERT_RECEIVED -> new TlsAlert((Integer) fields[0], (String) fields[1]);
            default -> new FieldSize((String) fields[0], (Long) fields[1]);
        };
        return new ErrorCode(kind, payload);
    }

    /// The cases whose payload is a record, which cannot be absent.
    private @Nullable Object emptyRecord() {
        return switch (kind) {
            case DNS_ERROR, TLS_ALERT_RECEIVED, HTTP_REQUEST_TRAILER_SIZE, HTTP_RESPONSE_HEADER_SIZE, HTTP_RESPONSE_TRAILER_SIZE ->
                new @Nullable Object[2];
            default -> null;
        };
    }

    private static ErrorCode[] plain() {
        Kind[] kinds = Kind.values();
        ErrorCode[] codes = new ErrorCode[kinds.length];
        for (Kind kind : kinds) {
            codes[kind.ordinal()] = new ErrorCode(kind, null);
        }
        return codes;
    }

    /// The name of the case, with its payload in parentheses if it has one.
    @Override
    public String toString() {
        return payload == null ? kind.text() : kind.text() + "(" + payload + ")";
    }
}
