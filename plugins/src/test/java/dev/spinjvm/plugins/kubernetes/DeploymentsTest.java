package dev.spinjvm.plugins.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.plugins.doubles.ClusterDouble;
import dev.spinjvm.plugins.kubernetes.Workload.Autoscaler;
import dev.spinjvm.plugins.kubernetes.Workload.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeploymentsTest {
    private static final String OLD = "registry.example.com/hello@sha256:" + "11".repeat(32);
    private static final String NEW = "registry.example.com/hello@sha256:" + "22".repeat(32);

    @TempDir
    Path folder;

    private final ClusterDouble cluster = ClusterDouble.open();

    @AfterEach
    void close() {
        cluster.close();
    }

    private Deployments deployments() {
        return deployments(cluster.kubeconfig(), null);
    }

    private Deployments deployments(String kubeconfig, @Nullable String context) {
        try {
            Path file = Files.writeString(folder.resolve("config"), kubeconfig);
            ClusterAccess access = KubeConfig.access(file, context, Map.of());
            return new Deployments(Cluster.open(access, Map.of("PATH", "/usr/bin:/bin"), "test"), access.namespace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Workload workload(Kind kind, String image) {
        return ManifestsTest.full(kind, Autoscaler.HPA).withImage(image);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void deployedAgainRolledBackRemoved(Kind kind) {
        Deployments deployments = deployments();
        deployments.deploy(workload(kind, OLD), false);

        assertThat(deployments.await("hello", OLD, Duration.ofSeconds(5), () -> {})).isInstanceOf(Rollout.Ready.class);
        assertThat(cluster.names("default")).contains("HorizontalPodAutoscaler/hello-autoscaler", "Secret/hello-runtime-config",
                "Secret/hello-variables", "Deployment/hello");

        deployments.deploy(workload(kind, NEW), false);
        Deployments.Status status = deployments.status("hello");
        assertThat(status.kind()).isEqualTo(kind);
        assertThat(status.image()).isEqualTo(NEW);
        assertThat(status.images()).containsExactly(OLD, NEW);
        assertThat(status.rollout()).isInstanceOf(Rollout.Ready.class);
        assertThat(status.pods()).isNotEmpty().allMatch(line -> line.matches("hello-[0-9]: Running"));

        assertThat(deployments.rollBack("hello", Optional.empty()).image()).isEqualTo(OLD);
        assertThat(deployments.status("hello").image()).isEqualTo(OLD);
        assertThat(cluster.resource("default", "Deployment", "hello").toString()).contains(OLD).doesNotContain(
                "\"image\":\"" + NEW);
        assertThatThrownBy(() -> deployments.rollBack("hello", Optional.empty())).hasMessageContaining("no image of 'hello' before");
        assertThat(deployments.rollBack("hello", Optional.of("sha256:" + "22".repeat(32))).image()).isEqualTo(NEW);
        assertThatThrownBy(() -> deployments.rollBack("hello", Optional.of("v9"))).hasMessageContaining("never had the image 'v9'");

        deployments.delete("hello");
        assertThat(cluster.names("default")).isEmpty();
        assertThatThrownBy(() -> deployments.status("hello")).hasMessageContaining("no application 'hello' of Spin in the namespace");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void doneTwiceNothingChanges(Kind kind) {
        Deployments deployments = deployments();
        deployments.deploy(workload(kind, OLD), false);
        String before = cluster.resource("default", "Deployment", "hello").toString();
        deployments.deploy(workload(kind, OLD), false);
        assertThat(cluster.resource("default", "Deployment", "hello").toString()).isEqualTo(before);
    }

    @Test
    void whatWasInterruptedAnywhereConverges() {
        Deployments deployments = deployments();
        deployments.deploy(workload(Kind.DEPLOYMENT, NEW), false);
        List<String> whole = cluster.names("default");
        int requests = cluster.requests().size();
        deployments.delete("hello");
        for (int answered = 0; answered < requests; answered += 2) {
            cluster.goDownAfter(answered);
            assertThatThrownBy(() -> deployments.deploy(workload(Kind.DEPLOYMENT, OLD), false)).isInstanceOf(ClusterException.class);
            cluster.comeBack();
        }
        deployments.deploy(workload(Kind.DEPLOYMENT, NEW), false);
        assertThat(cluster.names("default")).isEqualTo(whole);
        assertThat(deployments.status("hello").image()).isEqualTo(NEW);
    }

    @Test
    void whatIsNotNeededAnyMoreGoesAway() {
        Deployments deployments = deployments();
        deployments.deploy(workload(Kind.DEPLOYMENT, OLD), false);
        deployments.deploy(ManifestsTest.plain(Kind.DEPLOYMENT), false);
        assertThat(cluster.names("default")).containsExactly("Deployment/hello", "Service/hello");
    }

    @Test
    void podsThatDoNotStartAreExplained() {
        Deployments deployments = deployments();
        cluster.pods("ImagePullBackOff");
        deployments.deploy(ManifestsTest.plain(Kind.DEPLOYMENT).withImage(OLD), false);

        assertThat(deployments.await("hello", OLD, Duration.ZERO, () -> {})).isEqualTo(new Rollout.Underway(0, 2,
                "0 of 2 replicas are ready"));
        assertThat(deployments.troubles(Kind.DEPLOYMENT, "hello")).contains("hello-0: ImagePullBackOff: it is so in this test");

        cluster.pods("ProgressDeadlineExceeded");
        deployments.deploy(ManifestsTest.plain(Kind.DEPLOYMENT).withImage(NEW), false);
        assertThat(deployments.await("hello", NEW, Duration.ofMinutes(1), () -> {})).isEqualTo(new Rollout.Failed(
                "ReplicaSet \"hello\" has timed out progressing."));
    }

    @Test
    void logsOfAllPodsAreShown() {
        Deployments deployments = deployments();
        deployments.deploy(ManifestsTest.plain(Kind.SPIN_APP).withImage(OLD), false);
        cluster.log("hello-1", "one\ntwo\n");
        List<String> lines = new CopyOnWriteArrayList<>();
        deployments.logs("hello", 10, false, (pod, line) -> lines.add(pod + " " + line));
        assertThat(lines).containsExactly("hello-1 one", "hello-1 two");
        assertThat(cluster.requests()).contains("GET /api/v1/namespaces/default/pods/hello-1/log?tailLines=10");
    }

    @Test
    void refusalsSayWhatCanBeDone() {
        Workload work = ManifestsTest.plain(Kind.SPIN_APP).withImage(OLD);
        cluster.removeOperator();
        assertThatThrownBy(() -> deployments().deploy(work, false)).hasMessageContaining(
                "Install SpinKube's operator there, or deploy with "
                        + "--kind deployment");
        assertThatThrownBy(() -> deployments(cluster.kubeconfig(), "other").deploy(ManifestsTest.plain(Kind.DEPLOYMENT), false))
                .hasMessageContaining("namespaces \"elsewhere\" not found").hasMessageContaining("--namespace");
        cluster.conflict(true);
        assertThatThrownBy(() -> deployments().deploy(ManifestsTest.plain(Kind.DEPLOYMENT), false)).hasMessageContaining("kubectl-scale")
                .hasMessageContaining("--force-conflicts");
        deployments().deploy(ManifestsTest.plain(Kind.DEPLOYMENT), true);
        cluster.forbid("deployments");
        assertThatThrownBy(() -> deployments().status("hello")).hasMessageContaining("deployments.apps is forbidden: User \"ann\"")
                .hasMessageContaining("lacks the right");
        cluster.accept("another");
        String old = cluster.kubeconfig("{token: old-token}");
        assertThatThrownBy(() -> deployments(old, null).status("hello")).hasMessageContaining("does not know who asks")
                .hasMessageContaining("may have expired").hasMessageNotContaining("old-token");
    }

    @Test
    void aDeploymentOfSomebodyElseIsLeftAlone() {
        Deployments deployments = deployments();
        deployments.deploy(ManifestsTest.plain(Kind.SPIN_APP), false);
        assertThatThrownBy(() -> deployments.deploy(ManifestsTest.plain(Kind.DEPLOYMENT), false)).hasMessageContaining(
                "that Spin did not make");
    }

    @Test
    void aProgramOfTheKubeconfigGivesTheToken() throws IOException {
        Path program = Files.writeString(folder.resolve("login tool"), """
                #!/bin/sh
                printf '%s|%s|%s' "$1" "$GREETING" "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/told"
                echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"from-program"}}'
                """);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        cluster.accept("from-program");
        String user = "{exec: {apiVersion: client.authentication.k8s.io/v1, command: \"./login tool\", args: [\"a 'b' $c\"], "
                + "env: [{name: GREETING, value: hi}], interactiveMode: Never, provideClusterInfo: true}}";
        deployments(cluster.kubeconfig(user), null).deploy(ManifestsTest.plain(Kind.DEPLOYMENT), false);

        assertThat(cluster.users()).containsExactly("Bearer from-program");
        assertThat(folder.resolve("told")).content().startsWith("a 'b' $c|hi|{\"kind\":\"ExecCredential\"").contains("\"server\":\""
                + cluster
                        .url());

        Files.writeString(program, "#!/bin/sh\nexit 3\n");
        assertThatThrownBy(() -> deployments(cluster.kubeconfig(user), null)).hasMessageContaining("ended with exit code 3");
        Files.writeString(program, "#!/bin/sh\necho a-secret\n");
        assertThatThrownBy(() -> deployments(cluster.kubeconfig(user), null)).hasMessageContaining("printed no ExecCredential")
                .hasMessageNotContaining("a-secret");
        assertThatThrownBy(() -> deployments(cluster.kubeconfig(
                "{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-program, installHint: Install it.}}"), null))
                .hasMessageContaining("no-such-program").hasMessageEndingWith("Install it.");
    }

    @Test
    void aServerIsKnownByItsCertificate() throws IOException {
        try (ClusterDouble encrypted = ClusterDouble.openEncrypted()) {
            String plain = encrypted.kubeconfig();
            assertThatThrownBy(() -> deployments(plain, null).status("hello")).hasMessageContaining("no trusted connection")
                    .hasMessageContaining("certificate-authority");

            Files.writeString(folder.resolve("ca.pem"), encrypted.certificate());
            String trusting = plain.replace("cluster: {server: \"https", "cluster: {certificate-authority: ca.pem, server: \"https");
            deployments(trusting, null).deploy(ManifestsTest.plain(Kind.DEPLOYMENT), false);
            String careless = plain.replace("cluster: {server: \"https", "cluster: {insecure-skip-tls-verify: true, server: \"https");
            assertThat(deployments(careless, null).status("hello").rollout()).isInstanceOf(Rollout.Ready.class);
        }
    }
}
