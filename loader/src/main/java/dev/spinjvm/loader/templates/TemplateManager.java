package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.Folders;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.process.AtExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The templates there are: those installed and, under ids that no installed one has, those built in. Not thread-safe.
public final class TemplateManager {
    private final TemplateHome home;
    private final TemplateStore store;

    public TemplateManager(TemplateHome home) {
        this.home = home;
        this.store = new TemplateStore(home.folder());
    }

    /// What an installation did.
    ///
    /// @param skipped from the id, or the folder's name where there is no valid id, to the reason
    /// @param removed no longer in the source
    public record Installation(List<Template> installed, Map<String, String> skipped, List<String> removed) {}

    /// The templates that were asked for.
    ///
    /// @param invalid from the name of a folder that holds no valid template to what is wrong with it
    /// @param skipped how many have not all of the tags
    public record Listing(List<Template> templates, Map<String, String> invalid, int skipped) {}

    /// All with some tags, sorted by id.
    public Listing list(List<String> tags) {
        Map<String, Template> all = new TreeMap<>();
        if (home.builtIn()) {
            BuiltInTemplates.all().forEach(template -> all.put(template.id(), template));
        }
        Map<String, String> invalid = new TreeMap<>();
        for (Path folder : store.folders()) {
            try {
                Template template = store.read(folder);
                all.put(template.id(), template);
            } catch (LoadException e) {
                invalid.put(String.valueOf(folder.getFileName()), e.fullMessage());
            }
        }
        List<Template> matching = all.values().stream().filter(template -> template.hasTags(tags)).toList();
        return new Listing(matching, invalid, all.size() - matching.size());
    }

    /// The ids of all, as the names of folders tell them; nothing is read. For completion.
    public SortedSet<String> ids() {
        SortedSet<String> ids = new TreeSet<>(BuiltInTemplates.ids());
        store.folders().forEach(folder -> ids.add(TemplateStore.id(folder)));
        return ids;
    }

    /// The one with an id.
    ///
    /// @throws TemplateException if it is installed and invalid
    public Optional<Template> find(String id) {
        if (store.has(id)) {
            return Optional.of(store.read(store.folder(id)));
        }
        return home.builtIn() ? BuiltInTemplates.find(id) : Optional.empty();
    }

    /// Installs all templates of a source.
    ///
    /// @param update whether those there already are replaced; those of the same repository that it no longer has are removed then
    /// @param report receives what is being done
    public Installation install(TemplateSource source, boolean update, Consumer<String> report) {
        if (!(source instanceof TemplateSource.Folder)) {
            report.accept("Copying remote template source");
        }
        try (Local local = fetch(source)) {
            Path templates = TemplateSource.templatesOf(local.root);
            return installAll(templates, source.origin(), update, report);
        }
    }

    private Installation installAll(Path templates, Origin origin, boolean update, Consumer<String> report) {
        Set<String> gone = new TreeSet<>();
        if (update && origin instanceof Origin.Git) {
            list(List.of()).templates().stream().filter(template -> template.origin().equals(origin)).map(Template::id).forEach(gone::add);
        }
        List<Template> installed = new ArrayList<>();
        Map<String, String> skipped = new TreeMap<>();
        for (Path folder : folders(templates)) {
            Template template;
            try {
                template = TemplateReader.read(new FolderFiles(folder), origin);
            } catch (LoadException e) {
                skipped.put(String.valueOf(folder.getFileName()), "Template load error: " + e.fullMessage());
                continue;
            }
            report.accept("Installing template " + template.id() + "...");
            gone.remove(template.id());
            if (store.has(template.id()) && !update) {
                skipped.put(template.id(), "Already exists");
            } else {
                installed.add(store.put(template.id(), folder, origin));
            }
        }
        List<String> removed = new ArrayList<>();
        for (String id : gone) {
            try {
                store.remove(id);
                removed.add(id);
            } catch (LoadException _) {
                skipped.put(id, "No longer exists in source, but could not uninstall");
            }
        }
        installed.sort(Comparator.comparing(Template::id));
        return new Installation(installed, skipped, removed);
    }

    private static List<Path> folders(Path templates) {
        try (Stream<Path> entries = Files.list(templates)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to read contents of '" + templates + "' directory", e);
        }
    }

    /// @throws TemplateException if it is not installed
    public void uninstall(String id) {
        if (!store.has(id) && BuiltInTemplates.find(id).isPresent()) {
            throw new TemplateException("Template " + id + " is built into Spin and cannot be uninstalled");
        }
        store.remove(id);
    }

    /// The tag that would be installed from a repository without naming a branch.
    public Optional<String> tagFor(String url) {
        String tag = TemplateSource.tagFor(home.version());
        return git().hasRef(url, tag) ? Optional.of(tag) : Optional.empty();
    }

    private GitProgram git() {
        return new GitProgram(home.environment(), home.workingDirectory());
    }

    /// The files of a source, on this machine.
    private record Local(Path root, Optional<Path> temporary, Optional<AtExit> atExit) implements AutoCloseable {
        @Override
        public void close() {
            atExit.ifPresent(AtExit::close);
            if (temporary.isPresent()) {
                try {
                    Folders.delete(temporary.get());
                } catch (IOException e) {
                    throw LoadException.ofIo("could not remove " + temporary.get(), e);
                }
            }
        }
    }

    private Local fetch(TemplateSource source) {
        if (source instanceof TemplateSource.Folder(Path path)) {
            if (!Files.exists(path)) {
                throw new TemplateException("Failed to get template source", new TemplateException("Path not found: " + path));
            }
            return new Local(path, Optional.empty(), Optional.empty());
        }
        Path temporary = temporary();
        Local local = new Local(temporary.resolve("source"), Optional.of(temporary), Optional.of(AtExit.delete(temporary)));
        try {
            switch (source) {
                case TemplateSource.Git(String url, Optional<String> branch) -> git().clone(url, branch.or(() -> tagFor(url)), local.root);
                case TemplateSource.Archive(String location) -> {
                    Files.createDirectory(local.root);
                    ArchiveFetch.unpack(location, home.workingDirectory(), local.root);
                }
                case TemplateSource.Folder _ -> throw new IllegalStateException();
            }
            return local;
        } catch (IOException e) {
            local.close();
            throw LoadException.ofIo("Failed to get template source", e);
        } catch (LoadException e) {
            local.close();
            throw new TemplateException("Failed to get template source", e);
        }
    }

    private Path temporary() {
        String parent = home.environment().getOrDefault("TMPDIR", "");
        try {
            return parent.isEmpty()
                    ? Files.createTempDirectory("spin-templates-")
                    : Files.createTempDirectory(Path.of(parent), "spin-templates-");
        } catch (IOException e) {
            throw LoadException.ofIo("Could not create a temporary directory", e);
        }
    }
}
