package dev.spinjvm.loader.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRequirementTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        // requirement | satisfied by | not satisfied by
        "=1.2.3            | 1.2.3 1.2.3+b            | 1.2.2 1.2.4 1.2.3-a",
        "=1.2              | 1.2.0 1.2.99             | 1.1.9 1.3.0 1.2.0-a",
        "=0.4              | 0.4.0 0.4.7              | 0.5.0 0.3.9", "=1                | 1.0.0 1.9.9              | 0.9.9 2.0.0",
        ">1.2.3            | 1.2.4 1.3.0 2.0.0        | 1.2.3 1.2.2 1.2.4-a", ">1.2              | 1.3.0 2.0.0              | 1.2.0 1.2.9",
        ">1                | 2.0.0                    | 1.0.0 1.9.9", ">=1.2.3           | 1.2.3 2.0.0              | 1.2.2 1.2.3-a",
        ">=1.2             | 1.2.0 1.2.9 3.0.0        | 1.1.9", "<1.2.3            | 1.2.2 0.0.0              | 1.2.3 1.2.3-a",
        "<1.2              | 1.1.9                    | 1.2.0 1.2.1", "<=1.2.3           | 1.2.3 1.2.2              | 1.2.4",
        "<=1.2             | 1.2.9 1.1.0              | 1.3.0", "<=1               | 1.9.9 0.1.0              | 2.0.0",
        "~1.2.3            | 1.2.3 1.2.9              | 1.3.0 1.2.2", "~1.2              | 1.2.0 1.2.9              | 1.3.0 1.1.9",
        "~1                | 1.0.0 1.9.9              | 2.0.0", "^1.2.3            | 1.2.3 1.9.0              | 2.0.0 1.2.2",
        "^0.2.3            | 0.2.3 0.2.9              | 0.3.0 0.2.2", "^0.0.3            | 0.0.3                    | 0.0.4 0.0.2",
        "^1.2              | 1.2.0 1.9.0              | 2.0.0 1.1.0", "^0.2              | 0.2.0 0.2.9              | 0.3.0 0.1.0",
        "^0.0              | 0.0.0 0.0.9              | 0.1.0", "^0                | 0.0.0 0.9.9              | 1.0.0",
        "1.2.3             | 1.2.3 1.9.0              | 2.0.0", "2                 | 2.0.0 2.9.9              | 3.0.0 1.0.0",
        "*                 | 0.0.0 9.9.9              | 1.0.0-a", "x                 | 0.0.0                    | 1.0.0-a",
        "1.*               | 1.0.0 1.9.9              | 2.0.0", "1.2.*             | 1.2.0 1.2.9              | 1.3.0",
        "1.2.x             | 1.2.0 1.2.9              | 1.3.0", "1.*.*             | 1.0.0 1.9.9              | 2.0.0",
        ">=1.2.3, <1.8.0   | 1.3.0 1.2.3              | 1.8.0 1.9.0 1.2.0", ">=1.2.3,<1.8      | 1.7.9                    | 1.8.0",
        ">= 1.2.3          | 1.2.3                    | 1.2.2", ">=1.2.3-a         | 1.2.3-a 1.2.3-b 1.2.3    | 1.2.4-a 1.2.2",
        "=1.2.3-rc.1       | 1.2.3-rc.1               | 1.2.3-rc.2 1.2.3", "^1.2.3-a          | 1.2.3-b 1.2.3 1.5.0      | 1.3.0-a",
        "~1.2.3-a.2        | 1.2.3-a.10               | 1.2.3-a.1", ">=0.5             | 4.1.0                    | 4.1.0-pre0",
        ">=4.0,<4.1.0-pre9 | 4.1.0-pre0               | 4.1.0-pre9 4.2.0-a", "=1.2.3+meta       | 1.2.3 1.2.3+other        | 1.2.4"})
    void the_versions_of_a_requirement(String requirement, String satisfying, String failing) throws VersionFormatException {
        VersionRequirement req = VersionRequirement.read(requirement);
        assertThat(versions(satisfying)).allMatch(req::matches, requirement);
        assertThat(versions(failing)).noneMatch(req::matches);
        assertThat(req).hasToString(requirement);
    }

    private static Stream<SemVersion> versions(String list) {
        return Arrays.stream(list.split(" ")).map(text -> SemVersion.parse(text).orElseThrow());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {"''        | unexpected end of input while parsing major version number",
        "v1.2      | unexpected character 'v' while parsing major version number",
        "~=1.2     | unexpected character '=' while parsing major version number",
        "1.2.3.4   | expected comma after patch version number, found '.'", ">=01      | invalid leading zero in major version number",
        "1.*.3     | unexpected character after wildcard in version req",
        "*, 1      | wildcard req (*) must be the only comparator in the version req",
        "1, *      | wildcard req (*) must be the only comparator in the version req",
        "* 1       | unexpected character after wildcard in version req",
        "1,        | unexpected end of input while parsing major version number",
        "1.2.3-    | empty identifier segment in pre-release identifier",
        "1.2.3-a..b | empty identifier segment in pre-release identifier",
        "1 2       | expected comma after major version number, found '2'",
        ">         | unexpected end of input while parsing major version number",
        "99999999999999999999 | value of major version number exceeds u64::MAX"})
    void what_is_no_requirement(String text, String problem) {
        assertThatThrownBy(() -> VersionRequirement.read(text)).isInstanceOf(VersionFormatException.class).hasMessage(problem);
    }

    @Test
    void at_most_32_comparators() throws VersionFormatException {
        String most = ">0,".repeat(31) + ">0";
        assertThat(VersionRequirement.read(most).matches(new SemVersion(1, 0, 0, "", ""))).isTrue();
        assertThatThrownBy(() -> VersionRequirement.read(most + ",>0")).hasMessage("excessive number of version comparators");
    }
}
