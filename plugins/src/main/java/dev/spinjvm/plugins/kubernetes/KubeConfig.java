package dev.spinjvm.plugins.kubernetes;

import dev.spinjvm.plugins.kubernetes.ClusterAccess.ClientCertificate;
import dev.spinjvm.plugins.kubernetes.ClusterAccess.Identity;
import dev.spinjvm.plugins.kubernetes.ClusterAccess.Impersonated;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The clusters that a user knows: the file `--kubeconfig` names, or the ones in `KUBECONFIG`, or `~/.kube/config`, as `kubectl` reads
/// them. Of several files the first one that has a name counts. In a pod without any of them, the cluster that it runs on.
public final class KubeConfig {
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final String DEFAULT_NAMESPACE = "default";

    private final Map<String, Entry> contexts = new LinkedHashMap<>();
    private final Map<String, Entry> clusters = new LinkedHashMap<>();
    private final Map<String, Entry> users = new LinkedHashMap<>();
    private final List<Path> files = new ArrayList<>();
    private String current = "";

    private KubeConfig() {}

    /// A named entry, and the folder in which its paths begin.
    private record Entry(String name, Map<?, ?> content, Path folder, Path file) {
        String text(String key) {
            return content.get(key) instanceof String text ? text : "";
        }

        Path path(String key) {
            return folder.resolve(text(key));
        }

        boolean flag(String key) {
            return Boolean.TRUE.equals(content.get(key));
        }

        /// The content of a member `NAME-data`, or of the file that the member `NAME` names.
        byte @Nullable [] data(String key) {
            String encoded = text(key + "-data");
            try {
                if (!encoded.isEmpty()) {
                    return Base64.getMimeDecoder().decode(encoded);
                }
                return text(key).isEmpty() ? null : Files.readAllBytes(path(key));
            } catch (IllegalArgumentException _) {
                throw new ClusterException("'" + file + "': `" + key + "-data` of '" + name + "' is not base64");
            } catch (IOException e) {
                throw new ClusterException("'" + file + "': cannot read the `" + key + "` of '" + name + "'", e);
            }
        }
    }

    /// How the cluster of a context is reached.
    ///
    /// @param file null for what the environment says
    /// @param context null for the current one
    /// @throws ClusterException if there is none such, with those that there are
    public static ClusterAccess access(@Nullable Path file, @Nullable String context, Map<String, String> environment) {
        KubeConfig config = new KubeConfig();
        List<Path> candidates = file != null ? List.of(file) : candidates(environment);
        candidates.stream().filter(Files::isRegularFile).forEach(config::read);
        if (config.files.isEmpty()) {
            return config.elsewhere(file, context, candidates, environment);
        }
        return config.access(context);
    }

