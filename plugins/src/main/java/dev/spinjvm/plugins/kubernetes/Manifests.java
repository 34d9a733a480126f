package dev.spinjvm.plugins.kubernetes;

import dev.spinjvm.plugins.kubernetes.Workload.Autoscaler;
import dev.spinjvm.plugins.kubernetes.Workload.Kind;
import dev.spinjvm.plugins.kubernetes.Workload.Limits;
import dev.spinjvm.plugins.kubernetes.Workload.Scaling;
import dev.spinjvm.plugins.kubernetes.Workload.Variable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The resources of a workload. Equal workloads give equal resources, in the same order: secrets, then what stands for the application,
/// then what needs that.
public final class Manifests {
    /// Marks what this program made and may remove.
    static final String MANAGER_LABEL = "app.kubernetes.io/managed-by";
    static final String MANAGER = "spin";
    static final String NAME_LABEL = "app.kubernetes.io/name";
    static final String SPIN_APP_API = "core.spinkube.dev/v1alpha1";
    private static final String RUNTIME_CONFIG = "runtime-config.toml";
    private static final int PORT = 8080;
    private static final String PORT_NAME = "http-app";
    private static final String HEALTH = "/.well-known/spin/health";

    private final Workload work;

    private Manifests(Workload work) {
        this.work = work;
    }

    /// All resources.
    public static List<Resource> of(Workload work) {
        Manifests manifests = new Manifests(work);
        List<Resource> resources = new ArrayList<>();
        manifests.secrets(resources);
        switch (work.kind()) {
            case SPIN_APP -> resources.add(manifests.spinApp());
            case DEPLOYMENT -> {
                resources.add(manifests.deployment());
                if (work.http()) {
                    resources.add(manifests.service());
                }
            }
        }
        switch (work.scaling().autoscaler()) {
            case NONE -> {
                // Then the number of replicas is fixed.
            }
            case HPA -> resources.add(manifests.horizontalPodAutoscaler());
            case KEDA -> resources.add(manifests.scaledObject());
        }
        return List.copyOf(resources);
    }

    /// The resource that stands for an application.
    static Resource.Id main(Kind kind, String name) {
        return switch (kind) {
            case SPIN_APP -> new Resource.Id(SPIN_APP_API, "SpinApp", name);
            case DEPLOYMENT -> new Resource.Id("apps/v1", "Deployment", name);
        };
    }

    /// All others that an application of that name can have.
    static List<Resource.Id> companions(String name) {
        return List.of(new Resource.Id("v1", "Service", name), new Resource.Id("autoscaling/v2", "HorizontalPodAutoscaler", autoscaler(
                name)), new Resource.Id("keda.sh/v1alpha1", "ScaledObject", autoscaler(name)), new Resource.Id("v1", "Secret",
                        runtimeConfig(name)), new Resource.Id("v1", "Secret", variables(name)));
    }

    private static String autoscaler(String name) {
        return name + "-autoscaler";
    }

    private static String runtimeConfig(String name) {
        return name + "-runtime-config";
    }

    private static String variables(String name) {
        return name + "-variables";
    }

    private Resource resource(String apiVersion, String kind, String name, Map<String, Object> rest) {
        return Resource.of(apiVersion, kind, name, Map.of("labels", labels()), rest);
    }

    private Map<String, Object> labels() {
        return new TreeMap<>(Map.of(NAME_LABEL, work.name(), MANAGER_LABEL, MANAGER));
    }

    // --- Secrets

    private void secrets(List<Resource> resources) {
        String config = work.runtimeConfig();
        if (config != null) {
            resources.add(secret(runtimeConfig(work.name()), Map.of(RUNTIME_CONFIG, config)));
        }
        Map<String, String> secret = new TreeMap<>();
        work.variables().stream().filter(Variable::secret).forEach(variable -> secret.put(variable.name(), variable.value()));
        if (!secret.isEmpty()) {
            resources.add(secret(variables(work.name()), secret));
        }
    }

    private Resource secret(String name, Map<String, String> values) {
        Map<String, Object> data = new TreeMap<>();
        values.forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return resource("v1", "Secret", name, ordered("type", "Opaque", "data", data));
    }

