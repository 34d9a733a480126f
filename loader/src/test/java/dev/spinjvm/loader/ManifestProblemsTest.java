package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestProblemsTest {
    @TempDir
    Path scratch;

    private AppDirectory app;

    @BeforeEach
    void makeDirectory() {
        app = new AppDirectory(scratch);
    }

    @Test
    void all_problems_are_reported_at_once_in_the_order_of_the_file() {
        app.manifest("""
                spin_manifest_version = 2
                unknown = 1

                [application]
                nam = "test"

                [variables]
                both = { default = "x", required = true }
                neither = {}

                [[trigger.http]]
                route = "hello"
                component = "missing"

                [component.c]
                source = "c.wasm"
                allowed_outbound_hosts = ["http://ok.com", "example.com"]
                variables = { a = "{{ bot }}" }
                key_value_stores = ["Bad Label"]
                """);
        assertThat(app.problems()).containsExactly("2:1: unknown field `unknown`, expected one of `spin_manifest_version`, `application`, "
                + "`variables`, `trigger`, `component`", "4:2: missing field `name`",
                "5:1: unknown field `nam`, expected one of `targets`, `name`, `version`, `description`, `authors`, `trigger`, `tool`",
                "8:1: must be `required` OR have a `default`", "9:1: must be `required` OR have a `default`",
                "12:9: a route must start with '/'",
                "13:13: component `missing` is not defined",
                "17:44: Failed to load component `c`: `allowed_outbound_hosts` is malformed: \"example.com\" does not contain a scheme (e.g., "
                        + "'http://' or '*://')\nLearn more: https://spinframework.dev/v3/http-outbound#granting-http-permissions-to-components",
                "18:19: Failed to load component `c`: invalid variable template: unknown variable \"bot\"",
                "19:21: expected kebab-case or snake_case");
        assertThat(app.hints()).contains("did you mean `name`?");
        assertThat(app.working()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            description = 5                          | 9:15: invalid type: integer `5`, expected a string
            files = "a"                              | 9:9: invalid type: string "a", expected an array
            files = [1]                              | 9:10: an entry of `files` must be a path, a glob pattern or `{ source, destination }`
            files = [{ source = "a" }]               | 9:10: missing field `destination`
            environment = { A = 1 }                  | 9:21: invalid type: integer `1`, expected a string
            build = { command = 1 }                  | 9:21: invalid type: integer `1`, expected a string
            build = {}                               | 9:1: missing field `command`
            tool = { x = 1 }                         | 9:14: invalid type: integer `1`, expected a table
            ai_models = ["not_kebab"]                | 9:14: words must be separated with '-', not '_'
            targets = [1]                            | 9:12: a target must be a name, `{ url }` or `{ path }`
            variables = { UP = "x" }                 | 9:15: Lower-case identifiers must be all lowercase; got "UP"
            profile.p.nope = 1                       | 9:11: unknown field `nope`, expected one of `source`, `environment`, `dependencies`, `build`
            """)
    void wrong_value_is_reported_at_its_place(String line, String problem) {
        assertThat(app.component(line).problems()).contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            source = { url = "https://x/y.wasm", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000001" } | it is not in the cache
            source = { url = "https://x/y.wasm", digest = "md5:00" } | invalid `digest` "md5:00"; must start with 'sha256:'
            source = { url = "https://x/y.wasm" }                    | missing field `digest`
            source = { package = "a:b", version = "1.0.0" }          | nothing is fetched here
            source = { path = "x" }                                  | unknown field `path`
            source = { package = "a:b", version = "1.0" }            | Component c specifies an invalid semantic version ("1.0") for its package version
            source = { package = "ab", version = "1.0.0" }           | invalid package name "ab", expected `namespace:package`
            source = { registry = "a b", package = "a:b", version = "1.0.0" } | invalid registry name "a b"
            source = { url = "ftp://x/y.wasm", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000001" } | the URL must begin with `https://`
            source = { url = "https://x/y.wasm", digest = "sha256:00" } | invalid `digest` "sha256:00": a sha256 digest has 64 hexadecimal digits
            source = { reference = "ghcr.io/me/app:v1" }             | missing field `digest`
            source = { reference = "ghcr.io/Me/app:v1", id = "x" }   | invalid `reference`: repository name must be lowercase
            source = { reference = "ghcr.io/me/app:v1", id = "x", digest = "y" } | unknown field `digest`
            source = 5                                               | a component's source must be a path
            source = "text.wat"                                      | is WebAssembly text
            source = "missing.wasm"                                  | No such file or directory 'missing.wasm'
            source = "sub"                                           | sub' is a directory, not a Wasm file
            source = "ok.wasm"\\ndependencies."a:b/c" = "^1"          | Failed to load component dependency `a:b/c` for `c`: nothing is fetched here
            source = "ok.wasm"\\ndependencies."a:b/c/d" = "^1"        | words may only contain alphanumeric ASCII; got '/'
            source = "ok.wasm"\\ndependencies.a = { nothing = 1 }     | a dependency must be a version or a table
            """)
    void source_that_cannot_be_used_is_refused_at_its_place(String lines, String problem) {
        app.file("ok.wasm", "").file("sub/x", "").file("text.wat", "").manifest("""
                spin_manifest_version = 2
                [application]
                name = "test"
                [[trigger.http]]
                route = "/"
                component = "c"
                [component.c]
                """ + lines.replace("\\n", "\n"));
        assertThat(app.problems()).anyMatch(found -> found.contains(problem) && found.matches("(?s)[89]:\\d+: .*"));
    }

    @Test
    void component_that_no_trigger_starts_need_not_exist() {
        app.component("[component.unused]\nsource = \"missing.wasm\"\n");
        assertThat(app.load().componentIds()).containsExactly("c", "unused");
    }

    @Test
    void missing_source_has_a_near_name_or_a_way_to_build_it() {
        app.file("server.wasm", "").component("[component.d]\nsource=\"sever.wasm\"\n[[trigger.http]]\nroute=\"/d\"\ncomponent=\"d\"\n");
        assertThat(app.hints()).containsExactly("did you mean `server.wasm`?");
        app.component(
                "[component.d]\nsource=\"zzzz/out.wasm\"\nbuild={command=\"make\"}\n[[trigger.http]]\nroute=\"/d\"\ncomponent=\"d\"\n");
        assertThat(app.hints()).containsExactly("build the component first: `spin build`");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            component = "c"                                              | missing field `route`
            component = "c"\\nroute = 5                                   | route must be a string pattern or '{ private = true }'
            component = "c"\\nroute = { private = false }                 | route must be a string pattern or '{ private = true }': 'c-http-trigger' has { private = false }
            component = "c"\\nroute = { secret = true }                   | unknown field `secret`, expected `private`
            route = "/x"                                                 | Triggers must specify either component or static_response - http-trigger1 has neither
            component = "c"\\nroute = "/x"\\nstatic_response = {}          | Triggers must specify either component or static_response - c-http-trigger has both
            route = "/x"\\nstatic_response = { status_code = 5 }          | invalid HTTP status code 5
            route = "/x"\\nstatic_response = { headers = { a = 1 } }      | invalid type: integer `1`, expected a string
            component = "c"\\nroute = "/x"\\nexecutor = { type = "ftp" }   | unknown variant `ftp`, expected `http` or `wagi`
            component = "c"\\nroute = "/x"\\nexcutor = { type = "http" }   | unknown field `excutor`
            component = "c"\\nroute = "/x"\\nexecutor = { kind = "http" }  | missing field `type`
            component = { source = "c.wasm", sauce = 1 }\\nroute = "/x"   | unknown field `sauce`
            component = "c"\\nroute = "/a/.../b"                          | a wildcard may only stand at the end of a route
            component = "c"\\nroute = "/a/:/b"                            | params must be named
            component = "c"\\nroute = "/x"\\nexecutor = { type = "wagi", entrypoint = "main" } | cannot use the deprecated 'entrypoint' field
            """)
    void http_trigger_is_checked_when_the_application_is_loaded(String lines, String problem) {
        app.file("c.wasm", "").manifest(
                "spin_manifest_version = 2\n[application]\nname = \"test\"\n[component.c]\nsource = \"c.wasm\"\n[[trigger.http]]\n"
                        + lines.replace("\\n", "\n"));
        assertThat(app.problems()).anyMatch(found -> found.contains(problem));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            component = "c"                               | missing field `channel`
            channel = "x"                                 | missing field `component`
            component = "c"\\nchannel = 5                  | invalid type: integer `5`, expected a string
            component = "c"\\nchannel = "x"\\nadress = "r" | unknown field `adress`
            """)
    void redis_trigger_is_checked_when_the_application_is_loaded(String lines, String problem) {
        app.file("c.wasm", "").manifest(
                "spin_manifest_version = 2\n[application]\nname = \"test\"\n[application.trigger.redis]\nadres = \"r\"\n"
                        + "[component.c]\nsource = \"c.wasm\"\n[[trigger.redis]]\n" + lines.replace("\\n", "\n"));
        assertThat(app.problems()).anyMatch(found -> found.contains(problem)).anyMatch(found -> found.contains("unknown field `adres`"));
    }

    @Test
    void routes_that_lead_nowhere_are_remarked_on() {
        app.component("""
                [[trigger.http]]
                route = "/"
                component = "c"
                [[trigger.http]]
                route = "/.well-known/spin/x"
                component = "c"
                """).load();
        assertThat(app.warnings()).extracting(Diagnostic::message).anyMatch(message -> message.startsWith("the route \"/\" is given twice"))
                .anyMatch(message -> message.contains("answered by Spin itself"));
    }

    @Test
    void triggers_of_other_types_keep_their_own_keys() {
        app.file("c.wasm", "").manifest("""
                spin_manifest_version = 2
                application = { name = "test", trigger.cron.zone = "UTC" }
                [[trigger.cron]]
                id = "nightly"
                component = { source = "c.wasm" }
                expression = "0 0 * * *"
                retries = 3
                """);
        LockedTrigger trigger = app.load().triggers("cron").getFirst();
        assertThat(trigger.config()).containsEntry("expression", "0 0 * * *").containsEntry("retries", 3L)
                .containsEntry("component", "nightly-component");
        assertThat(app.load().triggerSettings("cron")).containsEntry("zone", "UTC");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                               | missing field `spin_manifest_version`
            spin_manifest_version = 3        | invalid manifest version: 3
            spin_manifest_version = "2"      | invalid manifest version: "2"
            spin_manifest_version = 2        | missing field `application`
            a = 1\\na = 2                     | a previously defined
            a =                              | expected
            """)
    void manifest_that_is_none_is_refused(String toml, String problem) {
        app.manifest(toml.replace("\\n", "\n"));
        assertThat(app.problems()).anyMatch(found -> found.contains(problem));
    }

    @Test
    void two_components_with_one_id_are_refused() {
        app.component("[component.c]\nsource = \"c.wasm\"\n");
        assertThat(app.problems()).first().asString().isEqualTo("9:1: component.c previously defined at line 7, column 1");
    }

    @Test
    void deprecated_hosts_are_converted_with_a_warning() {
        app.component("allowed_http_hosts = [\"example.com\", \"self\"]");
        assertThat(app.loadComponent().allowedOutboundHosts()).containsExactly("http://example.com", "https://example.com", "http://self");
        assertThat(app.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.severity()).isEqualTo(Diagnostic.Severity.WARNING);
            assertThat(warning.hint()).contains(
                    "allowed_outbound_hosts = [\"http://example.com\", \"https://example.com\", \"http://self\"]");
        });
    }

    @Test
    void profile_replaces_what_it_names() {
        app.file("debug.wasm", "").component("""
                environment = { A = "1", B = "2" }
                [component.c.profile.debug]
                source = "debug.wasm"
                environment = { B = "3" }
                """).profile("debug");
        assertThat(app.loadComponent().source().content().file()).contains(app.root().resolve("debug.wasm"));
        assertThat(app.loadComponent().environment()).containsEntry("A", "1").containsEntry("B", "3");
        assertThat(app.load().metadata()).containsEntry("profile", "debug");
        assertThatThrownBy(() -> app.profile("release").load()).hasMessage("Profile release is not defined in this application");
    }

    @Test
    void error_shows_the_line_with_a_caret_and_a_hint() {
        app.component("\tdescripton = \"x\"");
        assertThatThrownBy(app::load).isInstanceOfSatisfying(ManifestException.class, e -> {
            assertThat(e.summary()).isEqualTo("Failed to read Spin app manifest from \"" + app.root().resolve("spin.toml") + "\"");
            assertThat(DiagnosticRenderer.render(e.diagnostics())).startsWith(app.root().resolve("spin.toml")
                    + ":9:2: error: unknown field `descripton`")
                    .endsWith("\n  |\n9 | \tdescripton = \"x\"\n  | \t^^^^^^^^^^\n  = hint: did you mean `description`?");
        });
    }

    @Test
    void damaged_manifest_fails_in_an_orderly_way() throws Exception {
        byte[] good = Files.readAllBytes(Path.of(ManifestProblemsTest.class.getResource("/goldens/manifest/shop.toml").toURI()));
        var random = new Random(42);
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            byte[] damaged = good.clone();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) "\"[]{}=.,#\n 'a1\u0000".charAt(random.nextInt(15));
            }
            app.manifest(new String(damaged, StandardCharsets.UTF_8));
            try {
                app.load();
            } catch (LoadException e) {
                refused++;
                assertThat(e.fullMessage()).isNotEmpty();
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void hostile_nesting_is_refused() {
        app.manifest("spin_manifest_version = 2\na = " + "[".repeat(100_000));
        assertThat(app.problems()).isNotEmpty();
        app.manifest("spin_manifest_version = 2\na = " + "[".repeat(100_000) + "]".repeat(100_000));
        assertThat(app.problems()).isNotEmpty();
    }

    @Test
    void manifest_that_is_not_text_is_refused() throws Exception {
        Files.createDirectories(app.root());
        Files.write(app.root().resolve("spin.toml"), new byte[]{(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(app::load).isInstanceOfSatisfying(LoadException.class, e -> assertThat(e.fullMessage()).endsWith(
                "it is not UTF-8 text"));
    }

    @Test
    void missing_hints_are_absent_rather_than_empty() {
        app.component("description = 5");
        assertThat(app.hints()).isEqualTo(List.of());
    }
}
