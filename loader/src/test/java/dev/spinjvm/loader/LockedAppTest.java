package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockedAppTest {
    private static final String FULL = """
            {
              "spin_lock_version": 1,
              "must_understand": [
                "host_requirements"
              ],
              "metadata": {
                "name": "app",
                "triggers": {
                  "redis": {
                    "address": "redis://localhost"
                  }
                }
              },
              "host_requirements": {
                "local_service_chaining": "required"
              },
              "variables": {
                "a": {
                  "description": "d",
                  "default": "x",
                  "secret": true
                },
                "b": {}
              },
              "triggers": [
                {
                  "id": "t",
                  "trigger_type": "http",
                  "trigger_config": {
                    "component": "c",
                    "executor": null,
                    "numbers": [
                      1,
                      2.5,
                      true
                    ],
                    "route": "/\\u0001\\"\\\\ü"
                  }
                }
              ],
              "components": [
                {
                  "id": "c",
                  "metadata": {
                    "allowed_outbound_hosts": [
                      "http://self"
                    ],
                    "databases": [
                      "default"
                    ]
                  },
                  "source": {
                    "content_type": "application/wasm",
                    "source": "file:///tmp/a%20b.wasm",
                    "inline": "AGFzbQ",
                    "digest": "sha256:00"
                  },
                  "env": {
                    "E": ""
                  },
                  "files": [
                    {
                      "source": "file:///tmp/assets",
                      "path": "/"
                    }
                  ],
                  "config": {
                    "k": "{{ a }}"
                  },
                  "dependencies": {
                    "a:b/c@1.0.0": {
                      "source": {
                        "content_type": "application/wasm",
                        "digest": "sha256:00"
                      },
                      "export": null,
                      "inherit": "All"
                    }
                  },
                  "trigger_dependencies": {
                    "middleware": [
                      {
                        "source": {
                          "content_type": "application/wasm",
                          "source": "file:///m.wasm"
                        },
                        "export": "e",
                        "inherit": {
                          "Some": [
                            "environment"
                          ]
                        }
                      }
                    ]
                  },
                  "host_requirements": {
                    "middleware": "required"
                  }
                }
              ]
            }""";

    private static LockedApp read(String json) {
        return LockedApp.fromJson(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_is_read_is_written_again() {
        String written = new String(read(FULL).toJson(), StandardCharsets.UTF_8);
        assertThat(written).isEqualTo(FULL.replace("        \"executor\": null,\n", ""));
    }

    @Test
    void typed_parts_are_at_hand() {
        LockedApp app = read(FULL);
        LockedComponent component = app.component("c").orElseThrow();
        assertThat(app.name()).isEqualTo("app");
        assertThat(app.triggerTypes()).containsExactly("http");
        assertThat(app.triggerSettings("redis")).containsEntry("address", "redis://localhost");
        assertThat(app.triggers("http").getFirst().component()).contains("c");
        assertThat(app.triggers("redis")).isEmpty();
        assertThat(app.variables()).containsEntry("b", new LockedVariable(null, null, false));
        assertThat(component.allowedOutboundHosts()).containsExactly("http://self");
        assertThat(component.sqliteDatabases()).containsExactly("default");
        assertThat(component.source().content().file()).contains(Path.of("/tmp/a b.wasm"));
        assertThat(component.source().content().inline().orElseThrow()).isEqualTo(new byte[]{0, 'a', 's', 'm'});
        assertThat(app.unmetRequirements("http", Set.of(LockedApp.LOCAL_SERVICE_CHAINING))).containsExactly("middleware");
        assertThat(app.unmetRequirements("redis", Set.of(LockedApp.LOCAL_SERVICE_CHAINING))).isEmpty();
    }

    @Test
    void version_is_zero_where_nothing_must_be_understood() {
        LockedApp app = read("{\"spin_lock_version\": 1, \"triggers\": [], \"components\": [], \"later\": {\"unknown\": 1}}");
        assertThat(new String(app.toJson(), StandardCharsets.UTF_8)).isEqualTo("""
                {
                  "spin_lock_version": 0,
                  "triggers": [],
                  "components": []
                }""");
    }

    @Test
    void optional_requirements_are_no_requirements() {
        LockedApp app = read(
                "{\"spin_lock_version\": 1, \"host_requirements\": {\"teleport\": \"optional\"}, \"triggers\": [], \"components\": []}");
        assertThat(app.hostRequirements()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[]", "{}", "{\"spin_lock_version\": 2, \"triggers\": [], \"components\": []}",
        "{\"spin_lock_version\": 1, \"triggers\": {}, \"components\": []}", "{\"spin_lock_version\": 1, \"components\": []}",
        "{\"spin_lock_version\": 1, \"must_understand\": [\"poetry\"], \"triggers\": [], \"components\": []}",
        "{\"spin_lock_version\": 1, \"host_requirements\": {\"teleport\": \"required\"}, \"triggers\": [], \"components\": []}",
        "{\"spin_lock_version\": 1, \"triggers\": [], \"components\": [{\"id\": \"a\"}]}",
        "{\"spin_lock_version\": 1, \"triggers\": [], \"components\": []} trailing",
        "{\"spin_lock_version\": 1, \"triggers\": [{\"id\": 1}], \"components\": []}"})
    void what_cannot_be_honoured_is_refused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(LoadException.class);
    }

    @Test
    void unsupported_requirement_is_named() {
        assertThatThrownBy(
                () -> read(
                        "{\"spin_lock_version\": 1, \"host_requirements\": {\"teleport\": \"required\"}, \"triggers\": [], \"components\": []}"))
                .hasMessage("This version of Spin does not support the following features required by this application: teleport");
    }

    @Test
    void secrets_are_not_shown() {
        assertThat(new LockedVariable(null, "hunter2", true).toString()).doesNotContain("hunter2");
    }

    @Test
    void environment_is_added_to_every_component() {
        LockedApp app = read(FULL).withEnvironment(Map.of("E", "1", "F", "2"));
        assertThat(app.component("c").orElseThrow().environment()).containsExactly(Map.entry("E", "1"), Map.entry("F", "2"));
    }

    @Test
    void file_appears_complete_and_leaves_nothing_beside_it(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("spin.lock");
        Files.writeString(file, "old");
        read(FULL).writeTo(file);
        assertThat(read(Files.readString(file))).isEqualTo(read(FULL));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static LockedApp chain() {
        return read(
                """
                        {"spin_lock_version": 0, "triggers": [
                          {"id": "ta", "trigger_type": "http", "trigger_config": {"component": "a"}},
                          {"id": "tb", "trigger_type": "http", "trigger_config": {"component": "b"}}],
                         "components": [
                          {"id": "a", "metadata": {"allowed_outbound_hosts": ["http://b.spin.internal"]}, "source": {"content_type": "w", "digest": "d"}},
                          {"id": "b", "source": {"content_type": "w", "digest": "d"}}]}""");
    }

    @Test
    void selected_components_keep_their_triggers() {
        LockedApp app = chain().withOnly(List.of("b"));
        assertThat(app.componentIds()).containsExactly("b");
        assertThat(app.triggers()).extracting(LockedTrigger::id).containsExactly("tb");
    }

    @Test
    void selection_must_exist_and_include_what_it_calls() {
        assertThatThrownBy(() -> chain().withOnly(List.of("x"))).hasMessageStartingWith(
                "Specified component \"x\" not found in application");
        assertThatThrownBy(() -> chain().withOnly(List.of("a")))
                .hasMessageContaining("Selected component 'a' cannot use service chaining to unselected component: "
                        + "allowed_outbound_hosts = [\"http://b.spin.internal\"]");
    }
}
