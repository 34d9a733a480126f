package dev.spinjvm.plugins.manage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.loader.Folders;
import dev.spinjvm.plugins.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallTest {
    @TempDir
    Path folder;
    private Workshop workshop;

    @BeforeEach
    void workshop() {
        workshop = new Workshop(folder, "4.0.2");
    }

    @Test
    void a_plugin_lies_where_every_spin_looks_for_it() throws IOException {
        PluginManifest manifest = workshop.packaged("Tool", "1.0.0", new Archive().program("tool", "echo hi").file("tool.license", "free")
                .writeTo(
                        folder.resolve("a.tar.gz")));
        workshop.install(manifest);
        assertThat(workshop.content()).containsOnlyKeys("tool/tool*", "tool/tool.license", "tool/.install.json", "manifests/tool.json")
                .containsEntry("tool/.install.json", "{\n  \"source\": \"PluginsRepository\"\n}");
        assertThat(workshop.manager().store().installed("tool")).isEqualTo(manifest);
    }

    @Test
    void where_it_came_from_is_noted() throws IOException {
        PluginManifest manifest = workshop.packaged("tool", "1.0.0");
        Path file = folder.resolve("m.json");
        for (ManifestLocation location : List.of(new ManifestLocation.Local(file), new ManifestLocation.Remote(file.toUri()))) {
            workshop.manager().install(manifest, manifest.packageFor(Workshop.HERE), location, null);
            assertThat(InstallRecord.read(workshop.store().resolve("tool"))).isEqualTo(Optional.of(InstallRecord.of(location)));
        }
    }

    @Test
    void an_upgrade_replaces_everything() throws IOException {
        workshop.install(workshop.packaged("tool", "1.0.0", new Archive().program("tool", "old").file("old.txt", "old").writeTo(folder
                .resolve("a.tar.gz"))));
        workshop.install(workshop.packaged("tool", "1.1.0", new Archive().program("tool", "new").writeTo(folder.resolve("b.tar.gz"))));
        assertThat(workshop.content()).containsOnlyKeys("tool/tool*", "tool/.install.json", "manifests/tool.json").containsEntry(
                "tool/tool*",
                "#!/bin/sh\nnew\n");
    }

    @Test
    void the_same_plugin_is_not_installed_again_and_an_older_one_only_on_demand() throws IOException {
        PluginManifest old = workshop.packaged("tool", "1.9.0");
        PluginManifest current = workshop.packaged("tool", "1.10.0");
        workshop.install(current);
        PluginManager manager = workshop.manager();
        assertThat(manager.check(current, false, false)).isEqualTo(new PluginManager.Action.Nothing("tool", "1.10.0"));
        assertThat(manager.check(old, false, true)).isEqualTo(new PluginManager.Action.Install());
        assertThatThrownBy(() -> manager.check(old, false, false)).hasMessage(
                "Newer version 1.10.0 of plugin 'tool' is already installed. To downgrade to version 1.9.0, run `spin plugins upgrade` with the"
                        + " `--downgrade` flag.");
    }

    @Test
    void a_plugin_published_anew_under_its_version_is_another_one() throws IOException {
        workshop.install(workshop.packaged("tool", "1.0.0"));
        PluginManifest again = workshop.packaged("tool", "1.0.0", new Archive().program("tool", "fixed").writeTo(folder.resolve(
                "c.tar.gz")));
        assertThat(workshop.manager().check(again, false, false)).isEqualTo(new PluginManager.Action.Install());
    }

    static Stream<Archive> bad_archives() {
        return Stream.of(new Archive().program("tool", "x").file("../evil", "x"), new Archive().program("tool", "x").file("/tmp/evil", "x"),
                new Archive().program("tool", "x").file("a/../../evil", "x"), new Archive().program("tool", "x").link("evil",
                        "/etc/passwd"),
                new Archive().program("tool", "x").file("TOOL", "x"), new Archive().program("other", "x"), new Archive());
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("bad_archives")
    void an_archive_that_reaches_out_or_lacks_the_program_leaves_everything_as_it_was(Archive archive) throws IOException {
        PluginManifest bad = workshop.packaged("tool", "2.0.0", archive.writeTo(folder.resolve("bad.tar.gz")));
        assertThatThrownBy(() -> workshop.install(bad)).isInstanceOf(PluginException.class);
        assertThat(workshop.content()).isEmpty();
        workshop.install(workshop.packaged("tool", "1.0.0"));
        Map<String, String> before = workshop.content();
        assertThatThrownBy(() -> workshop.install(bad)).isInstanceOf(PluginException.class);
        assertThat(workshop.content()).isEqualTo(before);
        assertThat(folder.resolve("evil")).doesNotExist();
        try (Stream<Path> entries = Files.list(workshop.store())) {
            assertThat(entries.map(entry -> entry.getFileName().toString())).containsExactlyInAnyOrder("tool", "manifests", ".installlock");
        }
    }

    @Test
    void an_archive_that_was_tampered_with_is_not_even_opened() throws IOException {
        PluginManifest manifest = workshop.packaged("tool", "1.0.0");
        Path archive = folder.resolve("tool-1.0.0.tar.gz");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
        assertThatThrownBy(() -> workshop.install(manifest)).hasMessage("Checksum did not match, aborting installation.");
        assertThat(workshop.store()).doesNotExist();
    }

    @Test
    void a_digest_in_capitals_is_another_text() throws IOException {
        PluginManifest good = workshop.packaged("tool", "1.0.0");
        PluginPackage item = good.packages().getFirst();
        PluginManifest shouting = Workshop.read(Workshop.manifest("tool", "1.0.0", "*", item.url(), item.sha256().toUpperCase(
                java.util.Locale.ROOT)));
        assertThatThrownBy(() -> workshop.install(shouting)).hasMessage("Checksum did not match, aborting installation.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "Templates", "oci", "trigger", "cache", "run", "loader", "host"})
    void names_of_commands_and_types_cannot_be_taken(String name) throws IOException {
        PluginManifest manifest = workshop.packaged(name, "1.0.0");
        assertThatThrownBy(() -> workshop.install(manifest)).hasMessageStartingWith("Can't install a plugin with the same name ('"
                + manifest.name()
                + "') as ");
        assertThat(workshop.store()).doesNotExist();
    }

    @Test
    void the_text_for_an_internal_command_is_that_of_spin() throws IOException {
        PluginManifest manifest = workshop.packaged("build", "1.0.0");
        assertThatThrownBy(() -> workshop.install(manifest)).hasMessage(
                "Can't install a plugin with the same name ('build') as an internal command");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/b", "..", ".hidden", "-x", "manifests", "", "a b", "ä"})
    void names_that_are_paths_or_flags_are_refused(String name) throws IOException {
        PluginManifest manifest = Workshop.read(Workshop.manifest(name, "1.0.0", "*", "file:///nowhere", "00"));
        assertThatThrownBy(() -> workshop.install(manifest)).hasMessageContaining("can't be the name of a plugin");
        assertThat(workshop.manager().store().uninstall(name)).isFalse();
        assertThat(workshop.store()).doesNotExist();
    }

    @Test
    void a_version_of_spin_that_does_not_fit_is_refused_unless_the_user_insists() throws IOException {
        PluginManifest item = workshop.packaged("tool", "1.0.0");
        PluginManifest future = Workshop.read(Workshop.manifest("tool", "1.0.0", ">=5.0, <6", item.packages().getFirst().url(), "00"));
        assertThatThrownBy(() -> workshop.manager().check(future, false, false)).hasMessage(
                "Plugin is not compatible with this version of Spin (supported: >=5.0, <6, actual: 4.0.2). Try running `spin plugins update && spin"
                        + " plugins upgrade --all` to install latest or override with `--override-compatibility-check`.");
        assertThat(workshop.warnings).isEmpty();
        assertThat(workshop.manager().check(future, true, false)).isEqualTo(new PluginManager.Action.Install());
        assertThat(workshop.warnings).containsExactly(
                "Plugin is not compatible with this version of Spin (supported: >=5.0, <6, actual: 4.0.2)."
                        + " Check overridden ... continuing to install or execute plugin.");
    }

    @Test
    void a_prerelease_of_spin_is_warned_and_not_refused() throws IOException {
        workshop = new Workshop(folder, "4.1.0-pre0");
        PluginManifest manifest = workshop.packaged("tool", "1.0.0");
        assertThat(workshop.manager().check(manifest, false, false)).isEqualTo(new PluginManager.Action.Install());
        assertThat(workshop.warnings).containsExactly(
                "You're using a pre-release version of Spin (4.1.0-pre0). This plugin might not be compatible"
                        + " (supported: >=1.0). Continuing anyway.");
    }

    @Test
    void a_requirement_that_is_none_is_named() throws IOException {
        PluginManifest manifest = Workshop.read(Workshop.manifest("tool", "1.0", "v1.2", "file:///x", "00"));
        assertThatThrownBy(() -> workshop.manager().check(manifest, false, false)).hasMessage(
                "Could not parse manifest compatibility version v1.2 as valid semver").hasRootCauseMessage(
                        "unexpected character 'v' while parsing major version number");
    }

    @Test
    void a_package_that_is_not_there_is_named() throws IOException {
        PluginManifest manifest = Workshop.read(Workshop.manifest("tool", "1.0.0", "*", "file:///no/where.tar.gz", "00"));
        assertThatThrownBy(() -> workshop.install(manifest)).hasMessage("Package path /no/where.tar.gz does not exist or is not a file");
        PluginManifest elsewhere = Workshop.read(Workshop.manifest("tool", "1.0.0", "*", "ftp://example.com/x", "00"));
        assertThatThrownBy(() -> workshop.install(elsewhere)).hasMessageContaining("must be at a http, https or file URL");
    }

    @Test
    void a_program_becomes_a_plugin() throws IOException {
        Path program = Files.writeString(folder.resolve("mine"), "#!/bin/sh\necho mine\n");
        assertThatThrownBy(() -> workshop.manager().installProgram("mine", program, null, false)).hasMessageContaining("is no program");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        workshop.manager().installProgram("mine", program, null, false);
        assertThat(workshop.content()).containsKeys("mine/mine*", "manifests/mine.json");
        workshop.manager().installProgram("mine", program, null, true);
        Path linked = workshop.store().resolve("mine/mine");
        assertThat(linked).isSymbolicLink();
        Files.writeString(program, "#!/bin/sh\necho changed\n");
        assertThat(Files.readString(linked)).contains("changed");
        assertThat(workshop.manager().store().uninstall("mine")).isTrue();
        assertThat(program).exists();
        assertThat(workshop.content()).isEmpty();
    }

    @Test
    void uninstalling_works_where_the_folder_is_gone_already() throws IOException {
        workshop.install(workshop.packaged("tool", "1.0.0"));
        Folders.delete(workshop.store().resolve("tool"));
        assertThat(workshop.manager().store().uninstall("tool")).isTrue();
        assertThat(workshop.manager().store().uninstall("tool")).isFalse();
    }

    @Test
    void a_plugin_put_there_by_hand_is_listed() throws IOException {
        Path program = Files.createDirectories(workshop.store().resolve("byhand")).resolve("byhand");
        Files.writeString(program, "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(PluginListing.installed(workshop.manager())).extracting(PluginListing.Entry::name, PluginListing.Entry::version)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("byhand", "unknown"));
    }
}
