package dev.spinjvm.cli;

import dev.spinjvm.loader.Ids;
import dev.spinjvm.loader.Manifest.Target;
import dev.spinjvm.loader.NearNames;
import dev.spinjvm.loader.targets.TargetTemplates;
import dev.spinjvm.loader.templates.RunOptions;
import dev.spinjvm.loader.templates.Template;
import dev.spinjvm.loader.templates.TemplateManager;
import dev.spinjvm.loader.templates.TemplateRun;
import dev.spinjvm.loader.templates.ValuesFile;
import dev.spinjvm.loader.templates.Variant;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `spin new` and `spin add` do alike: find out the template and the name, then generate.
final class Scaffolding {
    private static final String CASE = "Name must be kebab-cased, and each segment must begin with a letter.";

    private final Process process;
    private final TemplateArguments arguments;
    private final Variant variant;
    private final TemplateAccess access;
    private final TargetTemplates.Source source;
    private final TemplateManager manager;
    private Optional<Target> target = Optional.empty();

    Scaffolding(Process process, TemplateArguments arguments, Variant variant, TargetTemplates.Source source) {
        this.process = process;
        this.arguments = arguments;
        this.variant = variant;
        this.access = new TemplateAccess(process);
        this.source = source;
        this.manager = new TemplateManager(source.home());
    }

    /// The environment that the manifest is to name.
    Scaffolding meantFor(Target environment) {
        target = Optional.of(environment);
        return this;
    }

    int run() {
        Words words = words();
        Map<String, String> values = new LinkedHashMap<>();
        if (arguments.valuesFile != null) {
            values.putAll(ValuesFile.read(process.workingDirectory().resolve(arguments.valuesFile)));
        }
        values.putAll(arguments.givenValues());
        Template template = template(words.template);
        if (!template.supports(variant)) {
            process.out().println("Template " + template.id() + " doesn't support the '" + variant.description() + "' operation");
            return ExitCode.OK.number();
        }
        String name = name(words.name);
        Path output = arguments.init ? Path.of(".") : arguments.output != null ? arguments.output : Path.of(safe(name));
        RunOptions options = new RunOptions(variant, name, output, values, arguments.acceptDefaults, arguments.noVcs,
                arguments.allowOverwrite, target);
        boolean generated = new TemplateRun(template, options, source.home()).generate(access.isInteractive()
                ? new TemplateQuestions(process)
                : null,
                warning -> process.err().println(process.errorStyle().boldYellow("Warning") + ": " + warning));
        if (generated && access.isInteractive()) {
            source.environment().filter(environment -> !environment.plugins().isEmpty()).ifPresent(environment -> new RecommendedPlugins(
                    process, PluginAccess.of(process), false, true).offer(environment.name(), environment.plugins()));
        }
        return ExitCode.OK.number();
    }

    private static String safe(String name) {
        return name.replaceAll("[^-_.a-zA-Z0-9]", "_");
    }

    /// The name and the template of a command line, where they were given.
    private record Words(@Nullable String name, @Nullable String template) {}

    private Words words() {
        if (arguments.second != null) {
            if (arguments.template != null) {
                throw new CommandFailure("Cannot supply both positional and named template id");
            }
            String command = variant instanceof Variant.NewApplication ? "new" : "add";
            note("Using Spin 1 command syntax.", "The recommended syntax in Spin 2 is 'spin " + command + " " + arguments.second + " -t "
                    + arguments.name + "'");
            return new Words(arguments.second, arguments.name);
        }
        if (arguments.name != null && arguments.template == null && manager.find(arguments.name).isPresent()) {
            String article = variant instanceof Variant.NewApplication ? "an " : "a ";
            note("This will create " + article + variant.noun() + " called " + arguments.name + ".", "If you meant to use the "
                    + arguments.name + " template, write '-t " + arguments.name + "'.");
        }
        return new Words(arguments.name, arguments.template);
    }

    private void note(String first, String second) {
        process.err().println(process.errorStyle().bold(first) + " " + second);
    }

    private Template template(@Nullable String id) {
        Optional<Template> named = id == null ? Optional.empty() : manager.find(id);
        if (named.isPresent()) {
            return named.get();
        }
        // A word that is no template may be a tag.
        List<String> tags = id == null ? arguments.tags : List.of(id);
        List<Template> suitable = manager.list(tags).templates().stream().filter(template -> template.supports(variant)).toList();
        if (suitable.isEmpty()) {
            throw new CommandFailure(switch (tags.size()) {
                case 0 -> "No suitable templates found";
                case 1 -> "No templates matched '" + tags.getFirst() + "'" + near(id);
                default -> "No templates matched all tags";
            });
        }
        if (!access.isInteractive()) {
            throw new CommandFailure((id == null ? "No template was named" : "There is no template '" + id + "'")
                    + ", and there is no terminal to ask at; name one with --template. Suitable: " + String.join(", ", suitable.stream()
                            .map(
                                    Template::id).toList()));
        }
        int chosen = new Choice(process).one("Pick a template to start your " + variant.noun() + " with", suitable.stream().map(
                template -> template.id() + " (" + template.description() + ")").toList(), 0);
        return suitable.get(chosen);
    }

    private String near(@Nullable String id) {
        String closest = id == null ? null : NearNames.closest(id, manager.list(List.of()).templates().stream().map(Template::id).toList());
        return closest == null ? "" : "\nDid you mean '" + closest + "'?";
    }

    private String name(@Nullable String given) {
        if (given != null && Ids.kebabProblem(given) == null) {
            return given;
        }
        if (!access.isInteractive()) {
            throw new CommandFailure(given == null
                    ? "No name was given, and there is no terminal to ask at; write it after the command"
                    : CASE);
        }
        if (given != null) {
            process.err().println(CASE);
        }
        String question = "Enter a name for your new " + variant.noun();
        while (true) {
            String name = process.prompt().line(question + ": ", "write the name after the command").strip();
            if (Ids.kebabProblem(name) == null) {
                return name;
            }
            question = (name.isEmpty()
                    ? "Name is required."
                    : "Name must be kebab-cased, and each segment must start with a letter.") + " Try another " + variant.noun()
                    + " name (or Ctrl+C to exit)";
        }
    }
}
