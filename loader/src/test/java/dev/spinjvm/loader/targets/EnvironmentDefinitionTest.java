package dev.spinjvm.loader.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.loader.PackageName;
import dev.spinjvm.loader.templates.TemplateSource;
import dev.spinjvm.loader.versions.SemVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Definitions of target environments.
class EnvironmentDefinitionTest {
    private static final String DEFINITION = """
            [triggers.http]
            worlds = [
                "spin:up/http-trigger@3.2.0",
                { registry = "example.com", world = "a:b/c@1.0.0" },
                { reference = "example.com/w:1", world = "a:b/d" },
                { path = "wit", world = "a:b/e@2.0.0-rc.1" },
            ]
            capabilities = ["local_service_chaining"]
            [default]
            worlds = []
            [metadata]
            plugins = ["kube"]
            templates = { url = "https://example.com/t", tag = "v1" }
            """;

    @Test
    void saysWhatIsOfferedToWhom() {
        EnvironmentDefinition definition = read(DEFINITION);
        assertThat(definition.of("http")).contains(new TriggerEnvironment(List.of(
                new WorldRef.Registry("spinframework.dev", world("spin:up/http-trigger@3.2.0")),
                new WorldRef.Registry("example.com", world("a:b/c@1.0.0")),
                new WorldRef.Image("example.com/w:1", new WorldName(new PackageName("a", "b"), "d", null)),
                new WorldRef.Folder(Path.of("envs/wit"), new WorldName(new PackageName("a", "b"), "e", SemVersion.parse("2.0.0-rc.1")
                        .orElseThrow()))),
                List.of("local_service_chaining")));
        assertThat(definition.of("cron")).contains(new TriggerEnvironment(List.of(), List.of()));
        assertThat(definition.templates()).contains(new TemplateSource.Git("https://example.com/t", Optional.of("v1")));
        assertThat(definition.plugins()).containsExactly("kube");
        EnvironmentDefinition least = read("triggers = {}");
        assertThat(least.of("http")).isEmpty();
        assertThat(least.templates()).isEmpty();
    }

    @Test
    void worldsAreNamedInFull() {
        assertThat(world("a:b/c@1.0.0")).hasToString("a:b/c@1.0.0").extracting(WorldName::versionedPackage).isEqualTo("a:b@1.0.0");
        assertThat(world("a:b/c")).hasToString("a:b/c").extracting(WorldName::versionedPackage).isEqualTo("a:b");
        assertThat(List.of("c", "a:b", "a/b", "a:b/c@x", "a:b/c/d", "a:b/C c", "")).allSatisfy(text -> assertThat(WorldName.parse(text))
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[triggers]\nhttp = 1", "[triggers]\nhttp = {}", "x = 1\n[triggers]", "[triggers]\nhttp.worlds = [\"c\"]",
        "[triggers]\nhttp.worlds = [{ world = \"a:b/c\" }]",
        "[triggers]\nhttp.worlds = [{ world = \"a:b/c\", path = \"p\", registry = \"r\" }]",
        "triggers = {}\nmetadata.templates = 1", "triggers = {}\nmetadata.templates.url = \"ext::sh\"", ""})
    void whatIsWrongIsRefused(String toml) {
        assertThatThrownBy(() -> read(toml)).hasMessageStartingWith("Environment 'e' definition is invalid format");
    }

    private static EnvironmentDefinition read(String toml) {
        return EnvironmentDefinition.read("e", "envs/e.toml", toml, Path.of("envs"));
    }

    private static WorldName world(String text) {
        return WorldName.parse(text).orElseThrow();
    }
}
