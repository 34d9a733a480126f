package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Dependencies of components and triggers, from the manifest to the locked application.
class DependencyTest {
    private static final String HEAD = """
            spin_manifest_version = 2
            [application]
            name = "test"
            """;

    @TempDir
    Path scratch;

    private AppDirectory app;

    @BeforeEach
    void makeDirectory() {
        app = new AppDirectory(scratch);
        for (String wasm : List.of("a.wasm", "b.wasm", "c.wasm", "log.wasm", "auth.wasm")) {
            app.file(wasm, "");
        }
    }

    private LockedDependency dependency(String name) {
        return Objects.requireNonNull(app.loadComponent().dependencies().get(name));
    }

    private static String pathOf(LockedDependency dependency) {
        return String.valueOf(dependency.source().content().file().orElseThrow().getFileName());
    }

    @Test
    void local_dependencies_are_locked_with_what_they_inherit() {
        app.component("""
                [component.c.dependencies]
                "x:none/i@1.0.0" = { path = "a.wasm" }
                "x:all/i" = { path = "a.wasm", inherit_configuration = true }
                "x:no/i" = { path = "a.wasm", inherit_configuration = false }
                "x:some/i" = { path = "b.wasm", export = "y:other/j", inherit_configuration = ["environment", "files"] }
                plain = { path = "b.wasm" }
                """);
        assertThat(dependency("x:none/i@1.0.0").inherit()).isEqualTo(InheritConfiguration.NONE);
        assertThat(dependency("x:all/i").inherit()).isEqualTo(new InheritConfiguration.All());
        assertThat(dependency("x:no/i").inherit()).isEqualTo(InheritConfiguration.NONE);
        LockedDependency some = dependency("x:some/i");
        assertThat(some.inherit()).isEqualTo(new InheritConfiguration.Some(List.of("environment", "files")));
        assertThat(some.export()).isEqualTo("y:other/j");
        assertThat(pathOf(some)).isEqualTo("b.wasm");
        assertThat(dependency("plain").export()).isNull();
    }

    @Test
    void old_switch_lets_all_dependencies_inherit_everything() {
        app.component("""
                dependencies_inherit_configuration = true
                dependencies = { "x:y/z" = { path = "a.wasm" } }
                """);
        assertThat(dependency("x:y/z").inherit()).isEqualTo(new InheritConfiguration.All());
        app.component("""
                dependencies_inherit_configuration = false
                dependencies = { "x:y/z" = { path = "a.wasm" } }
                """);
        assertThat(dependency("x:y/z").inherit()).isEqualTo(InheritConfiguration.NONE);
        app.component("""
                dependencies_inherit_configuration = true
                dependencies = { "x:y/z" = { path = "a.wasm", inherit_configuration = true } }
                """);
        assertThat(app.problems()).singleElement().asString().contains("These are mutually exclusive; use one or the other.");
    }

    @Test
    void component_of_the_application_stands_for_its_source() {
        app.component("""
                dependencies = { "x:y/z" = { component = "b", export = "e", inherit_configuration = ["variables"] } }
                [component.b]
                source = "b.wasm"
                """);
        LockedDependency dependency = dependency("x:y/z");
        assertThat(pathOf(dependency)).isEqualTo("b.wasm");
        assertThat(dependency.export()).isEqualTo("e");
        assertThat(dependency.inherit()).isEqualTo(new InheritConfiguration.Some(List.of("variables")));
        assertThat(app.load().componentIds()).containsExactly("c", "b");
    }

    @Test
    void component_with_configuration_of_its_own_is_no_dependency() {
        app.component("""
                dependencies = { "x:y/z" = { component = "b" }, "x:y/w" = { component = "bb" } }
                [component.b]
                source = "b.wasm"
                key_value_stores = ["default"]
                environment = { A = "1" }
                """);
        assertThat(app.problems()).anyMatch(problem -> problem.contains(
                "Component b cannot be used as a dependency of c because it specifies: environment, key_value_stores"))
                .anyMatch(problem -> problem.contains("dependency ID bb does not exist"));
        assertThat(app.hints()).contains("did you mean `b`?");
    }

