package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.LoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A template in a folder.
record FolderFiles(Path root) implements TemplateFiles {
    @Override
    public List<String> below(String folder) {
        Path start = root.resolve(folder);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).map(file -> slashes(start.relativize(file)))
                    .sorted().toList();
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to read contents of '" + start + "' directory", e);
        }
    }

    private static String slashes(Path path) {
        StringBuilder text = new StringBuilder();
        for (Path part : path) {
            text.append(text.isEmpty() ? "" : "/").append(part);
        }
        return text.toString();
    }

    @Override
    public byte[] read(String path) {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root.normalize())) {
            throw new TemplateException("The template names '" + path + "', which does not lie inside it");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to read '" + file + "'", e);
        }
    }

    @Override
    public String describe(String path) {
        return root.resolve(path).toString();
    }
}
