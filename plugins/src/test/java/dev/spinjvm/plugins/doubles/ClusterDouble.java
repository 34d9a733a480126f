package dev.spinjvm.plugins.doubles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A cluster: fabric8's mock server keeps the resources, and this adds what that lacks. It applies (server-side apply, as the owner of all fields), refuses
/// what real clusters refuse, makes pods of Deployments and, as SpinKube's operator, Deployments of SpinApps.
public final class ClusterDouble implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String APPLY = "application/apply-patch+yaml";

    private final Cluster cluster = new Cluster();
    private final MockWebServer web = new MockWebServer();
    private final KubernetesMockServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> users = new CopyOnWriteArrayList<>();
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    private final Map<String, String> logs = new ConcurrentHashMap<>();
    private final AtomicInteger untilDown = new AtomicInteger(Integer.MAX_VALUE);
    private volatile String token = "secret-token";
    private volatile boolean operator = true;
    private volatile String trouble = "";
    private volatile boolean conflicting;

    private ClusterDouble(boolean https) {
        server = new KubernetesMockServer(new Context(), web, new HashMap<>(), cluster, https);
        namespaces.add("default");
        try {
            server.init(InetAddress.getByName("localhost"), 0);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ClusterDouble open() {
        return new ClusterDouble(false);
    }

    public static ClusterDouble openEncrypted() {
        return new ClusterDouble(true);
    }

    // --- What it is like

    public String url() {
        return server.url("/").replaceFirst("/$", "");
    }

    /// The certificate that identifies it, as PEM.
    public String certificate() {
        try {
            return Files.readString(Path.of(web.getSelfSignedCertificate().certificatePath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void accept(String otherToken) {
        token = otherToken;
    }

    public void addNamespace(String name) {
        namespaces.add(name);
    }

    /// Resources of that kind are nobody's business.
    public void forbid(String kind) {
        forbidden.add(kind);
    }

    public void removeOperator() {
        operator = false;
    }

    /// Pods do not start from now on, for this reason; an empty text for none.
    public void pods(String reason) {
        trouble = reason;
    }

    public void conflict(boolean withSomebody) {
        conflicting = withSomebody;
    }

    public void log(String pod, String text) {
        logs.put(pod, text);
    }

    /// From now on only so many requests are answered, and others with status 503.
    public void goDownAfter(int answered) {
        untilDown.set(answered);
    }

    public void comeBack() {
        untilDown.set(Integer.MAX_VALUE);
    }

    // --- What happened

    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// Whoever asked, by the header `Authorization`.
    public Set<String> users() {
        return Set.copyOf(users);
    }

    /// A resource; empty if it is not there.
    public JsonNode resource(String namespace, String kind, String name) {
        return JSON.valueToTree(cluster.find(namespace, kind, name));
    }

    /// The names of all resources such as `Secret/hello-variables`, sorted, without pods.
    public List<String> names(String namespace) {
        return cluster.getMap().values().stream().map(ClusterDouble::tree).filter(node -> node.at("/metadata/namespace").asText().equals(
                namespace)).map(node -> node.path("kind").asText() + "/" + node.at("/metadata/name").asText()).filter(name -> !name
                        .startsWith("Pod/")).sorted().toList();
    }

    /// A kubeconfig with a context for it.
    ///
    /// @param user the content of the user's entry, as YAML in one line
    public String kubeconfig(String user) {
        return """
                apiVersion: v1
                kind: Config
                current-context: main
                contexts:
                - name: main
                  context: {cluster: double, user: me}
                - name: other
                  context: {cluster: double, user: me, namespace: elsewhere}
                - name: gone
                  context: {cluster: gone, user: me}
                clusters:
                - name: double
                  cluster: {server: "%s"}
                - name: gone
                  cluster: {server: "http://127.0.0.1:9"}
                users:
                - name: me
                  user: %s
                """.formatted(url(), user);
    }

    public String kubeconfig() {
        return kubeconfig("{token: " + token + "}");
    }

    @Override
    public void close() {
        server.destroy();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- The server

    private final class Cluster extends KubernetesCrudDispatcher {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
            synchronized (this) {
                String path = request.getPath();
                if (untilDown.getAndUpdate(left -> left == Integer.MAX_VALUE ? left : Math.max(0, left - 1)) == 0) {
                    return new MockResponse().setResponseCode(503);
                }
                String authorization = request.getHeader("Authorization");
                users.add(String.valueOf(authorization));
                requests.add(request.getMethod() + " " + path);
                if (!("Bearer " + token).equals(authorization)) {
                    return status(401, "Unauthorized");
                }
                String[] parts = path.replaceFirst("\\?.*", "").replaceFirst("^/", "").split("/");
                int at = parts[0].equals("api") ? 2 : 3;
                if (parts.length < at + 3 || !parts[at].equals("namespaces")) {
                    return status(404, "the server could not find the requested resource");
                }
                String resource = parts[at + 2] + (at == 3 ? "." + parts[1] : "");
                if (forbidden.contains(parts[at + 2])) {
                    return status(403, resource + " is forbidden: User \"ann\" cannot " + request.getMethod().toLowerCase(Locale.ROOT)
                            + " resource \"" + parts[at + 2] + "\" in the namespace \"" + parts[at + 1] + "\"");
                }
                if (parts[at + 2].equals("spinapps") && !operator) {
                    return status(404, "the server could not find the requested resource");
                }
                if (path.contains("/log?")) {
                    String log = logs.get(parts[at + 3]);
                    return log == null
                            ? status(400, "container is waiting to start")
                            : new MockResponse().setResponseCode(200).setBody(log);
                }
                return request.method() == HttpMethod.PATCH ? apply(request, parts[at + 1], path) : forwarded(request, parts, at);
            }
        }

        private MockResponse forwarded(RecordedRequest request, String[] parts, int at) {
            MockResponse response = super.dispatch(request);
            boolean gone = request.method() == HttpMethod.DELETE && parts.length > at + 3 && response.code() == 200;
            if (gone && (parts[at + 2].equals("spinapps") || parts[at + 2].equals("deployments"))) {
                // The garbage collector.
                super.dispatch(request(HttpMethod.DELETE, "/api/v1/namespaces/" + parts[at + 1] + "/pods", ""));
                if (parts[at + 2].equals("spinapps")) {
                    super.dispatch(request(HttpMethod.DELETE, "/apis/apps/v1/namespaces/" + parts[at + 1] + "/deployments/" + parts[at
                            + 3], ""));
                }
            }
            return response;
        }

        private MockResponse apply(RecordedRequest request, String namespace, String path) {
            if (!APPLY.equals(request.getHeader("Content-Type")) || !path.contains("fieldManager=") || !path.contains(
                    "fieldValidation=Strict")) {
                return status(415, "this double only applies, strictly");
            }
            if (!namespaces.contains(namespace)) {
                return status(404, "namespaces \"" + namespace + "\" not found");
            }
            if (conflicting && !path.contains("force=true")) {
                return status(409, "Apply failed with 1 conflict: conflict with \"kubectl-scale\": .spec.replicas");
            }
            ObjectNode given = (ObjectNode) tree(request.getBody().readUtf8());
            List<String> problems = StrictModels.problems(given);
            if (!problems.isEmpty() || !given.at("/metadata/namespace").asText().equals(namespace)) {
                return status(422, given.path("kind").asText() + " is invalid: " + problems);
            }
            String collection = path.replaceFirst("/[^/]*$", "");
            MockResponse applied = store(collection, given);
            switch (given.path("kind").asText()) {
                case "Deployment" -> run(namespace, given.at("/metadata/name").asText());
                case "SpinApp" -> operate(namespace, given);
                default -> {
                    // Nobody looks at the others.
                }
            }
            return applied;
        }

        @Nullable
        Object find(String namespace, String kind, String name) {
            return getMap().values().stream().map(ClusterDouble::tree).filter(node -> node.path("kind").asText().equals(kind) && node.at(
                    "/metadata/name").asText().equals(name) && node.at("/metadata/namespace").asText().equals(namespace)).findFirst()
                    .orElse(
                            null);
        }

        /// As a new resource, or in the place of the one that is there.
        private MockResponse store(String collection, ObjectNode resource) {
            ObjectNode metadata = (ObjectNode) resource.path("metadata");
            JsonNode before = (JsonNode) find(metadata.path("namespace").asText(), resource.path("kind").asText(), metadata.path("name")
                    .asText());
            if (before == null) {
                metadata.put("generation", 1);
                return super.dispatch(request(HttpMethod.POST, collection, resource.toString()));
            }
            boolean same = before.path("spec").equals(resource.path("spec")) && before.path("data").equals(resource.path("data"));
            int generation = before.at("/metadata/generation").asInt();
            metadata.put("generation", same ? generation : generation + 1);
            if (!resource.has("status") && before.has("status")) {
                resource.set("status", before.path("status"));
            }
            if (same && before.at("/metadata/annotations").equals(metadata.path("annotations")) && before.path("status").equals(resource
                    .path("status"))) {
                return new MockResponse().setResponseCode(200).setBody(before.toString());
            }
            return super.dispatch(request(HttpMethod.PUT, collection + "/" + metadata.path("name").asText(), resource.toString()));
        }

        /// What the operator does with a SpinApp.
        private void operate(String namespace, ObjectNode app) {
            String name = app.at("/metadata/name").asText();
            ObjectNode deployment = (ObjectNode) tree("""
                    {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"%1$s","namespace":"%2$s"},"spec":{
                    "selector":{"matchLabels":{"core.spinkube.dev/app-name":"%1$s"}},"template":{
                    "metadata":{"labels":{"core.spinkube.dev/app-name":"%1$s"}},
                    "spec":{"runtimeClassName":"wasmtime-spin-v2","containers":[{"name":"%1$s","image":"%3$s","command":["/"]}]}}}}"""
                    .formatted(name, namespace, app.at("/spec/image").asText()));
            ((ObjectNode) deployment.path("spec")).put("replicas", app.at("/spec/replicas").asInt(1));
            store("/apis/apps/v1/namespaces/" + namespace + "/deployments", deployment);
            run(namespace, name);
        }

        /// What controllers and nodes do with a Deployment.
        private void run(String namespace, String name) {
            ObjectNode deployment = (ObjectNode) java.util.Objects.requireNonNull(find(namespace, "Deployment", name));
            int replicas = deployment.at("/spec/replicas").asInt(1);
            ObjectNode status = deployment.putObject("status");
            status.put("observedGeneration", deployment.at("/metadata/generation").asInt()).put("replicas", replicas).put("updatedReplicas",
                    replicas);
            if (trouble.isEmpty()) {
                status.put("availableReplicas", replicas).put("readyReplicas", replicas);
            }
            if (trouble.equals("ProgressDeadlineExceeded")) {
                status.putArray("conditions").addObject().put("type", "Progressing").put("status", "False").put("reason", trouble).put(
                        "message", "ReplicaSet \"" + name + "\" has timed out progressing.");
            }
            store("/apis/apps/v1/namespaces/" + namespace + "/deployments", deployment);
            for (int i = 0; i < replicas; i++) {
                ObjectNode pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
                ObjectNode metadata = pod.putObject("metadata").put("name", name + "-" + i).put("namespace", namespace);
                metadata.set("labels", deployment.at("/spec/template/metadata/labels"));
                pod.set("spec", deployment.at("/spec/template/spec"));
                ObjectNode state = pod.putObject("status").put("phase", trouble.isEmpty() ? "Running" : "Pending").putArray(
                        "containerStatuses").addObject().put("name", name).putObject("state");
                if (!trouble.isEmpty()) {
                    state.putObject("waiting").put("reason", trouble).put("message", "it is so in this test");
                }
                store("/api/v1/namespaces/" + namespace + "/pods", pod);
            }
        }

        private RecordedRequest request(HttpMethod method, String path, String body) {
            return new RecordedRequest("HTTP/1.1", method, path, Headers.builder().add("Content-Type", "application/json").build(),
                    new Buffer(body.getBytes(StandardCharsets.UTF_8)));
        }

        private MockResponse status(int code, String message) {
            return new MockResponse().setResponseCode(code).setBody(JSON.createObjectNode().put("kind", "Status").put("apiVersion", "v1")
                    .put("status", "Failure").put("message", message).put("code", code).toString());
        }
    }
}
