package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesTest {
    @TempDir
    Path scratch;

    private AppDirectory app;

    @BeforeEach
    void makeFiles() {
        app = new AppDirectory(scratch).file("site/index.html", "index").file("site/img/a.png", "a").file("site/img/b.png", "b")
                .file("site/img/.hidden", "h").file("site/img/deep/c.png", "c").file("notes.txt", "notes");
    }

    private List<String> copied() throws IOException {
        try (Stream<Path> files = Files.walk(app.assets("c"))) {
            return files.filter(Files::isRegularFile).map(file -> app.assets("c").relativize(file).toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "notes.txt"                                       | notes.txt
            "site/img/*.png"                                  | site/img/a.png site/img/b.png
            "site/**/*.png"                                   | site/img/a.png site/img/b.png site/img/deep/c.png
            "site/img"                                        | site/img/.hidden site/img/a.png site/img/b.png site/img/deep/c.png
            "./site/*"                                        | site/index.html
            "site/img/[ab].png"                               | site/img/a.png site/img/b.png
            "*.nothing"                                       | ''
            { source = "site/img", destination = "/pics" }    | pics/.hidden pics/a.png pics/b.png pics/deep/c.png
            { source = "site", destination = "/" }            | img/.hidden img/a.png img/b.png img/deep/c.png index.html
            { source = "notes.txt", destination = "/d/n.md" } | d/n.md
            """)
    void entry_names_files(String entry, String expected) throws IOException {
        LockedComponent component = app.component("files = [" + entry + "]").loadComponent();
        assertThat(copied()).containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
        assertThat(component.files()).containsExactly(new ContentPath(ContentRef.ofFile(app.assets("c")), "/"));
    }

    @Test
    void excluded_files_are_left_out() throws IOException {
        app.component("files = [\"site/**/*\"]\nexclude_files = [\"**/.*\", \"site/img/deep/*\"]").load();
        assertThat(copied()).containsExactly("site/img/a.png", "site/img/b.png", "site/index.html");
    }

    @Test
    void content_and_executable_bit_are_kept_and_nothing_else() throws IOException {
        Path tool = app.file("tool", "#!").root().resolve("tool");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        app.component("files = [\"tool\", \"notes.txt\"]").load();
        assertThat(app.assets("c").resolve("notes.txt")).hasContent("notes");
        assertThat(Files.isExecutable(app.assets("c").resolve("tool"))).isTrue();
        assertThat(Files.isExecutable(app.assets("c").resolve("notes.txt"))).isFalse();
    }

    @Test
    void working_directory_inside_of_the_application_is_not_copied_into_itself() {
        Path inside = app.component("files = [\"**/*\"]").root().resolve("tmp");
        LockedApp locked = Loader.load(new AppSource.ManifestFile(app.root().resolve("spin.toml")), LoadOptions.of(inside, scratch));
        LockedApp again = Loader.load(new AppSource.ManifestFile(app.root().resolve("spin.toml")), LoadOptions.of(inside, scratch));
        assertThat(again).isEqualTo(locked);
        assertThat(inside.resolve("assets/c/notes.txt")).exists();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ".."                                              | A file pattern can't end in a parent directory path (..)
            "site/."                                          | A file pattern can't end in a current directory path (.)
            "../*"                                            | ../* cannot be mapped because it is outside the application directory
            "/etc/passwd"                                     | /etc/passwd cannot be mapped because it is outside the application directory
            "missing.txt"                                     | "missing.txt" does not exist and doesn't appear to be a glob pattern
            "a**"                                             | recursive wildcards must form a single path component
            { source = "missing", destination = "/" }         | File or directory "missing" does not exist
            { source = "..", destination = "/" }              | cannot be mapped because it is outside the application directory
            { source = "notes.txt", destination = "/" }       | "/" is not a valid destination file name
            { source = "notes.txt", destination = "/../x" }   | the destination '/../x' is outside the root directory
            { source = "site", destination = "../../x" }      | is outside the root directory
            """)
    void entry_that_cannot_be_copied_is_refused_at_its_place(String entry, String problem) {
        assertThat(app.component("files = [" + entry + "]").problems()).singleElement().asString().startsWith(
                "9:10: Failed to load component `c`: ")
                .contains(problem);
        assertThat(app.working()).doesNotExist();
    }

    @Test
    void link_cannot_bring_in_content_from_outside() throws IOException {
        Path secret = Files.writeString(scratch.resolve("secret"), "secret");
        Files.createSymbolicLink(app.root().resolve("site/link"), secret);
        assertThat(app.component("files = [\"site/*\"]").problems()).singleElement().asString().contains(
                "outside the application directory");
        assertThat(app.component("files = [\"site/link\"]").problems()).singleElement().asString().contains(
                "outside the application directory");
        Files.delete(app.root().resolve("site/link"));
        Files.createSymbolicLink(app.root().resolve("site/link"), scratch);
        assertThat(app.component("files = [\"site/**/*\"]").problems()).singleElement().asString().contains(
                "outside the application directory");
    }

    @Test
    void link_inside_of_the_application_is_followed_but_not_in_circles() throws IOException {
        Files.createSymbolicLink(app.root().resolve("site/notes"), app.root().resolve("notes.txt"));
        Files.createSymbolicLink(app.root().resolve("site/circle"), app.root().resolve("site"));
        app.component("files = [\"site/*\", \"site/**/notes\"]").load();
        assertThat(copied()).contains("site/notes").doesNotContain("site/circle/notes");
    }

    @Test
    void dangling_link_is_named() throws IOException {
        Files.createSymbolicLink(app.root().resolve("dangling"), app.root().resolve("nowhere"));
        assertThat(app.component("files = [\"dangling\"]").problems()).singleElement().asString().contains("dangling");
    }

    @Test
    void whole_application_directory_is_worth_a_warning() {
        app.component("files = [\"*\"]").load();
        assertThat(app.warnings()).singleElement().extracting(Diagnostic::message).asString().contains(
                "entire application directory as asset files");
    }

    @Test
    void directories_are_mounted_directly_on_demand() {
        LockedComponent component = app.component("files = [{ source = \"site\", destination = \"/s\" }]").directMounts().loadComponent();
        assertThat(component.files()).containsExactly(new ContentPath(ContentRef.ofFile(app.root().resolve("site")), "/s"));
        assertThat(app.working()).doesNotExist();
    }

    @Test
    void direct_mounts_of_many_components_copy_nothing() {
        var manifest = new StringBuilder("spin_manifest_version = 2\n[application]\nname = \"many\"\n");
        for (int i = 0; i < 20; i++) {
            String id = "c" + (char) ('a' + i);
            for (int file = 0; file < 10; file++) {
                app.file(id + "/" + file + ".txt", "x");
            }
            manifest.append("[[trigger.http]]\nroute = \"/").append(id).append("\"\ncomponent = \"").append(id).append("\"\n[component.")
                    .append(id).append("]\nsource = \"c.wasm\"\nfiles = [{ source = \"").append(id).append("\", destination = \"/\" }]\n");
        }
        LockedApp locked = app.file("c.wasm", "").manifest(manifest.toString()).directMounts().load();
        assertThat(locked.components()).hasSize(20).allSatisfy(component -> assertThat(component.files()).containsExactly(new ContentPath(
                ContentRef.ofFile(app.root().resolve(component.id())), "/")));
        assertThat(app.working()).doesNotExist();
    }

    @Test
    void direct_mounts_are_whole_directories() {
        app.component("files = [\"notes.txt\"]\nexclude_files = [\"x\"]").directMounts();
        assertThat(app.problems()).containsExactly(
                "9:10: Failed to load component `c`: Only directory mounts are supported with `--direct-mounts`; \"notes.txt\" is not a directory.",
                "10:18: Failed to load component `c`: Cannot load a component with `exclude_files` using --direct-mounts");
    }
}
