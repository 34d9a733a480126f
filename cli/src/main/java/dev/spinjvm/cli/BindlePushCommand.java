package dev.spinjvm.cli;

import dev.spinjvm.plugins.bindle.BindleClient;
import dev.spinjvm.plugins.bindle.BindlePush;
import dev.spinjvm.plugins.bindle.BindleServer;
import dev.spinjvm.plugins.bindle.StandaloneBindle;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `spin bindle push`: locked app → bindle → server.
@Command(name = "push", description = "Push the application to a Bindle server", sortOptions = false, optionListHeading = "%nOptions:%n")
final class BindlePushCommand implements Callable<Integer> {
    private final Process process;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Mixin
    private BindlePackaging packaging = new BindlePackaging();

    @Mixin
    private BindleArguments arguments = new BindleArguments();

    @Option(names = {"-k", "--insecure"}, description = "Accept any certificate of the server")
    private boolean insecure;

    BindlePushCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() throws IOException {
        BindleServer server = arguments.resolve(process.environment(), insecure);
        try (WorkingDirectory folder = WorkingDirectory.open(null, process.environment());
                BindleClient client = WebAccess.bindle(server, WebAccess.connections(process))) {
            StandaloneBindle bindle = packaging.make(process, folder.path(), new RegistryArguments(), arguments,
                    "spin bindle push --from <APPLICATION>").bindle();
            new BindlePush(client).push(bindle);
            process.out().println("pushed: " + bindle.invoice().id());
        }
        return ExitCode.OK.number();
    }
}
