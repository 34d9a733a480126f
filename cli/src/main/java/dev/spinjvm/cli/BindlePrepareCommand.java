package dev.spinjvm.cli;

import dev.spinjvm.plugins.bindle.BindleId;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `spin bindle prepare`: a standalone bindle in a directory.
@Command(name = "prepare", description = "Write the application as a standalone bindle, to be pushed later", sortOptions = false, optionListHeading = "%nOptions:%n")
final class BindlePrepareCommand implements Callable<Integer> {
    private final Process process;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Mixin
    private BindlePackaging packaging = new BindlePackaging();

    BindlePrepareCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() throws IOException {
        if (packaging.staging == null) {
            throw Exclusions.missing(spec, "--staging-dir <DIR>");
        }
        try (WorkingDirectory folder = WorkingDirectory.open(null, process.environment())) {
            BindleId id = packaging.make(process, folder.path(), new RegistryArguments(), new BindleArguments(),
                    "spin bindle prepare --from <APPLICATION>")
                    .bindle()
                    .invoice().id();
            process.out().println("id:      " + id);
            process.out().println("command: bindle push -p " + packaging.staging + " " + id);
        }
        return ExitCode.OK.number();
    }
}
