package dev.spinjvm.plugins.manage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
    @TempDir
    Path folder;
    private Workshop workshop;

    @BeforeEach
    void plugins() throws IOException {
        workshop = new Workshop(folder, "4.0.2");
        for (String version : List.of("1.0.0", "1.2.0", "1.10.0", "2.0.0", "3.0.0-rc.1")) {
            workshop.publish(workshop.packaged("tool", version), version.equals("2.0.0"));
        }
        workshop.publish(workshop.packaged("other", "0.1.0"), true);
    }

    private static List<String> names(List<PluginListing.Entry> entries) {
        return entries.stream().map(entry -> entry.name() + " " + entry.version() + (entry.installed() ? " installed" : "") + (entry
                .installedVersion() == null
                        ? ""
                        : " " + entry.installedVersion())).distinct().toList();
    }

    @Test
    void all_versions_in_their_order() throws IOException {
        workshop.install(workshop.packaged("tool", "1.2.0"));
        assertThat(names(PluginListing.all(workshop.manager()))).containsExactly("other 0.1.0", "tool 1.0.0", "tool 1.2.0 installed",
                "tool 1.10.0",
                "tool 2.0.0", "tool 3.0.0-rc.1");
        assertThat(names(PluginListing.installed(workshop.manager()))).containsExactly("tool 1.2.0 installed");
    }

    @Test
    void a_plugin_from_elsewhere_is_listed_beside_its_namesake() throws IOException {
        workshop.install(workshop.packaged("tool", "1.2.0", new Archive().program("tool", "mine").writeTo(folder.resolve("mine.tar.gz"))));
        List<PluginListing.Entry> entries = PluginListing.all(workshop.manager()).stream().filter(entry -> entry.version().equals("1.2.0"))
                .toList();
        assertThat(entries).extracting(PluginListing.Entry::installed).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void the_summary_has_the_latest_version_and_what_is_installed() throws IOException {
        workshop.install(workshop.packaged("tool", "1.2.0"));
        assertThat(names(PluginListing.summary(PluginListing.all(workshop.manager())))).containsExactly("other 0.1.0",
                "tool 3.0.0-rc.1 installed 1.2.0");
    }

    @Test
    void upgrades_are_those_that_are_newer_and_fit() throws IOException {
        workshop.install(workshop.packaged("tool", "1.2.0"));
        workshop.install(workshop.packaged("other", "0.1.0"));
        workshop.install(workshop.packaged("elsewhere", "1.0.0"));
        PluginListing.Upgrades upgrades = PluginListing.upgrades(workshop.manager());
        assertThat(upgrades.fromCatalogue()).isEqualTo(2);
        assertThat(upgrades.eligible()).singleElement().extracting(upgrade -> upgrade.candidate().version()).isEqualTo("2.0.0");
        assertThat(workshop.manager().latestOfInstalled(false)).extracting(PluginManifest::name).containsExactly("other", "tool");
    }

    @Test
    void a_newer_version_is_told_once() throws IOException {
        PluginManifest current = workshop.packaged("tool", "1.0.0");
        workshop.install(current);
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        Path file = folder.resolve("cache/notices.json");
        UpdateNotices notices = new UpdateNotices(workshop.manager(), file, InstantSource.fixed(start));
        assertThat(notices.isDue(current)).isTrue();
        UpdateNotices.Notice notice = notices.take(current).orElseThrow();
        assertThat(notice.eligible()).hasToString("1.10.0");
        assertThat(notice.questionable()).hasToString("2.0.0");
        assertThat(notice.command()).isEqualTo("spin plugins upgrade tool -v 1.10.0");
        assertThat(Files.readString(file)).contains("\"badgered_from\": \"1.0.0\"", "\"badgered_to\": [",
                "\"when\": \"2026-01-01T00:00:00Z\"");
        assertThat(notices.isDue(current)).isFalse();
        assertThat(notices.take(current)).isEmpty();
        UpdateNotices later = new UpdateNotices(workshop.manager(), file, InstantSource.fixed(start.plus(Duration.ofDays(15))));
        assertThat(later.isDue(current)).isTrue();
        assertThat(later.take(current)).isEmpty();
    }

    @Test
    void every_version_of_a_plugin_before_its_first_is_questionable_and_the_latest_needs_no_number() throws IOException {
        PluginManifest current = workshop.packaged("other", "0.0.1");
        workshop.install(current);
        UpdateNotices.Notice notice = new UpdateNotices(workshop.manager(), folder.resolve("n.json"), InstantSource.system()).take(current)
                .orElseThrow();
        assertThat(notice.eligible()).isNull();
        assertThat(notice.questionable()).hasToString("0.1.0");
        assertThat(notice.command()).isEqualTo("spin plugins upgrade other");
    }

    @Test
    void a_plugin_from_a_file_is_not_told_of() throws IOException {
        PluginManifest current = workshop.packaged("tool", "1.0.0");
        workshop.manager().install(current, current.packageFor(Workshop.HERE), new ManifestLocation.Local(folder.resolve("m.json")), null);
        assertThat(new UpdateNotices(workshop.manager(), folder.resolve("n.json"), InstantSource.system()).take(current)).isEqualTo(Optional
                .empty());
    }
}
