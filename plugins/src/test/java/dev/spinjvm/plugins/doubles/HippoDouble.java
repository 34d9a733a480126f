package dev.spinjvm.plugins.doubles;

import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.StrictJson.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A Hippo server (0.20) in memory: pages of 50, bare values in patches, tokens that expire, and what the real one validates.
public final class HippoDouble extends HttpDouble {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final Set<String> PATCHABLE = Set.of("environmentVariables", "name", "domain", "revisionSelectionStrategy", "rangeRule",
            "activeRevisionId", "certificateId");

    private final BindleDouble bindles;
    private final Scheduler scheduler;
    private final Map<String, String> users = new ConcurrentHashMap<>(Map.of("ann", "Passw0rd!"));
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> apps = new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> channels = new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> revisions = new LinkedHashMap<>();
    private final Map<String, String> running = new ConcurrentHashMap<>();
    private volatile Duration tokenLife = Duration.ofMinutes(30);

    /// Runs applications.
    public interface Scheduler {
        /// Runs a version of an application at a domain, in place of the one that runs there.
        ///
        /// @param domain of the channel
        /// @param bindleId `name/version`
        void run(String domain, String bindleId);

        /// The domain for a new channel.
        String domain(String proposed);
    }

    /// @param bindles whose bindles may be deployed
    public HippoDouble(BindleDouble bindles, Scheduler scheduler) {
        this.bindles = bindles;
        this.scheduler = scheduler;
        start();
    }

    /// A server that only keeps what it is told.
    public static HippoDouble withoutScheduler(BindleDouble bindles) {
        return new HippoDouble(bindles, new Scheduler() {
            @Override
            public void run(String domain, String bindleId) {
                // Nothing is run.
            }

            @Override
            public String domain(String proposed) {
                return proposed;
            }
        });
    }

    /// How long new tokens are good.
    public void tokensLive(Duration life) {
        tokenLife = life;
    }

    /// Makes all tokens worthless.
    public void forgetTokens() {
        tokens.clear();
    }

    /// A token that is good.
    public String newToken() {
        String token = "eyJ." + UUID.randomUUID();
        tokens.put(token, Instant.now().plus(tokenLife));
        return token;
    }

    /// What each domain serves: the id of a bindle.
    public Map<String, String> running() {
        return Map.copyOf(running);
    }

    /// The names of applications, in order.
    public synchronized List<String> appNames() {
        return apps.values().stream().map(app -> String.valueOf(app.get("name"))).toList();
    }

    /// The numbers of all revisions, in order.
    public synchronized List<String> revisionNumbers() {
        return revisions.values().stream().map(revision -> String.valueOf(revision.get("revisionNumber"))).toList();
    }

    /// The names of all channels, in order.
    public synchronized List<String> channelNames() {
        return channels.values().stream().map(channel -> String.valueOf(channel.get("name"))).toList();
    }

    @Override
    protected synchronized Reply answer(Question question) {
        try {
            if (question.path().equals("/healthz")) {
                return json(200, Map.of("ServiceName", "Hippo", "Status", "Healthy"));
            }
            if (question.path().equals("/api/auth-tokens")) {
                return token(body(question, Set.of("userName", "password")));
            }
            if (!isAuthorized(question)) {
                return problem(401, "Unauthorized", Map.of());
            }
            List<String> path = List.of(question.path().substring(1).split("/"));
            return switch (path.size() < 2 ? "" : path.get(1)) {
                case "apps" -> apps(question, path);
                case "channels" -> channels(question, path);
                case "revisions" -> revisions(question);
                case "channel-statuses" -> page(question, List.of(Map.of("channelId", question.parameter("channelId", ""), "status",
                        "Running")));
                default -> problem(404, "Not found", Map.of());
            };
        } catch (JsonException e) {
            return problem(400, "Bad Request", Map.of("$", List.of(String.valueOf(e.getMessage()))));
        }
    }

    private boolean isAuthorized(Question question) {
        String header = question.headers().getFirst("Authorization");
        Instant end = header == null ? null : tokens.get(header.replaceFirst("^Bearer ", ""));
        return end != null && end.isAfter(Instant.now());
    }

    private Map<String, Object> body(Question question, Set<String> allowed) throws JsonException {
        String type = question.headers().getFirst("Content-Type");
        if (type == null || !type.startsWith(JSON)) {
            throw new JsonException("the content type is not " + JSON);
        }
        Map<String, Object> body = StrictJson.object(question.body());
        for (String key : body.keySet()) {
            if (!allowed.contains(key)) {
                throw new JsonException("there is no `" + key + "`");
            }
        }
        return body;
    }

