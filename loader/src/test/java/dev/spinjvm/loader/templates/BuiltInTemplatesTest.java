package dev.spinjvm.loader.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.Diagnostic;
import dev.spinjvm.loader.LoadOptions;
import dev.spinjvm.loader.Loader;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.ManifestException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInTemplatesTest {
    private static final Map<String, String> REDIRECT = Map.of("redirect-from", "/old", "redirect-to", "/new");

    @TempDir
    Path scratch;
    private Templates templates;

    @BeforeEach
    void makeStore() throws IOException {
        templates = new Templates(scratch, scratch);
    }

    static Stream<String> ids() {
        return BuiltInTemplates.all().stream().map(Template::id);
    }

    private static Map<String, String> values(String id) {
        return id.equals("redirect") ? REDIRECT : Map.of();
    }

    @Test
    void every_language_has_one() {
        assertThat(ids()).containsExactlyInAnyOrder("http-c", "http-empty", "http-go", "http-js", "http-py", "http-rust", "http-ts",
                "redirect",
                "static-fileserver");
    }

    @Test
    void the_list_of_files_is_true() throws IOException, URISyntaxException {
        Path root = Path.of(Objects.requireNonNull(BuiltInTemplates.class.getResource("builtin")).toURI());
        try (Stream<Path> files = Files.walk(root)) {
            List<String> found = files.filter(Files::isRegularFile).map(file -> root.relativize(file).toString()).filter(name -> name
                    .contains(
                            "/")).map(name -> name.replace("/dot.", "/.")).sorted().toList();
            assertThat(Files.readAllLines(root.resolve("files.txt"))).isEqualTo(found);
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_new_application_has_a_manifest_without_fault(String id) throws IOException {
        templates.run(id, new RunOptions(new Variant.NewApplication(), "my-App", Path.of("out"), values(id), true, false, false));
        Path app = templates.work().resolve("out");
        assertThat(app.resolve(".gitignore")).exists();
        assertThat(app.resolve("spin.toml")).content().contains("name = \"my-app\"").contains("authors = [\"Ann <ann@example.com>\"]")
                .doesNotContain("{{");
        if (id.equals("http-empty")) {
            // Nothing can be served before a component is added.
            assertThatThrownBy(() -> load(app.resolve("spin.toml"))).isInstanceOf(ManifestException.class).hasMessageContaining(
                    "missing field `trigger`");
        } else {
            assertThat(load(app.resolve("spin.toml")).toJson()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_component_added_twice_leaves_the_manifest_without_fault(String id) throws IOException {
        Path manifest = templates.newEmptyApp("app");
        Variant.AddComponent variant = new Variant.AddComponent(manifest);
        if (!templates.manager().find(id).orElseThrow().supports(variant)) {
            assertThat(id).isEqualTo("http-empty");
            return;
        }
        templates.add(id, "first", manifest, values(id));
        Map<String, String> other = id.equals("redirect")
                ? Map.of("redirect-from", "/older", "redirect-to", "/new")
                : Map.of("http-path", "/second/...");
        templates.run(id, new RunOptions(variant, "second", Path.of("deep/er"), other, true, true, false));
        assertThat(manifest).content().contains("[component.first]").contains("[component.second]").contains("source = \"deep/er/")
                .doesNotContain("{{");
        assertThat(new String(load(manifest).toJson(), java.nio.charset.StandardCharsets.UTF_8)).contains("\"first\"", "\"second\"");
    }

    @Test
    void files_that_are_no_templates_are_written_as_they_are() throws IOException {
        templates.newApp("redirect", "old", REDIRECT);
        byte[] component = Files.readAllBytes(templates.work().resolve("old/redirect.wasm"));
        assertThat(component).startsWith(0, 'a', 's', 'm');
        assertThat(templates.work().resolve("old/spin.toml")).content().contains("route = \"/old\"").contains(
                "environment = { DESTINATION = \"/new\" }");
    }

    @Test
    void the_folder_of_assets_is_made_beside_the_manifest() {
        Path manifest = templates.newEmptyApp("app");
        templates.add("static-fileserver", "files", manifest, Map.of("files-path", "web/public", "http-path", "/site"));
        assertThat(manifest.resolveSibling("web/public")).isDirectory();
        assertThat(manifest).content().contains("route = \"/site/...\"").contains("source = \"files/static-fileserver.wasm\"");
    }

    /// Sources that a build makes are made by hand: nothing is built here.
    private LockedApp load(Path manifest) throws IOException {
        for (String line : Files.readAllLines(manifest)) {
            if (line.startsWith("source = \"")) {
                Path source = manifest.resolveSibling(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')));
                Files.createDirectories(Objects.requireNonNull(source.getParent()));
                if (!Files.exists(source)) {
                    Files.createFile(source);
                }
            }
        }
        List<Diagnostic> warnings = new ArrayList<>();
        LockedApp app = Loader.load(new AppSource.ManifestFile(manifest), LoadOptions.of(scratch.resolve("working"), scratch.resolve(
                "cache")).onWarning(warnings::add));
        assertThat(warnings).isEmpty();
        return app;
    }
}
