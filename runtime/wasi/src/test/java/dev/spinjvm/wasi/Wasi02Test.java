package dev.spinjvm.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.HostInterface.Resource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class Wasi02Test {
    private final Map<String, HostInterface> interfaces = Wasi02.interfaces(Wasi02.bindings()).stream()
            .collect(Collectors.toMap(HostInterface::name, Function.identity()));

    @Test
    void offersEveryInterfaceButHttp() {
        assertThat(interfaces.keySet()).containsExactlyInAnyOrderElementsOf(List
                .of("io/error", "io/poll", "io/streams", "clocks/monotonic-clock", "clocks/wall-clock", "random/random", "random/insecure",
                        "random/insecure-seed", "cli/environment", "cli/exit", "cli/stdin", "cli/stdout", "cli/stderr",
                        "cli/terminal-input",
                        "cli/terminal-output", "cli/terminal-stdin", "cli/terminal-stdout", "cli/terminal-stderr", "filesystem/types",
                        "filesystem/preopens", "sockets/network",
                        "sockets/instance-network", "sockets/tcp", "sockets/tcp-create-socket", "sockets/udp", "sockets/udp-create-socket",
                        "sockets/ip-name-lookup")
                .stream().map(name -> "wasi:" + name + "@0.2.12").toList());
    }

    @Test
    void interfacesShareResourceTypesAndTheirDestructors() {
        Resource declared = resource("wasi:io/streams@0.2.12", "input-stream");
        assertThat(resource("wasi:cli/stdin@0.2.12", "input-stream")).isEqualTo(declared);
        assertThat(declared.destructor()).isNotNull();
    }

    private Resource resource(String interfaceName, String name) {
        HostInterface declaring = Objects.requireNonNull(interfaces.get(interfaceName));
        return (Resource) Objects.requireNonNull(declaring.definitions().get(name));
    }
}
