package dev.spinjvm.loader.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.spinjvm.loader.LoadException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Installing, listing, updating and removing.
class TemplateManagerTest {
    @TempDir
    Path scratch;
    private Templates templates;
    private Path source;

    @BeforeEach
    void makeStore() throws IOException {
        source = scratch.resolve("source");
        templates = new Templates(scratch, source);
        template(source, "one", "One", "a", "b");
        template(source, "two", "Two", "A");
    }

    private static void template(Path root, String id, String description, String... tags) throws IOException {
        Path folder = root.resolve("templates").resolve(id);
        Files.createDirectories(folder.resolve("metadata"));
        Files.createDirectories(folder.resolve("content"));
        Files.writeString(folder.resolve("metadata/spin-template.toml"), manifest(id, description, tags));
        Files.writeString(folder.resolve("content/file.txt"), "{{ project-name }}");
    }

    private static String manifest(String id, String description, String... tags) {
        return "manifest_version = \"1\"\nid = \"" + id + "\"\ndescription = \"" + description + "\"\ntags = [" + String.join(", ", List.of(
                tags).stream().map(tag -> '"' + tag + '"').toList()) + "]\n";
    }

    private List<String> installed() {
        return templates.manager().list(List.of()).templates().stream().filter(template -> !(template.origin() instanceof Origin.BuiltIn))
                .map(
                        Template::id).toList();
    }

