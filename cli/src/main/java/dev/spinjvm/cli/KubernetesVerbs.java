package dev.spinjvm.cli;

import dev.spinjvm.plugins.kubernetes.Cluster;
import dev.spinjvm.plugins.kubernetes.Deployments;
import dev.spinjvm.plugins.kubernetes.Rollout;
import dev.spinjvm.plugins.kubernetes.Workload;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What can be done with an application that was deployed to a cluster.
abstract class KubernetesVerbs implements Callable<Integer> {
    private final Process process;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Mixin
    private LocalApp local = new LocalApp();

    @Mixin
    private KubernetesArguments kubernetes = new KubernetesArguments();

    private KubernetesVerbs(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        Deployments deployments = kubernetes.open(process);
        try (Cluster _ = deployments.cluster()) {
            run(deployments, name(), process);
        }
        return ExitCode.OK.number();
    }

    private String name() {
        if (kubernetes.name != null) {
            return kubernetes.name;
        }
        DeployedApp app = DeployedApp.of(process, local);
        if (!app.isKnown()) {
            throw new CommandFailure("there is no spin.toml here; name the application with --name");
        }
        return Workload.nameOf(app.name());
    }

    abstract void run(Deployments deployments, String name, Process process);

    /// `spin deploy kubernetes status`
    @Command(name = "status", description = "Say which version runs, where, and whether it is ready", sortOptions = false, optionListHeading = "%nOptions:%n")
    static final class Status extends KubernetesVerbs {
        Status(Process process) {
            super(process);
        }

        @Override
        void run(Deployments deployments, String name, Process process) {
            Deployments.Status status = deployments.status(name);
            PrintStream out = process.out();
            out.println("Application: " + name);
            out.println("Context:     " + deployments.cluster().access().context());
            out.println("Namespace:   " + deployments.namespace());
            out.println("Kind:        " + (status.kind() == Workload.Kind.SPIN_APP ? "SpinApp" : "Deployment"));
            out.println("Image:       " + status.image());
            out.println("URL:         " + KubernetesCommand.base(name, deployments.namespace()));
            out.println("Status:      " + switch (status.rollout()) {
                case Rollout.Ready(long replicas) -> "ready, " + replicas + (replicas == 1 ? " replica" : " replicas");
                case Rollout.Underway(long _, long _, String why) -> "not ready: " + why;
                case Rollout.Failed(String why) -> "failed: " + why;
            });
            status.pods().forEach(pod -> out.println("  " + pod));
            status.troubles().forEach(trouble -> out.println("  " + trouble));
            if (status.images().size() > 1) {
                out.println("Images that it had, the oldest first:");
                status.images().forEach(image -> out.println("  " + image + (image.equals(status.image()) ? " (present)" : "")));
            }
        }
    }

    /// `spin deploy kubernetes logs`
    @Command(name = "logs", description = "Show what the application wrote", sortOptions = false, optionListHeading = "%nOptions:%n")
    static final class Logs extends KubernetesVerbs {
        @Option(names = "--follow", description = "Go on showing what it writes")
        private boolean follow;

        @Option(names = "--tail", defaultValue = "100", paramLabel = "<LINES>", description = "How many lines of each pod to begin with; ${DEFAULT-VALUE} by default")
        private int lines;

        Logs(Process process) {
            super(process);
        }

        @Override
        void run(Deployments deployments, String name, Process process) {
            deployments.logs(name, lines, follow, (pod, line) -> process.out().println("[" + pod + "] " + line));
        }
    }

    /// `spin deploy kubernetes rollback`
    @Command(name = "rollback", description = "Run an older version again, with the present configuration", sortOptions = false, optionListHeading = "%nOptions:%n")
    static final class Rollback extends KubernetesVerbs {
        @Option(names = "--revision", paramLabel = "<DIGEST|IMAGE>", description = "The image to run. Defaults to the one before the present one")
        private @Nullable String revision;

        @Option(names = "--readiness-timeout", defaultValue = "60", paramLabel = "<SECONDS>", description = "How long to wait until all replicas are ready; 0 does not wait. ${DEFAULT-VALUE} by default")
        private long readinessSeconds;

        Rollback(Process process) {
            super(process);
        }

        @Override
        void run(Deployments deployments, String name, Process process) {
            Deployments.Returned now = deployments.rollBack(name, Optional.ofNullable(revision));
            process.out().println("Rolled back " + name + " to " + now.image());
            if (readinessSeconds > 0) {
                KubernetesCommand.awaitReady(process, deployments, now.kind(), name, now.image(), readinessSeconds);
            }
        }
    }

    /// `spin deploy kubernetes delete`
    @Command(name = "delete", description = "Remove the application with all that was made for it", sortOptions = false, optionListHeading = "%nOptions:%n")
    static final class Delete extends KubernetesVerbs {
        @Option(names = {"-y", "--yes"}, description = "Do not ask")
        private boolean yes;

        Delete(Process process) {
            super(process);
        }

        @Override
        void run(Deployments deployments, String name, Process process) {
            String question = "Remove the application '" + name + "' from the namespace '" + deployments.namespace() + "' of the context '"
                    + deployments.cluster().access().context() + "'?";
            if (yes || process.prompt().confirm(question, false, "say so with --yes")) {
                deployments.delete(name);
                process.out().println("Removed " + name);
            }
        }
    }
}
