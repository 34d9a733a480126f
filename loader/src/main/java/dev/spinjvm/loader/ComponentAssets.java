package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of a component that was packaged elsewhere, laid out as the guest is to see them.
public final class ComponentAssets {
    private static final Pattern NOT_NORMAL = Pattern.compile("^[A-Za-z]:|[\\\\\\x00]|(^|/)(\\.{0,2})(/|$)");

    private ComponentAssets() {}

    /// Copies files into a folder of the component's own, `assets/<id>`.
    ///
    /// @param id of the component, from somebody who is not trusted
    /// @param files from the guest's relative path, likewise, to what it is to hold
    /// @return what to mount: nothing, or the folder at `/`
    /// @throws LoadException if a path leads out of the folder
    public static List<ContentPath> copy(String id, Map<String, Path> files, Path workingDirectory) {
        if (files.isEmpty()) {
            return List.of();
        }
        Path assets = workingDirectory.toAbsolutePath().normalize().resolve("assets").resolve(safe(id, "component id"));
        Map<Path, Path> copies = new LinkedHashMap<>();
        files.forEach((path, content) -> {
            Path target = assets.resolve(safe(path, "file path"));
            if (!target.normalize().startsWith(assets)) {
                throw new LoadException("invalid file path '" + path + "' in the application");
            }
            copies.put(target, content);
        });
        try {
            Files.createDirectories(assets);
        } catch (IOException e) {
            throw LoadException.ofIo("Failed to create directory \"" + assets + "\"", e);
        }
        FileCopier.copy(copies);
        return List.of(new ContentPath(ContentRef.ofFile(assets), "/"));
    }

    /// Every file that a mount of local files shows.
    ///
    /// @return from the guest's relative path, parts separated by `/`, to the file
    public static SortedMap<String, Path> files(ContentPath mount) throws IOException {
        Path folder = mount.content().requiredFile();
        String prefix = mount.path().replaceFirst("^/+", "").replaceFirst("/+$", "");
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(Files::isRegularFile).forEach(file -> files.put(portable(folder, file, prefix), file));
        }
        return files;
    }

    private static String portable(Path folder, Path file, String prefix) {
        StringBuilder path = new StringBuilder(prefix);
        for (Path part : folder.equals(file) ? List.of(Path.of(String.valueOf(file.getFileName()))) : folder.relativize(file)) {
            path.append(path.isEmpty() ? "" : "/").append(part);
        }
        return path.toString();
    }

    /// A relative path of names only: nothing that leads up, away or nowhere.
    private static String safe(String path, String what) {
        if (path.isEmpty() || NOT_NORMAL.matcher(path).find()) {
            throw new LoadException("invalid " + what + " '" + path + "' in the application");
        }
        return path;
    }
}
