package dev.spinjvm.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the JVM is to remember in an AOT cache: run by the build with a JVM that records, never by a user.
///
/// `Rehearsal short` runs commands that are over at once, and every command with an option that it does not know. `Rehearsal
/// server COMPONENT` serves an app of that component twice, compiled anew and from the cache of compiled code, then the bare component,
/// and ends each as a signal does; and it pushes to a registry that is not there. Its own folder goes away with it; nothing but loopback is used.
final class Rehearsal {
    /// A port of loopback where no registry is.
    private static final String NOWHERE = "127.0.0.1:1/rehearsal/app:1";
    private static final List<List<String>> SHORT = List.of(List.of("--version"), List.of("--help"), List.of("up", "--help"), List.of(
            "upp"), List.of("--version", "-v"), List.of("up", "-f", "./missing"), List.of("plugins", "uninstall", "nothing"),
            List.of("registry", "inspect", "--insecure", NOWHERE), List.of("cache", "list"), List.of("doctor"),
            List.of("complete", "--shell", "bash", "--index", "1", "--", "spin", ""),
            List.of("complete", "--shell", "bash", "--index", "3", "--", "spin", "up", "-c"),
            List.of("complete", "--shell", "zsh", "--index", "3", "--", "spin", "new", "-t"), List.of("completions", "zsh"));
    /// Commands that move artifacts have another compiler, and the same cache.
    private static final List<List<String>> TRANSFERS = List.of(List.of("registry", "push", "oci:layout:v1"),
            List.of("registry", "pull", "oci:layout:v1"), List.of("registry", "push", "--insecure", NOWHERE),
            List.of("registry", "pull", "--insecure", NOWHERE));
    /// What is served, what the doctor examines, and what completion finds names in.
    private static final String MANIFEST = """
            spin_manifest_version = 2

            [application]
            name = "rehearsal"
            version = "1.0.0"
            description = "Serves a component from a manifest"

            [variables]
            greeting = { default = "hello" }

            [[trigger.http]]
            route = "/..."
            component = "guest"

            [component.guest]
            source = "guest.wasm"
            description = "The guest"
            allowed_outbound_hosts = ["https://example.com"]
            files = ["*.txt"]

            [component.guest.variables]
            word = "{{ greeting }}"

            [component.guest.build]
            command = "true"
            """;
    private static final byte[] EMPTY_COMPONENT = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    /// Enough for what a first answer runs; a warm server is not the aim.
    private static final int REQUESTS = 20;
    private static final long PATIENCE_SECONDS = 120;

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("spin-rehearsal-");
        try (WorkingDirectory ours = WorkingDirectory.temporary(folder)) {
            if (arguments[0].equals("short")) {
                Files.writeString(folder.resolve("spin.toml"), MANIFEST);
                run(SHORT, ours.path());
                Files.write(ours.path().resolve("guest.wasm"), EMPTY_COMPONENT);
                run(TRANSFERS, ours.path());
                run(Commands.ALL.stream().map(command -> List.of(command.name(), "--no-such-option")).toList(), ours.path());
            } else {
                Files.copy(Path.of(arguments[1]), ours.path().resolve("guest.wasm"));
                Files.writeString(ours.path().resolve("spin.toml"), MANIFEST);
                for (String source : List.of("spin.toml", "spin.toml", "guest.wasm")) {
                    serve(ours.path().resolve(source).toString(), ours.path());
                }
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void run(List<List<String>> lines, Path folder) {
        for (List<String> line : lines) {
            new Program(process(folder, new Announcement())).run(line.toArray(String[]::new));
        }
    }

    private static void serve(String component, Path folder) throws IOException, InterruptedException {
        Announcement announcement = new Announcement();
        List<String> line = new ArrayList<>(
                List.of("up", "-f", component, "--listen", "127.0.0.1:0", "--cache-dir", folder.resolve("cache").toString()));
        Thread server = Thread.ofPlatform().name("rehearsal").start(() -> {
            new Program(process(folder, announcement)).run(line.toArray(String[]::new));
            announcement.ended();
        });
        URI url = announcement.url();
        for (int i = 0; i < REQUESTS; i++) {
            request(url);
        }
        Signals.raise("TERM");
        server.join();
    }

    /// By a plain socket: an HTTP client would be remembered, too.
    private static void request(URI url) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort()); InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(("GET /rehearsal HTTP/1.1\r\nHost: " + url.getAuthority()
                    + "\r\nUser-Agent: rehearsal\r\nAccept: */*\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("the component did not answer: " + answer);
            }
        }
    }

    private static Process process(Path folder, Announcement out) {
        return new Process(Map.of("HOME", folder.toString(), "TMPDIR", folder.toString()), folder,
                new PrintStream(out, true, StandardCharsets.UTF_8), System.err, false, false, InstantSource.system(), Prompt.ofThisJvm(
                        false));
    }

    /// Reads where the server is from what it prints.
    private static final class Announcement extends OutputStream {
        private static final String SERVING = "Serving ";

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch said = new CountDownLatch(1);
        private volatile @Nullable URI url;

        @Override
        public void write(int value) {
            bytes.write(value);
            if (value == '\n' && url == null) {
                bytes.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith(SERVING)).findFirst().ifPresent(line -> {
                    url = URI.create(line.substring(SERVING.length()));
                    said.countDown();
                });
            }
        }

        /// A server that ends without a word is not waited for.
        private void ended() {
            said.countDown();
        }

        private URI url() throws IOException, InterruptedException {
            boolean heard = said.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            URI found = url;
            if (!heard || found == null) {
                throw new IOException("the server did not start");
            }
            return found;
        }
    }
}
