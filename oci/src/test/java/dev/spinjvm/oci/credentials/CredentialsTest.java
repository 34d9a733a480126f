package dev.spinjvm.oci.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.CredentialSource;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.Transfers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final String HOST = "registry.example:5000";

    @TempDir
    private Path home;

    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    private SpinAuthFile own() {
        return new SpinAuthFile(home.resolve(".config/fermyon/registry-auth.json"));
    }

    private Optional<Credential> find(String registry, String repository) {
        environment.putIfAbsent("HOME", home.toString());
        environment.putIfAbsent("PATH", home + ":/usr/bin:/bin");
        return new Credentials(environment, own(), warnings::add).find(registry, repository).map(CredentialSource.Found::credential);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void docker(String json) throws IOException {
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), json);
    }

    private void entry(String key, String entry) throws IOException {
        docker("{\"auths\":{\"" + key + "\":" + entry + "}}");
    }

    private void helper(String name, String script) throws IOException {
        Path program = Files.writeString(home.resolve("docker-credential-" + name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void passwords_may_hold_colons() throws IOException {
        entry(HOST, "{\"auth\":\"" + base64("ann:a:b:c") + "\"}");
        assertThat(find(HOST, "app")).contains(new Credential.Basic("ann", "a:b:c"));
    }

    @Test
    void base64_with_line_breaks_without_padding_or_for_urls_is_read() throws IOException {
        String auth = base64("ann:~~~???>>>");
        for (String variant : List.of(auth.substring(0, 4) + "\\n" + auth.substring(4), auth.replace("=", ""),
                auth.replace('+', '-').replace('/', '_'))) {
            entry(HOST, "{\"auth\":\"" + variant + "\"}");
            assertThat(find(HOST, "app")).contains(new Credential.Basic("ann", "~~~???>>>"));
        }
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{\"auths\":null}", "{\"auths\":[]}", "{\"auths\":5}",
        "{\"auths\":{\"registry.example:5000\":null}}", "{\"auths\":{\"registry.example:5000\":\"text\"}}",
        "{\"auths\":{\"registry.example:5000\":{}}}", "{\"auths\":{\"registry.example:5000\":{\"auth\":\"\"}}}",
        "{\"auths\":{\"registry.example:5000\":{\"auth\":\"bm9jb2xvbg==\"}}}",
        "{\"auths\":{\"registry.example:5000\":{\"auth\":\"%%%\"}}}", "{\"auths\":{\"registry.example:5000\":{\"auth\":7}}}",
        "{\"credsStore\":\"not-installed\"}", "{\"credsStore\":5}", "{\"credsStore\":\"../../bin/sh\"}", "{\"credHelpers\":[]}",
        "{\"credHelpers\":{\"registry.example:5000\":7}}", "{\"auths\":{\"registry.example:5000\":{\"auth\":\"", "\u0000\u0001"})
    void damaged_configurations_give_nothing_and_end_nothing(String json) throws IOException {
        docker(json);
        assertThat(find(HOST, "app")).isEmpty();
        assertThat(warnings).allSatisfy(warning -> assertThat(warning).doesNotContain("bm9jb2xvbg"));
    }

    @Test
    void a_damaged_file_does_not_hide_the_next() throws IOException {
        docker("{ damaged, with s3cret }");
        environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        Files.createDirectories(home.resolve("run/containers"));
        Files.writeString(home.resolve("run/containers/auth.json"), "{\"auths\":{\"" + HOST + "\":{\"auth\":\"" + base64("p:q") + "\"}}}");

        assertThat(find(HOST, "app")).contains(new Credential.Basic("p", "q"));
        assertThat(warnings).singleElement().asString().contains("config.json").doesNotContain("s3cret");
    }

    @Test
    void identity_and_registry_tokens_are_known() throws IOException {
        entry(HOST, "{\"auth\":\"" + base64("bob:") + "\",\"identitytoken\":\"refresh\"}");
        assertThat(find(HOST, "app")).contains(new Credential.IdentityToken("refresh"));
        entry(HOST, "{\"identitytoken\":\"refresh\"}");
        assertThat(find(HOST, "app")).contains(new Credential.IdentityToken("refresh"));
        entry(HOST, "{\"registrytoken\":\"bearer\"}");
        assertThat(find(HOST, "app")).contains(new Credential.BearerToken("bearer"));
        entry(HOST, "{\"auth\":\"" + base64("<token>:refresh") + "\"}");
        assertThat(find(HOST, "app")).contains(new Credential.IdentityToken("refresh"));
        entry(HOST, "{\"username\":\"ann\",\"password\":\"pw\"}");
        assertThat(find(HOST, "app")).contains(new Credential.Basic("ann", "pw"));
    }

    @ParameterizedTest
    @CsvSource({"https://index.docker.io/v1/, docker.io", "docker.io, docker.io", "index.docker.io, docker.io",
        "https://registry.example:5000, registry.example:5000", "http://registry.example:5000, registry.example:5000",
        "https://registry.example:5000/v2/, registry.example:5000", "REGISTRY.example:5000, registry.example:5000",
        "registry.example:5000/, registry.example:5000"})
    void keys_are_understood_in_every_spelling(String key, String registry) throws IOException {
        entry(key, "{\"auth\":\"" + base64("ann:pw") + "\"}");
        assertThat(find(registry, "me/app")).contains(new Credential.Basic("ann", "pw"));
        assertThat(find("other.example", "me/app")).isEmpty();
        assertThat(find("registry.example", "me/app")).isEmpty();
    }

    @Test
    void keys_with_a_path_hold_for_that_path_and_the_longest_wins() throws IOException {
        docker("""
                {"auths":{"%1$s":{"auth":"%2$s"},"%1$s/team":{"auth":"%3$s"},"%1$s/team/app":{"auth":"%4$s"}}}"""
                .formatted(HOST, base64("h:1"), base64("t:2"), base64("a:3")));
        assertThat(find(HOST, "team/app")).contains(new Credential.Basic("a", "3"));
        assertThat(find(HOST, "team/app2")).contains(new Credential.Basic("t", "2"));
        assertThat(find(HOST, "teams/app")).contains(new Credential.Basic("h", "1"));
        entry(HOST + "/team", "{\"auth\":\"" + base64("t:2") + "\"}");
        assertThat(find(HOST, "other")).isEmpty();
    }

    @Test
    void helpers_are_asked_first_the_one_for_the_registry_before_the_common_one() throws IOException {
        helper("own", "read server; printf '{\"Username\":\"own\",\"Secret\":\"%s\"}' \"$server\"");
        helper("common", "printf '{\"Username\":\"<token>\",\"Secret\":\"refresh\"}'");
        docker("{\"credHelpers\":{\"" + HOST + "\":\"own\"},\"credsStore\":\"common\"}");
        assertThat(find(HOST, "app")).contains(new Credential.Basic("own", HOST));
        assertThat(find("other.example", "app")).contains(new Credential.IdentityToken("refresh"));
        docker("{\"credsStore\":\"own\"}");
        assertThat(find("docker.io", "library/app")).contains(new Credential.Basic("own", "https://index.docker.io/v1/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo 'credentials not found in native keychain'; exit 1", "echo s3cret; exit 2", "echo '{s3cret'",
        "echo '{\"Username\":5}'", "exec 1>&-; exit 0", "echo '{}'"})
    void helpers_that_fail_leave_the_entry(String script) throws IOException {
        helper("bad", script);
        docker("{\"credsStore\":\"bad\",\"auths\":{\"" + HOST + "\":{\"auth\":\"" + base64("ann:pw") + "\"}}}");
        assertThat(find(HOST, "app")).contains(new Credential.Basic("ann", "pw"));
        assertThat(warnings).allSatisfy(warning -> assertThat(warning).doesNotContain("s3cret"));
    }

    @Test
    void a_helper_that_does_not_answer_is_ended() throws IOException {
        helper("slow", "sleep 1000 & wait");
        environment.put("PATH", home + ":/usr/bin:/bin");
        byte[] config = "{\"credsStore\":\"slow\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(DockerConfig.read(config, "the test", environment, warnings::add, Duration.ofMillis(300)).find(HOST, "app")).isEmpty();
        assertThat(warnings).singleElement().asString().contains("did not answer");
        ProcessHandle.current().descendants().filter(process -> process.info().commandLine().orElse("").contains("sleep 1000"))
                .forEach(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20)));
    }

    @Test
    void the_environment_comes_first_and_only_for_its_registry() throws IOException {
        entry(HOST, "{\"auth\":\"" + base64("ann:pw") + "\"}");
        environment.put("SPIN_REGISTRY_SERVER", "https://" + HOST);
        environment.put("SPIN_REGISTRY_USERNAME", "env");
        environment.put("SPIN_REGISTRY_PASSWORD", "secret");
        environment.put("DOCKER_AUTH_CONFIG", "{\"auths\":{\"ci.example\":{\"auth\":\"" + base64("ci:pw") + "\"}}}");
        assertThat(find(HOST, "app")).contains(new Credential.Basic("env", "secret"));
        assertThat(find("ci.example", "app")).contains(new Credential.Basic("ci", "pw"));
        assertThat(find("third.example", "app")).isEmpty();
    }

    @Test
    void what_login_writes_is_found_and_private() throws IOException {
        SpinAuthFile file = own();
        file.put("https://" + HOST, new Credential.Basic("ann", "p:w"));
        file.put("docker.io", new Credential.Basic("hub", "pw"));

        assertThat(find(HOST, "app")).contains(new Credential.Basic("ann", "p:w"));
        assertThat(find("docker.io", "library/app")).contains(new Credential.Basic("hub", "pw"));
        assertThat(Files.readString(file.path())).contains("\"index.docker.io\"").contains("\"" + base64("ann:p:w") + "\"");
        assertThat(Files.getPosixFilePermissions(file.path())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(file.path().resolveSibling(""))).isEqualTo(PosixFilePermissions.fromString("rwx------"));

        assertThat(file.remove(HOST)).isTrue();
        assertThat(file.remove(HOST)).isFalse();
        assertThat(find(HOST, "app")).isEmpty();
        assertThat(find("docker.io", "library/app")).isPresent();
    }

    @Test
    void a_damaged_own_file_is_reported_and_never_overwritten() throws IOException {
        Files.createDirectories(own().path().resolveSibling(""));
        Files.writeString(own().path(), "{\"auths\":{");
        assertThat(find(HOST, "app")).isEmpty();
        assertThat(warnings).hasSize(1);
        assertThatThrownBy(() -> own().put(HOST, new Credential.Basic("a", "b"))).isInstanceOf(RegistryException.Local.class);
        assertThat(own().path()).hasContent("{\"auths\":{");
    }

    @Test
    void logins_side_by_side_are_all_kept() {
        List<Runnable> logins = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String host = "host" + i + ".example";
            logins.add(() -> own().put(host, new Credential.Basic("u", host)));
        }
        Transfers.run(8, logins);
        assertThat(find("host0.example", "a")).isPresent();
        assertThat(find("host19.example", "a")).isPresent();
    }

    @Test
    void secrets_are_not_shown() {
        assertThat(new Credential.Basic("ann", "s3cret").toString() + new Credential.IdentityToken("s3cret") + new Credential.BearerToken(
                "s3cret")).doesNotContain("s3cret");
    }
}