    /// Where the value of a variable comes from, under the name that it has there.
    private Map<String, Object> value(String name, Variable variable) {
        return variable.secret()
                ? ordered("name", name, "valueFrom", Map.of("secretKeyRef", ordered("name", variables(work.name()), "key", variable
                        .name())))
                : ordered("name", name, "value", variable.value());
    }

    // --- SpinApp

    private Resource spinApp() {
        Map<String, Object> spec = ordered("image", work.image(), "executor", work.executor());
        if (work.scaling().autoscaler() == Autoscaler.NONE) {
            spec.put("replicas", work.scaling().replicas());
        } else {
            spec.put("enableAutoscaling", true);
        }
        if (work.azureIdentity()) {
            spec.put("podLabels", Map.of("azure.workload.identity/use", "true"));
        }
        putUnlessEmpty(spec, "serviceAccountName", work.serviceAccount());
        putUnlessEmpty(spec, "variables", work.variables().stream().map(variable -> value(variable.name(), variable)).toList());
        putUnlessEmpty(spec, "components", work.components());
        putUnlessEmpty(spec, "resources", amounts());
        putUnlessEmpty(spec, "imagePullSecrets", pullSecrets());
        if (work.runtimeConfig() != null) {
            spec.put("runtimeConfig", Map.of("loadFromSecret", runtimeConfig(work.name())));
        }
        if (work.http()) {
            spec.put("checks", ordered("readiness", Map.of("httpGet", Map.of("path", HEALTH)), "liveness", Map.of("httpGet", Map.of("path",
                    HEALTH))));
        }
        return resource(SPIN_APP_API, "SpinApp", work.name(), Map.of("spec", spec));
    }

    private Map<String, Object> amounts() {
        Limits limits = work.limits();
        Map<String, Object> most = new LinkedHashMap<>();
        putUnlessEmpty(most, "cpu", limits.cpuLimit());
        putUnlessEmpty(most, "memory", limits.memoryLimit());
        Map<String, Object> wanted = new LinkedHashMap<>();
        putUnlessEmpty(wanted, "cpu", limits.cpuRequest());
        putUnlessEmpty(wanted, "memory", limits.memoryRequest());
        Map<String, Object> amounts = new LinkedHashMap<>();
        putUnlessEmpty(amounts, "limits", most);
        putUnlessEmpty(amounts, "requests", wanted);
        return amounts;
    }

    private List<Map<String, Object>> pullSecrets() {
        return work.pullSecrets().stream().<Map<String, Object>>map(name -> Map.of("name", name)).toList();
    }

    // --- Deployment

    private Resource deployment() {
        Map<String, Object> spec = new LinkedHashMap<>();
        if (work.scaling().autoscaler() == Autoscaler.NONE) {
            spec.put("replicas", work.scaling().replicas());
        }
        spec.put("selector", Map.of("matchLabels", labels()));
        Map<String, Object> podLabels = labels();
        if (work.azureIdentity()) {
            podLabels.put("azure.workload.identity/use", "true");
        }
        spec.put("template", ordered("metadata", Map.of("labels", podLabels), "spec", pod()));
        return resource("apps/v1", "Deployment", work.name(), Map.of("spec", spec));
    }

    private Map<String, Object> pod() {
        Map<String, Object> pod = new LinkedHashMap<>();
        putUnlessEmpty(pod, "serviceAccountName", work.serviceAccount());
        putUnlessEmpty(pod, "imagePullSecrets", pullSecrets());
        pod.put("securityContext", Map.of("seccompProfile", Map.of("type", "RuntimeDefault")));
        pod.put("containers", List.of(container()));
        if (work.runtimeConfig() != null) {
            pod.put("volumes", List.of(ordered("name", "spin-runtime-config", "secret", Map.of("secretName", runtimeConfig(work
                    .name())))));
        }
        return pod;
    }

