package dev.spinjvm.plugins.hippo;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.StrictJson.JsonException;
import dev.spinjvm.oci.http.Connections;
import dev.spinjvm.plugins.web.Answer;
import dev.spinjvm.plugins.web.Credentials;
import dev.spinjvm.plugins.web.Request;
import dev.spinjvm.plugins.web.WebClient;
import org.jspecify.annotations.Nullable;

/// The API of Hippo 0.20 as far as deployments need it. Lists are read to their last page.
public final class HippoClient implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final int PAGE = 50;
    /// More pages than anybody has: a server that never says which is the last.
    private static final int MAX_PAGES = 10_000;

    private final String url;
    private final WebClient web;

    /// @param url as the user wrote it
    /// @param connections the way there
    public HippoClient(String url, Credentials credentials, String userAgent, Connections connections, boolean acceptsAnyCertificate) {
        this.url = url;
        this.web = new WebClient(base(url), credentials, userAgent, connections, acceptsAnyCertificate);
    }

    private static URI base(String url) {
        try {
            URI uri = URI.create(url.endsWith("/") ? url : url + "/");
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // As the other texts that are no URLs of servers.
        }
        throw new HippoException("'" + url + "' is no URL of a Hippo server: it begins with http:// or https://");
    }

    /// `http` or `https`: as the server is reached, so are its applications.
    public String scheme() {
        return web.base().getScheme();
    }

    /// An application that the server knows.
    ///
    /// @param storageId the name of its bindles
    public record App(String id, String name, String storageId) {}

    /// A version of an application.
    public record Revision(String id, String appId, String number) {}

    /// Where an application is served.
    ///
    /// @param activeRevision null while there is none
    public record Channel(String id, String appId, String name, String domain, @Nullable Revision activeRevision) {}

    /// Whether the server, and what it needs, is well.
    public boolean isHealthy() {
        return web.send(Request.of("GET", "healthz", JSON)).isSuccess();
    }

    /// Whether the server takes the credentials that it is asked with.
    public boolean acceptsLogin() {
        return web.send(Request.of("GET", "api/apps?pageIndex=0&pageSize=1", JSON)).status() != 401;
    }

    /// A token for a user.
    ///
    /// @throws HippoException with what the server says
    public HippoToken logIn(String user, String password) {
        Answer answer = post("api/auth-tokens", Map.of("userName", user, "password", password));
        if (!answer.isSuccess()) {
            throw new HippoException("Problem logging into Hippo: " + detail(answer));
        }
        try {
            Map<String, Object> object = StrictJson.object(answer.body());
            String token = StrictJson.text(object, "token");
            if (token == null) {
                throw new HippoException("Hippo at " + url + " answered without a token");
            }
            return new HippoToken(token, HippoToken.time(StrictJson.text(object, "expiration")));
        } catch (JsonException e) {
            throw unexpected(e);
        }
    }

    /// The application with a name.
    public Optional<App> app(String name) {
        return pages("api/apps?sortBy=Name&IsSortedAscending=true&", HippoClient::app).stream().filter(app -> app.name().equals(name))
                .findFirst();
    }

    /// The application with a name.
    ///
    /// @throws HippoException if there is none
    public App requiredApp(String name) {
        return app(name).orElseThrow(() -> new HippoException("Hippo has no application '" + name + "'"));
    }

    /// All revisions of an application.
    public List<Revision> revisions(String appId) {
        return pages("api/revisions?", HippoClient::revision).stream().filter(revision -> revision.appId().equals(appId)).toList();
    }

    /// The channel of an application with a name.
    public Optional<Channel> channel(String appId, String name) {
        return pages("api/channels?", HippoClient::channel).stream().filter(channel -> channel.appId().equals(appId) && channel.name()
                .equals(name)).findFirst();
    }

    /// The channel of an application with a name.
    ///
    /// @throws HippoException if there is none
    public Channel requiredChannel(App app, String name) {
        return channel(app.id(), name).orElseThrow(() -> new HippoException("Application '" + app.name() + "' has no channel '" + name
                + "'"));
    }

    /// One channel.
    public Channel channel(String id) {
        Answer answer = web.send(Request.of("GET", "api/channels/" + id, JSON));
        check(answer, "reading the channel");
        return channel(object(answer));
    }

    /// A new application. The server takes every bindle of the name as a revision.
    ///
    /// @return its id
    public String createApp(String name, String storageId) {
        return created(post("api/apps", Map.of("name", name, "storageId", storageId)), "creating the application");
    }

    /// A new channel, which serves the versions that a rule allows.
    ///
    /// @return its id
    public String createChannel(String appId, String name, String rangeRule) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("appId", appId);
        body.put("name", name);
        body.put("domain", null);
        body.put("revisionSelectionStrategy", "UseRangeRule");
        body.put("rangeRule", rangeRule);
        return created(post("api/channels", body), "creating the channel");
    }

    /// A new revision.
    public void createRevision(String storageId, String number) {
        check(post("api/revisions", Map.of("appStorageId", storageId, "revisionNumber", number)), "registering the revision");
    }

    /// Makes a channel serve one revision.
    public void activate(String channelId, String revisionId) {
        Map<String, Object> body = new LinkedHashMap<>();
        // The API's description wraps each value; the server wants them bare.
        body.put("revisionSelectionStrategy", "UseSpecifiedRevision");
        body.put("activeRevisionId", revisionId);
        check(send("PATCH", "api/channels/" + channelId, body), "activating the revision");
    }

    /// The last lines that an application of a channel wrote.
    public List<String> logs(String channelId) {
        Answer answer = web.send(Request.of("GET", "api/channels/" + channelId + "/logs", JSON));
        check(answer, "reading logs");
        try {
            return StrictJson.list(object(answer), "logs").stream().map(String::valueOf).toList();
        } catch (JsonException e) {
            throw unexpected(e);
        }
    }

    /// How the job of a channel is: `Running`, `Pending`, `Dead`, `Unknown`.
    public String status(String channelId) {
        return pages("api/channel-statuses?channelId=" + channelId + "&", item -> String.valueOf(item.get("status"))).stream().findFirst()
                .orElse("Unknown");
    }

    /// Removes an application with its channels.
    public void deleteApp(String appId) {
        check(web.send(Request.of("DELETE", "api/apps/" + appId, JSON)), "deleting the application");
    }

    private static App app(Map<?, ?> item) {
        return new App(field(item, "id"), field(item, "name"), field(item, "storageId"));
    }

    private static Revision revision(Map<?, ?> item) {
        return new Revision(field(item, "id"), field(item, "appId"), field(item, "revisionNumber"));
    }

    private static Channel channel(Map<?, ?> item) {
        Revision active = item.get("activeRevision") instanceof Map<?, ?> revision ? revision(revision) : null;
        return new Channel(field(item, "id"), field(item, "appId"), field(item, "name"), field(item, "domain"), active);
    }

    private static String field(Map<?, ?> item, String name) {
        return item.get(name) instanceof String text ? text : "";
    }

    private <T> List<T> pages(String path, Function<Map<?, ?>, T> read) {
        List<T> all = new ArrayList<>();
        for (int page = 0; page < MAX_PAGES; page++) {
            Answer answer = web.send(Request.of("GET", path + "pageIndex=" + page + "&pageSize=" + PAGE, JSON));
            check(answer, "reading " + path.replaceFirst("\\?.*", ""));
            Map<String, Object> object = object(answer);
            try {
                List<?> items = StrictJson.list(object, "items");
                items.forEach(item -> {
                    if (item instanceof Map<?, ?> map) {
                        all.add(read.apply(map));
                    }
                });
                if (items.isEmpty() || Boolean.TRUE.equals(object.get("isLastPage"))) {
                    return all;
                }
            } catch (JsonException e) {
                throw unexpected(e);
            }
        }
        throw new HippoException("Hippo at " + url + " never comes to the last page of " + path);
    }

    private Answer post(String path, Map<String, ?> body) {
        return send("POST", path, body);
    }

    private Answer send(String method, String path, Map<String, ?> body) {
        return web.send(Request.of(method, path, JSON, new String(StrictJson.compact(body), StandardCharsets.UTF_8)));
    }

    /// Ids are answered as bare JSON strings.
    private String created(Answer answer, String what) {
        check(answer, what);
        String id = answer.text().strip();
        return id.startsWith("\"") && id.endsWith("\"") && id.length() > 1 ? id.substring(1, id.length() - 1) : id;
    }

    private void check(Answer answer, String what) {
        if (answer.isSuccess()) {
            return;
        }
        if (answer.status() == 401) {
            throw new HippoException.Unauthorized(url);
        }
        String message = what + " failed: Hippo at " + url + " answered " + answer.status() + ": " + detail(answer);
        throw answer.status() == 400 ? new HippoException.Invalid(message) : new HippoException(message);
    }

    /// What problem details (RFC 9457) say, field by field.
    private static String detail(Answer answer) {
        try {
            Map<String, Object> problem = StrictJson.object(answer.body());
            Map<?, ?> errors = StrictJson.map(problem, "errors");
            if (!errors.isEmpty()) {
                return errors.entrySet().stream().map(entry -> entry.getKey() + ": " + (entry.getValue() instanceof List<?> list
                        ? list
                                .stream().map(String::valueOf).collect(Collectors.joining(" "))
                        : entry.getValue())).collect(Collectors.joining(
                                "; "));
            }
            String detail = StrictJson.text(problem, "detail");
            String title = StrictJson.text(problem, "title");
            return detail != null ? detail : title != null ? title : "no reason given";
        } catch (JsonException _) {
            return answer.text().isBlank() ? "no reason given" : answer.text().lines().findFirst().orElse("");
        }
    }

    private Map<String, Object> object(Answer answer) {
        try {
            return StrictJson.object(answer.body());
        } catch (JsonException e) {
            throw unexpected(e);
        }
    }

    private HippoException unexpected(JsonException e) {
        return new HippoException("Hippo at " + url + " answered what is not its protocol: " + e.getMessage());
    }

    @Override
    public void close() {
        web.close();
    }
}
