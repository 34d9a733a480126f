package dev.spinjvm.plugins.kubernetes;

import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.plugins.json.JsonTextException;
import dev.spinjvm.plugins.kubernetes.Workload.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Applications in one namespace of a cluster. Each step says how things are to be in the end, so that what was interrupted, or is done
/// twice, comes to the same end.
///
/// @param namespace where everything is
public record Deployments(Cluster cluster, String namespace) {
    /// The images that the application had, the oldest first, and so what can be gone back to.
    private static final String IMAGES = "spinjvm.dev/images";
    /// What the cluster was told last, without annotations, so that it can be told again with another image.
    private static final String APPLIED = "spinjvm.dev/applied";
    /// Which versions of its secrets pods have read; another value makes new pods.
    private static final String SECRETS = "spinjvm.dev/secrets";
    private static final int REMEMBERED = 10;
    private static final long POLL_MILLIS = 1000;

    /// An application on the cluster.
    ///
    /// @param image the one that it is to have
    /// @param images those that it had, the oldest first
    /// @param pods one line for each
    public record Status(Kind kind, String image, List<String> images, Rollout rollout, List<String> pods, List<String> troubles) {}

    /// What an application went back to.
    public record Returned(Kind kind, String image) {}

    // --- Deploying

    /// Makes a workload run, and removes what an earlier one of its name needed besides.
    ///
    /// @param force take over fields that others set
    public void deploy(Workload work, boolean force) {
        Resource.Id main = Manifests.main(work.kind(), work.name());
        Optional<Map<String, Object>> before = cluster.find(main, namespace);
        refuseOthers(work, before);
        Map<String, String> versions = new TreeMap<>();
        Set<Resource.Id> made = new HashSet<>();
        for (Resource resource : Manifests.of(work)) {
            made.add(resource.id());
            if (resource.id().equals(main)) {
                Resource complete = versions.isEmpty() ? resource : noted(work.kind(), resource, versions);
                applyMain(complete, history(before, work.image()), force);
            } else {
                Map<String, Object> applied = cluster.apply(resource, namespace, force);
                if (resource.id().kind().equals("Secret")) {
                    versions.put(resource.id().name(), text(applied, "metadata", "resourceVersion"));
                }
            }
        }
        Manifests.companions(work.name()).stream().filter(id -> !made.contains(id)).forEach(this::deleteOwn);
    }

    /// A Deployment that the operator made for a SpinApp of the same name, or one that somebody else made, is left alone.
    private void refuseOthers(Workload work, Optional<Map<String, Object>> before) {
        if (work.kind() != Kind.DEPLOYMENT || before.isEmpty() || isOwn(before.get())) {
            return;
        }
        throw new ClusterException("There is a Deployment '" + work.name() + "' in the namespace '" + namespace
                + "' that Spin did not make\nChoose another name with --name, or remove it first.");
    }

    private static Resource noted(Kind kind, Resource resource, Map<String, String> versions) {
        String text = String.join(" ", versions.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList());
        return switch (kind) {
            case SPIN_APP -> resource.with(Map.of(SECRETS, text), "spec", "podAnnotations");
            case DEPLOYMENT -> resource.with(Map.of(SECRETS, text), "spec", "template", "metadata", "annotations");
        };
    }

