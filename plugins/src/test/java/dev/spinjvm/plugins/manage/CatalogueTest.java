package dev.spinjvm.plugins.manage;

import dev.spinjvm.oci.Digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.loader.versions.SemVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
    @TempDir
    Path folder;
    private Workshop workshop;

    @BeforeEach
    void workshop() {
        workshop = new Workshop(folder, "4.0.2");
    }

    private static ManifestLocation.InCatalogue wanted(String name, String version) {
        return new ManifestLocation.InCatalogue(name, version.isEmpty() ? null : SemVersion.parse(version).orElseThrow());
    }

    private Archive archive(String prefix, String version) throws IOException {
        return new Archive().file(prefix + "README.md", "x").file(prefix + "manifests/tool/tool.json", ManifestJson.write(workshop.packaged(
                "tool", version)));
    }

    @Test
    void a_folder_is_used_where_it_lies() throws IOException {
        workshop.publish(workshop.packaged("tool", "1.0.0"), true);
        workshop.publish(workshop.packaged("tool", "0.9.0"), false);
        PluginManager manager = workshop.manager();
        assertThat(manager.manifest(wanted("TOOL", ""), false, null).version()).isEqualTo("1.0.0");
        assertThat(manager.manifest(wanted("tool", "0.9.0"), false, null).version()).isEqualTo("0.9.0");
        manager.catalogue().update();
        assertThat(workshop.store()).doesNotExist();
    }

    @Test
    void what_is_not_in_it_is_told_with_its_place() throws IOException {
        workshop.publish(workshop.packaged("tool", "1.0.0"), true);
        Path place = folder.resolve("catalogue/manifests");
        assertThatThrownBy(() -> workshop.manager().manifest(wanted("nope", ""), false, null)).isInstanceOf(PluginException.NotFound.class)
                .hasMessage(
                        "plugin 'nope' not found at expected location " + place.resolve("nope/nope.json")
                                + ": No such file or directory (os error 2)");
        assertThatThrownBy(() -> workshop.manager().manifest(wanted("tool", "3.0.0"), false, null)).isInstanceOf(
                PluginException.NotFound.class)
                .hasMessageContaining("tool@3.0.0.json");
        assertThatThrownBy(() -> workshop.manager().manifest(wanted("../tool/tool", ""), false, null)).isInstanceOf(
                PluginException.NotFound.class);
    }

    @Test
    void an_archive_needs_no_git_and_is_replaced_as_a_whole() throws IOException {
        Path file = archive("spin-plugins-main/", "1.0.0").writeTo(folder.resolve("catalogue.tar.gz"));
        CatalogueSource source = CatalogueSource.parse(file.toString(), folder);
        assertThat(source).isInstanceOf(CatalogueSource.Archive.class);
        PluginManager manager = workshop.manager(source);
        assertThat(manager.manifest(wanted("tool", ""), false, null).version()).isEqualTo("1.0.0");
        archive("", "2.0.0").writeTo(file);
        assertThat(manager.manifest(wanted("tool", ""), false, null).version()).isEqualTo("1.0.0");
        manager.catalogue().update();
        assertThat(manager.manifest(wanted("tool", ""), false, null).version()).isEqualTo("2.0.0");
        new Archive().file("README.md", "x").writeTo(file);
        assertThatThrownBy(() -> manager.catalogue().update()).hasMessageContaining("is no catalogue of plugins");
        new Archive().file("manifests/tool/tool.json", "{}").file("../evil", "").writeTo(file);
        assertThatThrownBy(() -> manager.catalogue().update()).isInstanceOf(PluginException.class);
        assertThat(manager.manifest(wanted("tool", ""), false, null).version()).isEqualTo("2.0.0");
        assertThat(manager.catalogue().manifests()).hasSize(1);
    }

    @Test
    void an_archive_can_be_fixed_to_its_digest() throws IOException {
        Path file = archive("", "1.0.0").writeTo(folder.resolve("c.tgz"));
        String right = file + "#sha256=" + Digest.ofFile(file, Digest.Algorithm.SHA256).hex();
        assertThat(workshop.manager(CatalogueSource.parse(right, folder)).manifest(wanted("tool", ""), false, null).version()).isEqualTo(
                "1.0.0");
        String wrong = file + "#sha256=" + "0".repeat(64);
        PluginManager manager = workshop.manager(CatalogueSource.parse(wrong, folder));
        // Another address of the same archive has its own copy.
        assertThat(CatalogueSource.parse(right, folder)).isNotEqualTo(CatalogueSource.parse(wrong, folder));
        assertThatThrownBy(() -> manager.catalogue().update()).hasMessageContaining("did not match");
    }

    @Test
    void a_repository_is_cloned_and_pulled() throws Exception {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        git(repository, "init", "-q", "-b", "main");
        workshop.publish(workshop.packaged("tool", "1.0.0"), true);
        Files.move(folder.resolve("catalogue/manifests"), repository.resolve("manifests"));
        git(repository, "add", ".");
        git(repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "1");
        PluginManager manager = workshop.manager(CatalogueSource.parse("git+" + repository.toUri(), folder));
        assertThat(manager.manifest(wanted("tool", ""), false, null).version()).isEqualTo("1.0.0");
        Files.writeString(repository.resolve("manifests/tool/tool.json"), ManifestJson.write(workshop.packaged("tool", "1.1.0")));
        git(repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qam", "2");
        assertThat(manager.manifest(wanted("tool", ""), false, null).version()).isEqualTo("1.0.0");
        manager.catalogue().update();
        assertThat(manager.manifest(wanted("tool", ""), false, null).version()).isEqualTo("1.1.0");
    }

    @Test
    void a_repository_that_is_not_there_is_told_and_leaves_nothing() {
        PluginManager manager = workshop.manager(CatalogueSource.parse("git+" + folder.resolve("nowhere").toUri(), folder));
        assertThatThrownBy(() -> manager.manifest(wanted("tool", ""), false, null)).hasMessageStartingWith("failed to connect to endpoint ")
                .hasMessageContaining("Error cloning Git repo ");
        assertThat(workshop.store()).isDirectoryNotContaining(path -> !path.getFileName().toString().equals(".updatelock"));
    }

    @Test
    void two_updates_at_once_are_refused() throws IOException {
        Path file = archive("", "1.0.0").writeTo(folder.resolve("c.tgz"));
        PluginManager manager = workshop.manager(CatalogueSource.parse(file.toString(), folder));
        List<Throwable> seen = new ArrayList<>();
        try (FileMutex _ = FileMutex.exclusive(workshop.store().resolve(".updatelock"))) {
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    manager.catalogue().update();
                } catch (PluginException e) {
                    seen.add(e);
                }
            });
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(seen).singleElement().extracting(Throwable::getMessage).isEqualTo(
                "Another plugin update operation is already in progress");
    }

    @Test
    void addresses_that_run_programs_or_are_flags_are_refused() {
        for (String text : List.of("git+ext::sh -c touch% /x", "git+-upload-pack=x", "git+/etc", "git+https://-oProxyCommand=x/y",
                "https://a/b#-x")) {
            assertThatThrownBy(() -> CatalogueSource.parse(text, folder)).as(text).isInstanceOf(PluginException.class);
        }
        assertThat(CatalogueSource.parse("https://example.com/plugins.git#next", folder)).isEqualTo(new CatalogueSource.Git(
                "https://example.com/plugins.git", "next"));
        assertThat(CatalogueSource.parse("https://example.com/plugins/archive/main.tar.gz", folder)).isInstanceOf(
                CatalogueSource.Archive.class);
    }

    @Test
    void the_newest_version_that_fits_is_taken_where_the_latest_does_not() throws IOException {
        PluginManifest item = workshop.packaged("tool", "1.0.0");
        workshop.publish(Workshop.read(Workshop.manifest("tool", "3.0.0", ">=9", item.packages().getFirst().url(), "00")), true);
        workshop.publish(item, false);
        workshop.publish(workshop.packaged("tool", "1.10.0"), false);
        workshop.publish(workshop.packaged("tool", "1.9.0"), false);
        assertThat(workshop.manager().manifest(wanted("tool", ""), false, null).version()).isEqualTo("1.10.0");
        assertThat(workshop.manager().manifest(wanted("tool", ""), true, null).version()).isEqualTo("3.0.0");
        assertThat(workshop.manager().manifest(wanted("tool", "3.0.0"), false, null).version()).isEqualTo("3.0.0");
        assertThat(workshop.manager().offered("tool").map(PluginManifest::version)).isEqualTo(Optional.of("3.0.0"));
    }

    private static void git(Path folder, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("git", "-C", folder.toString()));
        line.addAll(List.of(words));
        assertThat(new ProcessBuilder(line).inheritIO().start().waitFor()).as(String.join(" ", line)).isZero();
    }
}
