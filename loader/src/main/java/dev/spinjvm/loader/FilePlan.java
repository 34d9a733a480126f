package dev.spinjvm.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.spinjvm.loader.Manifest.Component;
import dev.spinjvm.loader.Manifest.FileMount;

/// Which files are copied where. Made for all components before anything is written, so that all problems show at once and nothing that is
/// copied is found again.
final class FilePlan {
    private static final String LEARN_MORE = "\nLearn more: https://spinframework.dev/writing-apps#including-files-with-components";
    private static final String USE_OTHER_FORM = "\nIf you want to include a directory, use source-destination form, or a glob pattern ending in **/*."
            + LEARN_MORE;

    private final Path appRoot;
    private final Path realAppRoot;
    private final ManifestText text;
    /// Source by destination: a later entry of the manifest wins.
    private final Map<Path, Path> copies = new LinkedHashMap<>();
    /// What comes with components' sources, in the same form.
    private final Map<Path, Path> packaged = new LinkedHashMap<>();
    private final Map<Path, Path> realDirectories = new HashMap<>();

    FilePlan(Path appRoot, ManifestText text) {
        this.appRoot = appRoot;
        this.text = text;
        try {
            this.realAppRoot = appRoot.toRealPath();
        } catch (IOException e) {
            throw LoadException.ofIo("Invalid manifest dir `" + appRoot + "`", e);
        }
    }

    /// Source by destination. Files that come with a source are left out where the manifest puts another file or a folder, or a file above
    /// them.
    Map<Path, Path> copies() {
        Set<Path> folders = new HashSet<>();
        copies.keySet().forEach(target -> above(target).forEach(folders::add));
        Map<Path, Path> all = new LinkedHashMap<>();
        packaged.forEach((target, file) -> {
            if (!folders.contains(target) && !copies.containsKey(target) && above(target).noneMatch(copies::containsKey)) {
                all.put(target, file);
            }
        });
        all.putAll(copies);
        return all;
    }

    private static Stream<Path> above(Path target) {
        return Stream.iterate(target.getParent(), Objects::nonNull, Path::getParent);
    }

    /// Plans files that come with a component's source.
    ///
    /// @param files guest path → file
    void addPackaged(String id, Component component, Map<String, Path> files, Path assets) {
        files.forEach((path, file) -> {
            Path target = assets.resolve(path.replaceFirst("^/+", "")).normalize();
            if (!target.startsWith(assets.normalize()) || target.equals(assets.normalize())) {
                text.error(component.at(), "Failed to load component `" + id + "`: its source holds a file with the invalid path '" + path
                        + "'");
            }
            packaged.put(target, file);
        });
    }

    /// Plans the files of a component below its own directory of assets.
    void add(String id, Component component, Path assets) {
        List<GlobPattern> excluded = component.excludeFiles().stream().map(this::excludePattern).toList();
        for (FileMount mount : component.files()) {
            try {
                switch (mount) {
                    case FileMount.Pattern(String pattern, Position at) -> addPattern(pattern, at, assets, excluded);
                    case FileMount.Placement(String source, String destination, Position _) -> addPlacement(source, destination, assets,
                            excluded);
                }
            } catch (LoadException e) {
                text.error(mount.at(), "Failed to load component `" + id + "`: " + e.fullMessage(), null);
            }
        }
    }

    private GlobPattern excludePattern(Located<String> pattern) {
        try {
            return GlobPattern.parse(pattern.value());
        } catch (LoadException e) {
            text.error(pattern.at(), "Invalid exclude_files glob pattern " + Quoted.of(pattern.value()) + ": " + e.getMessage());
            return GlobPattern.parse("");
        }
    }