    private Map<String, Object> container() {
        String spin = work.spinImage();
        Map<String, Object> container = ordered("name", work.name(), "image", spin == null ? work.image() : spin);
        List<String> words = new ArrayList<>(spin == null ? List.of() : List.of("up", "-f", work.image()));
        work.components().forEach(component -> words.addAll(List.of("--component-id", component)));
        putUnlessEmpty(container, "args", words);
        container.put("env", environment());
        if (work.http()) {
            container.put("ports", List.of(ordered("name", PORT_NAME, "containerPort", PORT)));
            Map<String, Object> health = Map.of("httpGet", ordered("path", HEALTH, "port", PORT_NAME));
            container.put("startupProbe", probe(health, 2, 60));
            container.put("readinessProbe", probe(health, 5, 3));
            container.put("livenessProbe", probe(health, 10, 3));
        }
        putUnlessEmpty(container, "resources", amounts());
        container.put("securityContext", ordered("allowPrivilegeEscalation", false, "capabilities", Map.of("drop", List.of("ALL"))));
        if (work.runtimeConfig() != null) {
            container.put("volumeMounts", List.of(ordered("name", "spin-runtime-config", "mountPath", "/etc/spin", "readOnly", true)));
        }
        return container;
    }

    private List<Map<String, Object>> environment() {
        List<Map<String, Object>> environment = new ArrayList<>();
        environment.add(ordered("name", "SPIN_HTTP_LISTEN_ADDR", "value", "0.0.0.0:" + PORT));
        if (work.runtimeConfig() != null) {
            environment.add(ordered("name", "RUNTIME_CONFIG_FILE", "value", "/etc/spin/" + RUNTIME_CONFIG));
        }
        work.variables().forEach(variable -> environment.add(value("SPIN_VARIABLE_" + variable.name().toUpperCase(Locale.ROOT),
                variable)));
        return environment;
    }

    private static Map<String, Object> probe(Map<String, Object> what, int period, int failures) {
        Map<String, Object> probe = new LinkedHashMap<>(what);
        probe.put("periodSeconds", period);
        probe.put("failureThreshold", failures);
        return probe;
    }

    private Resource service() {
        return resource("v1", "Service", work.name(), Map.of("spec", ordered("type", "ClusterIP", "selector", labels(), "ports", List.of(
                ordered("name", PORT_NAME, "port", 80, "protocol", "TCP", "targetPort", PORT_NAME)))));
    }

    // --- Autoscalers

    private Map<String, Object> target() {
        return ordered("apiVersion", "apps/v1", "kind", "Deployment", "name", work.name());
    }

    private Resource horizontalPodAutoscaler() {
        Scaling scaling = work.scaling();
        return resource("autoscaling/v2", "HorizontalPodAutoscaler", autoscaler(work.name()), Map.of("spec", ordered("scaleTargetRef",
                target(), "minReplicas", scaling.replicas(), "maxReplicas", scaling.maxReplicas(), "metrics", List.of(metric("cpu", scaling
                        .cpu()), metric("memory", scaling.memory())))));
    }

    private static Map<String, Object> metric(String name, int utilization) {
        return ordered("type", "Resource", "resource", ordered("name", name, "target", ordered("type", "Utilization", "averageUtilization",
                utilization)));
    }

    private Resource scaledObject() {
        Scaling scaling = work.scaling();
        return resource("keda.sh/v1alpha1", "ScaledObject", autoscaler(work.name()), Map.of("spec", ordered("scaleTargetRef", target(),
                "minReplicaCount", scaling.replicas(), "maxReplicaCount", scaling.maxReplicas(), "triggers", List.of(trigger("cpu", scaling
                        .cpu()), trigger("memory", scaling.memory())))));
    }

    private static Map<String, Object> trigger(String type, int utilization) {
        return ordered("type", type, "metricType", "Utilization", "metadata", Map.of("value", String.valueOf(utilization)));
    }

    // --- Maps

    /// A map in the order of writing, of names and values in turn.
    private static Map<String, Object> ordered(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }

    private static void putUnlessEmpty(Map<String, Object> map, String name, Object value) {
        boolean empty = value.equals("") || value instanceof List<?> list && list.isEmpty() || value instanceof Map<?, ?> below && below
                .isEmpty();
        if (!empty) {
            map.put(name, value);
        }
    }
}
