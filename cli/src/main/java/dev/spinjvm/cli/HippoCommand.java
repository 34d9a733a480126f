package dev.spinjvm.cli;

import dev.spinjvm.plugins.bindle.BindleClient;
import dev.spinjvm.plugins.bindle.BindleException;
import dev.spinjvm.plugins.bindle.BindleId;
import dev.spinjvm.plugins.bindle.BindlePush;
import dev.spinjvm.plugins.bindle.BindleServer;
import dev.spinjvm.plugins.hippo.HippoAccess;
import dev.spinjvm.plugins.hippo.HippoClient;
import dev.spinjvm.plugins.hippo.HippoDeployment;
import dev.spinjvm.plugins.hippo.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `spin deploy hippo`: bindle → Bindle server → channel of Hippo (SIP 001).
@Command(name = "hippo", description = "Deploy to Hippo", sortOptions = false, optionListHeading = "%nOptions:%n", commandListHeading = "%nCommands:%n", footer = {
    "", "Examples:", "  spin deploy --hippo-url https://hippo.example.org --bindle-server https://bindle.example.org/v1",
    "  spin deploy hippo --channel staging      another channel than spin-deploy",
    "  spin deploy hippo rollback               back to the version before"})
final class HippoCommand implements Callable<Integer> {
    private final Process process;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Mixin
    private BindlePackaging packaging = new BindlePackaging();

    @Mixin
    private HippoArguments hippo = new HippoArguments();

    @Option(names = {"-e",
        "--deploy-existing-bindle"}, description = "Deploy the version that is on the Bindle server already, if it is")
    private boolean existing;

    @Option(names = "--channel", defaultValue = HippoDeployment.CHANNEL, paramLabel = "<NAME>", description = "The channel to deploy to; ${DEFAULT-VALUE} by default")
    private String channel = HippoDeployment.CHANNEL;

    @Option(names = "--readiness-timeout", defaultValue = "60", paramLabel = "<SECONDS>", description = "How long to wait until the application answers; 0 does not wait. ${DEFAULT-VALUE} by default")
    private long readinessSeconds;

    @Option(names = "--dry-run", description = "Only say what would be deployed")
    private boolean dryRun;

    private HippoCommand(Process process) {
        this.process = process;
    }

    static CommandGroup create(Process process) {
        return CommandGroup.of(new HippoCommand(process), new HippoVerbs.Status(process), new HippoVerbs.Logs(process),
                new HippoVerbs.Rollback(process), new HippoVerbs.Delete(process));
    }

    @Override
    public Integer call() throws IOException {
        if (packaging.buildInfo != null && packaging.noBuildInfo) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "the argument '--buildinfo' cannot be used with '--no-buildinfo'");
        }
        packaging.noBuildInfo |= packaging.buildInfo == null && EnvironmentDefaults.isYes(process.environment().getOrDefault(
                "SPIN_DEPLOY_NO_BUILDINFO", ""));
        try (WorkingDirectory folder = WorkingDirectory.open(null, process.environment())) {
            BindlePackaging.Packaged packaged = packaging.make(process, folder.path(), new RegistryArguments(), hippo.bindle,
                    "spin deploy --from <APPLICATION>");
            BindleId id = packaged.bindle().invoice().id();
            if (dryRun) {
                process.out().println("Would upload " + id.name() + " version " + id.version() + ", and deploy it to channel " + channel);
                return ExitCode.OK.number();
            }
            HippoAccess access = hippo.access(process);
            HippoAccess.Login login = hippo.login(access, spec);
            BindleServer server = access.bindle(login);
            try (HippoClient client = HippoVerbs.client(process, login)) {
                if (!client.isHealthy()) {
                    throw new CommandFailure("Server " + login.url() + " is unhealthy");
                }
                process.out().println("Uploading " + id.name() + " version " + id.version() + "...");
                push(server, packaged);
                HippoClient.Channel deployed = new HippoDeployment(client).deploy(id.name(), id.version(), channel);
                process.out().println("Deployed " + id.name() + " version " + id.version());
                String base = client.scheme() + "://" + deployed.domain();
                new DeployReport(process, packaged.app()).print(base, deployed.domain(), tick -> isReady(base, id.version(), tick));
            }
        }
        return ExitCode.OK.number();
    }

    private void push(BindleServer server, BindlePackaging.Packaged packaged) {
        try (BindleClient bindles = new BindleClient(server, HippoArguments.userAgent(), WebAccess.connections(process))) {
            new BindlePush(bindles).push(packaged.bindle());
        } catch (BindleException.Exists e) {
            if (!existing) {
                throw new CommandFailure("Failed to push bindle to server.\n" + e.getMessage()
                        + "\nTry using the --deploy-existing-bindle flag");
            }
        }
    }

    /// What readiness looks at is public: no credentials go there.
    private boolean isReady(String base, String version, Runnable tick) {
        return readinessSeconds > 0 && new Readiness(base, HippoArguments.userAgent(), WebAccess.connections(process), hippo.insecure)
                .await(version, Duration.ofSeconds(
                        readinessSeconds), tick);
    }
}