    @Test
    void missing_file_of_a_dependency_is_told_at_its_place() {
        app.component("dependencies = { \"x:y/z\" = { path = \"aa.wasm\" } }\n");
        assertThat(app.problems()).singleElement().asString().contains("Failed to load component dependency `x:y/z` for `c`: ").contains(
                "No such file or directory 'aa.wasm'");
        assertThat(app.hints()).containsExactly("did you mean `a.wasm`?");
    }

    @Test
    void profile_adds_and_replaces_dependencies() {
        app.component("""
                dependencies = { "x:y/z" = { path = "a.wasm" }, "x:kept/z" = { path = "a.wasm" } }
                [component.c.profile.debug.dependencies]
                "x:y/z" = { path = "b.wasm" }
                "x:new/z" = { path = "b.wasm" }
                """).profile("debug");
        assertThat(pathOf(dependency("x:y/z"))).isEqualTo("b.wasm");
        assertThat(pathOf(dependency("x:kept/z"))).isEqualTo("a.wasm");
        assertThat(pathOf(dependency("x:new/z"))).isEqualTo("b.wasm");
    }

    @Test
    void middleware_moves_from_the_trigger_to_the_component() {
        app.manifest(HEAD + """
                [[trigger.http]]
                route = "/"
                component = "c"
                dependencies.middleware = [{ path = "log.wasm" }, { component = "auth", inherit_configuration = true }]
                [component.c]
                source = "c.wasm"
                [component.auth]
                source = "auth.wasm"
                """);
        LockedApp locked = app.load();
        assertThat(locked.triggers("http").getFirst().dependencies()).isEmpty();
        LockedComponent component = locked.component("c").orElseThrow();
        List<LockedDependency> middleware = Objects.requireNonNull(component.triggerDependencies().get("middleware"));
        assertThat(middleware).extracting(DependencyTest::pathOf).containsExactly("log.wasm", "auth.wasm");
        assertThat(middleware.getLast().inherit()).isEqualTo(new InheritConfiguration.All());
        assertThat(component.metadata()).containsEntry("resolve-trigger-dependencies-using", "http");
        assertThat(component.hostRequirements()).isEqualTo(Map.of(LockedApp.MIDDLEWARE, "required"));
        assertThat(locked.mustUnderstand()).containsExactly("component_host_requirements");
        assertThat(new String(locked.toJson(), StandardCharsets.UTF_8)).startsWith("{\n  \"spin_lock_version\": 1,");
    }