    private static List<Path> candidates(Map<String, String> environment) {
        String listed = environment.getOrDefault("KUBECONFIG", "");
        if (listed.isEmpty()) {
            return List.of(Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ""))).resolve(".kube/config"));
        }
        return List.of(listed.split(File.pathSeparator)).stream().filter(text -> !text.isEmpty()).map(Path::of).toList();
    }

    private ClusterAccess elsewhere(@Nullable Path file, @Nullable String context, List<Path> candidates, Map<String, String> environment) {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        if (file == null && context == null && !host.isEmpty() && Files.isReadable(SERVICE_ACCOUNT.resolve("token"))) {
            return inCluster(host, environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"));
        }
        throw ClusterException.hinting("No cluster is known here: there is no " + String.join(" and no ", candidates.stream().map(
                path -> "'" + path + "'").toList()), "Name a kubeconfig with --kubeconfig or KUBECONFIG.");
    }

    private static ClusterAccess inCluster(String host, String port) {
        try {
            Path namespace = SERVICE_ACCOUNT.resolve("namespace");
            String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
            return new ClusterAccess("this cluster", URI.create("https://" + name + ":" + port + "/"), Files.isReadable(namespace)
                    ? Files.readString(namespace).strip()
                    : DEFAULT_NAMESPACE, Files.readAllBytes(SERVICE_ACCOUNT.resolve("ca.crt")), false, null, null,
                    new ClusterAccess.TokenFile(SERVICE_ACCOUNT.resolve("token")), Impersonated.NOBODY);
        } catch (IOException e) {
            throw new ClusterException("The account of this pod cannot be read", e);
        }
    }

    // --- Reading

    private void read(Path file) {
        Map<?, ?> content = parse(file);
        files.add(file);
        if (current.isEmpty() && content.get("current-context") instanceof String text) {
            current = text;
        }
        collect(file, content, "contexts", "context", contexts);
        collect(file, content, "clusters", "cluster", clusters);
        collect(file, content, "users", "user", users);
    }

    private static Map<?, ?> parse(Path file) {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).setAllowDuplicateKeys(false).build();
        try {
            return switch (new Load(settings).loadFromString(Files.readString(file))) {
                case null -> Map.of();
                case Map<?, ?> map -> map;
                default -> throw new ClusterException("'" + file + "' is no kubeconfig: it holds no map");
            };
        } catch (YamlEngineException e) {
            // The message of the parser would quote the file, which holds secrets.
            throw new ClusterException("'" + file + "' is no valid YAML");
        } catch (IOException e) {
            throw new ClusterException("Cannot read '" + file + "'", e);
        }
    }

    private static void collect(Path file, Map<?, ?> content, String list, String member, Map<String, Entry> into) {
        if (!(content.get(list) instanceof List<?> entries)) {
            return;
        }
        Path parent = file.toAbsolutePath().getParent();
        for (Object element : entries) {
            if (element instanceof Map<?, ?> entry && entry.get("name") instanceof String name && entry
                    .get(member) instanceof Map<?, ?> below) {
                into.putIfAbsent(name, new Entry(name, below, parent == null ? file : parent, file));
            }
        }
    }

    // --- A context

    private ClusterAccess access(@Nullable String wanted) {
        String name = wanted == null ? current : wanted;
        String where = String.join(", ", files.stream().map(file -> "'" + file + "'").toList());
        if (name.isEmpty()) {
            throw ClusterException.hinting(where + " has no current context", contextsHint());
        }
        Entry context = contexts.get(name);
        if (context == null) {
            throw ClusterException.hinting("There is no context '" + name + "' in " + where, contextsHint());
        }
        Entry cluster = Optional.ofNullable(clusters.get(context.text("cluster"))).orElseThrow(() -> new ClusterException("The context '"
                + name + "' names the cluster '" + context.text("cluster") + "', which is not in " + where));
        String userName = context.text("user");
        Entry user = users.getOrDefault(userName, new Entry(userName, Map.of(), cluster.folder, cluster.file));
        if (!userName.isEmpty() && !users.containsKey(userName)) {
            throw new ClusterException("The context '" + name + "' names the user '" + userName + "', which is not in " + where);
        }
        String namespace = context.text("namespace");
        return new ClusterAccess(name, server(cluster), namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace, cluster.data(
                "certificate-authority"), cluster.flag("insecure-skip-tls-verify"), proxy(cluster), certificate(user), identity(user,
                        cluster),
                impersonated(user));
    }

    private String contextsHint() {
        return contexts.isEmpty()
                ? "It has no contexts at all; name another kubeconfig with --kubeconfig or KUBECONFIG."
                : "Name one with --context: " + String.join(", ", contexts.keySet()) + ".";
    }

    private static URI server(Entry cluster) {
        if (!cluster.text("tls-server-name").isEmpty()) {
            throw new ClusterException("'" + cluster.file + "': `tls-server-name` of the cluster '" + cluster.name
                    + "' is not supported; use the name in `server`");
        }
        try {
            URI server = URI.create(cluster.text("server").replaceFirst("/*$", "/"));
            if (server.getHost() != null && ("https".equals(server.getScheme()) || "http".equals(server.getScheme()))) {
                return server;
            }
        } catch (IllegalArgumentException _) {
            // Told below.
        }
        throw new ClusterException("'" + cluster.file + "': `server` of the cluster '" + cluster.name + "' is no URL of HTTP: '" + cluster
                .text("server") + "'");
    }

    private static @Nullable URI proxy(Entry cluster) {
        String text = cluster.text("proxy-url");
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("https?://[^/@]+:[0-9]+/?")) {
            throw new ClusterException("'" + cluster.file + "': `proxy-url` of the cluster '" + cluster.name
                    + "' must be such as http://HOST:PORT");
        }
        return URI.create(text);
    }

    private static @Nullable ClientCertificate certificate(Entry user) {
        byte[] chain = user.data("client-certificate");
        byte[] key = user.data("client-key");
        return chain == null || key == null ? null : new ClientCertificate(chain, key);
    }

    private static Identity identity(Entry user, Entry cluster) {
        if (user.content.get("exec") instanceof Map<?, ?> exec) {
            return plugin(new Entry(user.name, exec, user.folder, user.file), cluster);
        }
        if (!user.text("token").isEmpty()) {
            return new ClusterAccess.Token(user.text("token"));
        }
        if (!user.text("tokenFile").isEmpty()) {
            return new ClusterAccess.TokenFile(user.path("tokenFile"));
        }
        if (!user.text("username").isEmpty()) {
            return new ClusterAccess.Password(user.text("username"), user.text("password"));
        }
        if (user.content.containsKey("auth-provider")) {
            throw ClusterException.hinting("'" + user.file + "': the user '" + user.name + "' has an `auth-provider`",
                    "Kubernetes left these in version 1.26; let your provider write an `exec` entry instead.");
        }
        return new ClusterAccess.Nobody();
    }

    private static ClusterAccess.Plugin plugin(Entry exec, Entry cluster) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (exec.content.get("env") instanceof List<?> list) {
            list.forEach(element -> {
                if (element instanceof Map<?, ?> variable) {
                    variables.put(String.valueOf(variable.get("name")), String.valueOf(variable.get("value")));
                }
            });
        }
        List<String> arguments = exec.content.get("args") instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
        Map<String, Object> told = new LinkedHashMap<>();
        if (exec.flag("provideClusterInfo")) {
            told.put("server", cluster.text("server"));
            byte[] authorities = cluster.data("certificate-authority");
            if (authorities != null) {
                told.put("certificate-authority-data", Base64.getEncoder().encodeToString(authorities));
            }
            if (cluster.flag("insecure-skip-tls-verify")) {
                told.put("insecure-skip-tls-verify", true);
            }
        }
        return new ClusterAccess.Plugin(exec.text("apiVersion"), exec.text("command"), arguments, variables, exec.folder, exec.text(
                "installHint"), told);
    }

    private static Impersonated impersonated(Entry user) {
        List<String> groups = user.content.get("as-groups") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        return new Impersonated(user.text("as"), groups);
    }
}
