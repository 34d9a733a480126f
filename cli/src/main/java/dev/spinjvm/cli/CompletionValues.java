package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.ManifestDiscovery;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.loader.targets.EnvironmentCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The names that exist on this machine now. Everything is read from names of files, but what only a manifest knows; whatever
/// cannot be read has no names.
///
/// @param process where to look
/// @param words the whole command line, which may name a manifest
record CompletionValues(Process process, List<String> words) implements Function<String, Collection<String>> {
    private static final List<String> FROM = List.of("-f", "--from", "--file", "--from-file");
    private static final String JSON = ".json";

    @Override
    public Collection<String> apply(String kind) {
        try {
            return switch (kind) {
                case Completer.COMPONENT -> inspection().map(found -> found.manifest().components().keySet().stream().toList()).orElse(
                        List.of());
                case Completer.PROFILE -> inspection().<Collection<String>>map(found -> found.written().profiles()).orElse(List.of());
                case Completer.PLUGIN -> plugins();
                case Completer.BUILD_DRIVER -> drivers("build-", new DriverAccess(process).forBuilds(Builds.console(process)).builtIn());
                case Completer.RUN_DRIVER -> drivers("run-", new DriverAccess(process).forRuns().builtIn());
                case Completer.PROVIDER -> drivers("deploy-", DeployRouting.BUILT_IN);
                case Completer.CATALOGUE_PLUGIN -> names(directories().plugins().resolve(".spin-plugins/manifests"));
                case Completer.TEMPLATE -> new TemplateAccess(process).manager().ids();
                case Completer.ENVIRONMENT -> new EnvironmentCatalogue(directories().cache(), process.environment(), process.clock())
                        .list();
                case Completer.REFERENCE -> references(directories().registryCache().resolve("manifests"));
                default -> List.of();
            };
        } catch (LoadException | UncheckedIOException | IOException _) {
            return List.of();
        }
    }

    private List<String> plugins() throws IOException {
        return names(directories().plugins().resolve("manifests")).stream().filter(name -> name.endsWith(JSON)).map(name -> name.substring(
                0, name.length() - JSON.length())).toList();
    }

    private List<String> drivers(String prefix, Collection<String> builtIn) throws IOException {
        List<String> names = new ArrayList<>(builtIn);
        plugins().stream().filter(name -> name.startsWith(prefix)).forEach(name -> names.add(name.substring(prefix.length())));
        return names;
    }

    private DataDirectories directories() {
        return DataDirectories.of(process.environment(), System.getProperty("os.name", ""), null);
    }

    private Optional<ManifestInspection> inspection() throws IOException {
        Path here = process.workingDirectory();
        Optional<Path> file = named().map(text -> ManifestDiscovery.resolve(text, here)).or(() -> ManifestDiscovery.search(here).map(
                ManifestDiscovery.Found::file));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Path manifest = here.resolve(file.get());
        return Optional.of(ManifestInspection.ofText(manifest, Files.readString(manifest)));
    }

    /// The manifest that the command line names.
    private Optional<String> named() {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            if (FROM.contains(word) && i + 1 < words.size()) {
                return Optional.of(words.get(i + 1));
            }
            if (equals > 0 && FROM.contains(word.substring(0, equals))) {
                return Optional.of(word.substring(equals + 1));
            }
        }
        return Optional.empty();
    }

    /// The cache has a folder `<registry>/<repository>/<tag>` with a `manifest.json` for each artifact.
    private static List<String> references(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root, 12)) {
            List<String> references = new ArrayList<>();
            for (Path file : files.filter(file -> file.endsWith("manifest.json")).toList()) {
                Path folder = root.relativize(file).getParent();
                if (folder != null && folder.getNameCount() > 2) {
                    String tag = folder.getFileName().toString();
                    String repository = String.valueOf(folder.getParent()).replace('\\', '/');
                    references.add(repository + (tag.startsWith("sha256") ? "@" + tag.replace('_', ':') : ":" + tag));
                }
            }
            return references;
        }
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
        }
    }
}
