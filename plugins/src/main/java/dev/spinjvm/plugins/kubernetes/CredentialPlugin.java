package dev.spinjvm.plugins.kubernetes;

import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.plugins.json.JsonTextException;
import dev.spinjvm.plugins.kubernetes.ClusterAccess.ClientCertificate;
import dev.spinjvm.plugins.kubernetes.ClusterAccess.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs the `exec` program of a user in a kubeconfig, which prints an `ExecCredential` (client.authentication.k8s.io).
final class CredentialPlugin {
    private static final String GROUP = "client.authentication.k8s.io/";
    /// Somebody may have to log in with a browser first.
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MAX_ANSWER = 1 << 20;

    private CredentialPlugin() {}

    /// What it gave: a token, a certificate, or both.
    record Credentials(@Nullable String token, @Nullable ClientCertificate certificate) {
        @Override
        public String toString() {
            return "Credentials";
        }
    }

    static Credentials ask(Plugin plugin, Map<String, String> environment) {
        if (!plugin.version().equals(GROUP + "v1") && !plugin.version().equals(GROUP + "v1beta1")) {
            throw new ClusterException("The program '" + plugin.command() + "' is to give credentials in the version '" + plugin.version()
                    + "'; known are " + GROUP + "v1 and " + GROUP + "v1beta1");
        }
        return read(plugin, run(plugin, environment));
    }

    private static String run(Plugin plugin, Map<String, String> environment) {
        List<String> line = new ArrayList<>();
        // With a separator it is a path, which begins where the kubeconfig lies.
        line.add(plugin.command().indexOf('/') < 0 ? plugin.command() : plugin.folder().resolve(plugin.command()).toString());
        line.addAll(plugin.arguments());
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(plugin.variables());
        builder.environment().put("KUBERNETES_EXEC_INFO", JsonText.compact(request(plugin)));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> text(process), Thread::startVirtualThread);
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new ClusterException("The program '" + plugin.command() + "' gave no credentials within " + PATIENCE.toMinutes()
                            + " minutes");
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            if (process.exitValue() != 0) {
                throw new ClusterException("The program '" + plugin.command() + "' gave no credentials: it ended with exit code " + process
                        .exitValue());
            }
            return said.join();
        } catch (IOException e) {
            throw new ClusterException("The program '" + plugin.command() + "', which is to give credentials, cannot be run" + (plugin
                    .hint().isEmpty() ? "" : "\n" + plugin.hint().strip()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted", e);
        }
    }

    private static Map<String, Object> request(Plugin plugin) {
        Map<String, Object> spec = new LinkedHashMap<>();
        if (!plugin.cluster().isEmpty()) {
            spec.put("cluster", plugin.cluster());
        }
        spec.put("interactive", false);
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("kind", "ExecCredential");
        request.put("apiVersion", plugin.version());
        request.put("spec", spec);
        return request;
    }

    private static String text(Process process) {
        try (InputStream out = process.getInputStream()) {
            return new String(out.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    private static Credentials read(Plugin plugin, String text) {
        try {
            if (JsonText.object(text).get("status") instanceof Map<?, ?> status) {
                String token = status.get("token") instanceof String given && !given.isEmpty() ? given : null;
                ClientCertificate certificate = status.get("clientCertificateData") instanceof String chain && status.get(
                        "clientKeyData") instanceof String key
                                ? new ClientCertificate(chain.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8))
                                : null;
                if (token != null || certificate != null) {
                    return new Credentials(token, certificate);
                }
            }
        } catch (JsonTextException _) {
            // Told below, without what it printed, which may be a secret.
        }
        throw new ClusterException("The program '" + plugin.command() + "' printed no ExecCredential with a token or a certificate");
    }
}
