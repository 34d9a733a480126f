package dev.spinjvm.acceptance;

import dev.spinjvm.plugins.doubles.BindleDouble;
import dev.spinjvm.plugins.doubles.HippoDouble;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A Hippo with its Bindle server, which starts what is deployed with `spin up --bindle`, and an application to deploy there.
final class HippoHere implements AutoCloseable {
    static final String USER = "ann";
    static final String PASSWORD = "Passw0rd!";

    final BindleDouble bindles = BindleDouble.open();
    final HippoDouble hippo;
    final Path app;
    private final Path folder;
    private final Map<String, SpinProcess> running = new ConcurrentHashMap<>();

    HippoHere(Path folder) throws IOException {
        this.folder = folder;
        app = Files.createDirectories(folder.resolve("app"));
        Files.copy(Checkout.root().resolve("examples/hello-c/hello-c.wasm"), app.resolve("hello-c.wasm"));
        write("1.0.0");
        hippo = new HippoDouble(bindles, new HippoDouble.Scheduler() {
            @Override
            public void run(String domain, String bindleId) {
                start(domain, bindleId);
            }

            @Override
            public String domain(String proposed) {
                return "127.0.0.1:" + FreePort.any();
            }
        });
    }

    private void start(String domain, String bindleId) {
        SpinProcess before = running.remove(domain);
        if (before != null) {
            before.close();
        }
        String cache = folder.resolve("hippo-cache").toString();
        running.put(domain, SpinProcess.command("up", "--bindle", bindleId, "--bindle-server", bindles.bindleUrl(), "--cache-dir", cache)
                .on(domain).serve());
    }

    /// Writes the application's manifest, with another version.
    void write(String version) throws IOException {
        Files.writeString(app.resolve("spin.toml"), "spin_manifest_version = 2\n[application]\nname = \"greeter\"\nversion = \"" + version
                + "\"\n[[trigger.http]]\nroute = \"/...\"\ncomponent = \"hello\"\n[component.hello]\nsource = \"hello-c.wasm\"\n"
                + "description = \"Greets\"\n");
    }

    /// Where the user's settings and caches are; nothing of servers.
    Map<String, String> environment() {
        return Map.of("XDG_CONFIG_HOME", folder.resolve("config").toString(), "XDG_CACHE_HOME", folder.resolve("cache").toString());
    }

    /// A command in the application's folder, without a terminal, which knows the Bindle server.
    SpinProcess.Command spin(String... arguments) {
        SpinProcess.Command command = SpinProcess.command(arguments).in(app).environment("BINDLE_SERVER_URL", bindles.bindleUrl());
        environment().forEach(command::environment);
        return command;
    }

    /// The file of the default login.
    Path login() {
        return folder.resolve("config/fermyon/config.json");
    }

    /// The base URL in what a deployment printed.
    static String base(String printed) {
        return printed.lines().filter(line -> line.startsWith("  hello: ")).findFirst().orElseThrow().replaceFirst(
                "  hello: (http://[^ ]*) \\(wildcard\\)", "$1");
    }

    static String get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    @Override
    public void close() {
        running.values().forEach(SpinProcess::close);
        hippo.close();
        bindles.close();
    }
}
