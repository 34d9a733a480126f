package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobPatternTest {
    @ParameterizedTest
    @CsvSource({"a, a", "*, abc", "*, a/b", "a*c, abc", "a?c, abc", "**/secret, secret", "**/secret, a/b/secret", "a/**, a/b/c",
        "a/**/b, a/b",
        "a/**/b, a/x/y/b", "[ab]c, bc", "[!ab]c, cc", "[a-c]*, bx", "[]]x, ]x", "*.txt, .txt", "a/*.txt, a/b/c.txt"})
    void matches(String pattern, String path) {
        assertThat(GlobPattern.parse(pattern).matches(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"a, b", "a, ab", "a?c, ac", "**/secret, asecret", "a/**, ab", "[ab]c, cc", "[!ab]c, ac", "*.txt, a.txt.bak", "A, a"})
    void does_not_match(String pattern, String path) {
        assertThat(GlobPattern.parse(pattern).matches(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a**", "**a", "***", "[a", "[", "[!", "a/b**/c"})
    void malformed_pattern_is_refused(String pattern) {
        assertThatThrownBy(() -> GlobPattern.parse(pattern)).isInstanceOf(LoadException.class).hasMessageContaining("Pattern syntax error");
    }
}
