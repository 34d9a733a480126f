package dev.spinjvm.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinjvm.plugins.doubles.ClusterDouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deployments to a cluster by the real program, which finds the cluster by a kubeconfig.
class KubernetesTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String IMAGE = "registry.example.com/team/greeter@" + DIGEST;
    private static final String NEWER = "registry.example.com/team/greeter@sha256:" + "cd".repeat(32);

    @TempDir
    Path folder;

    private final ClusterDouble cluster = ClusterDouble.open();
    private Path app;

    @BeforeEach
    void writeApp() throws IOException {
        app = Files.createDirectories(folder.resolve("app"));
        Files.copy(Checkout.root().resolve("examples/hello-c/hello-c.wasm"), app.resolve("hello-c.wasm"));
        Files.writeString(app.resolve("spin.toml"), """
                spin_manifest_version = 2
                [application]
                name = "Greeter_App"
                version = "1.0.0"
                [application.tool.deploy]
                provider = "kubernetes"
                [variables]
                greeting = { default = "hi" }
                api_key = { required = true, secret = true }
                [[trigger.http]]
                route = "/..."
                component = "hello"
                [component.hello]
                source = "hello-c.wasm"
                """);
        Files.writeString(app.resolve("key.txt"), "s3cr3t");
        Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private SpinProcess.Command spin(String... words) {
        return SpinProcess.command(words).in(app).environment("KUBECONFIG", folder.resolve("kubeconfig").toString()).environment(
                "SPIN_DATA_DIR", folder.resolve("data").toString()).environment("XDG_CONFIG_HOME", folder.resolve("config").toString())
                .environment("XDG_CACHE_HOME", folder.resolve("cache").toString());
    }

    private static String out(SpinProcess.Command command) {
        SpinProcess.Finished finished = command.run();
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        return finished.stdout();
    }

    private static void assertFails(SpinProcess.Command command, String... texts) {
        SpinProcess.Finished finished = command.run();
        assertThat(finished.stderr()).contains(texts).startsWith("Error: ").doesNotContain("\tat ", "fault of Spin");
        assertThat(finished.exitCode()).isEqualTo(1);
    }

    @Test
    void deployedLookedAtDeployedAgainRolledBackRemoved() {
        assertThat(out(spin("deploy", "--image", IMAGE, "--variable", "api_key=@key.txt", "--variable", "greeting=hello"))).isEqualTo(
                "Deployed greeter-app to the namespace 'default' of the context 'main'\nImage: " + IMAGE
                        + "\nWaiting for application to become ready.... ready\nURL: http://greeter-app.default\n");
        assertThat(cluster.names("default")).containsExactly("Deployment/greeter-app", "Secret/greeter-app-variables",
                "SpinApp/greeter-app");
        JsonNode spinApp = cluster.resource("default", "SpinApp", "greeter-app");
        assertThat(spinApp.toString()).contains(IMAGE, "\"greeting\"").doesNotContain("s3cr3t");

        assertThat(out(spin("deploy", "kubernetes", "--image", NEWER, "-v", "api_key=@key.txt", "--readiness-timeout", "0"))).contains(
                "Image: " + NEWER);
        cluster.log("greeter-app-0", "listening\n");
        assertThat(out(spin("deploy", "logs"))).isEqualTo("[greeter-app-0] listening\n");
        assertThat(out(spin("deploy", "status"))).isEqualTo("""
                Application: greeter-app
                Context:     main
                Namespace:   default
                Kind:        SpinApp
                Image:       %2$s
                URL:         http://greeter-app.default
                Status:      ready, 2 replicas
                  greeter-app-0: Running
                  greeter-app-1: Running
                Images that it had, the oldest first:
                  %1$s
                  %2$s (present)
                """.formatted(IMAGE, NEWER));
        assertThat(out(spin("deploy", "rollback"))).startsWith("Rolled back greeter-app to " + IMAGE + "\n").endsWith("... ready\n");
        assertThat(cluster.resource("default", "Deployment", "greeter-app").toString()).contains(IMAGE);

        assertFails(spin("deploy", "delete"), "there is no terminal to ask at; say so with --yes");
        assertThat(out(spin("deploy", "delete", "--yes"))).isEqualTo("Removed greeter-app\n");
        assertThat(cluster.names("default")).isEmpty();
        assertThat(cluster.users()).containsExactly("Bearer secret-token");
    }

    @Test
    void aRehearsalAsksNobodyAndSaysTheSameEachTime() throws IOException {
        String[] words = {"deploy", "kubernetes", "--kind", "deployment", "--image", "registry.example.com/team/greeter:v1", "--spin-image",
            "registry.example.com/spin:4", "--variable", "api_key=@key.txt", "--autoscaler", "hpa", "--cpu-limit", "1", "--memory-limit",
            "256Mi", "--namespace", "shop", "--dry-run"};
        String first = out(spin(words));
        assertThat(out(spin(words))).isEqualTo(first);
        assertThat(first).contains("kind: Deployment", "kind: Service", "kind: HorizontalPodAutoscaler", "namespace: shop",
                "image: registry.example.com/spin:4", "api_key: czNjcjN0\n").doesNotContain("s3cr3t");
        assertThat(cluster.requests()).isEmpty();

        words[words.length - 1] = "--out=app.yaml";
        assertThat(spin(words).run().stderr()).isEqualTo("Application manifest saved to app.yaml\n");
        assertThat(app.resolve("app.yaml")).content().isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(app.resolve("app.yaml")))).isEqualTo("rw-------");
    }

    @Test
    void theApplicationIsPushedAndPinnedByItsDigest() throws IOException, GeneralSecurityException {
        assumeTrue(DockerRegistry.isInstalled(), "docker-registry is not installed (apt-get install docker-registry)");
        try (DockerRegistry registry = DockerRegistry.start(folder, DockerRegistry.Protection.NONE)) {
            String repository = registry.host() + "/team/greeter";
            assertThat(out(spin("deploy", "--image", repository + ":v1", "-v", "api_key=k"))).contains("Image: " + repository + "@sha256:",
                    "Available Routes:\n  hello: http://greeter-app.default (wildcard)\n");
            String image = cluster.resource("default", "SpinApp", "greeter-app").at("/spec/image").asText();
            assertThat(image).startsWith(repository + "@sha256:");
            try (SpinProcess served = spin("up", "-f", image, "--variable", "api_key=k").serve()) {
                assertThat(served.get("/you").body()).contains("/you");
            }
            assertThat(out(spin("deploy", "kubernetes", "--no-push", "--image", repository + ":v1", "-v", "api_key=k"))).contains("Image: "
                    + image + "\n");
        }
    }

    @Test
    void mistakesAreExplained() throws IOException {
        String[] deploy = {"deploy", "kubernetes", "--image", IMAGE, "-v", "api_key=k"};
        assertFails(spin("deploy", "--image", IMAGE),
                "The application requires values for the following variable(s) which have not been set: api_key", "--variable");
        assertFails(spin("deploy", "--image", IMAGE, "-v", "apikey=k"), "the application has no variable 'apikey'");
        assertFails(spin(deploy).environment("KUBECONFIG", folder.resolve("none").toString()), "No cluster is known here", "KUBECONFIG");
        assertFails(spin("deploy", "status", "--context", "mian"), "There is no context 'mian' in",
                "Name one with --context: main, other, gone.");
        assertFails(spin("deploy", "status", "--context", "gone"), "cannot be reached: cannot connect", "--context names another one");
        assertFails(spin("deploy", "status"), "There is no application 'greeter-app' of Spin in the namespace 'default'");
        cluster.removeOperator();
        assertFails(spin(deploy), "Install SpinKube's operator there, or deploy with --kind deployment");
        cluster.forbid("deployments");
        assertFails(spin("deploy", "kubernetes", "--kind", "deployment", "--image", IMAGE, "-v", "api_key=k"),
                "deployments.apps is forbidden", "lacks the right");
        cluster.accept("new");
        assertFails(spin(deploy), "does not know who asks: Unauthorized", "log in again");
        assertThat(spin("deploy", "kubernetes").run().exitCode()).isEqualTo(2);
        assertThat(spin("deploy", "kubernetes", "--kind", "pod", "--image", IMAGE).run().stderr()).contains("it is spinapp or deployment");
    }

    @Test
    void podsThatDoNotStartFailTheDeploymentWhichIsDoneAgain() throws IOException {
        cluster.pods("ImagePullBackOff");
        assertFails(spin("deploy", "--image", IMAGE, "-v", "api_key=k", "--readiness-timeout", "1"),
                "'greeter-app' was deployed, but is not ready within 1 s: 0 of 2 replicas are ready",
                "greeter-app-0: ImagePullBackOff: it is so in this test",
                "`spin deploy kubernetes rollback` brings the version before back");
        cluster.pods("");
        cluster.goDownAfter(2);
        assertFails(spin("deploy", "--image", NEWER, "-v", "api_key=k"), "HTTP status 503");
        cluster.comeBack();
        assertThat(out(spin("deploy", "--image", NEWER, "-v", "api_key=k"))).contains("... ready");

        Path program = Files.writeString(folder.resolve("login"),
                "#!/bin/sh\necho '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"t2\"}}'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        cluster.accept("t2");
        Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig(
                "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode: Never}}"));
        assertThat(out(spin("deploy", "status"))).contains("Status:      ready, 2 replicas");
    }

    @Test
    void aContainerImageIsMadePushedAndDeployed() throws IOException, GeneralSecurityException {
        assumeTrue(DockerRegistry.isInstalled(), "docker-registry is not installed (apt-get install docker-registry)");
        try (DockerRegistry registry = DockerRegistry.start(folder, DockerRegistry.Protection.NONE)) {
            Files.writeString(app.resolve("config.toml"),
                    "[llm_compute]\ntype = \"remote_http\"\nurl = \"http://x.example.com\"\nauth_token = \"t0ken\"\n");
            String repository = registry.host() + "/team/image";
            assertThat(out(spin("deploy", "--kind", "deployment", "--image", repository + ":v1", "-v", "api_key=k", "-c", "config.toml")))
                    .contains("Image: " + repository + "@sha256:", "... ready\n");
            assertThat(cluster.names("default")).containsExactly("Deployment/greeter-app", "Secret/greeter-app-runtime-config",
                    "Secret/greeter-app-variables", "Service/greeter-app");
            assertThat(cluster.resource("default", "Deployment", "greeter-app").toString()).contains(repository + "@sha256:")
                    .doesNotContain(
                            "t0ken");
        }
    }

    @Test
    void aRunOnAClusterEndsWithItsUser() throws IOException, GeneralSecurityException {
        String dry = out(spin("up", "--driver", "kubernetes", "--driver-config", "image=registry.example.com/greeter:v1", "--dry-run",
                "--variable", "api_key=s3cr3t"));
        assertThat(dry).contains("kind: Deployment", "image: registry.example.com/greeter:v1", "replicas: 1").doesNotContain("s3cr3t");
        assertFails(spin("up", "--driver", "kubernetes"), "has to know where to push the application",
                "--driver-config image=REGISTRY/NAME:TAG");
        try (SpinProcess here = spin("up", "--variable", "api_key=k").serve()) {
            assertThat(here.get("/you").body()).contains("/you");
        }
        assertThat(cluster.requests()).as("a run never deploys").isEmpty();

        assumeTrue(DockerRegistry.isInstalled(), "docker-registry is not installed (apt-get install docker-registry)");
        try (DockerRegistry registry = DockerRegistry.start(folder, DockerRegistry.Protection.NONE);
                SpinProcess run = spin("up", "--driver", "kubernetes", "--driver-config", "kind=spinapp", "--driver-config", "image="
                        + registry.host() + "/team/greeter:v1", "--variable", "api_key=k").start()) {
            run.awaitStderr("Serving http://greeter-app.default within the cluster");
            assertThat(cluster.names("default")).contains("SpinApp/greeter-app");
            run.terminate();
            assertThat(run.awaitExit()).isZero();
            assertThat(cluster.names("default")).isEmpty();
        }
    }
}
