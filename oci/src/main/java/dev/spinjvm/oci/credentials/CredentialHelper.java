package dev.spinjvm.oci.credentials;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.StrictJson;
import org.jspecify.annotations.Nullable;

/// A program that keeps credentials: `docker-credential-<name> get`, which reads a registry's name and answers in JSON.
final class CredentialHelper {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final int MAX_ANSWER = 64 << 10;

    private final String name;
    private final Map<String, String> environment;
    private final Duration limit;

    CredentialHelper(String name, Map<String, String> environment, Duration limit) {
        this.name = name;
        this.environment = environment;
        this.limit = limit;
    }

    /// A helper that does not do its work.
    static final class HelperException extends IOException {
        HelperException(String message) {
            super(message);
        }
    }

    /// @param server as the helper knows it
    /// @throws HelperException if the helper is missing, fails in another way than not knowing the server, or takes too long
    Optional<Credential> get(String server) throws HelperException {
        Path program = find();
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(program.toString(), "get")).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException _) {
            throw new HelperException("cannot be started");
        }
        try {
            byte[] answer = converse(process, server);
            return process.exitValue() == 0 ? read(answer) : unknown(answer);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Path find() throws HelperException {
        if (!NAME.matcher(name).matches()) {
            throw new HelperException("has a name that cannot be one");
        }
        for (String folder : environment.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator))) {
            for (String suffix : List.of("", ".exe", ".cmd")) {
                Path program = program(folder, suffix);
                if (program != null) {
                    return program;
                }
            }
        }
        throw new HelperException("is not installed");
    }

    private @Nullable Path program(String folder, String suffix) {
        try {
            Path program = Path.of(folder, "docker-credential-" + name + suffix);
            return !folder.isEmpty() && Files.isExecutable(program) && Files.isRegularFile(program) ? program : null;
        } catch (InvalidPathException _) {
            return null;
        }
    }

    private byte[] converse(Process process, String server) throws HelperException {
        // Read beside writing: a helper may answer before it has read everything, and must not hold this program up for ever.
        var answer = new CompletableFuture<byte[]>();
        Thread.ofVirtual().name("credential-helper").start(() -> {
            try (InputStream in = process.getInputStream()) {
                answer.complete(in.readNBytes(MAX_ANSWER));
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            tell(process, server);
            byte[] bytes = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new HelperException("does not end");
            }
            return bytes;
        } catch (TimeoutException _) {
            throw new HelperException("did not answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException _) {
            throw new HelperException("broke off");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new RegistryException.Unavailable("interrupted while waiting for a credential helper");
        }
    }

    private static void tell(Process process, String server) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(server.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // It does not want to know; its answer tells why.
            return;
        }
    }

    private static Optional<Credential> read(byte[] answer) throws HelperException {
        try {
            Map<String, Object> tree = StrictJson.object(answer);
            String user = StrictJson.text(tree, "Username");
            String secret = StrictJson.text(tree, "Secret");
            return secret == null ? Optional.empty() : AuthEntry.of(user == null ? "" : user, secret);
        } catch (StrictJson.JsonException _) {
            throw new HelperException("gave an answer that is not understood");
        }
    }

    private static Optional<Credential> unknown(byte[] answer) throws HelperException {
        if (new String(answer, StandardCharsets.UTF_8).contains("credentials not found")) {
            return Optional.empty();
        }
        throw new HelperException("failed");
    }

    static @Nullable String validName(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() ? text : null;
    }
}
