package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.spinjvm.loader.schema.ManifestSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;
import org.tomlj.TomlVersion;

class ManifestSchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ManifestSchema.json());
    private static final String HEAD = "spin_manifest_version = 2\napplication.name = \"a\"\n";

    private static List<Error> errors(String toml) {
        String json = Json.pretty(TomlValue.toJson(Toml.parse(toml, TomlVersion.V1_0_0)));
        return SCHEMA.validate(json, InputFormat.JSON);
    }

    /// Manifests of version 2 that are sound as far as a schema can tell.
    static Stream<Path> sound_manifests() throws IOException {
        return manifests().stream().filter(file -> {
            String text = read(file);
            boolean broken = file.toString().contains("invalid") || text.contains("ver\n") || file.toString().contains("mixed-case");
            // Golden files about ids have no routes, which only the trigger asks for.
            boolean routeless = file.toString().endsWith("normalization.toml");
            return text.contains("spin_manifest_version = 2") && !broken && !routeless;
        });
    }

    private static List<Path> manifests() throws IOException {
        String given = System.getProperty("goldens.dir");
        Path root = Path.of(Objects.requireNonNull(ManifestSchemaTest.class.getResource("/goldens")).getPath());
        List<Path> files = new ArrayList<>();
        for (Path folder : given == null ? List.of(root) : List.of(root, Path.of(given, "manifest"), Path.of(given, "loader"))) {
            try (Stream<Path> walk = Files.walk(folder)) {
                walk.filter(file -> file.toString().endsWith(".toml")).forEach(files::add);
            }
        }
        return files;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("sound_manifests")
    void sound_manifest_is_valid(Path file) {
        assertThat(errors(read(file))).isEmpty();
    }

    @Test
    void manifest_with_every_key_is_valid() {
        assertThat(errors("""
                spin_manifest_version = 2
                [application]
                name = "a"
                version = "1"
                description = "d"
                authors = ["x"]
                targets = ["spin-up:4.0", { url = "https://x" }, { path = "t.toml" }]
                trigger.redis.address = "redis://x"
                tool.x.y = 1
                [variables]
                a = { required = true, secret = true, description = "d" }
                b_two = { default = "" }
                [[trigger.http]]
                id = "t"
                route = "/..."
                component = "full-one"
                executor = { type = "wagi", argv = "x" }
                dependencies.middleware = [{ path = "a.wasm", inherit_configuration = ["files"] }, { version = "1", package = "a:b" }]
                [[trigger.http]]
                route = { private = true }
                component = { source = "b.wasm" }
                executor.type = "spin"
                [[trigger.http]]
                route = "/static"
                static_response = { status_code = 404, headers = { a = "b" }, body = "x" }
                [[trigger.redis]]
                channel = "c"
                component = "full-one"
                address = "redis://y"
                [[trigger.cron]]
                component = "full-one"
                components = { one = "full-one", many = ["full-one", { source = "c.wasm" }] }
                expression = "* * *"
                [component.full-one]
                source = { package = "a:b", version = "1.0.0", registry = "r.example.com" }
                description = "d"
                variables = { a_b = "{{ a }}" }
                environment = { A_b = "c" }
                files = ["x/*", { source = "a", destination = "/b" }]
                exclude_files = ["y"]
                allowed_http_hosts = ["example.com"]
                allowed_outbound_hosts = ["https://{{ a }}"]
                key_value_stores = ["default", "a_b"]
                sqlite_databases = ["a-b"]
                ai_models = ["llama2-chat"]
                targets = []
                build = { command = ["a", "b"], workdir = "w", watch = ["*.rs"] }
                tool.x = {}
                [component.full-one.dependencies]
                "a:b/c@1.0.0" = "^1"
                "a:b/d" = { version = "1", registry = "r", package = "x:y", export = "e", inherit_configuration = true }
                "a:b/e" = { path = "p", inherit_configuration = false }
                "a:b/f" = { url = "https://x", digest = "sha256:0" }
                g = { component = "other" }
                [component.full-one.profile.debug]
                source = { url = "https://x", digest = "sha256:0" }
                environment.A = "1"
                build.command = "x"
                dependencies = { "a:b/c" = "1" }
                [component.other]
                source = "x.wasm"
                dependencies_inherit_configuration = true
                """)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "spin_manifest_version = \"2\"\napplication.name = \"a\"\ntrigger = {}",
        "spin_manifest_version = 3\napplication.name = \"a\"\ntrigger = {}", "spin_manifest_version = 2\ntrigger = {}", HEAD,
        HEAD + "trigger = {}\nunknown = 1", HEAD + "trigger = {}\n[component.a_b]\nsource = \"x\"",
        HEAD + "trigger = {}\n[component.a]", HEAD + "trigger = {}\n[component.a]\nsource = \"x\"\nsauce = 1",
        HEAD + "trigger = {}\n[component.a]\nsource = { url = \"x\" }", HEAD + "trigger = {}\n[component.a]\nsource = 5",
        HEAD + "trigger = {}\n[component.a]\nsource = \"x\"\nkey_value_stores = [\"a b\"]",
        HEAD + "trigger = {}\n[component.a]\nsource = \"x\"\nbuild = {}", HEAD + "trigger = {}\n[variables]\na = {}",
        HEAD + "trigger = {}\n[variables]\na = { default = \"x\", required = true }", HEAD
                + "trigger = {}\n[variables]\nA = { default = \"x\" }",
        HEAD + "[[trigger.http]]\ncomponent = \"a\"", HEAD + "[[trigger.http]]\nroute = \"x\"\ncomponent = \"a\"",
        HEAD + "[[trigger.http]]\nroute = \"/x\"", HEAD + "[[trigger.http]]\nroute = \"/x\"\ncomponent = \"1-2\"",
        HEAD + "[[trigger.http]]\nroute = \"/x\"\ncomponent = \"a\"\nexecutor.type = \"ftp\"",
        HEAD + "[trigger.http]\nroute = \"/x\"\ncomponent = \"a\"", HEAD + "[[trigger.redis]]\ncomponent = \"a\""})
    void broken_manifest_is_not(String toml) {
        assertThat(errors(toml)).isNotEmpty();
    }

    @Test
    void broken_golden_manifests_of_version_2_are_not() throws IOException {
        List<Path> broken = manifests().stream().filter(file -> Files.exists(file.resolveSibling(file.getFileName().toString().replace(
                ".toml",
                ".err")))
                && file.toString().contains(Path.of("manifest").toString()) && Toml.parse(read(file), TomlVersion.V1_0_0).errors()
                        .isEmpty())
                .toList();
        assertThat(broken).isNotEmpty().allSatisfy(file -> assertThat(errors(read(file))).as(file.toString()).isNotEmpty());
    }

    /// The keys that the reader expects where it finds one it does not know.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AppManifest    | nope = 1
            AppDetails     | application.nope = 1
            Variable       | variables.v = { default = "", nope = 1 }
            HttpTrigger    | [[trigger.http]]\\nroute = "/"\\ncomponent = "c"\\nnope = 1
            RedisTrigger   | [[trigger.redis]]\\nchannel = "/"\\ncomponent = "c"\\nnope = 1
            StaticResponse | [[trigger.http]]\\nroute = "/"\\nstatic_response.nope = 1
            Component      | component.c = { source = "c", nope = 1 }
            Profile        | component.c = { source = "c", profile.p.nope = 1 }
            Build          | component.c = { source = "c", build = { command = "c", nope = 1 } }
            """)
    void schema_has_the_keys_that_the_reader_knows(String definition, String toml) throws IOException {
        ManifestInspection found = ManifestInspection.ofText(Path.of("/spin.toml"), "spin_manifest_version = 2\n" + toml.replace("\\n",
                "\n"));
        String expected = found.diagnostics().stream().map(Diagnostic::message).filter(message -> message.startsWith(
                "unknown field `nope`"))
                .findFirst().orElseThrow();
        Set<String> known = Arrays.stream(expected.replaceFirst(".*expected (one of )?", "").split(", ")).map(key -> key.replace("`", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(keys(definition)).isEqualTo(known);
    }

    private static Set<String> keys(String definition) throws IOException {
        Map<?, ?> root = map(Json.parse(ManifestSchema.json().getBytes(StandardCharsets.UTF_8)));
        Map<?, ?> node = definition.equals(root.get("title")) ? root : map(map(root.get("$defs")).get(definition));
        return map(node.get("properties")).keySet().stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }
}
