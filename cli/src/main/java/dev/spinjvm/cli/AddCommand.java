package dev.spinjvm.cli;

import dev.spinjvm.loader.ManifestDiscovery;
import dev.spinjvm.loader.templates.Variant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `spin add`: a further component from a template.
@Command(name = "add", aliases = "a", description = "Scaffold a new component into an existing application", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin add                                   ask for everything",
    "  spin add api -t http-go -v http-path=/api/... -a"})
final class AddCommand implements Callable<Integer> {
    private final Process process;

    @Mixin
    private TemplateArguments arguments = new TemplateArguments();

    @Option(names = {"-f", "--file"}, paramLabel = "<APP_MANIFEST_FILE>", description = "Path to spin.toml")
    private Path file = Path.of(ManifestDiscovery.DEFAULT_FILE);

    AddCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        arguments.check();
        Path given = process.workingDirectory().resolve(file).normalize();
        Path manifest = Files.isDirectory(given) ? given.resolve(ManifestDiscovery.DEFAULT_FILE) : given;
        if (!Files.exists(manifest)) {
            throw new CommandFailure("Can't add component to " + manifest + ": file does not exist");
        }
        try (TargetAccess targets = new TargetAccess(process)) {
            return new Scaffolding(process, arguments, new Variant.AddComponent(manifest), new TemplateAccess(process).of(targets).forAdd(
                    manifest)).run();
        }
    }
}
