package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppSourceTest {
    @TempDir
    Path directory;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(directory.resolve("app/a/b/c"));
        Files.createDirectories(directory.resolve("empty"));
        Files.writeString(directory.resolve("app/spin.toml"), "");
        Files.writeString(directory.resolve("hello.wasm"), "");
        Files.writeString(directory.resolve("hello.wat"), "");
        Files.writeString(directory.resolve("other.toml"), "");
    }

    @Test
    void existing_path_is_a_manifest_or_a_wasm_file() {
        assertThat(AppSource.infer("app", directory)).isEqualTo(new AppSource.ManifestFile(directory.resolve("app/spin.toml")));
        assertThat(AppSource.infer("other.toml", directory)).isEqualTo(new AppSource.ManifestFile(directory.resolve("other.toml")));
        assertThat(AppSource.infer("hello.wasm", directory)).isEqualTo(new AppSource.BareWasm(directory.resolve("hello.wasm")));
    }

    @Test
    void what_looks_like_a_reference_is_one() {
        assertThat(AppSource.infer("ghcr.io/me/app:v1", directory)).isEqualTo(new AppSource.Registry("ghcr.io/me/app:v1"));
        assertThatThrownBy(() -> Loader.load(AppSource.infer("ghcr.io/me/app:v1", directory), LoadOptions.of(directory, directory)))
                .hasMessageContaining("not supported by this version of Spin");
    }

    @Test
    void missing_path_is_explained() {
        assertThatThrownBy(() -> AppSource.infer("ap", directory)).hasMessage(
                "File or directory 'ap' not found. If you meant to load from a "
                        + "registry, use the `--from-registry` option.\nDid you mean 'app'?");
        assertThatThrownBy(() -> AppSource.infer("zzzzzz/spin.toml", directory)).hasMessage(
                "File or directory 'zzzzzz/spin.toml' not found. If you meant to load from a registry, use the `--from-registry` option.");
        assertThatThrownBy(() -> AppSource.ofFile("nothing-like-it", directory)).hasMessage("No such file or directory 'nothing-like-it'");
        assertThatThrownBy(() -> AppSource.infer("empty", directory)).hasMessage(
                "Directory empty does not contain a file named 'spin.toml'");
    }

    @Test
    void bare_wasm_is_an_application_that_answers_every_route() {
        LockedApp app = Loader.load(AppSource.infer("hello.wasm", directory), LoadOptions.of(directory.resolve("w"), directory));
        assertThat(new String(app.toJson(), StandardCharsets.UTF_8).replace(directory.toString(), "DIR")).isEqualTo("""
                {
                  "spin_lock_version": 0,
                  "metadata": {
                    "name": "hello",
                    "trigger": {
                      "type": "http"
                    },
                    "triggers": {}
                  },
                  "triggers": [
                    {
                      "id": "http-trigger1",
                      "trigger_type": "http",
                      "trigger_config": {
                        "component": "http-trigger1-component",
                        "route": "/..."
                      }
                    }
                  ],
                  "components": [
                    {
                      "id": "http-trigger1-component",
                      "source": {
                        "content_type": "application/wasm",
                        "source": "file://DIR/hello.wasm"
                      }
                    }
                  ]
                }""");
        assertThat(directory.resolve("w")).doesNotExist();
    }

    @Test
    void text_format_is_refused() {
        assertThatThrownBy(() -> Loader.load(AppSource.infer("hello.wat", directory), LoadOptions.of(directory, directory)))
                .hasMessageContaining("is WebAssembly text").hasMessageContaining("wasm-tools parse");
    }

    @Test
    void manifest_is_found_above() throws IOException {
        var found = ManifestDiscovery.search(directory.resolve("app")).orElseThrow();
        assertThat(found.notice()).isEmpty();
        assertThat(found.file()).isEqualTo(Path.of("spin.toml"));
        assertThat(ManifestDiscovery.search(directory.resolve("app/a")).orElseThrow().notice())
                .contains("No 'spin.toml' in current directory. Using 'spin.toml' from parent directory (../spin.toml)");
        assertThat(ManifestDiscovery.search(directory.resolve("app/a/b")).orElseThrow().notice().orElseThrow())
                .contains("from grandparent directory (../../spin.toml)");
        assertThat(ManifestDiscovery.search(directory.resolve("app/a/b/c")).orElseThrow().notice().orElseThrow())
                .contains("from great-grandparent directory");
        Files.createDirectories(directory.resolve("app/a/.git"));
        assertThat(ManifestDiscovery.search(directory.resolve("app/a/b"))).isEmpty();
        assertThat(ManifestDiscovery.search(directory.resolve("app/a"))).isPresent();
    }
}
