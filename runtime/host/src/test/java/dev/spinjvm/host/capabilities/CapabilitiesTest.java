package dev.spinjvm.host.capabilities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Store;
import dev.spinjvm.component.Variant;
import dev.spinjvm.component.compose.Denial;
import dev.spinjvm.loader.InheritConfiguration;
import dev.spinjvm.wasi.Wasi02;
import dev.spinjvm.wasi.http.WasiHttp;
import dev.spinjvm.wasi.io.WasiTrap;
import dev.spinjvm.wasi.wit.WitBindings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilitiesTest {
    private static final List<HostInterface> HOST = host();

    private static List<HostInterface> host() {
        WitBindings bindings = Wasi02.bindings();
        List<HostInterface> interfaces = new ArrayList<>(Wasi02.interfaces(bindings));
        interfaces.addAll(WasiHttp.interfaces(bindings));
        return interfaces;
    }

    private static InheritConfiguration some(String... keys) {
        return new InheritConfiguration.Some(List.of(keys));
    }

    private static HostFunction function(List<HostInterface> interfaces, String interfaceName, String name) {
        HostInterface found = interfaces.stream().filter(each -> each.name().startsWith(interfaceName + "@")).findFirst().orElseThrow();
        return ((HostInterface.Function) Objects.requireNonNull(found.definitions().get(name))).body();
    }

    private static @Nullable Object denied(String interfaceName, String name) {
        return function(Capabilities.filter(HOST, InheritConfiguration.NONE), interfaceName, name).call(new Store(), new Object[4]);
    }

    @Test
    void withoutGrantsTheAnswersAreDenials() {
        assertThat((Object[]) denied("wasi:cli/environment", "get-environment")).isEmpty();
        assertThat(denied("wasi:cli/environment", "initial-cwd")).isNull();
        assertThat((Object[]) denied("wasi:filesystem/preopens", "get-directories")).isEmpty();
        assertThat(denied("wasi:sockets/tcp-create-socket", "create-tcp-socket")).isEqualTo(Result.err(1));
        assertThat(denied("wasi:http/outgoing-handler", "handle"))
                .isEqualTo(Result.err(new Variant(38, "\"wasi:http/outgoing-handler\" is not permitted")));
    }

    @Test
    void whatNothingLeadsToTraps() {
        assertThatThrownBy(() -> denied("wasi:sockets/tcp", "[method]tcp-socket.start-listen")).isInstanceOf(WasiTrap.class)
                .hasMessageContaining("wasi:sockets/tcp@0.2.12#[method]tcp-socket.start-listen");
    }

    @Test
    void typesStayAsTheyAre() {
        List<HostInterface> filtered = Capabilities.filter(HOST, InheritConfiguration.NONE);
        for (int i = 0; i < HOST.size(); i++) {
            HostInterface before = HOST.get(i);
            HostInterface after = filtered.get(i);
            assertThat(after.definitions().keySet()).isEqualTo(before.definitions().keySet());
            before.definitions().forEach((name, definition) -> {
                switch (definition) {
                    case HostInterface.Function function ->
                        assertThat(((HostInterface.Function) Objects.requireNonNull(after.definitions().get(name))).type()).isEqualTo(
                                function.type());
                    case HostInterface.Resource resource -> assertThat(after.definitions().get(name)).isEqualTo(resource);
                }
            });
        }
    }

    @Test
    void inheritingAllFiltersNothing() {
        assertThat(Capabilities.filter(HOST, new InheritConfiguration.All())).isEqualTo(HOST);
    }

    @ParameterizedTest
    @CsvSource({"ai_models, fermyon:spin/llm@2.0.0", "allowed_outbound_hosts, wasi:http/outgoing-handler@0.2.0",
        "allowed_outbound_hosts, spin:postgres/postgres@4.0.0", "environment, wasi:cli/environment@0.2.6",
        "files, wasi:filesystem/preopens@0.3.0", "key_value_stores, fermyon:spin/key-value", "sqlite_databases, spin:sqlite/sqlite@3.1.0",
        "variables, wasi:config/store@0.2.0-draft-2024-09-27"})
    void eachKeyGrantsItsInterfaces(String key, String interfaceName) {
        assertThat(Capabilities.isDenied(interfaceName, InheritConfiguration.NONE)).isTrue();
        assertThat(Capabilities.isDenied(interfaceName, some("no_such_key"))).isTrue();
        assertThat(Capabilities.isDenied(interfaceName, some("no_such_key", key))).isFalse();
    }

    @Test
    void whatIsNoCapabilityIsForEveryone() {
        for (String name : List.of("wasi:io/streams@0.2.0", "wasi:filesystem/types@0.2.0", "wasi:http/types@0.2.0", "wasi:cli/stdout@0.2.0",
                "wasi:sockets/network@0.2.0", "wasi:keyvalue/atomics@0.2.0-draft2")) {
            assertThat(Capabilities.isDenied(name, InheritConfiguration.NONE)).as(name).isFalse();
        }
    }

    @Test
    void aComposedComponentIsGivenTheSameAnswers() {
        var restriction = Capabilities.restriction(some("files"));
        assertThat(restriction.denies("wasi:filesystem/preopens@0.2.0")).isFalse();
        assertThat(restriction.denies("fermyon:spin/variables@2.0.0")).isTrue();
        assertThat(restriction.answer("fermyon:spin/variables@2.0.0", "get")).isEqualTo(new Denial.FailWithArgument("undefined"));
        assertThat(restriction.answer("fermyon:spin/key-value@2.0.0", "[static]store.open"))
                .isEqualTo(new Denial.Fail("access-denied", null));
    }
}
