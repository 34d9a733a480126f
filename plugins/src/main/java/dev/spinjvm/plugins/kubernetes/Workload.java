package dev.spinjvm.plugins.kubernetes;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is to run on a cluster.
///
/// @param kind as what
/// @param name a DNS label
/// @param image of [Kind#SPIN_APP] a Spin application in a registry, of [Kind#DEPLOYMENT] a container image
/// @param spinImage a container image whose program is Spin and which fetches `image` itself; `null` if `image` can be run
/// @param runtimeConfig the text of the runtime configuration, which is kept as a secret
/// @param components those to serve; empty for all
/// @param pullSecrets the names of secrets for getting the image
/// @param serviceAccount empty for the namespace's default
/// @param azureIdentity whether pods are given an identity of Azure
/// @param executor what runs a SpinApp
/// @param http whether it answers HTTP
public record Workload(Kind kind, String name, String image, @Nullable String spinImage, Scaling scaling, Limits limits,
        List<Variable> variables, @Nullable String runtimeConfig, List<String> components, List<String> pullSecrets, String serviceAccount,
        boolean azureIdentity, String executor, boolean http) {

    private static final int MAX_NAME = 63;

    public Workload {
        variables = List.copyOf(variables);
        components = List.copyOf(components);
        pullSecrets = List.copyOf(pullSecrets);
    }

    /// The resource that stands for an application.
    public enum Kind {
        /// A resource of SpinKube's operator.
        SPIN_APP,
        /// What every cluster knows.
        DEPLOYMENT
    }

    /// Who decides how many replicas there are.
    public enum Autoscaler {
        NONE, HPA, KEDA
    }

    /// How many replicas there are: exactly `replicas` without an autoscaler.
    ///
    /// @param cpu the utilization to keep, in percent of what is requested
    /// @param memory the utilization to keep, in percent of what is requested
    public record Scaling(int replicas, int maxReplicas, Autoscaler autoscaler, int cpu, int memory) {}

    /// Amounts as Kubernetes writes them, such as `500m` and `128Mi`; empty for none.
    public record Limits(String cpuLimit, String cpuRequest, String memoryLimit, String memoryRequest) {
        public static final Limits NONE = new Limits("", "", "", "");
    }

    /// The value of an application's variable.
    ///
    /// @param secret whether it may only stand in a secret
    public record Variable(String name, String value, boolean secret) {
        @Override
        public String toString() {
            return name + "=" + (secret ? "***" : value);
        }
    }

    public Workload withImage(String other) {
        return new Workload(kind, name, other, spinImage, scaling, limits, variables, runtimeConfig, components, pullSecrets,
                serviceAccount, azureIdentity, executor, http);
    }

    /// A name that Kubernetes takes, made of that of an application.
    public static String nameOf(String application) {
        String name = application.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceFirst("^[^a-z]+", "");
        name = name.substring(0, Math.min(MAX_NAME, name.length())).replaceFirst("-+$", "");
        if (name.isEmpty()) {
            throw new ClusterException("no name for Kubernetes can be made of '" + application + "'; give one with --name");
        }
        return name;
    }

    /// Refuses what contradicts itself.
    ///
    /// @throws ClusterException with the option to change
    public Workload checked() {
        if (!name.matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?")) {
            throw new ClusterException("'" + name + "' is no name for Kubernetes: lower-case letters, digits and '-', at most " + MAX_NAME
                    + ", beginning with a letter");
        }
        if (scaling.replicas < 1) {
            throw new ClusterException("the minimum replica count (" + scaling.replicas + ") must be greater than 0");
        }
        if (scaling.autoscaler != Autoscaler.NONE) {
            checkScaling();
        }
        if (kind == Kind.SPIN_APP && spinImage != null) {
            throw new ClusterException("--spin-image goes with --kind deployment; a SpinApp has an executor");
        }
        return this;
    }

    private void checkScaling() {
        if (scaling.replicas > scaling.maxReplicas) {
            throw new ClusterException("the minimum replica count (" + scaling.replicas
                    + ") must be less than or equal to the maximum replica count (" + scaling.maxReplicas + ")");
        }
        if (limits.cpuLimit.isEmpty()) {
            throw new ClusterException("cpu limits must be set when autoscaling is enabled");
        }
        if (limits.memoryLimit.isEmpty()) {
            throw new ClusterException("memory limits must be set when autoscaling is enabled");
        }
        percentage("cpu", scaling.cpu);
        percentage("memory", scaling.memory);
    }

    private static void percentage(String what, int value) {
        if (value < 1 || value > 100) {
            throw new ClusterException("target " + what + " utilization percentage (" + value + ") must be between 1 and 100");
        }
    }
}
