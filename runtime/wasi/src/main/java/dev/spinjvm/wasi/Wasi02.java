package dev.spinjvm.wasi;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.wit.WitPackages;
import dev.spinjvm.component.wit.WitSource;
import dev.spinjvm.wasi.cli.CliHost;
import dev.spinjvm.wasi.clocks.ClocksHost;
import dev.spinjvm.wasi.filesystem.FilesystemHost;
import dev.spinjvm.wasi.io.IoHost;
import dev.spinjvm.wasi.random.RandomHost;
import dev.spinjvm.wasi.sockets.SocketsHost;
import dev.spinjvm.wasi.wit.WitBindings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// WASI 0.2 as 0.2.12 defines it. A linker matches these interfaces with the imports of any 0.2.x guest.
///
/// ```java
/// WitBindings bindings = Wasi02.bindings();
/// List<HostInterface> wasi = Wasi02.interfaces(bindings);   // once per process
///
/// try (WasiContext context = WasiContext.builder().argument("guest").build()) {   // once per store
///     Store store = new Store();
///     context.attach(store);
///     …
/// }
/// ```
public final class Wasi02 {
    /// The version of every package, with its `@`.
    public static final String VERSION = "@0.2.12";

    private static final List<String> TEXTS = List.of("io/error", "io/poll", "io/streams", "clocks/monotonic-clock", "clocks/wall-clock",
            "clocks/world", "random/random", "random/insecure", "random/insecure-seed", "cli/command", "cli/environment", "cli/exit",
            "cli/run",
            "cli/stdio", "cli/terminal", "filesystem/types", "filesystem/preopens", "sockets/instance-network", "sockets/ip-name-lookup",
            "sockets/network", "sockets/tcp", "sockets/tcp-create-socket", "sockets/udp", "sockets/udp-create-socket", "sockets/world",
            "http/handler", "http/types", "http/proxy");

    private Wasi02() {}

    /// The texts of all packages, `wasi:http` included, for use together with other packages that refer to them.
    public static List<WitSource> sources() {
        List<WitSource> sources = new ArrayList<>();
        for (String text : TEXTS) {
            String name = "wasi-0.2.12/" + text + ".wit";
            try (InputStream in = Wasi02.class.getResourceAsStream("/wit/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("the resource wit/" + name + " is missing from this build");
                }
                sources.add(new WitSource(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    /// Fresh bindings over [#sources].
    public static WitBindings bindings() {
        return new WitBindings(WitPackages.parse(sources()));
    }

    /// The interfaces of io, clocks, random, cli, filesystem and sockets. `wasi:http` is bound separately, afterwards and
    /// with the same bindings, because it uses the resources of these.
    public static List<HostInterface> interfaces(WitBindings bindings) {
        Binder binder = new Binder(bindings, new ArrayList<>());
        io(binder);
        clocksAndRandom(binder);
        cli(binder);
        filesystem(binder);
        sockets(binder);
        return List.copyOf(binder.interfaces());
    }

    private static void io(Binder binder) {
        binder.add("io/error", binding -> binding.functions(IoHost.error()).resource("error", null));
        binder.add("io/poll", binding -> binding.functions(IoHost.poll()).resource("pollable", IoHost.DROP));
        binder.add("io/streams", binding -> binding.functions(IoHost.streams()).resource("input-stream", IoHost.DROP)
                .resource("output-stream", IoHost.DROP));
    }

    private static void clocksAndRandom(Binder binder) {
        binder.add("clocks/monotonic-clock", binding -> binding.functions(ClocksHost.monotonicClock()));
        binder.add("clocks/wall-clock", binding -> binding.functions(ClocksHost.wallClock()));
        binder.add("random/random", binding -> binding.functions(RandomHost.random()));
        binder.add("random/insecure", binding -> binding.functions(RandomHost.insecure()));
        binder.add("random/insecure-seed", binding -> binding.functions(RandomHost.insecureSeed()));
    }

    private static void cli(Binder binder) {
        binder.add("cli/environment", binding -> binding.functions(CliHost.environment()));
        binder.add("cli/exit", binding -> binding.functions(CliHost.exit()));
        binder.add("cli/stdin", binding -> binding.functions(CliHost.stdin()));
        binder.add("cli/stdout", binding -> binding.functions(CliHost.stdout()));
        binder.add("cli/stderr", binding -> binding.functions(CliHost.stderr()));
        binder.add("cli/terminal-input", binding -> binding.resource("terminal-input", null));
        binder.add("cli/terminal-output", binding -> binding.resource("terminal-output", null));
        binder.add("cli/terminal-stdin", binding -> binding.functions(CliHost.terminalStdin()));
        binder.add("cli/terminal-stdout", binding -> binding.functions(CliHost.terminalStdout()));
        binder.add("cli/terminal-stderr", binding -> binding.functions(CliHost.terminalStderr()));
    }

    private static void filesystem(Binder binder) {
        binder.add("filesystem/types", binding -> binding.functions(FilesystemHost.types()).resource("descriptor", IoHost.DROP)
                .resource("directory-entry-stream", IoHost.DROP));
        binder.add("filesystem/preopens", binding -> binding.functions(FilesystemHost.preopens()));
    }

    private static void sockets(Binder binder) {
        binder.add("sockets/network", binding -> binding.resource("network", null));
        binder.add("sockets/instance-network", binding -> binding.functions(SocketsHost.instanceNetwork()));
        binder.add("sockets/tcp", binding -> binding.resource("tcp-socket", null).others(SocketsHost::denied));
        binder.add("sockets/tcp-create-socket", binding -> binding.others(SocketsHost::denied));
        binder.add("sockets/udp", binding -> binding.resource("udp-socket", null).resource("incoming-datagram-stream", null)
                .resource("outgoing-datagram-stream", null).others(SocketsHost::denied));
        binder.add("sockets/udp-create-socket", binding -> binding.others(SocketsHost::denied));
        binder.add("sockets/ip-name-lookup",
                binding -> binding.resource("resolve-address-stream", null).others(SocketsHost::denied));
    }

    private record Binder(WitBindings bindings, List<HostInterface> interfaces) {
        void add(String name, UnaryOperator<WitBindings.Binding> bodies) {
            interfaces.add(bodies.apply(bindings.bind("wasi:" + name + VERSION)).build());
        }
    }
}
