package dev.spinjvm.plugins.manage;

import dev.spinjvm.oci.Digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.loader.versions.SemVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs what `docs/testing.md` says of the golden files of plugins: on this module's own and, with `-Dgoldens.dir=DIR`, on those of any
/// folder of the same form.
class GoldenPluginsTest {
    private static final String NAME = "some-spin-ver-some-not";
    private static final Platform LINUX = new Platform("linux", "x86_64");

    @TempDir
    Path scratch;

    @FunctionalInterface
    private interface Check {
        void run() throws Exception;
    }

    @Test
    void exactly_the_listed_cases_fail() throws Exception {
        String directory = System.getProperty("goldens.dir");
        for (Path folder : directory == null ? List.of(own()) : List.of(own(), Path.of(directory).resolve("plugins"))) {
            Set<String> failed = new TreeSet<>();
            List<String> report = new ArrayList<>();
            Map<String, Check> cases = cases(folder);
            cases.forEach((name, check) -> {
                String problem = outcome(check);
                if (problem != null) {
                    failed.add(name);
                    report.add(name + ": " + problem);
                }
            });
            System.out.println("golden files of plugins: " + (cases.size() - failed.size()) + " of " + cases.size() + " passed");
            Set<String> expected = new TreeSet<>(expectedToFail());
            expected.retainAll(cases.keySet());
            assertThat(cases).isNotEmpty();
            assertThat(failed).as(String.join("\n", report)).isEqualTo(expected);
        }
    }

