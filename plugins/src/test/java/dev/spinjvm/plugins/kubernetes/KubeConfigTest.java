package dev.spinjvm.plugins.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeConfigTest {
    private static final String ONE = """
            current-context: a
            contexts:
            - {name: a, context: {cluster: c, user: u, namespace: space}}
            - {name: lost, context: {cluster: nowhere, user: u}}
            clusters:
            - {name: c, cluster: {server: https://c.example.com:6443}}
            users:
            - {name: u, user: {token: t}}
            """;
    private static final String TWO = """
            current-context: b
            contexts:
            - {name: b, context: {cluster: c, user: f}}
            - {name: old, context: {cluster: c, user: p}}
            clusters:
            - {name: c, cluster: {server: https://second.example.com}}
            users:
            - {name: f, user: {tokenFile: token, client-certificate-data: QQ==, client-key-data: Qg==, as: bob, as-groups: [x]}}
            - {name: p, user: {auth-provider: {name: gcp}}}
            """;

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void theCurrentContextCountsUnlessOneIsNamed() throws IOException {
        Path file = write("one", ONE);
        ClusterAccess access = KubeConfig.access(file, null, Map.of());
        assertThat(access.context()).isEqualTo("a");
        assertThat(access.server()).hasToString("https://c.example.com:6443/");
        assertThat(access.namespace()).isEqualTo("space");
        assertThat(access.identity()).isEqualTo(new ClusterAccess.Token("t")).hasToString("Token");
        assertThatThrownBy(() -> KubeConfig.access(file, "x", Map.of())).hasMessageContaining("There is no context 'x' in")
                .hasMessageEndingWith(
                        "Name one with --context: a, lost.");
        assertThatThrownBy(() -> KubeConfig.access(file, "lost", Map.of())).hasMessageContaining("names the cluster 'nowhere'");
    }

    @Test
    void ofSeveralFilesTheFirstCounts() throws IOException {
        Map<String, String> environment = Map.of("KUBECONFIG", folder.resolve("missing") + ":" + write("one", ONE) + ":" + write("two",
                TWO));
        assertThat(KubeConfig.access(null, null, environment).context()).isEqualTo("a");
        ClusterAccess second = KubeConfig.access(null, "b", environment);
        assertThat(second.server()).hasToString("https://c.example.com:6443/");
        assertThat(second.namespace()).isEqualTo("default");
        assertThat(second.identity()).isEqualTo(new ClusterAccess.TokenFile(folder.resolve("token")));
        assertThat(second.impersonated().user()).isEqualTo("bob");
        assertThat(second.certificate()).isNotNull();
        assertThatThrownBy(() -> KubeConfig.access(null, "old", environment)).hasMessageContaining("has an `auth-provider`");
    }

    @Test
    void withoutAnyItSaysWhereItLooked() {
        assertThatThrownBy(() -> KubeConfig.access(null, null, Map.of("HOME", folder.toString()))).hasMessage(
                "No cluster is known here: there is no '" + folder.resolve(".kube/config")
                        + "'\nName a kubeconfig with --kubeconfig or KUBECONFIG.");
    }

    @Test
    void whatIsNoKubeconfigIsNotQuoted() throws IOException {
        Path file = write("bad", "token: [secret-thing");
        assertThatThrownBy(() -> KubeConfig.access(file, null, Map.of())).hasMessage("'" + file + "' is no valid YAML").hasNoCause();
    }
}
