package dev.spinjvm.loader.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the golden templates of this module and, with `-Dgoldens.dir=DIR`, those of any directory of the same form, in its folder
/// `templates`. See `docs/testing.md`, "Golden files".
class GoldenTemplatesTest {
    private static final String FAIL = "/goldens-expected-to-fail.txt";

    @TempDir
    Path scratch;

    /// One expectation.
    private interface Case {
        void check(Templates templates) throws IOException;
    }

    private static Map<String, Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put("templates/partials", GoldenTemplatesTest::partials);
        cases.put("templates/add-variables", GoldenTemplatesTest::addVariables);
        cases.put("templates/add-variables twice", GoldenTemplatesTest::addVariablesTwice);
        cases.put("templates/add-only-redirect", GoldenTemplatesTest::addOnly);
        cases.put("templates/bad-non-existent-filter", GoldenTemplatesTest::unknownFilter);
        cases.put("templates/testing-custom-filter", GoldenTemplatesTest::customFilter);
        cases.put("templates/v1manifest.toml", GoldenTemplatesTest::versionOne);
        return cases;
    }

    @Test
    void exactly_the_listed_cases_fail() throws IOException, URISyntaxException {
        String given = System.getProperty("goldens.dir");
        Path own = Path.of(Objects.requireNonNull(GoldenTemplatesTest.class.getResource("/goldens")).toURI());
        Path source = (given == null ? own : Path.of(given)).resolve("templates");
        Set<String> failed = new TreeSet<>();
        List<String> report = new ArrayList<>();
        for (Map.Entry<String, Case> entry : cases().entrySet()) {
            Templates templates = new Templates(Files.createTempDirectory(scratch, "case"), source);
            templates.install(new TemplateSource.Folder(source));
            try {
                entry.getValue().check(templates);
            } catch (AssertionError | RuntimeException e) {
                failed.add(entry.getKey());
                report.add(entry.getKey() + ": " + e);
            }
        }
        System.out.println("golden templates: " + (cases().size() - failed.size()) + " of " + cases().size() + " passed");
        assertThat(failed).as(String.join("\n", report)).isEqualTo(expectedToFail());
    }

    private static Set<String> expectedToFail() throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenTemplatesTest.class.getResourceAsStream(FAIL))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.replaceFirst("#.*", "").strip()).filter(
                    line -> line.startsWith("templates/")).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void partials(Templates templates) throws IOException {
        templates.newApp("partials", "my-project", Map.of("example-value", "myvalue"));
        assertThat(templates.work().resolve("my-project/test.txt")).hasContent(
                "Value: myvalue\nPartial 1: Hello from P1\nPartial 2: Value is myvalue\n");
    }

    private static void addVariables(Templates templates) throws IOException {
        Path manifest = templates.newEmptyApp("app");
        templates.add("add-variables", "insertvars", manifest, Map.of("service-url", "https://service.example.com"));
        assertThat(Files.readString(manifest)).contains("[variables]\nsecret").contains(
                "url = { default = \"https://service.example.com\" }").contains("[component.insertvars]").contains(
                        "[component.insertvars.variables]\nkv_credentials = \"{{ secret }}\"");
    }

    private static void addVariablesTwice(Templates templates) throws IOException {
        Path manifest = templates.newEmptyApp("app");
        templates.add("add-variables", "insertvars", manifest, Map.of("service-url", "https://service.example.com"));
        templates.add("add-variables", "insertvarsagain", manifest, Map.of("service-url", "https://other.example.com"));
        assertThat(Files.readString(manifest)).contains("url = { default = \"https://other.example.com\" }").doesNotContain(
                "service.example.com").contains("[component.insertvars]").contains("[component.insertvarsagain]");
    }

    private static void addOnly(Templates templates) {
        Template template = templates.manager().find("add-only-redirect").orElseThrow();
        assertThat(template.supports(new Variant.NewApplication())).isFalse();
        assertThat(template.supports(new Variant.AddComponent(templates.work().resolve("spin.toml")))).isTrue();
        assertThatThrownBy(() -> templates.newApp("add-only-redirect", "x", Map.of("redirect-to", "/"))).hasMessage(
                "Template add-only-redirect doesn't support the 'new application' operation");
    }

    private static void unknownFilter(Templates templates) {
        assertThatThrownBy(() -> templates.newApp("bad-non-existent-filter", "x", Map.of("p1", "biscuits"))).hasMessageContaining(
                "internal error").hasMessageContaining("unknown filter 'lol_snort'");
    }

    private static void customFilter(Templates templates) {
        TemplateManager.Installation again = templates.install(new TemplateSource.Folder(templates.source()));
        assertThat(again.skipped().get("testing-custom-filter")).contains("filters").contains("not supported");
        assertThat(templates.manager().find("testing-custom-filter")).isEmpty();
    }

    private static void versionOne(Templates templates) throws IOException {
        Path manifest = templates.work().resolve("spin.toml");
        Files.copy(templates.source().resolve("v1manifest.toml"), manifest);
        byte[] before = Files.readAllBytes(manifest);
        assertThatThrownBy(() -> templates.add("add-variables", "x", manifest, Map.of("service-url", "u"))).hasMessage(
                "Components cannot be added to Spin manifest version 1 applications.");
        assertThat(manifest).hasBinaryContent(before);
    }
}
