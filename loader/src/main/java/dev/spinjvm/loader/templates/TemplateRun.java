package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.templates.liquid.Liquid;
import dev.spinjvm.loader.templates.liquid.LiquidException;
import dev.spinjvm.loader.templates.liquid.LiquidTemplate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One use of a template. Nothing is written before all of it is rendered. Not thread-safe.
public final class TemplateRun {
    private static final String GITIGNORE = ".gitignore";
    private static final String TEMPLATE_ENDING = ".tmpl";
    /// What a snippet can be for, in the order in which the manifest gets them.
    private static final List<String> SNIPPETS = List.of("variables", "application_trigger", "component");

    private final Template template;
    private final Template.Use use;
    private final RunOptions options;
    private final TemplateHome home;
    private final GitProgram git;

    /// @throws TemplateException if the template does not support the variant
    public TemplateRun(Template template, RunOptions options, TemplateHome home) {
        this.template = template;
        this.use = template.use(options.variant());
        this.options = options;
        this.home = home;
        this.git = new GitProgram(home.environment(), home.workingDirectory());
    }

    /// A file to be written, or a part of one.
    ///
    /// @param template null if it is written as it is
    private record Content(String path, byte[] bytes, @Nullable LiquidTemplate template) {
        byte[] render(Map<String, String> values) {
            if (template == null) {
                return bytes;
            }
            try {
                return template.render(values).getBytes(StandardCharsets.UTF_8);
            } catch (LiquidException e) {
                throw new TemplateException("Failed to render " + path, new TemplateException(String.valueOf(e.getMessage())));
            }
        }
    }

    /// Generates.
    ///
    /// @param questions who is asked for what was not given; null if nobody can be
    /// @param warn receives what went wrong without harm
    /// @return false if whoever was asked decided against it
    /// @throws TemplateException if something is missing or wrong
    public boolean generate(@Nullable Questions questions, Consumer<String> warn) {
        checkManifest();
        Path target = target();
        if (!options.allowOverwrite() && !mayGenerateInto(target, questions)) {
            return false;
        }
        Liquid liquid = new Liquid(CaseFilters.ALL, partials());
        checkValues();
        List<Content> contents = contents(liquid);
        Map<String, Content> snippets = snippets(liquid);
        Map<String, String> values = new HashMap<>(specialValues());
        values.putAll(parameters(questions));

        Map<Path, byte[]> files = new LinkedHashMap<>();
        for (Content content : contents) {
            files.put(outputFile(target, content.path, values), content.render(values));
        }
        options.target().ifPresent(environment -> files.computeIfPresent(target.resolve("spin.toml").normalize(),
                (file, bytes) -> TargetEntry.add(bytes, environment, home.workingDirectory(), file.resolveSibling(""))));
        Optional<ManifestEdit> manifest = manifest(snippets, values);
        List<Path> folders = folders(liquid, target, values);
        if (files.isEmpty() && manifest.isEmpty() && folders.isEmpty()) {
            throw new TemplateException("Nothing to create");
        }
        write(files, folders, manifest);
        if (options.variant() instanceof Variant.NewApplication && !options.noVcs() && !git.isInRepository(target) && !git.init(target)) {
            warn.accept("Spin was unable to initialise a Git repository. Run `git init` manually if you want one.");
        }
        return true;
    }

    private void checkManifest() {
        if (!(options.variant() instanceof Variant.AddComponent(Path file))) {
            return;
        }
        AppManifest app = AppManifest.read(file);
        if (app.isVersion1()) {
            throw new TemplateException("Components cannot be added to Spin manifest version 1 applications.");
        }
        boolean hasManifest = template.files().below(Template.CONTENT).contains("spin.toml");
        if (app.isVersion2() && hasManifest) {
            String text = new String(template.files().read(Template.CONTENT + "/spin.toml"), StandardCharsets.UTF_8);
            if (text.contains("spin_manifest_version = \"1\"") && !text.contains("spin_manifest_version = 2")) {
                throw new TemplateException("This template is for a different version of the Spin manifest");
            }
        }
    }

    private Path target() {
        return switch (options.variant()) {
            case Variant.NewApplication _ -> home.workingDirectory().resolve(options.output());
            case Variant.AddComponent(Path manifest) -> manifest.resolveSibling(options.output());
        };
    }

    private boolean mayGenerateInto(Path target, @Nullable Questions questions) {
        if (isEmpty(target)) {
            return true;
        }
        String shown = options.variant() instanceof Variant.NewApplication ? options.output().toString() : target.toString();
        if (questions == null) {
            throw new TemplateException("Can't generate into " + shown + " as it already contains other files\n"
                    + "Use --allow-overwrite to generate into it all the same");
        }
        return questions.confirm("Directory '" + shown + "' already contains other files. Generate into it anyway?");
    }

    private static boolean isEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    private Map<String, String> partials() {
        Map<String, String> partials = new HashMap<>();
        for (String name : template.files().below(Template.PARTIALS)) {
            String path = Template.PARTIALS + "/" + name;
            if (name.contains("/")) {
                throw new TemplateException("Non-file in partials directory: " + template.files().describe(path));
            }
            partials.put(name, new String(template.files().read(path), StandardCharsets.UTF_8));
        }
        return partials;
    }

    private void checkValues() {
        List<String> problems = new ArrayList<>();
        options.values().forEach((name, value) -> {
            Optional<Parameter> parameter = template.parameters().stream().filter(known -> known.id().equals(name)).findFirst();
            if (parameter.isEmpty()) {
                problems.add("- Template does not contain a parameter named '" + name + "'");
            } else {
                parameter.get().problem(value).ifPresent(problem -> problems.add("- " + name + ": " + problem));
            }
        });
        if (!problems.isEmpty()) {
            throw new TemplateException("The following provided value(s) are invalid according to the template:\n" + String.join("\n",
                    problems));
        }
    }

