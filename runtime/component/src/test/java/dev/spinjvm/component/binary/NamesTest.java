package dev.spinjvm.component.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @Test
    void plainNamesSayWhatTheyAnnotate() {
        assertThat(Names.parse("custom-hook")).isEqualTo(new ParsedName.Label("custom-hook"));
        assertThat(Names.parse("get-JSON")).isEqualTo(new ParsedName.Label("get-JSON"));
        assertThat(Names.parse("[constructor]fields")).isEqualTo(new ParsedName.Constructor("fields"));
        assertThat(Names.parse("[method]fields.get")).isEqualTo(new ParsedName.Method("fields", "get"));
        assertThat(Names.parse("[static]fields.from-list")).isEqualTo(new ParsedName.Static("fields", "from-list"));
    }

    @Test
    void interfaceNamesHaveParts() {
        assertThat(Names.parse("wasi:http/types")).isEqualTo(new ParsedName.Interface("wasi", "http", "types", null));
        var name = Names.parseInterface("a-b:c-d/E-f@0.2.12-rc.1+b5");
        assertThat(name.unversioned()).isEqualTo("a-b:c-d/E-f");
        assertThat(name.version()).isEqualTo(new Version("0.2.12-rc.1+b5", 0, 2, 12, "rc.1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"aBc|`aBc` is not in kebab case", "1a|not in kebab case", "a--b|not in kebab case",
        "a-|not in kebab case", "é|not in kebab case", "wasi/http|`wasi/http` is not in kebab case",
        "wasi:|`` is not in kebab case", "A:b/c|`A` is not in kebab case", "a:b|expected `/` after package name",
        "a:b:c/d|expected `/` after package name", "a:b/c/d|trailing characters found: `/d`",
        "[method]a|failed to find `.` character", "[static]a.b.c|`b.c` is not in kebab case",
        "a:b/c@|empty string", "a:b/c@1.|unexpected end of input", "a:b/c@2.0x0|unexpected character 'x'",
        "a:b/c@2.0.0-|empty identifier segment", "a:b/c@01.0.0|leading zero", "a:b/c@1.0.0-01|leading zero",
        "a:b/c@99999999999999999999.0.0|too large"})
    void wrongNamesAreRefusedWithThePartAtFault(String name, String message) {
        assertThatThrownBy(() -> Names.parse(name)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`" + name + "` is not a valid extern name").hasMessageContaining(message);
    }

    @Test
    void anImplementedInterfaceMustBeOne() {
        assertThatThrownBy(() -> Names.parseInterface("plain")).hasMessageContaining("must be an interface");
        assertThatThrownBy(() -> Names.parseInterface("")).hasMessageContaining("not a valid name");
    }

    @ParameterizedTest
    @CsvSource({"FOO-bar,foo-bar", "[method]foo.Bar,foo.bar", "[method]foo.FOO,foo", "[static]foo-BAR.FOO-bar,foo-bar",
        "[constructor]FOO,[constructor]foo", "foo:bar/BAZ,foo:bar/baz", "a:b/C@1.0.0-RC,a:b/c@1.0.0-RC"})
    void uniquenessIgnoresCaseAndAnnotations(String name, String key) {
        assertThat(Names.uniquenessKey(name)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"wasi:io/poll@0.2.12,wasi:io/poll@0.2", "wasi:io/poll@0.2,wasi:io/poll@0.2", "a:b/c@1.4.2,a:b/c@1",
        "a:b/c@0.0.3,a:b/c@0.0.3", "wasi:http/handler@0.3.0-rc-2026-03-15,wasi:http/handler@0.3.0-rc-2026-03-15",
        "wasi:io/poll,wasi:io/poll", "run,run", "a:b/c@broken,a:b/c@broken"})
    void compatibleVersionsShareALinkKey(String name, String key) {
        assertThat(Names.linkKey(name)).isEqualTo(key);
    }

    @Test
    void versionsOrderByPrecedence() {
        var ordered = List.of("0.0.1", "0.2.2", "0.2.10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2",
                "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "2.1.0");
        assertThat(ordered.reversed().stream().map(Version::parse).sorted().map(Version::text)).containsExactlyElementsOf(ordered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a1-2-3", "A-B-C", "A11-4CR0NYMS", "m1x3d-4CR0NYMS"})
    void labelsAreWordsAndAcronyms(String label) {
        assertThat(Names.isLabel(label)).isTrue();
    }
}
