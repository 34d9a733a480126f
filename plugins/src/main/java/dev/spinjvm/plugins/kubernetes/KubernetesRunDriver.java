package dev.spinjvm.plugins.kubernetes;

import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.plugins.dispatch.Description.Setting;
import dev.spinjvm.plugins.drivers.DriverContext;
import dev.spinjvm.plugins.drivers.RunDriver;
import dev.spinjvm.plugins.drivers.RunRequest;
import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.plugins.kubernetes.Workload.Autoscaler;
import dev.spinjvm.plugins.kubernetes.Workload.Kind;
import dev.spinjvm.plugins.kubernetes.Workload.Limits;
import dev.spinjvm.plugins.kubernetes.Workload.Scaling;
import dev.spinjvm.plugins.kubernetes.Workload.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The runtime driver `kubernetes`: runs an application on a cluster until its user ends it, and shows what it writes meanwhile.
///
/// @param publisher brings the application to a registry
/// @param userAgent what clusters are told of this program
public record KubernetesRunDriver(Publisher publisher, String userAgent) implements RunDriver {
    /// Its name.
    public static final String NAME = "kubernetes";
    private static final String VARIABLE = "SPIN_VARIABLE_";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int LINES = 100;

    /// Brings applications to registries.
    public interface Publisher {
        /// @param reference where it is put
        /// @param runnable whether a container image is made of it
        /// @return what the cluster gets it by, which never changes
        String publish(LockedApp app, String reference, boolean runnable) throws InterruptedException;
    }

    @Override
    public Map<String, Setting> settings() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put("image", new Setting("Where the application is pushed to", "", false, ""));
        settings.put("kind", new Setting("spinapp or deployment", "", false, "deployment"));
        settings.put("replicas", new Setting("How many replicas there are", "", false, "1"));
        settings.put("name", new Setting("What the application is called there", "", false, ""));
        settings.put("namespace", new Setting("The namespace", "", false, ""));
        settings.put("context", new Setting("The context of the kubeconfig", "", false, ""));
        settings.put("kubeconfig", new Setting("The file that tells of clusters", "", false, ""));
        return settings;
    }

    @Override
    public int run(RunRequest request, DriverContext context) throws InterruptedException {
        String image = text(request, "image");
        if (image.isEmpty()) {
            throw ClusterException.hinting("The runtime driver 'kubernetes' has to know where to push the application",
                    "Say so with --driver-config image=REGISTRY/NAME:TAG.");
        }
        if (!request.mounts().isEmpty()) {
            throw new ClusterException("--mount gives folders of this machine, which a cluster does not have");
        }
        Workload work = workload(request, image).checked();
        String namespace = text(request, "namespace");
        if (request.dryRun()) {
            context.console().data(Yaml.of(Manifests.of(work).stream().map(resource -> namespace.isEmpty()
                    ? resource
                    : resource.in(
                            namespace)).toList()));
            return 0;
        }
        String file = text(request, "kubeconfig");
        String wanted = text(request, "context");
        ClusterAccess access = KubeConfig.access(file.isEmpty() ? null : context.workingDirectory().resolve(file), wanted.isEmpty()
                ? null
                : wanted, context.environment());
        try (Cluster cluster = Cluster.open(access, context.environment(), userAgent)) {
            return run(request, work, new Deployments(cluster, namespace.isEmpty() ? access.namespace() : namespace), context);
        }
    }

    private int run(RunRequest request, Workload work, Deployments deployments, DriverContext context) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        context.whenAskedToEnd().accept(end::countDown);
        Workload pushed = work.withImage(publisher.publish(request.app(), work.image(), work.kind() == Kind.DEPLOYMENT));
        try {
            deployments.deploy(pushed, false);
            context.console().progress("Waiting for " + work.name() + " on the cluster of the context '" + deployments.cluster().access()
                    .context() + "'");
            Rollout rollout = deployments.await(work.name(), pushed.image(), PATIENCE, () -> {
                if (end.getCount() == 0) {
                    throw new Ended();
                }
            });
            if (!(rollout instanceof Rollout.Ready)) {
                throw new ClusterException("'" + work.name() + "' does not become ready:\n" + String.join("\n", deployments.troubles(work
                        .kind(), work.name())));
            }
            context.console().progress("Serving http://" + work.name() + "." + deployments.namespace() + " within the cluster");
            BiConsumer<String, String> show = (pod, line) -> context.console().data("[" + pod + "] " + line + "\n");
            Thread.ofVirtual().start(() -> follow(deployments, work.name(), show));
            end.await();
            return 0;
        } catch (Ended _) {
            return 0;
        } finally {
            deployments.deleteIfThere(work.name());
        }
    }

    /// The user wants no more of it.
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static void follow(Deployments deployments, String name, BiConsumer<String, String> show) {
        try {
            deployments.logs(name, LINES, true, show);
        } catch (ClusterException _) {
            // The application goes on without anybody reading along.
        }
    }

    private Workload workload(RunRequest request, String image) {
        String name = text(request, "name");
        String kind = text(request, "kind");
        if (!kind.equals("deployment") && !kind.equals("spinapp")) {
            throw new ClusterException("`kind` of the runtime driver 'kubernetes' is spinapp or deployment, not '" + kind + "'");
        }
        String replicas = text(request, "replicas");
        if (!replicas.matches("[1-9][0-9]{0,3}")) {
            throw new ClusterException("`replicas` of the runtime driver 'kubernetes' is a number, not '" + replicas + "'");
        }
        int count = Integer.parseInt(replicas);
        return new Workload(kind.equals("spinapp") ? Kind.SPIN_APP : Kind.DEPLOYMENT, name.isEmpty()
                ? Workload.nameOf(request.app()
                        .name())
                : name, image, null, new Scaling(count, count, Autoscaler.NONE, 60, 60), Limits.NONE, variables(request),
                runtimeConfig(request), List.of(), List.of(), "", false, "containerd-shim-spin", request.app().triggerTypes().contains(
                        "http"));
    }

    private static List<Variable> variables(RunRequest request) {
        Map<String, Object> given = read(request.variablesFile());
        List<Variable> variables = new ArrayList<>();
        request.app().variables().forEach((name, declared) -> {
            Object value = given.containsKey(name) ? given.get(name) : request.environment().get(VARIABLE + name.toUpperCase(Locale.ROOT));
            if (value instanceof String text) {
                variables.add(new Variable(name, text, declared.secret()));
            }
        });
        return variables;
    }

    private static Map<String, Object> read(@Nullable Path file) {
        try {
            return file == null ? Map.of() : JsonText.object(Files.readString(file));
        } catch (IOException _) {
            throw new ClusterException("Cannot read the values of variables in '" + file + "'");
        }
    }

    private static @Nullable String runtimeConfig(RunRequest request) {
        List<String> words = request.triggerArguments();
        String option = "--runtime-config-file";
        for (int i = 0; i < words.size(); i++) {
            String file = words.get(i).equals(option) && i + 1 < words.size()
                    ? words.get(i + 1)
                    : words.get(i).startsWith(option + "=") ? words.get(i).substring(option.length() + 1) : null;
            if (file != null) {
                try {
                    return Files.readString(Path.of(file));
                } catch (IOException e) {
                    throw new ClusterException("Cannot read the runtime configuration '" + file + "'", e);
                }
            }
        }
        return null;
    }

    private static String text(RunRequest request, String name) {
        return Objects.toString(request.config().get(name), "");
    }
}