    private List<Content> contents(Liquid liquid) {
        return template.files().below(Template.CONTENT).stream().filter(path -> !options.noVcs() || !path.equals(GITIGNORE) && !path
                .endsWith("/" + GITIGNORE)).filter(path -> !use.skipFiles().contains(path)).map(path -> content(liquid, Template.CONTENT,
                        path)).toList();
    }

    private Content content(Liquid liquid, String folder, String path) {
        byte[] bytes = template.files().read(folder + "/" + path);
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return new Content(path, bytes, null);
        }
        try {
            return new Content(path, bytes, liquid.parse(text));
        } catch (LiquidException e) {
            if (e.unknownFilter().isPresent()) {
                throw new TemplateException("internal error in template: unknown filter '" + e.unknownFilter().get() + "'",
                        new TemplateException("in " + template.files().describe(folder + "/" + path)));
            }
            // A file of another kind that happens to hold the marks of templates.
            return new Content(path, bytes, null);
        }
    }

    private Map<String, Content> snippets(Liquid liquid) {
        Map<String, Content> snippets = new LinkedHashMap<>();
        use.snippets().forEach((kind, file) -> {
            if (!SNIPPETS.contains(kind)) {
                throw new TemplateException("Spin doesn't know what to do with snippet " + kind);
            }
            if (options.variant() instanceof Variant.NewApplication) {
                throw new TemplateException("Spin doesn't know what to do with a '" + kind
                        + "' snippet outside an 'add component' operation");
            }
            snippets.put(kind, content(liquid, Template.SNIPPETS, file));
        });
        return snippets;
    }

    private Map<String, String> specialValues() {
        Author author = Author.find(home.environment(), git);
        return Map.of("authors", author.author(), "username", author.username(), "project-name", options.name(), "output-path", options
                .output().toString().replace('\\', '/'));
    }

    private Map<String, String> parameters(@Nullable Questions questions) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        boolean defaultsWouldDo = true;
        for (Parameter parameter : template.parameters()) {
            if (use.skipParameters().contains(parameter.id())) {
                continue;
            }
            String given = options.values().get(parameter.id());
            if (given != null) {
                values.put(parameter.id(), given);
            } else if (options.acceptDefaults() && parameter.preset().isPresent()) {
                values.put(parameter.id(), parameter.preset().get());
            } else if (questions != null) {
                values.put(parameter.id(), questions.value(parameter));
            } else {
                missing.add("Parameter '" + parameter.id() + "' not provided");
                defaultsWouldDo &= parameter.preset().isPresent();
            }
        }
        if (!missing.isEmpty()) {
            throw new TemplateException(String.join("\n", missing) + "\nGive values with --value NAME=VALUE or --values-file FILE"
                    + (defaultsWouldDo ? ", or use the defaults with --accept-defaults" : ""));
        }
        return values;
    }

    private Path outputFile(Path target, String path, Map<String, String> values) {
        String name = path.endsWith(TEMPLATE_ENDING) ? path.substring(0, path.length() - TEMPLATE_ENDING.length()) : path;
        String rendered = name.contains("{{") ? renderName(name, values) : name;
        Path file = target.resolve(rendered).normalize();
        if (!file.startsWith(target.normalize()) || file.equals(target.normalize())) {
            throw new TemplateException("The template would write '" + rendered + "', which does not lie in " + target);
        }
        return file;
    }

    private static String renderName(String name, Map<String, String> values) {
        try {
            return new Liquid(CaseFilters.ALL, Map.of()).parse(name).render(values);
        } catch (LiquidException _) {
            return name;
        }
    }

    private Optional<ManifestEdit> manifest(Map<String, Content> snippets, Map<String, String> values) {
        if (snippets.isEmpty() || !(options.variant() instanceof Variant.AddComponent(Path file))) {
            return Optional.empty();
        }
        ManifestEdit edit = new ManifestEdit(file);
        for (String kind : SNIPPETS) {
            Content content = snippets.get(kind);
            if (content != null) {
                String text = new String(content.render(values), StandardCharsets.UTF_8);
                if (kind.equals("variables")) {
                    edit.merge(kind, text);
                } else {
                    edit.append(text);
                }
            }
        }
        edit.check();
        return Optional.of(edit);
    }

    private List<Path> folders(Liquid liquid, Path target, Map<String, String> values) {
        return template.folders().stream().map(folder -> {
            Path base = options.variant() instanceof Variant.AddComponent(Path manifest) && folder.besideManifest()
                    ? manifest.resolveSibling("")
                    : target;
            try {
                return base.resolve(liquid.parse(folder.path()).render(values)).normalize();
            } catch (LiquidException e) {
                throw new TemplateException("Template error: output " + folder.name() + " is not a valid template", new TemplateException(
                        String.valueOf(e.getMessage())));
            }
        }).toList();
    }

    private static void write(Map<Path, byte[]> files, List<Path> folders, Optional<ManifestEdit> manifest) {
        files.forEach((file, bytes) -> {
            try {
                createFolder(file.resolveSibling(""));
                Files.write(file, bytes);
            } catch (IOException e) {
                throw LoadException.ofIo("Failed to write file " + file, e);
            }
        });
        folders.forEach(TemplateRun::createFolder);
        manifest.ifPresent(ManifestEdit::save);
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to create directory " + folder, e);
        }
    }
}
