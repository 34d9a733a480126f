package dev.spinjvm.plugins.kubernetes;

/// What the refusals of a cluster mean, and what can be done about them.
final class Refusals {
    private Refusals() {}

    /// @param message what the cluster says
    /// @param verb what was to be done with the resource
    static ClusterException of(int status, String message, String verb, Resource.Id id, String context) {
        String start = "The cluster of the context '" + context + "' does not " + verb + " the " + id;
        String reason = message.isEmpty() ? " (HTTP status " + status + ")" : ": " + message;
        return switch (status) {
            case 401 -> ClusterException.hinting("The cluster of the context '" + context + "' does not know who asks" + reason,
                    "The login in the kubeconfig may have expired: log in again as the cluster's provider says.");
            case 403 -> ClusterException.hinting(start + reason,
                    "This user lacks the right to; ask for it, or name another namespace or context with --namespace or --context.");
            case 404 -> notFound(start, message, reason, id);
            case 409 -> ClusterException.hinting(start + reason,
                    "Somebody else set these fields; take them over with --force-conflicts.");
            default -> new ClusterException(start + reason);
        };
    }

    private static ClusterException notFound(String start, String message, String reason, Resource.Id id) {
        if (message.startsWith("namespaces ")) {
            return ClusterException.hinting(start + reason, "Make the namespace, or name another one with --namespace.");
        }
        return switch (id.kind()) {
            case "SpinApp" -> ClusterException.hinting(start + ": it does not know resources of " + id.apiVersion(),
                    "Install SpinKube's operator there, or deploy with --kind deployment, which needs none.");
            case "ScaledObject" -> ClusterException.hinting(start + ": it does not know resources of " + id.apiVersion(),
                    "Install KEDA there, or use --autoscaler hpa.");
            default -> new ClusterException(start + reason);
        };
    }
}
