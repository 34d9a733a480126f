package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.Folders;
import dev.spinjvm.loader.AtomicFiles;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/// The folder of installed templates, as Spin lays it out: a folder `<id>_<sha256 of the id>` for each, with a note of its origin.
final class TemplateStore {
    private static final String RECORD = ".install.toml";
    /// Templates of one target environment; not a template.
    static final String ENVIRONMENTS = ".envs";
    private static final String STAGED = ".stage";
    private static final String REPLACED = ".unstage";

    private final Path root;

    TemplateStore(Path root) {
        this.root = root;
    }

    Path folder(String id) {
        String digest = Digest.ofSha256(id.getBytes(StandardCharsets.UTF_8)).hex();
        return root.resolve(safe(id) + "_" + digest);
    }

    /// The id that [#folder] made a folder of, but for characters that no folder can have.
    static String id(Path folder) {
        String name = String.valueOf(folder.getFileName());
        int underscore = name.lastIndexOf('_');
        return underscore > 0 ? name.substring(0, underscore) : name;
    }

    /// A text as a part of a file name.
    static String safe(String text) {
        return text.replaceAll("[^-_a-zA-Z0-9]", "_");
    }

    boolean has(String id) {
        return Files.isDirectory(folder(id));
    }

    /// The folders of what is installed, in no order.
    List<Path> folders() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory).filter(folder -> isTemplate(String.valueOf(folder.getFileName()))).toList();
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to read template directories from " + root, e);
        }
    }

    private static boolean isTemplate(String name) {
        return !name.equals(ENVIRONMENTS) && !name.endsWith(STAGED) && !name.endsWith(REPLACED);
    }

    /// Reads an installed template.
    ///
    /// @throws TemplateException if its manifest is missing or invalid
    Template read(Path folder) {
        return TemplateReader.read(new FolderFiles(folder), origin(folder));
    }

    private static Origin origin(Path folder) {
        String text;
        try {
            text = Files.readString(folder.resolve(RECORD));
        } catch (IOException _) {
            return new Origin.Unknown();
        }
        TomlParseResult note = Toml.parse(text, TomlVersion.V1_0_0);
        String git = string(note, "git");
        String directory = string(note, "dir");
        String url = string(note, "url");
        return git != null
                ? new Origin.Git(git)
                : directory != null ? new Origin.Folder(directory) : url != null ? new Origin.Archive(url) : new Origin.Unknown();
    }

    private static @Nullable String string(TomlParseResult toml, String key) {
        return toml.get(List.of(key)) instanceof String text ? text : null;
    }

    /// Puts a copy of a template in its place, instead of what is there.
    Template put(String id, Path source, Origin origin) {
        Path folder = folder(id);
        Path staged = folder.resolveSibling(folder.getFileName() + STAGED);
        Path replaced = folder.resolveSibling(folder.getFileName() + REPLACED);
        try {
            Folders.delete(staged);
            Folders.delete(replaced);
            copy(source, staged);
            note(staged, origin);
            boolean update = Files.exists(folder);
            if (update) {
                Files.move(folder, replaced, StandardCopyOption.ATOMIC_MOVE);
            }
            try {
                Files.move(staged, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (update) {
                    Files.move(replaced, folder, StandardCopyOption.ATOMIC_MOVE);
                }
                throw e;
            }
            Folders.delete(replaced);
        } catch (IOException e) {
            try {
                Folders.delete(staged);
            } catch (IOException more) {
                e.addSuppressed(more);
            }
            throw LoadException.ofIo("Failed to copy template content from " + source + " to " + folder + " for " + id, e);
        }
        return read(folder);
    }

    private static void note(Path folder, Origin origin) {
        String line = switch (origin) {
            case Origin.Git(String url) -> "git = " + quoted(url);
            case Origin.Folder(String path) -> "dir = " + quoted(path);
            case Origin.Archive(String url) -> "url = " + quoted(url);
            case Origin.BuiltIn _,Origin.Unknown _ -> "";
        };
        if (!line.isEmpty()) {
            AtomicFiles.write(folder.resolve(RECORD), (line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String quoted(String text) {
        return "\"" + Toml.tomlEscape(text) + "\"";
    }

    /// @throws TemplateException if it is not installed
    void remove(String id) {
        Path folder = folder(id);
        if (!Files.isDirectory(folder)) {
            throw new TemplateException("Failed to delete template directory " + folder, new TemplateException(
                    "No such file or directory"));
        }
        try {
            // From now on it is not installed, whatever happens to the rest.
            Path replaced = folder.resolveSibling(folder.getFileName() + REPLACED);
            Folders.delete(replaced);
            Files.move(folder, replaced, StandardCopyOption.ATOMIC_MOVE);
            Folders.delete(replaced);
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to delete template directory " + folder, e);
        }
    }

    /// Copies regular files and folders; links are left out.
    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> entries = Files.walk(source)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Path copy = target.resolve(source.relativize(entry).toString());
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(copy);
                } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    Files.copy(entry, copy);
                }
            }
        }
    }
}
