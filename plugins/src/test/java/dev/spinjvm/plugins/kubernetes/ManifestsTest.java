package dev.spinjvm.plugins.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinjvm.plugins.doubles.StrictModels;
import dev.spinjvm.plugins.kubernetes.Workload.Autoscaler;
import dev.spinjvm.plugins.kubernetes.Workload.Kind;
import dev.spinjvm.plugins.kubernetes.Workload.Limits;
import dev.spinjvm.plugins.kubernetes.Workload.Scaling;
import dev.spinjvm.plugins.kubernetes.Workload.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// What is rendered: byte for byte, and as models written by others read it.
class ManifestsTest {
    private static final Limits LIMITS = new Limits("500m", "100m", "256Mi", "128Mi");

    static Workload plain(Kind kind) {
        return new Workload(kind, "hello", "registry.example.com:5000/team/hello@sha256:" + "ab".repeat(32), null, new Scaling(2, 3,
                Autoscaler.NONE, 60, 60), Limits.NONE, List.of(), null, List.of(), List.of(), "", false, "containerd-shim-spin", true);
    }

    static Workload full(Kind kind, Autoscaler autoscaler) {
        return new Workload(kind, "hello", "registry.example.com:5000/team/hello:v1", kind == Kind.DEPLOYMENT
                ? "registry.example.com/spin:4"
                : null, new Scaling(2, 5, autoscaler, 70, 80), LIMITS, List.of(new Variable("greeting", "on", false), new Variable(
                        "api_key", "s3cr3t: \"x\"", true)), "[[key_value_store.default]]\ntype = \"redis\"\n", List.of("a", "b"), List.of(
                                "pull-a", "pull-b"),
                "runner", true, "containerd-shim-spin", true);
    }

    private static List<JsonNode> parsed(String yaml) {
        List<JsonNode> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build()).loadAllFromString(yaml).forEach(document -> documents.add(new ObjectMapper().valueToTree(
                document)));
        return documents;
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = ManifestsTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spinapp", "spinapp-full", "deployment", "deployment-full"})
    void rendersTheSameTextEachTime(String name) throws IOException {
        Kind kind = name.startsWith("spinapp") ? Kind.SPIN_APP : Kind.DEPLOYMENT;
        Workload work = name.endsWith("full") ? full(kind, kind == Kind.SPIN_APP ? Autoscaler.KEDA : Autoscaler.HPA) : plain(kind);

        assertThat(Yaml.of(Manifests.of(work))).isEqualTo(golden(name + ".yaml"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyResourceParsesStrictlyIntoItsModel(Kind kind) {
        for (Autoscaler autoscaler : Autoscaler.values()) {
            List<JsonNode> documents = parsed(Yaml.of(Manifests.of(full(kind, autoscaler))));
            assertThat(documents).hasSizeGreaterThan(2).allSatisfy(document -> assertThat(StrictModels.problems(document)).as(document
                    .toString()).isEmpty());
        }
        assertThat(parsed(Yaml.of(Manifests.of(plain(kind))))).allSatisfy(document -> assertThat(StrictModels.problems(document))
                .isEmpty());
    }

    @Test
    void theModelsAreStrict() {
        Resource good = Manifests.of(plain(Kind.DEPLOYMENT)).getFirst();
        assertThat(problems(good.with(java.util.Map.of("replicaz", "2"), "spec"))).singleElement().asString().contains("replicaz");
        assertThat(problems(good.with(java.util.Map.of("x", "y"), "spec", "selector", "matchLabels"))).singleElement().asString().contains(
                "selector");
        Resource app = Manifests.of(plain(Kind.SPIN_APP)).getFirst();
        assertThat(problems(app.with(java.util.Map.of("routes", "x"), "spec"))).singleElement().asString().contains("routes");
        assertThat(problems(app.with(java.util.Map.of("enableAutoscaling", "true"), "spec"))).isNotEmpty();
    }

    private static List<String> problems(Resource resource) {
        return StrictModels.problems(new ObjectMapper().valueToTree(resource.content()));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void secretsStandInSecretsOnly(Kind kind) {
        List<Resource> resources = Manifests.of(full(kind, Autoscaler.NONE));
        assertThat(resources).filteredOn(resource -> !resource.id().kind().equals("Secret")).isNotEmpty().allSatisfy(
                resource -> assertThat(Yaml.of(List.of(resource))).doesNotContain("s3cr3t", "redis"));
        assertThat(Yaml.of(resources)).doesNotContain("s3cr3t").contains("api_key: czNjcjN0OiAieCI=");
        assertThat(full(kind, Autoscaler.NONE).toString()).doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1:30", "0x1F", "1e3", "~", "- a", "a: b", "#x", "", " ", "é\u0085\n\"", "null", "3", "2024-01-01", "&a",
        "*a", "!x", "%a", "@a", "`a", "a #b", "[", "{", "|", ">", "'"})
    void textsStayTexts(String value) {
        Resource resource = Resource.of("v1", "Secret", "a", java.util.Map.of(), java.util.Map.of("value", value, "list", List.of(value)));
        JsonNode read = parsed(Yaml.of(List.of(resource))).getFirst();
        assertThat(read.path("value").isTextual()).isTrue();
        assertThat(read.path("value").asText()).isEqualTo(value);
        assertThat(read.at("/list/0").asText()).isEqualTo(value);
    }

    @Test
    void whatContradictsItselfIsRefused() {
        assertThat(Workload.nameOf("Hello_World 2!")).isEqualTo("hello-world-2");
        assertThatThrownBy(() -> Workload.nameOf("123")).hasMessageContaining("--name");
        Workload scaled = full(Kind.SPIN_APP, Autoscaler.HPA);
        Workload bare = new Workload(Kind.SPIN_APP, "a", "b", null, scaled.scaling(), Limits.NONE, List.of(), null, List.of(), List.of(),
                "", false, "x", true);
        assertThatThrownBy(bare::checked).hasMessage("cpu limits must be set when autoscaling is enabled");
        assertThat(scaled.checked()).isEqualTo(scaled);
    }
}
