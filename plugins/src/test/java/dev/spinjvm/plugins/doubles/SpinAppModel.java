package dev.spinjvm.plugins.doubles;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Resources that operators add to clusters, with the fields that their definitions have and no others.
final class SpinAppModel {
    private SpinAppModel() {}

    /// core.spinkube.dev/v1alpha1
    record SpinApp(String apiVersion, String kind, ObjectMeta metadata, Spec spec, @Nullable Object status) {}

    record Spec(@JsonProperty(required = true) String executor, @JsonProperty(required = true) String image,
            @Nullable List<LocalObjectReference> imagePullSecrets, @Nullable Checks checks, @Nullable Integer replicas,
            @Nullable Boolean enableAutoscaling, @Nullable RuntimeConfig runtimeConfig, @Nullable List<Volume> volumes,
            @Nullable List<VolumeMount> volumeMounts, @Nullable List<Variable> variables,
            @Nullable Map<String, String> serviceAnnotations, @Nullable Map<String, String> deploymentAnnotations,
            @Nullable Map<String, String> podAnnotations, @Nullable Map<String, String> podLabels, @Nullable Amounts resources,
            @Nullable List<String> components, @Nullable String serviceAccountName, @Nullable Map<String, String> invocationLimits) {}

    record Checks(@Nullable Probe readiness, @Nullable Probe liveness) {}

    record Probe(@Nullable HttpGet httpGet, @Nullable Integer initialDelaySeconds, @Nullable Integer timeoutSeconds,
            @Nullable Integer periodSeconds, @Nullable Integer successThreshold, @Nullable Integer failureThreshold) {}

    record HttpGet(@JsonProperty(required = true) String path, @Nullable List<Header> httpHeaders) {}

    record Header(@JsonProperty(required = true) String name, @JsonProperty(required = true) String value) {}

    record RuntimeConfig(@Nullable String loadFromSecret, @Nullable List<Store> sqliteDatabases, @Nullable List<Store> keyValueStores,
            @Nullable LlmCompute llmCompute) {}

    record Store(@JsonProperty(required = true) String name, @JsonProperty(required = true) String type,
            @Nullable List<Variable> options) {}

    record LlmCompute(@JsonProperty(required = true) String type, @Nullable List<Variable> options) {}

    record Variable(@JsonProperty(required = true) String name, @Nullable String value, @Nullable EnvVarSource valueFrom) {}

    record Amounts(@Nullable Map<String, Quantity> limits, @Nullable Map<String, Quantity> requests) {}

    /// keda.sh/v1alpha1
    record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, ScaledSpec spec, @Nullable Object status) {}

    record ScaledSpec(@JsonProperty(required = true) ScaleTarget scaleTargetRef, @Nullable Integer minReplicaCount,
            @Nullable Integer maxReplicaCount, @JsonProperty(required = true) List<ScaleTrigger> triggers) {}

    record ScaleTarget(@Nullable String apiVersion, @Nullable String kind, @JsonProperty(required = true) String name) {}

    record ScaleTrigger(@JsonProperty(required = true) String type, @Nullable String metricType,
            @JsonProperty(required = true) Map<String, String> metadata) {}
}