    private void addPattern(String pattern, Position at, Path assets, List<GlobPattern> excluded) {
        if (pattern.equals("..") || pattern.endsWith("/..")) {
            throw new LoadException("A file pattern can't end in a parent directory path (..)" + USE_OTHER_FORM);
        }
        if (pattern.equals(".") || pattern.endsWith("/.")) {
            throw new LoadException("A file pattern can't end in a current directory path (.)" + USE_OTHER_FORM);
        }
        warnIfEverything(pattern, at);
        Path path = inside(pattern);
        if (Files.isDirectory(path)) {
            addFiles(GlobWalk.files(path, "**/*", realAppRoot), appRoot, assets, excluded);
        } else if (Files.exists(path)) {
            addFile(path, assets.resolve(appRoot.relativize(path)), assets, pattern);
        } else if (GlobPattern.looksLikeOne(pattern)) {
            String relative = appRoot.relativize(path).toString();
            addFiles(GlobWalk.files(appRoot, relative, realAppRoot), appRoot, assets, excluded);
        } else {
            throw new LoadException(Quoted.of(pattern) + " does not exist and doesn't appear to be a glob pattern");
        }
    }

    private void warnIfEverything(String pattern, Position at) {
        if (pattern.equals("*") || pattern.equals("**/*")) {
            text.warn(at, "A component is including the entire application directory" + (pattern.equals("*") ? "" : " tree")
                    + " as asset files. This is unlikely to be what you want.",
                    "If this is what you want, use the pattern \"./" + pattern + "\" to avoid this warning." + LEARN_MORE);
        }
    }

    private void addPlacement(String source, String destination, Path assets, List<GlobPattern> excluded) {
        Path path = inside(source);
        Path target = assets.resolve(destination.replaceFirst("^/+", ""));
        if (Files.isDirectory(path)) {
            addFiles(GlobWalk.files(path, "**/*", realAppRoot), path, target, excluded);
            checkTarget(target, assets, destination);
        } else if (Files.exists(path)) {
            if (destination.endsWith("/") || destination.endsWith(".")) {
                throw new LoadException("Failed to copy \"" + path + "\" to working path \"" + target + "\": \"" + destination
                        + "\" is not a valid destination file name");
            }
            addFile(path, target, assets, destination);
        } else {
            throw new LoadException("File or directory \"" + source + "\" does not exist");
        }
    }

    /// The absolute path, which lies below the application's directory as far as the text tells.
    private Path inside(String path) {
        Path resolved = appRoot.resolve(path).normalize();
        if (!resolved.startsWith(appRoot)) {
            throw outside(path);
        }
        return resolved;
    }

    static LoadException outside(String path) {
        return new LoadException(
                path + " cannot be mapped because it is outside the application directory. Files must be within the application directory.");
    }

    private void addFiles(Iterable<Path> files, Path prefix, Path target, List<GlobPattern> excluded) {
        for (Path file : files) {
            String name = appRoot.relativize(file).toString();
            if (excluded.stream().noneMatch(pattern -> pattern.matches(name))) {
                addFile(file, target.resolve(prefix.relativize(file)), target, name);
            }
        }
    }

    private void addFile(Path file, Path target, Path assets, String guestPath) {
        Path real;
        try {
            real = real(file);
        } catch (NoSuchFileException _) {
            throw new LoadException("\"" + appRoot.relativize(file) + "\" is a link to a file that does not exist");
        } catch (IOException e) {
            throw LoadException.ofIo("invalid file mount source \"" + appRoot.relativize(file) + "\"", e);
        }
        if (!real.startsWith(realAppRoot)) {
            throw outside(appRoot.relativize(file) + " (a link to " + real + ")");
        }
        checkTarget(target, assets, guestPath);
        copies.put(target.normalize(), real);
    }

    /// The real path of a file; that of its directory is asked for once.
    private Path real(Path file) throws IOException {
        Path parent = file.getParent();
        Path name = file.getFileName();
        if (parent == null || name == null || Files.isSymbolicLink(file)) {
            return file.toRealPath();
        }
        Path realParent = realDirectories.get(parent);
        if (realParent == null) {
            realParent = parent.toRealPath();
            realDirectories.put(parent, realParent);
        }
        return realParent.resolve(name);
    }

    private static void checkTarget(Path target, Path assets, String guestPath) {
        if (!target.normalize().startsWith(assets.normalize())) {
            throw new LoadException("the destination '" + guestPath + "' is outside the root directory of the component");
        }
    }
}