    @Test
    void a_folder_is_installed_in_the_layout_of_spin() {
        TemplateManager.Installation result = templates.install(new TemplateSource.Folder(source));
        assertThat(result.installed()).extracting(Template::id).containsExactly("one", "two");
        Path folder = templates.home().folder().resolve("one_7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
        assertThat(folder.resolve("content/file.txt")).hasContent("{{ project-name }}");
        assertThat(folder.resolve(".install.toml")).hasContent("dir = \"" + source + "\"\n");
        assertThat(templates.manager().find("one").orElseThrow().origin()).isEqualTo(new Origin.Folder(source.toString()));
    }

    @Test
    void what_is_there_is_skipped_unless_it_is_to_be_updated() throws IOException {
        templates.install(new TemplateSource.Folder(source));
        template(source, "one", "Changed");
        assertThat(templates.install(new TemplateSource.Folder(source)).skipped()).containsExactlyInAnyOrderEntriesOf(Map.of("one",
                "Already exists", "two", "Already exists"));
        assertThat(templates.manager().find("one").orElseThrow().description()).isEqualTo("One");
        assertThat(templates.update(new TemplateSource.Folder(source)).installed()).hasSize(2);
        assertThat(templates.manager().find("one").orElseThrow().description()).isEqualTo("Changed");
        assertThat(installed()).containsExactly("one", "two");
    }

    @Test
    void faulty_templates_are_skipped_with_the_place_of_the_fault() throws IOException {
        Path bad = source.resolve("templates/bad/metadata");
        Files.createDirectories(bad);
        Files.writeString(bad.resolve("spin-template.toml"), "manifest_version = \"1\"\nid = \"bad\"\ndescripton = \"x\"\n");
        Files.createDirectories(source.resolve("templates/none"));
        Map<String, String> skipped = templates.install(new TemplateSource.Folder(source)).skipped();
        assertThat(skipped.get("bad")).startsWith("Template load error: Manifest file ").contains(
                "line 3, column 1: unknown key 'descripton', did you mean 'description'?");
        assertThat(skipped.get("none")).contains("Failed to read template manifest file");
    }

    @Test
    void a_source_without_templates_is_refused() {
        assertThatThrownBy(() -> templates.install(new TemplateSource.Folder(scratch.resolve("missing")))).hasMessage(
                "Failed to get template source").hasRootCauseMessage("Path not found: " + scratch.resolve("missing"));
        assertThatThrownBy(() -> templates.install(new TemplateSource.Folder(scratch))).hasMessage("Could not find templates in source")
                .hasRootCauseMessage("Template source " + scratch + " does not contain a 'templates' directory");
    }

    @Test
    void tags_filter_whatever_their_case() {
        templates.install(new TemplateSource.Folder(source));
        assertThat(templates.manager().list(List.of("a")).templates()).extracting(Template::id).containsExactly("one", "two");
        assertThat(templates.manager().list(List.of("B", "a")).templates()).extracting(Template::id).containsExactly("one");
        TemplateManager.Listing none = templates.manager().list(List.of("b", "nothing"));
        assertThat(none.templates()).isEmpty();
        assertThat(none.skipped()).isEqualTo(2 + BuiltInTemplates.all().size());
    }

    @Test
    void strange_folders_in_the_store_are_reported_and_environments_are_left_alone() throws IOException {
        Files.createDirectories(templates.home().folder().resolve("strange"));
        Files.createDirectories(templates.home().folder().resolve(".envs/some"));
        assertThat(templates.manager().list(List.of()).invalid()).containsOnlyKeys("strange");
    }

    @Test
    void an_installed_template_goes_before_a_built_in_one_and_away_again() throws IOException {
        template(source, "http-rust", "Mine");
        templates.install(new TemplateSource.Folder(source));
        assertThat(templates.manager().find("http-rust").orElseThrow().description()).isEqualTo("Mine");
        templates.manager().uninstall("http-rust");
        assertThat(templates.manager().find("http-rust").orElseThrow().origin()).isEqualTo(new Origin.BuiltIn());
        assertThat(installed()).isEqualTo(List.of("one", "two"));
        assertThatThrownBy(() -> templates.manager().uninstall("http-rust")).hasMessageContaining("built into Spin");
        assertThatThrownBy(() -> templates.manager().uninstall("never")).hasMessageStartingWith("Failed to delete template directory ");
    }

    @Test
    void links_in_a_source_are_left_out() throws IOException {
        Path secret = Files.writeString(scratch.resolve("secret"), "secret");
        Files.createSymbolicLink(source.resolve("templates/one/content/link"), secret);
        templates.install(new TemplateSource.Folder(source));
        templates.newApp("one", "app", Map.of());
        assertThat(templates.work().resolve("app")).isDirectoryContaining("glob:**/file.txt").isDirectoryNotContaining("glob:**/link");
    }

    @Test
    void a_snippet_cannot_be_a_file_outside_of_the_template() throws IOException {
        Files.createDirectories(templates.home().folder());
        Files.writeString(templates.home().folder().resolve("secret"), "x");
        Files.writeString(source.resolve("templates/one/metadata/spin-template.toml"), manifest("one", "x")
                + "[add_component.snippets]\ncomponent = \"../../../../secret\"\n");
        templates.install(new TemplateSource.Folder(source));
        Path manifest = templates.newEmptyApp("app");
        assertThatThrownBy(() -> templates.add("one", "x", manifest, Map.of())).hasMessageContaining("does not lie inside it");
    }

    @Test
    void an_archive_is_unpacked_whatever_folder_is_around_it() throws IOException {
        for (String around : List.of("", "repository-1.0/")) {
            Path archive = scratch.resolve("archive.tar.gz");
            Files.write(archive, archive(Map.of(around + "templates/three/metadata/spin-template.toml", manifest("three", "Three"), around
                    + "templates/three/content/a.txt", "a", around + "README.md", "read me")));
            assertThat(templates.update(new TemplateSource.Archive(archive.toString())).installed()).extracting(Template::id)
                    .containsExactly("three");
        }
        assertThat(templates.manager().find("three").orElseThrow().origin().describe()).endsWith("archive.tar.gz");
    }

    @Test
    void an_archive_that_leads_out_is_refused() throws IOException {
        Path archive = scratch.resolve("archive.tar.gz");
        Files.write(archive, archive(Map.of("templates/../../../evil.txt", "x")));
        assertThatThrownBy(() -> templates.install(new TemplateSource.Archive(archive.toString()))).hasMessage(
                "Failed to get template source").rootCause().hasMessageContaining("which does not lie inside it");
        assertThatThrownBy(() -> templates.install(new TemplateSource.Archive("missing.tar.gz"))).rootCause().hasMessageStartingWith(
                "Path not found: ");
    }

    @Test
    void an_archive_is_downloaded() throws IOException {
        byte[] archive = archive(Map.of("templates/web/metadata/spin-template.toml", manifest("web", "Web")));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/t.tar.gz", exchange -> {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort();
            assertThat(templates.install(new TemplateSource.Archive(url + "/t.tar.gz")).installed()).extracting(Template::id)
                    .containsExactly("web");
            assertThatThrownBy(() -> templates.install(new TemplateSource.Archive(url + "/none.tar.gz"))).rootCause().hasMessage(
                    "the server answered with status 404");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_repository_gives_the_tag_of_this_version_and_loses_what_it_no_longer_has() throws Exception {
        Assumptions.assumeTrue(hasGit(), "there is no git program");
        git("init", "--quiet", "--initial-branch", "main");
        git("add", ".");
        git("commit", "--quiet", "-m", "first");
        git("tag", "spin/templates/v4.1");
        template(source, "three", "Three");
        git("add", ".");
        git("rm", "-r", "--quiet", "templates/one");
        git("commit", "--quiet", "-m", "second");
        String url = source.toUri().toString();

        TemplateSource.Git tagged = TemplateSource.git(url, Optional.empty());
        assertThat(templates.manager().tagFor(url)).contains("spin/templates/v4.1");
        assertThat(templates.install(tagged).installed()).extracting(Template::id).containsExactly("one", "two");
        assertThat(templates.manager().find("one").orElseThrow().origin()).isEqualTo(new Origin.Git(url));

        TemplateManager.Installation next = templates.update(TemplateSource.git(url, Optional.of("main")));
        assertThat(next.installed()).extracting(Template::id).containsExactly("three", "two");
        assertThat(next.removed()).containsExactly("one");
        assertThatThrownBy(() -> templates.update(TemplateSource.git(url, Optional.of("nothing")))).isInstanceOf(LoadException.class)
                .rootCause().hasMessageStartingWith("Error cloning Git repo " + url);
    }

    @Test
    void the_tag_of_a_version_has_neither_patch_nor_suffix() {
        assertThat(TemplateSource.tagFor("1.2.3")).isEqualTo("spin/templates/v1.2");
        assertThat(TemplateSource.tagFor("4.1.0-pre0")).isEqualTo("spin/templates/v4.1");
        assertThat(TemplateSource.tagFor("1.2.3-alpha+0f74628")).isEqualTo("spin/templates/v1.2");
        assertThat(TemplateSource.tagFor("1.2.3.4")).isEqualTo("spin/templates/v1.2.3.4");
        assertThat(TemplateSource.tagFor("garbage")).isEqualTo("spin/templates/vgarbage");
    }

    @Test
    void templates_of_an_environment_are_kept_apart() {
        TemplateHome home = templates.home().ofEnvironment("spin-up@3.2");
        TemplateManager manager = new TemplateManager(home);
        assertThat(manager.list(List.of()).templates()).isEmpty();
        manager.install(new TemplateSource.Folder(source), true, _ -> {});
        assertThat(manager.list(List.of()).templates()).extracting(Template::id).containsExactly("one", "two");
        assertThat(templates.home().folder().resolve(".envs/spin-up_3_2")).isDirectory();
        assertThat(templates.manager().find("one")).isEmpty();
    }

    @Test
    void repositories_are_named_in_short_and_never_start_programs() {
        assertThat(TemplateSource.git("org/repo", Optional.empty()).url()).isEqualTo("https://github.com/org/repo");
        assertThat(TemplateSource.git("/org/repo", Optional.empty()).url()).isEqualTo("https://github.com/org/repo");
        assertThat(TemplateSource.git("git@example.com:org/repo", Optional.empty()).url()).isEqualTo("git@example.com:org/repo");
        for (String url : List.of("ext::sh -c x", "fd::17")) {
            assertThatThrownBy(() -> TemplateSource.git(url, Optional.empty())).as(url).isInstanceOf(TemplateException.class);
        }
        assertThatThrownBy(() -> TemplateSource.git("org/repo", Optional.of("--upload-pack=x"))).isInstanceOf(TemplateException.class);
    }

    private static boolean hasGit() throws InterruptedException {
        try {
            return new ProcessBuilder("git", "--version").redirectErrorStream(true).start().waitFor(1, TimeUnit.MINUTES);
        } catch (IOException _) {
            return false;
        }
    }

    private void git(String... words) throws IOException, InterruptedException {
        List<String> line = new java.util.ArrayList<>(List.of("git"));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line).directory(source.toFile()).redirectErrorStream(true);
        builder.environment().putAll(templates.home().environment());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static byte[] archive(Map<String, String> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                zip.write(header(file.getKey(), content.length));
                zip.write(content);
                zip.write(new byte[(512 - content.length % 512) % 512]);
            }
            zip.write(new byte[1024]);
        }
        return out.toByteArray();
    }

    private static byte[] header(String name, int size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, String.format("%011o\0", size));
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        header[156] = '0';
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
