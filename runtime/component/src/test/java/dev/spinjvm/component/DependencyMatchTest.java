package dev.spinjvm.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependencyMatchTest {

    private static DependencyMatch.Candidate candidate(String name, @Nullable String export, String... exports) {
        return new DependencyMatch.Candidate(name, export, List.of(exports));
    }

    private static List<String> problems(List<String> imports, DependencyMatch.Candidate... dependencies) {
        return catchThrowableOfType(LinkException.class, () -> DependencyMatch.match("c", imports, List.of(dependencies))).problems();
    }

    @ParameterizedTest
    @CsvSource({"foo:bar/baz@0.1.0, foo:bar/baz@0.1.0", "foo:bar/baz, foo:bar/baz@0.1.0", "foo:bar/baz, foo:bar/baz",
        "foo:bar, foo:bar/baz@0.1.0",
        "foo:bar, foo:bar/baz", "foo:bar@0.1.0, foo:bar/baz@0.1.0", "foo-bar, foo-bar", "foo:bar@1.2.0, foo:bar/baz@1.9.3"})
    void aNameMatchesAnImport(String name, String importName) throws LinkException {
        assertThat(DependencyMatch.match("c", List.of("other:one/i", importName), List.of(candidate(name, null, importName))))
                .containsExactly(Map.of(importName, importName));
    }

    @ParameterizedTest
    @CsvSource({"foo:bar/baz@0.1.0, foo:bar/baz", "foo:bar/baz, foo:bar/bub", "foo:bar, foo:bub/bib", "foo:bar@0.1.0, foo:bar/baz",
        "foo:bar/baz, foo:bar/baz-bub", "foo:bar/baz, foo-bar", "foo:bar@0.1.0, foo:bar/baz@0.2.0", "foo:bar, foo:barbaz/i"})
    void otherNamesDoNot(String name, String importName) {
        assertThat(problems(List.of(importName), candidate(name, null, importName)).getFirst())
                .startsWith("dependency '" + name + "' doesn't match any imports of component 'c'");
    }

    @Test
    void theVersionItselfGoesBeforeCompatibleOnes() throws LinkException {
        List<String> imports = List.of("a:b/i@1.0.0", "a:b/i@1.1.0");

        assertThat(DependencyMatch.match("c", imports, List.of(candidate("a:b/i@1.1.0", null, "a:b/i@1.1.0"))))
                .containsExactly(Map.of("a:b/i@1.1.0", "a:b/i@1.1.0"));
    }

    @Test
    void aPackageServesAllOfItsInterfaces() throws LinkException {
        List<String> imports = List.of("a:b/one@1.0.0", "a:b/two@1.0.0", "a:c/one@1.0.0");

        assertThat(DependencyMatch.match("c", imports, List.of(candidate("a:b", null, "a:b/two@1.0.0", "a:b/one@1.0.4"))))
                .containsExactly(Map.of("a:b/one@1.0.0", "a:b/one@1.0.4", "a:b/two@1.0.0", "a:b/two@1.0.0"));
    }

    @Test
    void aNamedExportServes() throws LinkException {
        assertThat(DependencyMatch.match("c", List.of("a:b/i@1.0.0"), List.of(candidate("a:b/i", "x:y/z", "a:b/i@1.0.0", "x:y/z"))))
                .containsExactly(Map.of("a:b/i@1.0.0", "x:y/z"));
    }

    @Test
    void anExportThatIsMissingIsNamedWithWhatIsThere() {
        assertThat(problems(List.of("a:b/i@1.0.0"), candidate("a:b", null, "a:b/i@2.0.0", "a:b/other@1.0.0")))
                .containsExactly("dependency 'a:b' doesn't export 'a:b/i@1.0.0' to satisfy import 'a:b/i@1.0.0'; it exports "
                        + "'a:b/i@2.0.0', 'a:b/other@1.0.0', the nearest is 'a:b/i@2.0.0'");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(problems(List.of("a:b/i@1.0.0"), candidate("a:b", null, "a:b/i@1.0.0"), candidate("a:b/i", null, "a:b/i@1.0.0"),
                candidate("x:yyyyyy", null))).containsExactly("dependency 'x:yyyyyy' doesn't match any imports of component 'c'",
                        "component 'c' has dependency conflicts: import 'a:b/i@1.0.0' satisfied by dependencies: 'a:b, a:b/i'");
    }
}
