package dev.spinjvm.plugins.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How far a cluster has come with what it was told. Decided from a Deployment and its pods alone.
public sealed interface Rollout {
    /// All replicas are new, and ready.
    record Ready(long replicas) implements Rollout {}

    /// @param why for a user
    record Underway(long ready, long replicas, String why) implements Rollout {}

    /// The cluster gave up.
    record Failed(String why) implements Rollout {}

    /// Reads a Deployment.
    ///
    /// @param image that its pods are to mention
    static Rollout of(Map<?, ?> deployment, String image) {
        Map<?, ?> spec = map(deployment.get("spec"));
        Map<?, ?> status = map(deployment.get("status"));
        long wanted = number(spec.get("replicas"), 1);
        long available = number(status.get("availableReplicas"), 0);
        if (!mentions(spec.get("template"), image) || number(status.get("observedGeneration"), 0) < number(map(deployment.get("metadata"))
                .get("generation"), 0)) {
            return new Underway(available, wanted, "the cluster has not looked at it yet");
        }
        for (Map<?, ?> condition : maps(status.get("conditions"))) {
            boolean gaveUp = Objects.equals(condition.get("type"), "Progressing") && Objects.equals(condition.get("reason"),
                    "ProgressDeadlineExceeded");
            boolean forbidden = Objects.equals(condition.get("type"), "ReplicaFailure") && Objects.equals(condition.get("status"), "True");
            if (gaveUp || forbidden) {
                return new Failed(String.valueOf(condition.get("message")));
            }
        }
        long updated = number(status.get("updatedReplicas"), 0);
        long all = number(status.get("replicas"), 0);
        if (updated < wanted) {
            return new Underway(available, wanted, updated + " of " + wanted + " new replicas have been made");
        }
        if (all > updated) {
            return new Underway(available, wanted, (all - updated) + " old replicas are still there");
        }
        return available < wanted
                ? new Underway(available, wanted, available + " of " + wanted + " replicas are ready")
                : new Ready(available);
    }

    /// What keeps pods from running, a line for each.
    static List<String> troubles(List<Map<?, ?>> pods) {
        List<String> troubles = new ArrayList<>();
        for (Map<?, ?> pod : pods) {
            String name = String.valueOf(map(pod.get("metadata")).get("name"));
            Map<?, ?> status = map(pod.get("status"));
            for (Map<?, ?> container : maps(status.get("containerStatuses"))) {
                Map<?, ?> waiting = map(map(container.get("state")).get("waiting"));
                if (waiting.get("reason") instanceof String reason && !reason.equals("ContainerCreating")) {
                    troubles.add(name + ": " + reason + (waiting.get("message") instanceof String message ? ": " + message : ""));
                }
            }
            for (Map<?, ?> condition : maps(status.get("conditions"))) {
                if (Objects.equals(condition.get("reason"), "Unschedulable")) {
                    troubles.add(name + ": no node takes it: " + condition.get("message"));
                }
            }
        }
        return troubles;
    }

    private static boolean mentions(@Nullable Object value, String text) {
        return switch (value) {
            case Map<?, ?> map -> map.values().stream().anyMatch(below -> mentions(below, text));
            case List<?> list -> list.stream().anyMatch(element -> mentions(element, text));
            case String string -> string.equals(text);
            case null, default -> false;
        };
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<Map<?, ?>> maps(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().<Map<?, ?>>map(Rollout::map).toList() : List.of();
    }

    private static long number(@Nullable Object value, long otherwise) {
        return value instanceof Long number ? number : otherwise;
    }
}
