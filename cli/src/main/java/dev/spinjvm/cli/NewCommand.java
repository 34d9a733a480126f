package dev.spinjvm.cli;

import dev.spinjvm.loader.Manifest.Target;
import dev.spinjvm.loader.targets.TargetEnvironments;
import dev.spinjvm.loader.targets.TargetTemplates;
import dev.spinjvm.loader.templates.Variant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `spin new`: an application from a template.
@Command(name = "new", aliases = "n", description = "Scaffold a new application based on a template", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin new                                   ask for everything", "  spin new hello -t http-rust --accept-defaults",
    "  spin new hello -t redirect -v redirect-from=/old -v redirect-to=/new -a",
    "  spin new hello -E spin-up:4.0              from a template for that environment, which the manifest then names"})
final class NewCommand implements Callable<Integer> {
    private final Process process;

    @Mixin
    private TemplateArguments arguments = new TemplateArguments();

    @Option(names = {"-E",
        "--target-environment"}, paramLabel = "<TARGET_ENVIRONMENT>", description = "The Spin platform or runtime for which you want to develop the application. If present, Spin will offer only templates tailored for that environment [env: SPIN_NEW_DEFAULT_ENVIRONMENT]")
    private @Nullable String environment;

    NewCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        arguments.check();
        if (environment == null || environment.isEmpty()) {
            return new Scaffolding(process, arguments, new Variant.NewApplication(), new TemplateAccess(process).everywhere()).run();
        }
        Target target = TargetEnvironments.parse(environment);
        try (TargetAccess targets = new TargetAccess(process)) {
            TargetTemplates.Source source = new TemplateAccess(process).of(targets).forNew(target);
            return new Scaffolding(process, arguments, new Variant.NewApplication(), source).meantFor(target).run();
        }
    }
}
