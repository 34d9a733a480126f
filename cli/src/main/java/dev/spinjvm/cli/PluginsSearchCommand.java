package dev.spinjvm.cli;

import dev.spinjvm.plugins.manage.PluginListing;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `spin plugins search`.
@Command(name = "search", description = "Search for plugins by name", sortOptions = false, optionListHeading = "%nOptions:%n")
final class PluginsSearchCommand implements Callable<Integer> {
    private final Process process;

    @Parameters(arity = "0..1", paramLabel = "<FILTER>", description = "The text to search for. If omitted, all plugins are returned")
    private @Nullable String filter;

    @Option(names = "--format", paramLabel = "<plain|json>", description = "The format in which to list the plugins")
    private PluginsListCommand.Format format = PluginsListCommand.Format.PLAIN;

    @Mixin
    private PluginArguments plugins = new PluginArguments();

    PluginsSearchCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        PluginAccess access = PluginAccess.of(process, plugins);
        access.refresh();
        PluginsListCommand.print(process, PluginListing.all(access.manager()), filter, format);
        return ExitCode.OK.number();
    }
}