    @Test
    void component_behind_different_middleware_is_split() {
        app.manifest(HEAD + """
                [[trigger.http]]
                route = "/plain"
                component = "c"
                [[trigger.http]]
                id = "logged"
                route = "/logged"
                component = "c"
                dependencies.middleware = [{ path = "log.wasm" }]
                [[trigger.http]]
                id = "guarded"
                route = "/guarded"
                component = "c"
                dependencies.middleware = [{ path = "auth.wasm" }]
                [component.c]
                source = "c.wasm"
                environment = { A = "1" }
                """);
        LockedApp locked = app.load();
        assertThat(locked.componentIds()).containsExactly("c", "c-for-logged", "c-for-guarded");
        assertThat(locked.triggers("http")).extracting(trigger -> trigger.component().orElse("")).containsExactly("c", "c-for-logged",
                "c-for-guarded");
        assertThat(locked.component("c").orElseThrow().triggerDependencies()).isEmpty();
        assertThat(locked.component("c").orElseThrow().hostRequirements()).isEmpty();
        LockedComponent split = locked.component("c-for-guarded").orElseThrow();
        assertThat(split.environment()).containsEntry("A", "1");
        assertThat(Objects.requireNonNull(split.triggerDependencies().get("middleware"))).extracting(DependencyTest::pathOf)
                .containsExactly("auth.wasm");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plain = "1.0"                                     | dependency "plain" must specify a package name
            plain = { version = "1.0" }                       | dependency "plain" must specify a package name
            "a:b@1.0.0" = { path = "a.wasm", export = "x" }   | using an export to satisfy the package dependency "a:b@1.0.0" is not currently permitted
            "a:b@0.2.1" = { path = "a.wasm" }\\n"a:b@0.2.2" = { path = "b.wasm" }        | "a:b@0.2.1" dependency conflicts with "a:b@0.2.2"
            "a:b@1.0.0" = { path = "a.wasm" }\\n"a:b" = { path = "b.wasm" }              | "a:b@1.0.0" dependency conflicts with "a:b"
            "a:b/c@1.0.0" = { path = "a.wasm" }\\n"a:b@1.9.0" = { path = "b.wasm" }      | "a:b/c@1.0.0" dependency conflicts with "a:b@1.9.0"
            "a:b/c" = { path = "a.wasm" }\\n"a:b@0.1.0" = { path = "b.wasm" }            | "a:b/c" dependency conflicts with "a:b@0.1.0"
            "a:b@1" = { path = "a.wasm" }                     | invalid version "1" in the dependency name
            "a/b" = { path = "a.wasm" }                       | invalid package name "a", expected `namespace:package`
            "a_b" = { path = "a.wasm" }                       | words must be separated with '-', not '_'
            "a:b/c" = { url = "https://x/y.wasm", digest = "md5:0" } | invalid `digest` "md5:0"; must start with 'sha256:'
            "a:b/c" = { component = "x", path = "a.wasm" }    | unknown field `component`
            "a:b/c" = { path = "a.wasm", inherit_configuration = "all" } | `inherit_configuration` must be true, false or a list of configuration keys
            """)
    void dependency_that_makes_no_sense_is_refused(String lines, String problem) {
        app.component("[component.c.dependencies]\n" + lines.replace("\\n", "\n"));
        assertThat(app.problems()).anyMatch(found -> found.contains(problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a:b@0.1.0\" \"a:b@0.2.0\"", "\"a:b/c@0.1.0\" \"a:b/c@0.2.0\"", "\"a:b/c@0.1.0\" \"a:b@0.2.0\"",
        "\"a:b/c\" \"a:b/d\"", "\"a:b@1.0.0-pre\" \"a:b@1.0.0\"", "plain \"a:plain\""})
    void dependencies_that_different_imports_mean_stand_side_by_side(String names) {
        app.component("[component.c.dependencies]\n" + names.replace(" ", " = { path = \"a.wasm\" }\n") + " = { path = \"b.wasm\" }\n");
        assertThat(app.loadComponent().dependencies()).hasSize(2);
    }

    @Test
    void locked_dependencies_stand_in_the_order_of_their_names() {
        app.component("""
                [component.c.dependencies]
                "a:b/c@2.0.0" = { path = "a.wasm" }
                "a:b@1.0.0" = { path = "a.wasm" }
                "a:b/z@1.0.0" = { path = "a.wasm", export = "a:b/y" }
                zz = { path = "a.wasm" }
                """.replace("\"a:b@1.0.0\"", "\"a:ab@1.0.0\""));
        String json = new String(app.load().toJson(), StandardCharsets.UTF_8);
        assertThat(json.indexOf("\"zz\"")).isPositive().isLessThan(json.indexOf("\"a:ab@1.0.0\""));
        assertThat(json.indexOf("\"a:ab@1.0.0\"")).isLessThan(json.indexOf("\"a:b/z@1.0.0\""));
        assertThat(json.indexOf("\"a:b/z@1.0.0\"")).isLessThan(json.indexOf("\"a:b/c@2.0.0\""));
        assertThat(LockedApp.fromJson(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(app.load());
    }

    @Test
    void unknown_name_in_a_list_of_what_is_inherited_is_remarked_on() {
        app.component("dependencies = { \"a:b/c\" = { path = \"a.wasm\", inherit_configuration = [\"variable\", \"secrets\"] } }\n");
        assertThat(app.loadComponent().dependencies()).hasSize(1);
        assertThat(app.warnings()).extracting(Diagnostic::hint).containsExactly("did you mean `variables`?",
                "known are ai_models, allowed_outbound_hosts, environment, files, key_value_stores, sqlite_databases, variables");
    }

    @Test
    void only_middleware_stands_before_a_component_of_the_http_trigger() {
        app.manifest(HEAD + """
                [[trigger.http]]
                route = "/"
                component = "c"
                dependencies.sidecar = [{ path = "log.wasm" }]
                [component.c]
                source = "c.wasm"
                """);
        assertThat(app.problems()).singleElement().asString().contains(
                "the HTTP trigger's only allowed trigger dependency is `middleware`");
    }
}
