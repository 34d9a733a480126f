package dev.spinjvm.loader.targets;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.Manifest.Target;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.loader.templates.TemplateHome;
import dev.spinjvm.loader.templates.TemplateManager;
import dev.spinjvm.oci.RegistryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The templates that target environments name, kept apart from all others.
public final class TargetTemplates {
    private static final String INSTEAD = "Templates will instead be taken from the installed template set.";

    private final TargetEnvironments environments;
    private final TemplateHome home;
    private final Consumer<String> warn;

    /// @param warn receives what makes no difference to whether there are templates
    public TargetTemplates(TargetEnvironments environments, TemplateHome home, Consumer<String> warn) {
        this.environments = environments;
        this.home = home;
        this.warn = warn;
    }

    /// Where templates are taken from.
    ///
    /// @param environment the one that names them; nothing for those installed for everything
    public record Source(TemplateHome home, Optional<EnvironmentDefinition> environment) {}

    /// For a new application that is meant for an environment.
    ///
    /// @throws LoadException if the environment or its templates cannot be had, or it names none
    public Source forNew(Target target) {
        String name = TargetEnvironments.describe(target);
        EnvironmentDefinition definition = definition(target, home.workingDirectory());
        TemplateHome own = home.ofEnvironment(definition.name());
        if (!fetch(definition, name, new TemplateManager(own))) {
            throw new LoadException("The " + name
                    + " environment doesn't list any associated templates. Run `spin new` without `-E` to use generic templates.");
        }
        return new Source(own, Optional.of(definition));
    }

    /// For a further component of an application, which may be meant for an environment.
    ///
    /// @param manifest the application's
    /// @throws LoadException if the environment or its templates cannot be had
    public Source forAdd(Path manifest) {
        List<Target> targets;
        Path folder;
        try {
            ManifestInspection inspection = ManifestInspection.of(manifest, null);
            if (!inspection.readable()) {
                throw new LoadException("the manifest has errors");
            }
            targets = inspection.manifest().application().targets();
            folder = inspection.appRoot();
        } catch (LoadException _) {
            warn.accept("Couldn't determine target environment; using your installed templates.\n");
            return new Source(home, Optional.empty());
        }
        if (targets.size() > 1) {
            warn.accept("This application targets multiple environments.\n"
                    + "Spin doesn't currently support environment-specific templates for multiple environments.\n" + INSTEAD + "\n");
        }
        if (targets.size() != 1) {
            return new Source(home, Optional.empty());
        }
        String name = TargetEnvironments.describe(targets.getFirst());
        EnvironmentDefinition definition = definition(targets.getFirst(), folder);
        TemplateHome own = home.ofEnvironment(definition.name());
        if (!fetch(definition, name, new TemplateManager(own))) {
            warn.accept("The application targets the " + name + " environment, but that doesn't list any associated templates.\n" + INSTEAD
                    + "\n");
            return new Source(home, Optional.empty());
        }
        return new Source(own, Optional.of(definition));
    }

    private EnvironmentDefinition definition(Target target, Path folder) {
        try {
            return environments.definition(target, folder);
        } catch (RegistryException e) {
            throw new LoadException("Cannot load target environment '" + TargetEnvironments.describe(target) + "'", e);
        }
    }

    /// Whether there are templates now.
    private boolean fetch(EnvironmentDefinition definition, String name, TemplateManager manager) {
        if (definition.templates().isPresent()) {
            try {
                manager.install(definition.templates().get(), true, _ -> {});
            } catch (LoadException e) {
                if (isEmpty(manager)) {
                    throw new LoadException("Cannot install templates for '" + name + "' environment", e);
                }
                warn.accept("Cannot check for updated templates for '" + name + "' environment\nUsing your existing templates\n");
            }
        }
        return !isEmpty(manager);
    }

    private static boolean isEmpty(TemplateManager manager) {
        return manager.list(List.of()).templates().isEmpty();
    }
}