    private void applyMain(Resource resource, List<String> images, boolean force) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(APPLIED, JsonText.compact(resource.content()));
        annotations.put(IMAGES, String.join(" ", images));
        cluster.apply(resource.with(annotations, "metadata", "annotations"), namespace, force);
    }

    private static List<String> history(Optional<Map<String, Object>> before, String image) {
        List<String> images = new ArrayList<>(before.map(Deployments::images).orElse(List.of()));
        images.remove(image);
        images.add(image);
        return List.copyOf(images.subList(Math.max(0, images.size() - REMEMBERED), images.size()));
    }

    private static List<String> images(Map<String, Object> main) {
        String text = text(main, "metadata", "annotations", IMAGES);
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    /// Waits until the cluster has done what it was told.
    ///
    /// @param tick called before each look
    /// @return how it stands at the end of the time
    public Rollout await(String name, String image, Duration time, Runnable tick) {
        long end = System.nanoTime() + time.toNanos();
        while (true) {
            tick.run();
            Rollout rollout = rollout(name, image);
            if (!(rollout instanceof Rollout.Underway) || System.nanoTime() >= end) {
                return rollout;
            }
            Cluster.pause(Math.clamp((end - System.nanoTime()) / 1_000_000, 1, POLL_MILLIS));
        }
    }

    private Rollout rollout(String name, String image) {
        return cluster.find(Manifests.main(Kind.DEPLOYMENT, name), namespace).map(deployment -> Rollout.of(deployment, image)).orElse(
                new Rollout.Underway(0, 1, "the cluster has made no Deployment for it yet"));
    }

    /// What keeps the pods of an application from running, a line for each.
    public List<String> troubles(Kind kind, String name) {
        return Rollout.troubles(pods(kind, name));
    }

    // --- Looking

    /// How an application is.
    ///
    /// @throws ClusterException if there is none of this name
    public Status status(String name) {
        Found found = require(name);
        String image = found.image();
        List<Map<?, ?>> pods = pods(found.kind, name);
        List<String> lines = pods.stream().map(pod -> podName(pod) + ": " + Optional.ofNullable(below(pod, "status", "phase")).orElse(
                "Unknown")).toList();
        return new Status(found.kind, image, images(found.main), rollout(name, image), lines, Rollout.troubles(pods));
    }

    private record Found(Kind kind, Map<String, Object> main) {
        String image() {
            Object applied = applied();
            Object spin = kind == Kind.SPIN_APP ? below(applied, "spec", "image") : null;
            return spin instanceof String image ? image : Deployments.image(applied);
        }

        Map<String, Object> applied() {
            try {
                return JsonText.object(text(main, "metadata", "annotations", APPLIED));
            } catch (JsonTextException _) {
                throw new ClusterException("The " + kind + " was not made by this version of Spin; deploy the application again");
            }
        }
    }

    /// The image of the application in what a Deployment was told: that of its container, or the one that its Spin fetches.
    private static String image(@Nullable Object applied) {
        Object containers = below(applied, "spec", "template", "spec", "containers");
        Object container = containers instanceof List<?> list && !list.isEmpty() ? list.getFirst() : null;
        if (below(container, "args") instanceof List<?> words && words.size() > 2 && "-f".equals(words.get(1))) {
            return String.valueOf(words.get(2));
        }
        return String.valueOf(below(container, "image"));
    }

    private Found require(String name) {
        for (Kind kind : Kind.values()) {
            Optional<Map<String, Object>> main = cluster.find(Manifests.main(kind, name), namespace);
            if (main.isPresent() && isOwn(main.get())) {
                return new Found(kind, main.get());
            }
        }
        throw ClusterException.hinting("There is no application '" + name + "' of Spin in the namespace '" + namespace
                + "' of the context '" + cluster.access().context() + "'",
                "--name, --namespace and --context say which one is meant.");
    }

    private List<Map<?, ?>> pods(Kind kind, String name) {
        String labels = switch (kind) {
            case SPIN_APP -> "core.spinkube.dev/app-name=" + name;
            case DEPLOYMENT -> Manifests.NAME_LABEL + "=" + name + "," + Manifests.MANAGER_LABEL + "=" + Manifests.MANAGER;
        };
        return cluster.list(new Resource.Id("v1", "Pod", name), namespace, labels);
    }

    private static String podName(Map<?, ?> pod) {
        return String.valueOf(below(pod, "metadata", "name"));
    }

    /// Hands over what the pods of an application wrote, line by line; at once if they are followed, in which case this ends with them.
    ///
    /// @param lines how many of each pod's last ones
    /// @param taker given the name of a pod and a line; called by several threads, one at a time for each pod
    public void logs(String name, int lines, boolean follow, BiConsumer<String, String> taker) {
        List<Thread> readers = new ArrayList<>();
        for (Map<?, ?> pod : pods(require(name).kind, name)) {
            Optional<InputStream> log = cluster.log(podName(pod), namespace, lines, follow);
            if (log.isPresent()) {
                Thread reader = Thread.ofVirtual().unstarted(() -> read(log.get(), line -> taker.accept(podName(pod), line)));
                reader.start();
                readers.add(reader);
                if (!follow) {
                    join(reader);
                }
            }
        }
        readers.forEach(Deployments::join);
    }

    private static void read(InputStream log, Consumer<String> taker) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                taker.accept(line);
            }
        } catch (IOException _) {
            // The pod is gone, and what it said has been handed over.
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted", e);
        }
    }

    // --- Going back, removing

    /// Gives an application an image that it had before; everything else stays as it is.
    ///
    /// @param wanted a digest or image out of [Status#images]; the one before the present one if nothing is said
    public Returned rollBack(String name, Optional<String> wanted) {
        Found found = require(name);
        List<String> images = images(found.main);
        String present = found.image();
        int at = images.indexOf(present);
        String target = wanted.map(text -> images.stream().filter(image -> image.equals(text) || image.endsWith("@" + text)).findFirst()
                .orElseThrow(() -> ClusterException.hinting("'" + name + "' never had the image '" + text + "'", "It had: " + String.join(
                        ", ", images)))).orElseGet(() -> {
                            if (at <= 0) {
                                throw ClusterException.hinting("There is no image of '" + name + "' before the present one", "It had: "
                                        + String.join(", ", images));
                            }
                            return images.get(at - 1);
                        });
        Resource.Id id = Manifests.main(found.kind, name);
        Map<String, Object> content = new LinkedHashMap<>();
        found.applied().forEach((member, value) -> content.put(member, replaced(value, present, target)));
        applyMain(new Resource(id, content), images, false);
        return new Returned(found.kind, target);
    }

    private static Object replaced(Object value, String text, String other) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((name, below) -> copy.put(String.valueOf(name), replaced(below, text, other)));
                yield copy;
            }
            case List<?> list -> list.stream().map(element -> replaced(element, text, other)).toList();
            default -> value.equals(text) ? other : value;
        };
    }

    /// Removes an application with all that was made for it.
    public void delete(String name) {
        require(name);
        deleteIfThere(name);
    }

    /// The same where nobody knows how much of it was made.
    void deleteIfThere(String name) {
        for (Kind kind : Kind.values()) {
            deleteOwn(Manifests.main(kind, name));
        }
        Manifests.companions(name).forEach(this::deleteOwn);
    }

    private void deleteOwn(Resource.Id id) {
        if (cluster.find(id, namespace).filter(Deployments::isOwn).isPresent()) {
            cluster.delete(id, namespace);
        }
    }

    private static boolean isOwn(Map<String, Object> resource) {
        return text(resource, "metadata", "labels", Manifests.MANAGER_LABEL).equals(Manifests.MANAGER);
    }

    private static String text(Map<String, Object> resource, String... path) {
        return below(resource, path) instanceof String text ? text : "";
    }

    private static @Nullable Object below(@Nullable Object value, String... path) {
        Object at = value;
        for (String member : path) {
            at = at instanceof Map<?, ?> map ? map.get(member) : null;
        }
        return at;
    }
}
