package dev.spinjvm.cli;

import dev.spinjvm.plugins.kubernetes.Cluster;
import dev.spinjvm.plugins.kubernetes.ClusterAccess;
import dev.spinjvm.plugins.kubernetes.Deployments;
import dev.spinjvm.plugins.kubernetes.KubeConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which cluster, which part of it, which application there.
final class KubernetesArguments {
    @Option(names = "--kubeconfig", paramLabel = "<FILE>", description = "The file that tells of clusters. Defaults to $KUBECONFIG, then ~/.kube/config")
    @Nullable
    Path kubeconfig;

    @Option(names = "--context", paramLabel = "<NAME>", description = "The context of that file to use. Defaults to its current one")
    @Nullable
    String context;

    @Option(names = {"-n",
        "--namespace"}, paramLabel = "<NAME>", description = "The namespace. Defaults to that of the context, then 'default'")
    @Nullable
    String namespace;

    @Option(names = "--name", paramLabel = "<NAME>", description = "What the application is called there. Defaults to its name in spin.toml")
    @Nullable
    String name;

    /// The applications of a namespace; whoever asks closes the cluster.
    Deployments open(Process process) {
        Path file = kubeconfig == null ? null : process.workingDirectory().resolve(kubeconfig);
        ClusterAccess access = KubeConfig.access(file, context, process.environment());
        Cluster cluster = Cluster.open(access, process.environment(), "spin/" + Version.ofThisBuild().number());
        return new Deployments(cluster, namespace == null ? access.namespace() : namespace);
    }
}
