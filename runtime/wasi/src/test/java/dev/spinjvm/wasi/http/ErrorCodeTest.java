package dev.spinjvm.wasi.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.component.types.ValType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    @Test
    void theCasesAreThoseOfTheInterfaceInItsOrder() {
        ValType.VariantType type = (ValType.VariantType) HttpGuest.type("wasi:http/types@0.2.12", "error-code");

        List<String> names = Arrays.stream(ErrorCode.Kind.values()).map(ErrorCode.Kind::text).toList();
        assertThat(names).isEqualTo(type.cases().stream().map(ValType.Case::name).toList());
        assertThat(ErrorCode.Kind.values()).allSatisfy(
                kind -> assertThat(kind.name()).isEqualTo(kind.text().toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    @Test
    void aCaseWhosePayloadIsARecordAlwaysHasOne() {
        ValType.VariantType type = (ValType.VariantType) HttpGuest.type("wasi:http/types@0.2.12", "error-code");

        for (ErrorCode.Kind kind : ErrorCode.Kind.values()) {
            boolean record = type.cases().get(kind.ordinal()).type() instanceof ValType.RecordType;
            assertThat(ErrorCode.of(kind).toVariant().payload() instanceof Object[]).as(kind.text()).isEqualTo(record);
        }
    }

    @Test
    void payloadsSurviveTheWayThroughAGuest() {
        List<ErrorCode> codes = List.of(ErrorCode.dns("address not available", 0), ErrorCode.internal("why"),
                ErrorCode.of(ErrorCode.Kind.HTTP_REQUEST_DENIED), ErrorCode.size(ErrorCode.Kind.HTTP_REQUEST_BODY_SIZE, 12),
                new ErrorCode(ErrorCode.Kind.TLS_ALERT_RECEIVED, new ErrorCode.TlsAlert(40, "handshake failure")),
                new ErrorCode(ErrorCode.Kind.HTTP_REQUEST_HEADER_SIZE, new ErrorCode.FieldSize("x", 3L)));

        assertThat(codes).allSatisfy(code -> assertThat(ErrorCode.fromVariant(code.toVariant())).isEqualTo(code));
        assertThat(ErrorCode.internal("why")).hasToString("internal-error(why)");
        assertThat(ErrorCode.of(ErrorCode.Kind.LOOP_DETECTED)).hasToString("loop-detected");
    }
}
