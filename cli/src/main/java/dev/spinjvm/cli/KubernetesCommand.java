package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.oci.ArtifactName;
import dev.spinjvm.oci.AtomicFile;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.Reference;
import dev.spinjvm.plugins.kubernetes.Cluster;
import dev.spinjvm.plugins.kubernetes.Deployments;
import dev.spinjvm.plugins.kubernetes.Manifests;
import dev.spinjvm.plugins.kubernetes.Resource;
import dev.spinjvm.plugins.kubernetes.Rollout;
import dev.spinjvm.plugins.kubernetes.Workload;
import dev.spinjvm.plugins.kubernetes.Workload.Kind;
import dev.spinjvm.plugins.kubernetes.Yaml;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `spin deploy kubernetes`: locked app → registry → resources of a cluster.
@Command(name = "kubernetes", description = "Deploy to a cluster of Kubernetes", sortOptions = false, optionListHeading = "%nOptions:%n", commandListHeading = "%nCommands:%n", footer = {
    "", "Examples:", "  spin deploy kubernetes --image registry.example.com/hello:v1",
    "  spin deploy kubernetes --image registry.example.com/hello:v1 --dry-run > hello.yaml",
    "  spin deploy kubernetes --kind deployment --image registry.example.com/hello:v1 \\",
    "      --variable api_key=@key.txt --runtime-config-file prod.toml",
    "  spin deploy kubernetes rollback"})
