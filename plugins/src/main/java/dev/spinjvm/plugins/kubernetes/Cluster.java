package dev.spinjvm.plugins.kubernetes;

import dev.spinjvm.oci.http.Proxies;
import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.plugins.json.JsonTextException;
import dev.spinjvm.plugins.kubernetes.ClusterAccess.ClientCertificate;
import dev.spinjvm.plugins.kubernetes.ClusterAccess.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The API of a cluster, as far as deployments need it. Safe for use by several threads.
///
/// Every call may be repeated, and is, when the cluster cannot be reached or says that it is busy. Redirects are not followed, so credentials
/// go nowhere else.
public final class Cluster implements AutoCloseable {
    /// In whose name fields of resources are kept (server-side apply).
    static final String MANAGER = "spin";
    private static final int ATTEMPTS = 4;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final int MAX_ANSWER = 32 << 20;
    private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final ClusterAccess access;
    private final Map<String, String> environment;
    private final String userAgent;
    private final HttpClient client;
    private final CredentialPlugin.@Nullable Credentials given;

    private Cluster(ClusterAccess access, Map<String, String> environment, String userAgent) {
        this.access = access;
        this.environment = environment;
        this.userAgent = userAgent;
        this.given = access.identity() instanceof ClusterAccess.Plugin plugin ? CredentialPlugin.ask(plugin, environment) : null;
        ClientCertificate certificate = given == null || given.certificate() == null ? access.certificate() : given.certificate();
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT).proxy(proxy());
        if ("https".equals(access.server().getScheme())) {
            builder.sslContext(ClusterTls.context(access, certificate));
        }
        this.client = builder.build();
    }

    /// A client; a program that gives credentials is run now.
    ///
    /// @throws ClusterException if the credentials cannot be had
    public static Cluster open(ClusterAccess access, Map<String, String> environment, String userAgent) {
        return new Cluster(access, environment, userAgent);
    }

    private ProxySelector proxy() {
        URI proxy = access.proxy();
        return proxy == null
                ? Proxies.of(environment).selector()
                : ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort()));
    }

    public ClusterAccess access() {
        return access;
    }

    // --- Calls

    /// A resource, if it is there; also empty if the cluster knows no such resources.
    Optional<Map<String, Object>> find(Resource.Id id, String namespace) {
        Reply reply = send("GET", id.path(namespace), null, "");
        return reply.status == 404 ? Optional.empty() : Optional.of(object(reply.orThrow(this, "get", id)));
    }

    /// The resources of a collection that have certain labels.
    List<Map<?, ?>> list(Resource.Id one, String namespace, String labels) {
        Reply reply = send("GET", one.collection(namespace) + "?labelSelector=" + encoded(labels), null, "");
        return object(reply.orThrow(this, "list", one)).get("items") instanceof List<?> items
                ? items.stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList()
                : List.of();
    }

    /// Makes a resource be as it is given; fields that were given by this program before and are not now go away.
    ///
    /// @param force take over fields that others set
    /// @return as the cluster has it now
    Map<String, Object> apply(Resource resource, String namespace, boolean force) {
        Resource placed = resource.in(namespace);
        Reply reply = send("PATCH", resource.id().path(namespace) + "?fieldManager=" + MANAGER + "&fieldValidation=Strict" + (force
                ? "&force=true"
                : ""), JsonText.compact(placed.content()), "application/apply-patch+yaml");
        return object(reply.orThrow(this, "apply", resource.id()));
    }

    /// Removes a resource with all that belongs to it.
    ///
    /// @return whether it was there
    boolean delete(Resource.Id id, String namespace) {
        Reply reply = send("DELETE", id.path(namespace) + "?propagationPolicy=Background", null, "");
        if (reply.status == 404) {
            return false;
        }
        reply.orThrow(this, "delete", id);
        return true;
    }

    /// What a container wrote; the caller closes it.
    ///
    /// @param follow whether the stream goes on until the container ends
    /// @return nothing if it has not begun
    Optional<InputStream> log(String pod, String namespace, int lines, boolean follow) {
        Resource.Id id = new Resource.Id("v1", "Pod", pod);
        String path = id.path(namespace) + "/log?tailLines=" + lines + (follow ? "&follow=true" : "");
        HttpResponse<InputStream> response = exchange("GET", path, null, "", !follow);
        if (response.statusCode() == 200) {
            return Optional.of(response.body());
        }
        Reply reply = read(response);
        // The API answers so while an image is fetched.
        if (reply.status != 400 && reply.status != 404) {
            reply.orThrow(this, "read the log of", id);
        }
        return Optional.empty();
    }

    // --- Exchange

    private record Reply(int status, byte[] body) {
        byte[] orThrow(Cluster cluster, String verb, Resource.Id id) {
            if (status >= 200 && status < 300) {
                return body;
            }
            throw Refusals.of(status, message(), verb, id, cluster.access.context());
        }

        /// What the API says (`Status.message`), or the beginning of what somebody else says.
        private String message() {
            String text = new String(body, StandardCharsets.UTF_8);
            try {
                if (JsonText.object(text).get("message") instanceof String message) {
                    return message;
                }
            } catch (JsonTextException _) {
                // Some proxy in between.
            }
            return text.lines().findFirst().map(line -> line.substring(0, Math.min(line.length(), 200))).orElse("");
        }
    }

    private Reply send(String method, String path, @Nullable String body, String type) {
        return read(exchange(method, path, body, type, true));
    }

    private Reply read(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(MAX_ANSWER + 1);
            if (body.length > MAX_ANSWER) {
                throw new ClusterException("The cluster answers with more than " + MAX_ANSWER + " bytes");
            }
            return new Reply(response.statusCode(), body);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpResponse<InputStream> exchange(String method, String path, @Nullable String body, String type, boolean limited) {
        long pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 1;; attempt++, pause *= 2) {
            boolean last = attempt == ATTEMPTS;
            try {
                HttpResponse<InputStream> response = client.send(request(method, path, body, type, limited), BodyHandlers.ofInputStream());
                if (last || !BUSY.contains(response.statusCode())) {
                    return response;
                }
                response.body().close();
            } catch (IOException e) {
                if (last || e instanceof SSLException || e instanceof HttpTimeoutException) {
                    throw unreachable(e);
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            pause(pause);
        }
    }

    /// Waits.
    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static ClusterException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ClusterException("interrupted", e);
    }

    private HttpRequest request(String method, String path, @Nullable String body, String type, boolean limited) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(access.server() + path)).method(method, publisher).header("Accept",
                "application/json").header("User-Agent", userAgent);
        if (limited) {
            builder.timeout(ANSWER);
        }
        if (body != null) {
            builder.header("Content-Type", type);
        }
        authorization(access.identity()).ifPresent(value -> builder.header("Authorization", value));
        if (!access.impersonated().user().isEmpty()) {
            builder.header("Impersonate-User", access.impersonated().user());
            access.impersonated().groups().forEach(group -> builder.header("Impersonate-Group", group));
        }
        return builder.build();
    }

    private Optional<String> authorization(Identity identity) {
        return switch (identity) {
            case ClusterAccess.Nobody _ -> Optional.empty();
            case ClusterAccess.Token(String token) -> Optional.of("Bearer " + token);
            case ClusterAccess.TokenFile(var file) -> {
                try {
                    yield Optional.of("Bearer " + Files.readString(file).strip());
                } catch (IOException e) {
                    throw new ClusterException("Cannot read the token in '" + file + "'", e);
                }
            }
            case ClusterAccess.Password(String user, String password) -> Optional.of("Basic " + Base64.getEncoder().encodeToString((user
                    + ":" + password).getBytes(StandardCharsets.UTF_8)));
            case ClusterAccess.Plugin _ -> Optional.ofNullable(given).map(CredentialPlugin.Credentials::token).map(token -> "Bearer "
                    + token);
        };
    }

    private ClusterException unreachable(IOException e) {
        String what = switch (e) {
            case HttpTimeoutException _ -> "no answer in time";
            case ConnectException _ -> "cannot connect";
            case SSLException tls -> "no trusted connection: " + tls.getMessage();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
        return ClusterException.hinting("The cluster of the context '" + access.context() + "' at " + access.server()
                + " cannot be reached: " + what, e instanceof SSLException
                        ? "Its kubeconfig has to name the authority of its certificate (`certificate-authority`)."
                        : "Is it running, and is this the context that you mean? --context names another one.");
    }

    private static Map<String, Object> object(byte[] body) {
        try {
            return JsonText.object(new String(body, StandardCharsets.UTF_8));
        } catch (JsonTextException e) {
            throw new ClusterException("The cluster answers with something that is no JSON object", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
