package dev.spinjvm.oci.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.MediaTypes;
import dev.spinjvm.oci.http.StubServer.Reply;
import dev.spinjvm.oci.http.StubServer.Request;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A registry in memory that follows the protocol, except where a test makes it misbehave.
final class MemoryRegistry implements StubServer.Handler {
    private static final Pattern BLOB = Pattern.compile("/v2/(.+)/blobs/(sha\\d+:[0-9a-f]+)");
    private static final Pattern UPLOAD = Pattern.compile("/v2/(.+)/blobs/uploads/(\\d*)");
    private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/(.+)");
    private static final Pattern TAGS = Pattern.compile("/v2/(.+)/tags/list");

    final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final List<Function<Request, Optional<Reply>>> tricks = new CopyOnWriteArrayList<>();
    private final AtomicInteger uploads = new AtomicInteger();

    /// What is answered instead of the right thing, where it gives an answer.
    void trick(Function<Request, @Nullable Reply> trick) {
        tricks.add(trick.andThen(Optional::ofNullable));
    }

    /// The trick plays so many times.
    void trick(int times, Function<Request, @Nullable Reply> trick) {
        var left = new AtomicInteger(times);
        trick(request -> {
            if (left.get() <= 0) {
                return null;
            }
            Reply reply = trick.apply(request);
            return reply == null || left.getAndDecrement() <= 0 ? null : reply;
        });
    }

    Digest putBlob(String repository, byte[] content) {
        Digest digest = Digest.ofSha256(content);
        blobs.put(repository + "@" + digest, content);
        return digest;
    }

    Digest putManifest(String repository, String tag, byte[] content) {
        Digest digest = Digest.ofSha256(content);
        manifests.put(repository + ":" + tag, content);
        manifests.put(repository + ":" + digest, content);
        return digest;
    }

    @Override
    public Reply handle(Request request) {
        for (Function<Request, Optional<Reply>> trick : tricks) {
            Optional<Reply> reply = trick.apply(request);
            if (reply.isPresent()) {
                return reply.get();
            }
        }
        if (request.path().equals("/v2/")) {
            return Reply.of(200, "{}");
        }
        Matcher upload = UPLOAD.matcher(request.path());
        if (upload.matches()) {
            return upload(request, upload.group(1), upload.group(2));
        }
        Matcher blob = BLOB.matcher(request.path());
        if (blob.matches()) {
            return blob(request, blobs.get(blob.group(1) + "@" + blob.group(2)));
        }
        Matcher manifest = MANIFEST.matcher(request.path());
        if (manifest.matches()) {
            return manifest(request, manifest.group(1), manifest.group(2));
        }
        Matcher tags = TAGS.matcher(request.path());
        return tags.matches() ? tags(tags.group(1)) : Reply.of(404);
    }

    private Reply upload(Request request, String repository, String number) {
        if (request.method().equals("POST")) {
            Matcher mount = Pattern.compile("mount=([^&]+)&from=(.+)").matcher(request.query());
            byte[] other = mount.matches() ? blobs.get(mount.group(2).replace("%2F", "/") + "@" + mount.group(1)) : null;
            if (other != null) {
                putBlob(repository, other);
                return Reply.of(201);
            }
            return Reply.of(202).with("Location", "/v2/" + repository + "/blobs/uploads/" + uploads.incrementAndGet() + "?state=a%3Db");
        }
        if (request.method().equals("DELETE")) {
            return Reply.of(204);
        }
        Digest digest = Digest.ofSha256(request.body());
        if (number.isEmpty() || !request.query().equals("state=a%3Db&digest=" + digest)) {
            return Reply.of(400, "{\"errors\":[{\"code\":\"DIGEST_INVALID\",\"message\":\"provided digest did not match\"}]}");
        }
        blobs.put(repository + "@" + digest, request.body());
        return Reply.of(201).with("Docker-Content-Digest", digest.toString());
    }

    private static Reply blob(Request request, byte @Nullable [] content) {
        if (content == null) {
            return Reply.of(404, "{\"errors\":[{\"code\":\"BLOB_UNKNOWN\",\"message\":\"blob unknown to registry\"}]}");
        }
        String range = request.headers().get("range");
        if (range == null) {
            return Reply.of(200, content);
        }
        int start = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        byte[] rest = Arrays.copyOfRange(content, start, content.length);
        return Reply.of(206, rest).with("Content-Range", "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
    }

    private Reply manifest(Request request, String repository, String name) {
        if (request.method().equals("PUT")) {
            Digest digest = putManifest(repository, name, request.body());
            return Reply.of(201).with("Docker-Content-Digest", digest.toString());
        }
        byte[] content = manifests.get(repository + ":" + name);
        if (content == null) {
            return Reply.of(404, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}");
        }
        boolean index = new String(content, StandardCharsets.UTF_8).contains("\"manifests\"");
        return Reply.of(200, content).with("Content-Type", index ? MediaTypes.IMAGE_INDEX : MediaTypes.IMAGE_MANIFEST)
                .with("Docker-Content-Digest", Digest.ofSha256(content).toString());
    }

    private Reply tags(String repository) {
        String tags = manifests.keySet().stream().filter(name -> name.startsWith(repository + ":") && !name.contains("sha256"))
                .map(name -> "\"" + name.substring(repository.length() + 1) + "\"").sorted()
                .collect(Collectors.joining(","));
        return Reply.of(200, "{\"name\":\"" + repository + "\",\"tags\":[" + tags + "]}");
    }
}
