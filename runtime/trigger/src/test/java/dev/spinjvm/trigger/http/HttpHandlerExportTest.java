package dev.spinjvm.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHandlerExportTest {
    @ParameterizedTest
    @ValueSource(strings = {"wasi:http/incoming-handler@0.2.0", "wasi:http/incoming-handler@0.2.12"})
    void findsAnyPatchVersion(String export) {
        assertThat(HttpHandlerExport.find(List.of("memory", export, "wasi:cli/run@0.2.0"))).isEqualTo(export);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wasi:http/handler@0.3.0", "wasi:http/handler@0.3.0-rc-2026-03-15",
        "wasi:http/incoming-handler@0.2.0-rc-2023-11-10",
        "fermyon:spin/inbound-http"})
    void namesAHandlerThatIsNotSupported(String export) {
        assertThatThrownBy(() -> HttpHandlerExport.find(List.of(export))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`" + export + "`").hasMessageContaining("`wasi:http/incoming-handler@0.2.*`");
    }

    @Test
    void refusesSeveralHandlers() {
        assertThatThrownBy(() -> HttpHandlerExport.find(List.of("wasi:http/incoming-handler@0.2.0", "wasi:http/handler@0.3.0")))
                .hasMessage("component exports multiple different handlers but it's expected to export only one: "
                        + "wasi:http/incoming-handler@0.2.0, wasi:http/handler@0.3.0");
    }

    @Test
    void saysWhatAComponentWithoutHandlerExports() {
        assertThatThrownBy(() -> HttpHandlerExport.find(List.of("wasi:cli/run@0.2.0")))
                .hasMessageStartingWith(
                        "Expected component to export `wasi:http/incoming-handler@0.2.*` but it exported only `wasi:cli/run@0.2.0`.");
    }
}
