package dev.spinjvm.loader.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SemVersionTest {
    @Test
    void versions_are_ordered_as_the_specification_has_it() {
        List<String> order = List.of("0.9.0", "1.0.0-1", "1.0.0-9", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.0+1", "1.0.0+a", "1.0.1", "1.2.0", "1.10.0", "2.0.0");
        List<SemVersion> shuffled = new ArrayList<>(order.stream().map(text -> SemVersion.parse(text).orElseThrow()).toList());
        Collections.shuffle(shuffled, new Random(5));
        assertThat(shuffled.stream().sorted().map(SemVersion::toString)).isEqualTo(order);
    }

    @Test
    void build_metadata_has_no_precedence() throws VersionFormatException {
        assertThat(SemVersion.BY_PRECEDENCE.compare(SemVersion.read("1.0.0+1"), SemVersion.read("1.0.0+2"))).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {"1.0       | unexpected end of input while parsing minor version number",
        "1         | unexpected end of input while parsing major version number", "''        | empty string, expected a semver version",
        "a.b.c     | unexpected character 'a' while parsing major version number",
        "1.2.3.4   | unexpected character '.' after patch version number",
        "1.02.3    | invalid leading zero in minor version number", "1.2.3-01  | invalid leading zero in pre-release identifier",
        "1.2.3-    | empty identifier segment in pre-release identifier", "1.2.3+    | empty identifier segment in build metadata",
        "1.2.3-ä   | empty identifier segment in pre-release identifier",
        "' 1.2.3'  | unexpected character ' ' while parsing major version number"})
    void what_is_no_version(String text, String problem) {
        assertThatThrownBy(() -> SemVersion.read(text)).isInstanceOf(VersionFormatException.class).hasMessage(problem);
        assertThat(SemVersion.parse(text)).isEmpty();
    }
}