    private static @Nullable String outcome(Check check) {
        try {
            check.run();
            return null;
        } catch (Exception | AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Map<String, Check> cases(Path folder) throws IOException {
        Map<String, Check> cases = new LinkedHashMap<>();
        for (String name : List.of("arm-only", "windows-only")) {
            cases.put("elsewhere: " + name, () -> assertThat(Compatibility.of(manifest(folder, name), spin("4.0.0"))).isEqualTo(
                    new Compatibility.Incompatible()));
        }
        for (String version : List.of("0.4.0", "1.0.0", "3.6.3", "4.0.2", "999.999.998")) {
            cases.put("no version of Spin: " + version, () -> assertThat(Compatibility.of(manifest(folder, "not-spin-ver"), spin(version)))
                    .isEqualTo(
                            new Compatibility.IncompatibleSpin("=999.999.999")));
        }
        cases.put("lookup: the latest fits", () -> assertThat(lookup(folder, "", "99.0.0", false)).isEqualTo("99.0.1"));
        cases.put("lookup: the highest that fits", () -> assertThat(lookup(folder, "", "98.0.0", false)).isEqualTo("98.0.0"));
        cases.put("lookup: the version asked for", () -> assertThat(lookup(folder, "99.0.0", "98.0.0", false)).isEqualTo("99.0.0"));
        cases.put("lookup: the latest by its number", () -> assertThat(lookup(folder, "99.0.1", "98.0.0", false)).isEqualTo("99.0.1"));
        cases.put("lookup: nothing checked", () -> assertThat(lookup(folder, "", "98.0.0", true)).isEqualTo("99.0.1"));
        cases.put("lookup: no such version", () -> assertThatThrownBy(() -> lookup(folder, "177.7.7", "99.0.0", true)).isInstanceOf(
                PluginException.NotFound.class));
        cases.put("package that is not there", () -> missingPackage(folder));
        cases.put("install, run, upgrade, uninstall", () -> example(folder));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".json") && !file.toString().contains("schema")).sorted()
                    .toList()) {
                String name = folder.relativize(file).toString();
                cases.put((folder.equals(own()) ? "own schema: " : "schema: ") + name, () -> new ManifestSchema(folder.equals(own())
                        ? null
                        : folder).check(Files.readString(file)));
                cases.put("reads: " + name, () -> assertThat(ManifestJson.read(ManifestJson.write(ManifestFile.read("", file)))).isEqualTo(
                        ManifestFile
                                .read("", file)));
            }
        }
        return cases;
    }

    private static SpinRelease spin(String version) {
        return SpinRelease.of(version, "", "", "", LINUX, null);
    }

    private static PluginManifest manifest(Path folder, String name) {
        return ManifestFile.read(name, folder.resolve(name).resolve(name + ".json"));
    }

    private PluginManager manager(Path folder, String version, int status) {
        PluginStore store = new PluginStore(scratch.resolve("store"), LINUX);
        Downloads downloads = (_, _, _, _) -> status;
        Catalogue catalogue = new Catalogue(store.root(), new CatalogueSource.Folder(folder.resolve(".spin-plugins")), downloads, Map.of(),
                false);
        return new PluginManager(spin(version), store, catalogue, downloads, new Notices(false, false, _ -> {}), Set.of());
    }

    private String lookup(Path folder, String version, String spin, boolean overridden) {
        SemVersion wanted = SemVersion.parse(version).orElse(null);
        return manager(folder, spin, 404).manifest(new ManifestLocation.InCatalogue(NAME, wanted), overridden, null).version();
    }

    private void missingPackage(Path folder) {
        PluginManifest manifest = manifest(folder, "nonexistent-url");
        PluginManager manager = manager(folder, "4.0.0", 404);
        assertThatThrownBy(() -> manager.install(manifest, manifest.packageFor(LINUX), new ManifestLocation.Local(folder), null))
                .hasMessageContaining(
                        "was not found");
    }

    private void example(Path folder) throws Exception {
        Path archive = folder.resolve("example.tar.gz");
        PluginManager manager = manager(folder, "4.0.0", 404);
        for (String version : List.of("0.2.0", "0.2.1")) {
            PluginManifest manifest = new PluginManifest("example", "A description.", "www.example.com", version, ">=0.5", "MIT", List.of(
                    new PluginPackage("linux", "amd64", "file:" + archive, Digest.ofFile(archive, Digest.Algorithm.SHA256).hex())));
            assertThat(manager.check(manifest, false, false)).isEqualTo(new PluginManager.Action.Install());
            manager.install(manifest, manifest.packageFor(LINUX), new ManifestLocation.Local(archive), null);
            assertThat(manager.store().installed("example").version()).isEqualTo(version);
        }
        Process run = new ProcessBuilder(manager.store().program("example").toString()).start();
        assertThat(new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).startsWith("This is an example Spin plugin!");
        assertThat(manager.store().uninstall("example")).isTrue();
        PluginPackage wrong = new PluginPackage("linux", "amd64", "file:" + archive, "0".repeat(64));
        PluginManifest manifest = new PluginManifest("example", null, null, "0.2.0", ">=0.5", "MIT", List.of(wrong));
        assertThatThrownBy(() -> manager.install(manifest, wrong, new ManifestLocation.Local(archive), null)).isInstanceOf(
                PluginException.class);
        assertThat(manager.store().program("example")).doesNotExist();
    }

    /// The parts of a JSON schema that those of plugin manifests use.
    private record ManifestSchema(@Nullable Path folder) {
        void check(String text) throws IOException {
            Path file = folder == null
                    ? root().resolve("docs/plugin-manifest.schema.json")
                    : folder.resolve("spin-plugin-manifest-schema-0.1.json");
            check(Objects.requireNonNull(JsonText.parse(text)), JsonText.object(Files.readString(file)), "$");
        }

        private static void check(Object value, Map<?, ?> schema, String place) {
            switch (String.valueOf(schema.get("type"))) {
                case "object" -> {
                    Map<?, ?> properties = (Map<?, ?>) Objects.requireNonNull(schema.get("properties"));
                    Map<?, ?> members = (Map<?, ?>) value;
                    assertThat(properties.keySet().containsAll(members.keySet())).as(place + " has only known members").isTrue();
                    for (Object required : (List<?>) Objects.requireNonNull(schema.get("required"))) {
                        assertThat(members.get(required)).as(place + "." + required).isNotNull();
                    }
                    members.forEach((name, member) -> check(member, (Map<?, ?>) Objects.requireNonNull(properties.get(name)), place + "."
                            + name));
                }
                case "array" -> {
                    assertThat((List<?>) value).as(place).isNotEmpty();
                    ((List<?>) value).forEach(element -> check(element, (Map<?, ?>) Objects.requireNonNull(schema.get("items")), place
                            + "[]"));
                }
                default -> {
                    assertThat(value).as(place).isInstanceOf(String.class);
                    if (schema.get("enum") instanceof List<?> words) {
                        assertThat(words.contains(value)).as(place + " is one of " + words).isTrue();
                    }
                    if (schema.get("pattern") instanceof String pattern) {
                        assertThat((String) value).as(place).containsPattern(pattern);
                    }
                }
            }
        }
    }

    /// Lines of `name  # reason`.
    private static List<String> expectedToFail() throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenPluginsTest.class.getResourceAsStream("/goldens-expected-to-fail.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.replaceFirst("#.*", "").strip()).filter(
                    line -> !line.isEmpty()).toList();
        }
    }

    private static Path own() {
        try {
            return Path.of(Objects.requireNonNull(GoldenPluginsTest.class.getResource("/goldens/plugins")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("spin")) || !Files.isDirectory(folder.resolve("docs"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the tests run inside a checkout");
        }
        return folder;
    }
}
