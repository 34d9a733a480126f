package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.plugins.hippo.HippoAccess;
import dev.spinjvm.plugins.hippo.HippoClient;
import dev.spinjvm.plugins.hippo.HippoDeployment;
import dev.spinjvm.plugins.web.Credentials;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What can be done with an application that was deployed to Hippo.
abstract class HippoVerbs implements Callable<Integer> {
    private final Process process;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Mixin
    private LocalApp local = new LocalApp();

    @Option(names = "--app", paramLabel = "<NAME>", description = "The application. Defaults to the name in spin.toml")
    private @Nullable String app;

    @Option(names = "--channel", defaultValue = HippoDeployment.CHANNEL, paramLabel = "<NAME>", description = "The channel; ${DEFAULT-VALUE} by default")
    private String channel = HippoDeployment.CHANNEL;

    @Mixin
    private HippoArguments hippo = new HippoArguments();

    private HippoVerbs(Process process) {
        this.process = process;
    }

    static HippoClient client(Process process, HippoAccess.Login access) {
        return new HippoClient(access.url(), new Credentials.Bearer(access.token().token()), HippoArguments.userAgent(), WebAccess
                .connections(process), access.acceptsAnyCertificate());
    }

    @Override
    public Integer call() {
        String name = name();
        try (HippoClient client = client(process, hippo.login(hippo.access(process), spec))) {
            run(client, name, channel, process);
        }
        return ExitCode.OK.number();
    }

    private String name() {
        if (app != null) {
            return app;
        }
        AppSource source = local.source(process, spec.qualifiedName() + " --app <NAME>");
        if (!(source instanceof AppSource.ManifestFile(Path manifest))) {
            throw new CommandFailure("name the application with --app");
        }
        return ManifestInspection.of(manifest, null).manifest().application().name();
    }

    abstract void run(HippoClient client, String name, String channel, Process process);

    private static HippoClient.Channel channel(HippoClient client, String name, String channel) {
        return client.requiredChannel(client.requiredApp(name), channel);
    }

    /// `spin deploy hippo status`
    @Command(name = "status", description = "Say which version is served, where, and whether it runs", sortOptions = false, optionListHeading = "%nOptions:%n")
    static final class Status extends HippoVerbs {
        Status(Process process) {
            super(process);
        }

        @Override
        void run(HippoClient client, String name, String channel, Process process) {
            HippoClient.Channel served = HippoVerbs.channel(client, name, channel);
            HippoClient.Revision active = served.activeRevision();
            process.out().println("Application: " + name + "\nChannel:     " + served.name() + "\nVersion:     " + (active == null
                    ? "none"
                    : active.number()) + "\nURL:         " + client.scheme() + "://" + served.domain() + "\nStatus:      " + client.status(
                            served.id()));
        }
    }

    /// `spin deploy hippo logs`
    @Command(name = "logs", description = "Show what the application wrote", sortOptions = false, optionListHeading = "%nOptions:%n")
    static final class Logs extends HippoVerbs {
        Logs(Process process) {
            super(process);
        }

        @Override
        void run(HippoClient client, String name, String channel, Process process) {
            client.logs(HippoVerbs.channel(client, name, channel).id()).forEach(process.out()::println);
        }
    }

    /// `spin deploy hippo rollback`
    @Command(name = "rollback", description = "Serve an older version again", sortOptions = false, optionListHeading = "%nOptions:%n")
    static final class Rollback extends HippoVerbs {
        @Option(names = "--revision", paramLabel = "<VERSION>", description = "The version to serve. Defaults to the one before")
        private @Nullable String revision;

        Rollback(Process process) {
            super(process);
        }

        @Override
        void run(HippoClient client, String name, String channel, Process process) {
            String number = new HippoDeployment(client).rollBack(name, channel, Optional.ofNullable(revision));
            process.out().println("Rolled back " + name + " to version " + number);
        }
    }

    /// `spin deploy hippo delete`
    @Command(name = "delete", description = "Remove the application with all its channels", sortOptions = false, optionListHeading = "%nOptions:%n")
    static final class Delete extends HippoVerbs {
        @Option(names = {"-y", "--yes"}, description = "Do not ask")
        private boolean yes;

        Delete(Process process) {
            super(process);
        }

        @Override
        void run(HippoClient client, String name, String channel, Process process) {
            HippoClient.App app = client.requiredApp(name);
            if (!yes && !process.prompt().confirm("Remove the application '" + name + "' with all its channels?", false,
                    "say so with --yes")) {
                return;
            }
            client.deleteApp(app.id());
            process.out().println("Removed " + name);
        }
    }
}
