package dev.spinjvm.cli;

import dev.spinjvm.plugins.kubernetes.Workload;
import dev.spinjvm.plugins.kubernetes.Workload.Autoscaler;
import dev.spinjvm.plugins.kubernetes.Workload.Kind;
import dev.spinjvm.plugins.kubernetes.Workload.Limits;
import dev.spinjvm.plugins.kubernetes.Workload.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/// How an application is to run on a cluster; the names are those of `spin kube scaffold`.
final class WorkloadArguments {
    @Option(names = "--kind", defaultValue = "spinapp", paramLabel = "<spinapp|deployment>", converter = KindConverter.class, description = "As a SpinApp of SpinKube's operator, or as a plain Deployment of a container image, which is made without a container engine; ${DEFAULT-VALUE} by default")
    private Kind kind = Kind.SPIN_APP;

    @Option(names = "--spin-image", paramLabel = "<REFERENCE>", description = "For --kind deployment: an image whose program is Spin, which gets the application from the registry itself, in place of an image of each application")
    @Nullable
    String spinImage;

    @Option(names = {"-r",
        "--replicas"}, defaultValue = "2", paramLabel = "<NUMBER>", description = "How many replicas there are, or are at least; ${DEFAULT-VALUE} by default")
    private int replicas;

    @Option(names = "--autoscaler", paramLabel = "<hpa|keda>", converter = AutoscalerConverter.class, description = "What decides how many replicas there are. Needs limits")
    private Autoscaler autoscaler = Autoscaler.NONE;

    @Option(names = "--max-replicas", defaultValue = "3", paramLabel = "<NUMBER>", description = "How many replicas an autoscaler may make; ${DEFAULT-VALUE} by default")
    private int maxReplicas;

    @Option(names = "--autoscaler-target-cpu-utilization", defaultValue = "60", paramLabel = "<PERCENT>", description = "What an autoscaler aims at; ${DEFAULT-VALUE} by default")
    private int cpuUtilization;

    @Option(names = "--autoscaler-target-memory-utilization", defaultValue = "60", paramLabel = "<PERCENT>", description = "What an autoscaler aims at; ${DEFAULT-VALUE} by default")
    private int memoryUtilization;

    @Option(names = "--cpu-limit", paramLabel = "<AMOUNT>", description = "The most CPU a replica may use, such as 500m")
    private String cpuLimit = "";

    @Option(names = "--cpu-request", paramLabel = "<AMOUNT>", description = "The CPU a replica is sure to have")
    private String cpuRequest = "";

    @Option(names = "--memory-limit", paramLabel = "<AMOUNT>", description = "The most memory a replica may use, such as 256Mi")
    private String memoryLimit = "";

    @Option(names = "--memory-request", paramLabel = "<AMOUNT>", description = "The memory a replica is sure to have")
    private String memoryRequest = "";

    @Option(names = "--executor", defaultValue = "containerd-shim-spin", paramLabel = "<NAME>", description = "The SpinAppExecutor; ${DEFAULT-VALUE} by default")
    private String executor = "";

    @Option(names = "--service-account-name", paramLabel = "<NAME>", description = "The service account of the pods")
    private String serviceAccount = "";

    @Option(names = "--azure-identity", description = "Give the pods an identity of Azure")
    private boolean azureIdentity;

    @Option(names = {"-c",
        "--runtime-config-file"}, paramLabel = "<FILE>", description = "The runtime configuration, which becomes a secret")
    private @Nullable Path runtimeConfig;

    @Option(names = {"-s", "--image-pull-secret"}, paramLabel = "<NAME>", description = "A secret for getting the image; may be repeated")
    private List<String> pullSecrets = new ArrayList<>();

    @Option(names = {"-v",
        "--variable"}, paramLabel = "<KEY=VALUE>", description = "Value of an application variable: KEY=VALUE, KEY=@FILE, @FILE.json or @FILE.toml; secret ones become a secret; may be repeated")
    private List<String> variables = new ArrayList<>();

    @Option(names = "--component", paramLabel = "<ID>", description = "Serve only this component; may be repeated")
    private List<String> components = new ArrayList<>();

    /// Spellings of people, not of Java.
    static final class KindConverter implements ITypeConverter<Kind> {
        @Override
        public Kind convert(String text) {
            return switch (text) {
                case "spinapp" -> Kind.SPIN_APP;
                case "deployment" -> Kind.DEPLOYMENT;
                default -> throw new picocli.CommandLine.TypeConversionException("invalid value '" + text
                        + "' for '--kind': it is spinapp or deployment");
            };
        }
    }

    static final class AutoscalerConverter implements ITypeConverter<Autoscaler> {
        @Override
        public Autoscaler convert(String text) {
            return switch (text) {
                case "hpa" -> Autoscaler.HPA;
                case "keda" -> Autoscaler.KEDA;
                default -> throw new picocli.CommandLine.TypeConversionException("invalid autoscaler type '" + text
                        + "'; the autoscaler type must be either 'hpa' or 'keda'");
            };
        }
    }

    Kind kind() {
        return kind;
    }

    /// What is to run.
    Workload workload(Process process, String name, String image, DeployedApp app) {
        return new Workload(kind, name, image, spinImage, new Scaling(replicas, maxReplicas, autoscaler, cpuUtilization,
                memoryUtilization), new Limits(cpuLimit, cpuRequest, memoryLimit, memoryRequest), app.values(variables,
                        runtimeConfig == null,
                        process.workingDirectory()),
                configuration(process), components, pullSecrets, serviceAccount, azureIdentity, executor, app.http()).checked();
    }

    private @Nullable String configuration(Process process) {
        if (runtimeConfig == null) {
            return null;
        }
        try {
            return Files.readString(process.workingDirectory().resolve(runtimeConfig));
        } catch (IOException e) {
            throw new CommandFailure("Cannot read the runtime configuration '" + runtimeConfig + "'", e);
        }
    }
}
