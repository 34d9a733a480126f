package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Debian's `docker-registry` on a free port of loopback, with the log of what it was asked.
final class DockerRegistry implements AutoCloseable {
    static final String USER = "ann";
    static final String PASSWORD = "secret";
    private static final String PROGRAM = "docker-registry";
    /// `htpasswd -nbB ann secret`
    private static final String HTPASSWD = "ann:$2y$05$oOZUnVFQWFKioSm76u2tC.RMd0FFpTO3m9MMFKnJtYgf9/vHpsjqq\n";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// How it wants to know who asks.
    enum Protection {
        NONE, PASSWORD, TOKEN, TLS
    }

    private final Process process;
    private final int port;
    private final Path log;
    private final @Nullable HttpServer tokens;
    private final Path certificate;

    private DockerRegistry(Process process, int port, Path log, @Nullable HttpServer tokens, Path certificate) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.tokens = tokens;
        this.certificate = certificate;
    }

    /// Whether a program is on the path.
    static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static boolean isInstalled() {
        return isInstalled(PROGRAM);
    }

    static DockerRegistry start(Path folder, Protection protection) throws IOException, GeneralSecurityException {
        int port = freePort();
        Path certificate = folder.resolve("certificate.pem");
        HttpServer tokens = null;
        var config = new StringBuilder("version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: " + folder.resolve("data")
                + "}}\nhttp:\n  addr: 127.0.0.1:" + port + "\n");
        switch (protection) {
            case NONE -> config.append("  headers: {X-Nothing: [special]}\n");
            case PASSWORD -> config.append("auth: {htpasswd: {realm: test, path: ")
                    .append(Files.writeString(folder.resolve("htpasswd"), HTPASSWD)).append("}}\n");
            case TLS -> {
                Path key = folder.resolve("key.pem");
                writePem(key, "PRIVATE KEY", key(folder, certificate).getEncoded());
                config.append("  tls: {certificate: ").append(certificate).append(", key: ").append(key).append("}\n");
            }
            case TOKEN -> {
                tokens = tokenServer(key(folder, certificate), certificate);
                config.append("auth: {token: {realm: 'http://127.0.0.1:").append(tokens.getAddress().getPort())
                        .append("/token', service: test, issuer: test, rootcertbundle: ").append(certificate).append("}}\n");
            }
        }
        Path log = folder.resolve("registry.log");
        Process process = new ProcessBuilder(PROGRAM, "serve", Files.writeString(folder.resolve("config.yml"), config).toString())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        var registry = new DockerRegistry(process, port, log, tokens, certificate);
        registry.awaitListening();
        return registry;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }

    private void awaitListening() throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return;
            } catch (IOException e) {
                if (!process.isAlive() || Instant.now().isAfter(end)) {
                    throw new IOException("the registry does not start: " + Files.readString(log), e);
                }
                Thread.onSpinWait();
            }
        }
    }

    /// Host and port.
    String host() {
        return "127.0.0.1:" + port;
    }

    /// The certificate of its authority, if it has one.
    String certificate() {
        return certificate.toString();
    }

    /// The requests so far that contain a text, such as `GET /v2/app/blobs`.
    long asked(String text) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PrivateKey key(Path folder, Path certificate) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("store.p12");
        run(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "test", "-keyalg", "RSA",
                "-dname", "CN=test", "-ext", "SAN=ip:127.0.0.1", "-ext", "BC=ca:true", "-validity", "30", "-storetype", "PKCS12",
                "-keystore", store.toString(), "-storepass", "password");
        KeyStore keys = KeyStore.getInstance(store.toFile(), "password".toCharArray());
        writePem(certificate, "CERTIFICATE", keys.getCertificate("test").getEncoded());
        return (PrivateKey) keys.getKey("test", "password".toCharArray());
    }

    private static void writePem(Path file, String what, byte[] content) throws IOException {
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(content)
                + "\n-----END " + what + "-----\n");
    }

    static String run(String... command) throws IOException {
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(started.waitFor()).as(said).isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return said;
    }

    /// Gives tokens (JSON Web Tokens, RS256) for all that is asked, to the one user it knows.
    private static HttpServer tokenServer(PrivateKey key, Path certificate) throws IOException {
        String chain = Files.readString(certificate).replaceAll("-----[^-]*-----|\\s", "");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        String basic = "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        server.createContext("/token", exchange -> {
            boolean known = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String answer = known ? "{\"token\":\"" + token(exchange, key, chain) + "\"}" : "{}";
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        return server;
    }

    private static String token(HttpExchange exchange, PrivateKey key, String chain) throws IOException {
        List<String> access = new ArrayList<>();
        for (String parameter : exchange.getRequestURI().getRawQuery().split("&")) {
            String value = URLDecoder.decode(parameter, StandardCharsets.UTF_8);
            if (value.startsWith("scope=repository:")) {
                String[] parts = value.split(":");
                access.add("{\"type\":\"repository\",\"name\":\"" + parts[1] + "\",\"actions\":[\"" + parts[2].replace(",", "\",\"")
                        + "\"]}");
            }
        }
        long now = Instant.now().getEpochSecond();
        String text = part("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\"" + chain + "\"]}") + "."
                + part("{\"iss\":\"test\",\"aud\":\"test\",\"sub\":\"ann\",\"nbf\":" + (now - 60) + ",\"iat\":" + now + ",\"exp\":" + (now
                        + 300) + ",\"jti\":\"" + now + "\",\"access\":[" + String.join(",", access) + "]}");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        stop();
    }

    /// Nobody answers any more.
    void stop() {
        process.destroyForcibly();
        if (tokens != null) {
            tokens.stop(0);
        }
    }
}
