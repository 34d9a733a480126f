package dev.spinjvm.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({"app, docker.io/library/app:latest", "me/app, docker.io/me/app:latest", "docker.io/app, docker.io/library/app:latest",
        "index.docker.io/me/app:v1, docker.io/me/app:v1", "ghcr.io/me/app:1.0, ghcr.io/me/app:1.0", "localhost/app, localhost/app:latest",
        "localhost:5000/app:v2, localhost:5000/app:v2", "host:5000/a/b/c, host:5000/a/b/c:latest", "[::1]:5000/app, [::1]:5000/app:latest",
        "127.0.0.1:5000/a_b/c--d.e, 127.0.0.1:5000/a_b/c--d.e:latest", "app:v1, docker.io/library/app:v1"})
    void defaults_are_filled_in(String text, String complete) {
        assertThat(Reference.parse(text)).hasToString(complete);
        assertThat(Reference.parse(complete)).isEqualTo(Reference.parse(text));
    }

    @Test
    void digest_takes_the_place_of_the_tag() {
        Reference reference = Reference.parse("ghcr.io/me/app@sha256:" + HEX);
        assertThat(reference.tag()).isEmpty();
        assertThat(reference.digest()).contains(Digest.parse("sha256:" + HEX));
        assertThat(Reference.parse("ghcr.io/me/app:v1@sha256:" + HEX).tag()).contains("v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a//b", "a/", "/a", "me/App", "ghcr.io/UPPER/app", "app:", "app@", "app@sha256:12",
        "app@md5:00000000000000000000000000000000",
        "-a", "a-", "a..b", "a___b", "ghcr.io:port/a", "ghcr.io/a:b:c", "ghcr.io/a b", "spin.toml:", "./app", "../app", "[::1/app",
        "ghcr.io/a:-tag", "https://ghcr.io/a"})
    void malformed_reference_is_refused(String text) {
        assertThatThrownBy(() -> Reference.parse(text)).isInstanceOf(ReferenceException.class);
    }

    @Test
    void repository_name_is_limited() {
        assertThat(Reference.parse("ghcr.io/" + "a".repeat(255)).repository()).hasSize(255);
        assertThatThrownBy(() -> Reference.parse("ghcr.io/" + "a".repeat(256))).hasMessageContaining("255");
    }

    @Test
    void hostile_text_is_refused_quickly() {
        assertThatThrownBy(() -> Reference.parse("a-".repeat(100_000) + "!")).isInstanceOf(ReferenceException.class);
    }

    @ParameterizedTest
    @CsvSource({"ghcr.io/me/app:v1, true", "ghcr.io/me/app, true", "me/app:v1, true", "me/app:latest, true", "docker.io/me/app, true",
        "me/app, false", "foo/spin.toml, false", "app, false", "./app, false", "My/App, false", "spin.toml, false"})
    void paths_are_told_from_references(String text, boolean reference) {
        assertThat(Reference.isProbablyReference(text)).isEqualTo(reference);
    }

    @Test
    void digest_of_content() {
        assertThat(Digest.ofSha256("abc".getBytes(StandardCharsets.UTF_8)))
                .hasToString("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Digest.parse("sha512:" + HEX + HEX).algorithm()).isEqualTo(Digest.Algorithm.SHA512);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256", "sha256:", "sha256:0", "sha1:0123456789012345678901234567890123456789", "SHA256:x"})
    void malformed_digest_is_refused(String text) {
        assertThatThrownBy(() -> Digest.parse(text)).isInstanceOf(ReferenceException.class);
    }

    @Test
    void digits_of_a_digest_are_lower_case() {
        assertThatThrownBy(() -> Digest.parse("sha256:" + HEX.toUpperCase(Locale.ROOT))).isInstanceOf(ReferenceException.class);
    }
}