final class KubernetesCommand implements Callable<Integer> {
    private final Process process;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = "--image", paramLabel = "<REFERENCE>", description = "Where the application is pushed to, and the cluster gets it from")
    private @Nullable String image;

    @Option(names = "--no-push", description = "Deploy what is there already")
    private boolean noPush;

    @Option(names = "--build", description = "Build the application before pushing it [env: SPIN_ALWAYS_BUILD]")
    private boolean build;

    @Mixin
    private LocalApp local = new LocalApp();

    @Mixin
    private KubernetesArguments kubernetes = new KubernetesArguments();

    @Mixin
    private WorkloadArguments workload = new WorkloadArguments();

    @Option(names = "--dry-run", description = "Only print the resources; ask neither the registry nor the cluster")
    private boolean dryRun;

    @Option(names = {"-o",
        "--out"}, paramLabel = "<FILE>", description = "Only write the resources to this file, which nobody else can read")
    private @Nullable Path out;

    @Option(names = "--force-conflicts", description = "Take over what somebody else set on the cluster")
    private boolean force;

    @Option(names = "--readiness-timeout", defaultValue = "60", paramLabel = "<SECONDS>", description = "How long to wait until all replicas are ready; 0 does not wait. ${DEFAULT-VALUE} by default")
    private long readinessSeconds;

    @Mixin
    private PullArguments pull = new PullArguments();

    @Mixin
    private RegistryArguments registry = new RegistryArguments();

    private KubernetesCommand(Process process) {
        this.process = process;
    }

    static CommandGroup create(Process process) {
        return CommandGroup.of(new KubernetesCommand(process), new KubernetesVerbs.Status(process), new KubernetesVerbs.Logs(process),
                new KubernetesVerbs.Rollback(process), new KubernetesVerbs.Delete(process));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (image == null) {
            throw new ParameterException(spec.commandLine(), "the following required option was not provided: --image <REFERENCE>");
        }
        DeployedApp app = DeployedApp.of(process, local);
        String name = kubernetes.name != null ? kubernetes.name : Workload.nameOf(app.isKnown() ? app.name() : lastPart(image));
        Workload work = workload.workload(process, name, image, app);
        if (dryRun || out != null) {
            write(work);
            return ExitCode.OK.number();
        }
        Deployments deployments = kubernetes.open(process);
        try (Cluster _ = deployments.cluster()) {
            return deploy(deployments, work, app);
        }
    }

    private static String lastPart(String image) {
        String repository = Reference.parse(image).repository();
        return repository.substring(repository.lastIndexOf('/') + 1);
    }

    private void write(Workload work) throws IOException {
        Path file = out;
        String given = kubernetes.namespace;
        List<Resource> resources = Manifests.of(work).stream().map(resource -> given == null ? resource : resource.in(given)).toList();
        if (file == null) {
            process.out().print(Yaml.of(resources));
        } else {
            AtomicFile.write(process.workingDirectory().resolve(file), Yaml.of(resources).getBytes(StandardCharsets.UTF_8));
            process.err().println("Application manifest saved to " + file);
        }
    }

    // --- The image

    /// An image that never changes, and the application if it was read for that.
    private record Pinned(String image, @Nullable LockedApp app) {}

    /// What the cluster is to get: pushed now, or there already.
    private Pinned pin(Workload work, DeployedApp app) throws IOException, InterruptedException {
        Reference reference = Reference.parse(work.image());
        Digest known = reference.digestOrNull();
        if (known != null) {
            return new Pinned(work.image(), null);
        }
        try (RegistryAccess access = new RegistryAccess(process, registry)) {
            if (noPush || !app.isKnown()) {
                Digest there = access.registry().open(reference).document(access.name(work.image()).selector()).raw().digest();
                return new Pinned(AppPush.pinned(reference, there), null);
            }
            AppPush push = new AppPush(process, local, pull, registry);
            AppSource source = local.source(process, "spin deploy kubernetes --from <APPLICATION>");
            if (source instanceof AppSource.ManifestFile(Path manifest)) {
                push.build(manifest, build);
            }
            try (WorkingDirectory folder = WorkingDirectory.open(null, process.environment())) {
                ArtifactName target = access.name(work.image());
                LockedApp locked = local.load(process, source, registry, pull, folder.path());
                Digest pushed = work.kind() == Kind.DEPLOYMENT && work.spinImage() == null
                        ? AppPush.storeImage(process, locked, access, target, folder.path())
                        : AppPush.store(process, locked, access, target, folder.path(), AppPush.usual(process));
                return new Pinned(AppPush.pinned(reference, pushed), locked);
            }
        }
    }

    // --- The cluster

    private int deploy(Deployments deployments, Workload work, DeployedApp app) throws IOException, InterruptedException {
        Pinned pinned = pin(work, app);
        Workload complete = work.withImage(pinned.image);
        deployments.deploy(complete, force);
        PrintStream said = process.out();
        said.println("Deployed " + work.name() + " to the namespace '" + deployments.namespace() + "' of the context '" + deployments
                .cluster()
                .access().context() + "'");
        said.println("Image: " + pinned.image);
        if (readinessSeconds > 0) {
            awaitReady(process, deployments, work.kind(), work.name(), pinned.image, readinessSeconds);
        }
        if (work.http()) {
            String base = base(work.name(), deployments.namespace());
            if (pinned.app == null) {
                said.println("URL: " + base);
            } else {
                new DeployReport(process, pinned.app).printRoutes(base);
            }
        }
        return ExitCode.OK.number();
    }

    /// Where an application answers within the cluster.
    static String base(String name, String namespace) {
        return "http://" + name + "." + namespace;
    }

    /// @throws CommandFailure if the replicas do not become ready, with what keeps them
    static void awaitReady(Process process, Deployments deployments, Kind kind, String name, String image, long seconds) {
        PrintStream said = process.out();
        said.print("Waiting for application to become ready");
        said.flush();
        Rollout rollout = deployments.await(name, image, Duration.ofSeconds(seconds), () -> {
            said.print(".");
            said.flush();
        });
        String problem = switch (rollout) {
            case Rollout.Ready _ -> "";
            case Rollout.Underway(long _, long _, String why) -> "is not ready within " + seconds + " s: " + why;
            case Rollout.Failed(String why) -> "does not become ready: " + why;
        };
        said.println(problem.isEmpty() ? "... ready" : "");
        if (!problem.isEmpty()) {
            StringBuilder text = new StringBuilder("'" + name + "' was deployed, but " + problem);
            deployments.troubles(kind, name).forEach(trouble -> text.append("\n  ").append(trouble));
            throw new CommandFailure(text
                    + "\n`spin deploy kubernetes logs` shows what it wrote, `spin deploy kubernetes rollback` brings the version before back.");
        }
    }
}
