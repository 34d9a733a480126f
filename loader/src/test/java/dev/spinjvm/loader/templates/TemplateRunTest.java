package dev.spinjvm.loader.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a template generates, and when it refuses to.
class TemplateRunTest {
    private static final String HEAD = "manifest_version = \"1\"\nid = \"t\"\n";
    private static final String PARAMETERS = """
            [parameters]
            path = { type = "string", prompt = "Path", default = "/x", pattern = "^/\\\\S*$" }
            colour = { type = "string", prompt = "Colour", allowed_values = ["red", "green"] }
            """;

    @TempDir
    Path scratch;
    private Templates templates;
    private Path template;

    @BeforeEach
    void makeStore() throws IOException {
        Path source = scratch.resolve("source");
        templates = new Templates(scratch, source);
        template = source.resolve("templates/t");
    }

    private TemplateRunTest file(String path, String content) throws IOException {
        Path file = template.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content);
        return this;
    }

    private void install(String manifest) throws IOException {
        file("metadata/spin-template.toml", HEAD + manifest);
        assertThat(templates.update(new TemplateSource.Folder(templates.source())).skipped()).isEmpty();
    }

    private static RunOptions options(Map<String, String> values, boolean acceptDefaults) {
        return new RunOptions(new Variant.NewApplication(), "my-app", Path.of("out"), values, acceptDefaults, true, false);
    }

    private Path out(String path) {
        return templates.work().resolve("out").resolve(path);
    }

    @Test
    void every_missing_value_is_named() throws IOException {
        install(PARAMETERS);
        assertThatThrownBy(() -> templates.run("t", options(Map.of(), false))).hasMessage("""
                Parameter 'path' not provided
                Parameter 'colour' not provided
                Give values with --value NAME=VALUE or --values-file FILE""");
        assertThatThrownBy(() -> templates.run("t", options(Map.of("colour", "red"), false))).hasMessageEndingWith(
                ", or use the defaults with --accept-defaults");
        assertThatThrownBy(() -> templates.run("t", options(Map.of(), true))).hasMessageStartingWith("Parameter 'colour' not provided\n");
    }

    @Test
    void every_value_that_does_not_fit_is_named() throws IOException {
        install(PARAMETERS);
        assertThatThrownBy(() -> templates.run("t", options(Map.of("path", "x y", "colour", "blue", "size", "1"), true)))
                .hasMessageContainingAll(
                        "The following provided value(s) are invalid according to the template:",
                        "- path: Input 'x y' does not match pattern '^/\\S*$'",
                        "- colour: Input 'blue' is not one of the allowed values (red, green)",
                        "- Template does not contain a parameter named 'size'");
    }

    @Test
    void whoever_can_be_asked_is_asked_in_the_order_of_the_manifest() throws IOException {
        file("content/a.txt", "{{ path }} {{ colour }}").install(PARAMETERS);
        List<String> asked = new ArrayList<>();
        new TemplateRun(templates.manager().find("t").orElseThrow(), options(Map.of(), false), templates.home()).generate(new Questions() {
            @Override
            public boolean confirm(String question) {
                return false;
            }

            @Override
            public String value(Parameter parameter) {
                asked.add(parameter.prompt());
                return "answer";
            }
        }, _ -> {});
        assertThat(asked).containsExactly("Path", "Colour");
        assertThat(out("a.txt")).hasContent("answer answer");
    }

    @Test
    void a_folder_with_files_is_left_alone() throws IOException {
        file("content/a.txt", "new").install("");
        Files.createDirectories(out(""));
        Files.writeString(out("a.txt"), "old");
        assertThatThrownBy(() -> templates.run("t", options(Map.of(), true))).hasMessageStartingWith(
                "Can't generate into out as it already contains other files");
        assertThat(out("a.txt")).hasContent("old");
        templates.run("t", new RunOptions(new Variant.NewApplication(), "a", Path.of("out"), Map.of(), true, true, true));
        assertThat(out("a.txt")).hasContent("new");
    }

    @Test
    void names_lose_tmpl_and_are_templates_themselves() throws IOException {
        file("content/Cargo.toml.tmpl", "{{ project-name }}").file("content/src/{{project-name | snake_case}}.rs", "fn").file(
                "content/{{nonsense}}.txt", "x").install("");
        templates.run("t", options(Map.of(), true));
        assertThat(out("Cargo.toml")).hasContent("my-app");
        assertThat(out("src/my_app.rs")).hasContent("fn");
        assertThat(out("{{nonsense}}.txt")).exists();
    }

    @Test
    void a_name_that_leads_out_is_refused() throws IOException {
        file("content/{{p}}.txt", "x").install("[parameters]\np = { type = \"string\", prompt = \"P\" }\n");
        assertThatThrownBy(() -> templates.run("t", options(Map.of("p", "../../evil"), true))).hasMessageContaining("does not lie in");
        assertThat(scratch.resolve("evil.txt")).doesNotExist();
    }

    @Test
    void what_is_no_template_is_copied() throws IOException {
        file("content/workflow.yml", "${{ a b }}").file("content/doc.txt", "{{ open").install("");
        Files.write(template.resolve("content/bytes"), new byte[]{(byte) 0xff, '{', '{', 0});
        templates.update(new TemplateSource.Folder(templates.source()));
        templates.run("t", options(Map.of(), true));
        assertThat(out("workflow.yml")).hasContent("${{ a b }}");
        assertThat(out("doc.txt")).hasContent("{{ open");
        assertThat(out("bytes")).hasBinaryContent(new byte[]{(byte) 0xff, '{', '{', 0});
    }

    @Test
    void nothing_is_written_when_one_file_cannot_be_rendered() throws IOException {
        file("content/a.txt", "a").file("content/b.txt", "{{ nothing }}").install("");
        assertThatThrownBy(() -> templates.run("t", options(Map.of(), true))).hasMessage("Failed to render b.txt").hasRootCauseMessage(
                "Unknown variable 'nothing'");
        assertThat(out("")).doesNotExist();
    }

    @Test
    void conditions_ask_the_manifest() throws IOException {
        file("content/extra.txt", "x").file("metadata/snippets/trigger.txt", "[application.trigger.redis]\naddress = \"{{ address }}\"\n")
                .file(
                        "metadata/snippets/component.txt", "[component.{{ project-name }}]\nsource = \"x.wasm\"\n").install("""
                                [add_component]
                                [add_component.snippets]
                                component = "component.txt"
                                application_trigger = "trigger.txt"
                                [add_component.conditions.there]
                                condition = { manifest_entry_exists = "application.trigger.redis" }
                                skip_parameters = ["address"]
                                skip_snippets = ["application_trigger"]
                                skip_files = ["extra.txt"]
                                [parameters]
                                address = { type = "string", prompt = "Address" }
                                """);
        Path manifest = templates.newEmptyApp("app");
        templates.add("t", "first", manifest, Map.of("address", "redis://a"));
        templates.add("t", "second", manifest, Map.of());
        assertThat(manifest).content().containsOnlyOnce("[application.trigger.redis]").containsSubsequence("redis://a", "[component.first]",
                "[component.second]");
        assertThat(manifest.resolveSibling("first/extra.txt")).exists();
        assertThat(manifest.resolveSibling("second")).doesNotExist();
    }

    @Test
    void a_component_of_the_same_name_is_refused_and_the_manifest_stays() throws IOException {
        Path manifest = templates.newEmptyApp("app");
        templates.add("http-c", "twin", manifest, Map.of());
        String before = Files.readString(manifest);
        RunOptions again = new RunOptions(new Variant.AddComponent(manifest), "twin", Path.of("other"), Map.of(), true, true, false);
        assertThatThrownBy(() -> templates.run("http-c", again)).hasMessageContaining("it would no longer be valid").hasMessageContaining(
                "a component of that name");
        assertThat(manifest).hasContent(before);
        assertThat(manifest.resolveSibling("other")).doesNotExist();
    }

    @Test
    void comments_of_a_manifest_survive_new_variables() throws IOException {
        file("metadata/snippets/variables.txt", "url = { default = \"u\" }\nnew = { required = true }\n").install(
                "[add_component]\n[add_component.snippets]\nvariables = \"variables.txt\"\n");
        Path manifest = templates.newEmptyApp("app");
        Files.writeString(manifest, """
                spin_manifest_version = 2 # two
                [application]
                name = "a"
                [variables]
                # where it is
                url = { default = "old" } # keep

                # the rest
                [component.a]
                source = 'a.wasm'
                """);
        templates.add("t", "x", manifest, Map.of());
        assertThat(manifest).hasContent("""
                spin_manifest_version = 2 # two
                [application]
                name = "a"
                [variables]
                # where it is
                url = { default = "u" } # keep
                new = { required = true }

                # the rest
                [component.a]
                source = 'a.wasm'
                """);
    }

    @Test
    void a_repository_is_made_once() throws IOException {
        file("content/.gitignore", "x").file("content/a.txt", "a").install("");
        RunOptions options = new RunOptions(new Variant.NewApplication(), "a", Path.of("out"), Map.of(), true, false, false);
        templates.run("t", options);
        boolean git = Files.isDirectory(out(".git"));
        assertThat(out(".gitignore")).exists();
        templates.run("t", new RunOptions(new Variant.NewApplication(), "a", Path.of("out/inner"), Map.of(), true, false, false));
        assertThat(out("inner/a.txt")).exists();
        assertThat(git && Files.exists(out("inner/.git"))).isFalse();
    }

    @Test
    void without_version_control_there_is_no_trace_of_it() throws IOException {
        file("content/.gitignore", "x").file("content/deep/.gitignore", "x").file("content/a.txt", "a").install("");
        templates.run("t", options(Map.of(), true));
        assertThat(out("")).isDirectoryNotContaining("glob:**/.git*");
        assertThat(out("deep")).doesNotExist();
    }

    @Test
    void a_template_without_content_makes_nothing() throws IOException {
        install("");
        assertThatThrownBy(() -> templates.run("t", options(Map.of(), true))).hasMessage("Nothing to create");
    }
}
