package dev.spinjvm.plugins.doubles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Says what is wrong with a resource: fields that the typed model of its kind does not have, values of another type, and what clusters refuse
/// beyond that.
public final class StrictModels {
    private static final Map<String, Class<?>> MODELS = Map.of("v1/Secret", Secret.class, "v1/Service", Service.class, "v1/Pod", Pod.class,
            "apps/v1/Deployment", Deployment.class, "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "core.spinkube.dev/v1alpha1/SpinApp", SpinAppModel.SpinApp.class, "keda.sh/v1alpha1/ScaledObject",
            SpinAppModel.ScaledObject.class);
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(
                    new JacksonAnnotationIntrospector() {
                        private static final long serialVersionUID = 1L;

                        /// The models keep what they do not know aside; here there is to be nothing of that.
                        @Override
                        public Boolean hasAnySetter(Annotated annotated) {
                            return false;
                        }

                        @Override
                        public com.fasterxml.jackson.annotation.JsonIgnoreProperties.Value findPropertyIgnoralByName(
                                com.fasterxml.jackson.databind.cfg.MapperConfig<?> config, Annotated annotated) {
                            return com.fasterxml.jackson.annotation.JsonIgnoreProperties.Value.empty();
                        }
                    });

    private StrictModels() {}

    /// @return nothing if all is well
    public static List<String> problems(JsonNode resource) {
        Class<?> model = MODELS.get(resource.path("apiVersion").asText() + "/" + resource.path("kind").asText());
        if (model == null) {
            return List.of("no model for " + resource.path("apiVersion") + " " + resource.path("kind"));
        }
        List<String> problems = new ArrayList<>();
        try {
            MAPPER.treeToValue(resource, model);
        } catch (JsonProcessingException e) {
            problems.add(e.getOriginalMessage());
        }
        switch (resource.path("kind").asText()) {
            case "Secret" -> resource.path("data").forEach(value -> {
                try {
                    Base64.getDecoder().decode(value.asText());
                } catch (IllegalArgumentException _) {
                    problems.add("data is not base64");
                }
            });
            case "Deployment" -> deployment(resource, problems);
            case "SpinApp" -> {
                boolean scaled = resource.path("spec").path("enableAutoscaling").asBoolean();
                if (scaled == resource.path("spec").has("replicas")) {
                    problems.add("spec.replicas: must be set unless autoscaling is enabled, and then must not");
                }
            }
            default -> {
                // What the types say is enough.
            }
        }
        if (!resource.path("metadata").path("name").asText().matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")) {
            problems.add("metadata.name: no DNS name");
        }
        return problems;
    }

    private static void deployment(JsonNode resource, List<String> problems) {
        JsonNode labels = resource.at("/spec/template/metadata/labels");
        resource.at("/spec/selector/matchLabels").properties().forEach(entry -> {
            if (!labels.path(entry.getKey()).equals(entry.getValue())) {
                problems.add("spec.template.metadata.labels: `selector` does not match template `labels`");
            }
        });
        if (resource.at("/spec/selector/matchLabels").isEmpty()) {
            problems.add("spec.selector: Required value");
        }
        JsonNode mounts = resource.at("/spec/template/spec/containers/0/volumeMounts");
        mounts.forEach(mount -> {
            if (!resource.at("/spec/template/spec/volumes").findValuesAsText("name").contains(mount.path("name").asText())) {
                problems.add("volumeMounts[0].name: Not found: " + mount.path("name"));
            }
        });
    }
}
