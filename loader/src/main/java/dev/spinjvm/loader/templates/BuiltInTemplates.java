package dev.spinjvm.loader.templates;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The templates that come with the program. Each lies among its resources in a folder named by its id; a list names the files,
/// because a jar has no folders to look into. The name of a hidden file begins with `dot.` instead of `.`.
final class BuiltInTemplates {
    private static final String FOLDER = "builtin/";
    private static final String LIST = FOLDER + "files.txt";

    private BuiltInTemplates() {}

    static List<Template> all() {
        return ids().stream().map(BuiltInTemplates::read).toList();
    }

    static List<String> ids() {
        return files().stream().map(path -> path.substring(0, path.indexOf('/'))).distinct().toList();
    }

    static Optional<Template> find(String id) {
        return files().stream().anyMatch(path -> path.startsWith(id + "/")) ? Optional.of(read(id)) : Optional.empty();
    }

    private static Template read(String id) {
        String prefix = id + "/";
        List<String> paths = files().stream().filter(path -> path.startsWith(prefix)).map(path -> path.substring(prefix.length())).toList();
        return TemplateReader.read(new ResourceFiles(id, paths), new Origin.BuiltIn());
    }

    private static List<String> files() {
        return new String(resource(LIST), StandardCharsets.UTF_8).lines().toList();
    }

    private static byte[] resource(String name) {
        try (InputStream in = BuiltInTemplates.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new TemplateException("this program lacks its file " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param paths of its files, sorted
    private record ResourceFiles(String id, List<String> paths) implements TemplateFiles {
        @Override
        public List<String> below(String folder) {
            String prefix = folder + "/";
            return paths.stream().filter(path -> path.startsWith(prefix)).map(path -> path.substring(prefix.length())).toList();
        }

        @Override
        public byte[] read(String path) {
            if (!paths.contains(path)) {
                throw new TemplateException("the built-in template " + id + " has no file " + path);
            }
            return resource(FOLDER + id + "/" + path.replaceFirst("(^|/)\\.([^/]*)$", "$1dot.$2"));
        }

        @Override
        public String describe(String path) {
            return id + "/" + path;
        }
    }
}