    private Reply token(Map<String, Object> body) throws JsonException {
        String password = users.get(String.valueOf(StrictJson.text(body, "userName")));
        if (password == null || !password.equals(StrictJson.text(body, "password"))) {
            return Reply.of(400, PROBLEM, "{\"title\":\"Login failed.\",\"detail\":\"Credentials are not valid.\",\"status\":400}");
        }
        String token = newToken();
        return json(200, Map.of("token", token, "expiration", Instant.now().plus(tokenLife).toString()));
    }

    private Reply apps(Question question, List<String> path) throws JsonException {
        if (path.size() == 2 && question.method().equals("GET")) {
            return page(question, List.copyOf(apps.values()));
        }
        if (path.size() == 2 && question.method().equals("POST")) {
            return createApp(body(question, Set.of("name", "storageId")));
        }
        if (path.size() == 3 && question.method().equals("DELETE") && apps.remove(path.get(2)) != null) {
            channels.values().removeIf(channel -> path.get(2).equals(channel.get("appId")));
            revisions.values().removeIf(revision -> path.get(2).equals(revision.get("appId")));
            return Reply.of(204, "", "");
        }
        return problem(404, "Not found", Map.of());
    }

    private Reply createApp(Map<String, Object> body) throws JsonException {
        String name = String.valueOf(StrictJson.text(body, "name"));
        String storage = String.valueOf(StrictJson.text(body, "storageId"));
        if (!name.matches("[a-zA-Z0-9-_]{1,128}")) {
            return invalid("Name", "Name is not valid.");
        }
        if (apps.values().stream().anyMatch(app -> name.equals(app.get("name")))) {
            return invalid("Name", "The specified name already exists.");
        }
        List<String> versions = versions(storage);
        if (versions.isEmpty()) {
            return invalid("StorageId", "Storage ID not found in bindle server");
        }
        String id = UUID.randomUUID().toString();
        Map<String, @Nullable Object> app = new LinkedHashMap<>();
        app.put("id", id);
        app.put("name", name);
        app.put("storageId", storage);
        app.put("channels", List.of());
        apps.put(id, app);
        versions.forEach(version -> addRevision(id, version));
        return Reply.of(200, JSON, "\"" + id + "\"");
    }

    private List<String> versions(String storage) {
        return bindles.ids().stream().filter(id -> id.startsWith(storage + "/") && id.indexOf('/', storage.length() + 1) < 0).map(
                id -> id.substring(storage.length() + 1)).toList();
    }

    private void addRevision(String appId, String number) {
        String id = UUID.randomUUID().toString();
        Map<String, @Nullable Object> revision = new LinkedHashMap<>();
        revision.put("id", id);
        revision.put("appId", appId);
        revision.put("revisionNumber", number);
        revision.put("components", List.of());
        revisions.put(id, revision);
    }

    private Reply revisions(Question question) throws JsonException {
        if (question.method().equals("GET")) {
            return page(question, List.copyOf(revisions.values()));
        }
        Map<String, Object> body = body(question, Set.of("appStorageId", "revisionNumber"));
        String storage = String.valueOf(StrictJson.text(body, "appStorageId"));
        String number = String.valueOf(StrictJson.text(body, "revisionNumber"));
        List<String> of = apps.values().stream().filter(app -> storage.equals(app.get("storageId"))).map(app -> String.valueOf(app.get(
                "id"))).toList();
        if (of.isEmpty()) {
            return problem(404, "Not found", Map.of());
        }
        if (number.length() > 128 || number.isEmpty()) {
            return invalid("RevisionNumber", "RevisionNumber is not valid.");
        }
        of.forEach(app -> {
            if (revisions.values().stream().noneMatch(known -> app.equals(known.get("appId")) && number.equals(known.get(
                    "revisionNumber")))) {
                addRevision(app, number);
            }
        });
        return Reply.of(201, "", "");
    }

    private Reply channels(Question question, List<String> path) throws JsonException {
        if (path.size() == 2) {
            return question.method().equals("GET")
                    ? page(question, channels.values().stream().map(this::view).toList())
                    : createChannel(body(question, Set.of("appId", "name", "domain", "revisionSelectionStrategy", "rangeRule",
                            "activeRevisionId", "certificateId")));
        }
        Map<String, @Nullable Object> channel = channels.get(path.get(2));
        if (channel == null) {
            return problem(404, "Not found", Map.of());
        }
        if (path.size() == 4 && path.get(3).equals("logs")) {
            return json(200, Map.of("logs", List.of("one line")));
        }
        return switch (question.method()) {
            case "GET" -> json(200, view(channel));
            case "PATCH" -> patch(channel, body(question, PATCHABLE));
            default -> problem(405, "Method not allowed", Map.of());
        };
    }

    private Reply createChannel(Map<String, Object> body) throws JsonException {
        String appId = String.valueOf(StrictJson.text(body, "appId"));
        String name = String.valueOf(StrictJson.text(body, "name"));
        Map<String, @Nullable Object> app = apps.get(appId);
        if (app == null) {
            return problem(404, "Not found", Map.of());
        }
        if (name.isEmpty() || name.length() > 64 || channels.values().stream().anyMatch(channel -> appId.equals(channel.get("appId"))
                && name.equals(channel.get("name")))) {
            return invalid("Name", "The specified name already exists.");
        }
        String id = UUID.randomUUID().toString();
        boolean first = channels.values().stream().noneMatch(channel -> appId.equals(channel.get("appId")));
        String host = ((first ? "" : name + "-") + app.get("name")).toLowerCase(Locale.ROOT).replace('_', '-') + ".hippofactory.io";
        Map<String, @Nullable Object> channel = new LinkedHashMap<>();
        channel.put("id", id);
        channel.put("appId", appId);
        channel.put("name", name);
        String domain = StrictJson.text(body, "domain");
        channel.put("domain", domain == null ? scheduler.domain(host) : domain);
        Optional<Reply> problem = select(channel, body);
        if (problem.isPresent()) {
            return problem.get();
        }
        channels.put(id, channel);
        run(channel);
        return Reply.of(200, JSON, "\"" + id + "\"");
    }

    private Reply patch(Map<String, @Nullable Object> channel, Map<String, Object> body) throws JsonException {
        for (Map.Entry<String, Object> entry : body.entrySet()) {
            // The trap: the description of the API wraps each value, the server does not.
            if (entry.getValue() instanceof Map<?, ?>) {
                return invalid(entry.getKey(), "The JSON value could not be converted.");
            }
        }
        Optional<Reply> problem = select(channel, body);
        if (problem.isPresent()) {
            return problem.get();
        }
        run(channel);
        return Reply.of(204, "", "");
    }

    /// Takes over which revision a channel serves.
    private Optional<Reply> select(Map<String, @Nullable Object> channel, Map<String, Object> body) throws JsonException {
        String strategy = StrictJson.text(body, "revisionSelectionStrategy");
        String revision = StrictJson.text(body, "activeRevisionId");
        String rule = StrictJson.text(body, "rangeRule");
        if ("UseRangeRule".equals(strategy) && revision == null) {
            channel.put("revisionSelectionStrategy", strategy);
            channel.put("rangeRule", rule);
            channel.put("activeRevisionId", revisions.values().stream().filter(known -> String.valueOf(channel.get("appId")).equals(known
                    .get("appId")) && String.valueOf(known.get("revisionNumber")).equals(rule)).map(known -> known.get("id")).findFirst()
                    .orElse(null));
            return Optional.empty();
        }
        if ("UseSpecifiedRevision".equals(strategy) && rule == null && revision != null && revisions.containsKey(revision)) {
            channel.put("revisionSelectionStrategy", strategy);
            channel.put("activeRevisionId", revision);
            return Optional.empty();
        }
        return Optional.of(invalid("RevisionSelectionStrategy", "The strategy does not fit the rule and the revision."));
    }

    private void run(Map<String, @Nullable Object> channel) {
        Map<String, @Nullable Object> revision = revisions.get(String.valueOf(channel.get("activeRevisionId")));
        Map<String, @Nullable Object> app = apps.get(String.valueOf(channel.get("appId")));
        if (revision != null && app != null) {
            String domain = String.valueOf(channel.get("domain"));
            String bindle = app.get("storageId") + "/" + revision.get("revisionNumber");
            running.put(domain, bindle);
            scheduler.run(domain, bindle);
        }
    }

    private Map<String, @Nullable Object> view(Map<String, @Nullable Object> channel) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>(channel);
        view.remove("activeRevisionId");
        view.put("activeRevision", revisions.get(String.valueOf(channel.get("activeRevisionId"))));
        view.put("environmentVariables", List.of());
        return view;
    }

    private static Reply page(Question question, List<? extends Map<String, ? extends @Nullable Object>> items) {
        int size = Math.min(50, Integer.parseInt(question.parameter("pageSize", "50")));
        int index = Integer.parseInt(question.parameter("pageIndex", "0"));
        var page = new ArrayList<Object>(items.stream().skip((long) index * size).limit(size).toList());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("items", page);
        answer.put("totalItems", items.size());
        answer.put("pageIndex", index);
        answer.put("pageSize", size);
        answer.put("isLastPage", (index + 1) * size >= items.size());
        return json(200, answer);
    }

    private static Reply json(int status, Map<String, ? extends @Nullable Object> body) {
        return Reply.of(status, JSON, new String(StrictJson.compact(body), StandardCharsets.UTF_8));
    }

    private static Reply invalid(String field, String message) {
        return problem(400, "One or more validation errors occurred.", Map.of(field, List.of(message)));
    }

    private static Reply problem(int status, String title, Map<String, List<String>> errors) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", title);
        problem.put("status", status);
        problem.put("errors", errors);
        return new Reply(status, PROBLEM, StrictJson.compact(problem));
    }
}
