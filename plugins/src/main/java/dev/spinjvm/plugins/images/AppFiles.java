package dev.spinjvm.plugins.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.spinjvm.loader.ComponentSource;
import dev.spinjvm.loader.ContentPath;
import dev.spinjvm.loader.ContentRef;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.loader.LockedDependency;
import dev.spinjvm.loader.LockedTrigger;

/// A locked application that is complete in one folder, wherever that is put.
///
/// @param locked names its content as it will lie below `root`
/// @param root absolute path of the folder
/// @param files what lies there beside the locked application itself: relative path → file or folder
public record AppFiles(LockedApp locked, String root, SortedMap<String, Path> files) {
    /// The name of the locked application in the folder.
    public static final String LOCKED = "spin.lock";
    private static final String ORIGIN = "origin";

    /// Collects the files as it goes over the application.
    private static final class Collector {
        private final String root;
        private final SortedMap<String, Path> files = new TreeMap<>();
        private final Map<Path, String> placed = new TreeMap<>();

        Collector(String root) {
            this.root = root;
        }

        ContentRef placed(ContentRef content, String wanted) {
            Path file = content.file().map(path -> path.toAbsolutePath().normalize()).orElse(null);
            if (file == null) {
                if (content.inlineBase64() != null) {
                    return content;
                }
                throw new ImageException("The content '" + (content.source() == null ? content.digest() : content.source())
                        + "' of the application is in no local file");
            }
            String name = placed.computeIfAbsent(file, _ -> {
                String plain = wanted.replaceAll("[^A-Za-z0-9._/-]", "_");
                String free = plain;
                for (int i = 2; files.containsKey(free); i++) {
                    free = plain + "-" + i;
                }
                add(free, file);
                return free;
            });
            return new ContentRef("file://" + root + "/" + name, null, content.digest());
        }

        private void add(String name, Path file) {
            files.put(name, file);
            if (Files.isDirectory(file)) {
                try (Stream<Path> all = Files.walk(file)) {
                    // Links would lead out of the folder, whose files are copies.
                    all.filter(one -> Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS)).forEach(one -> files.put(name + "/" + file
                            .relativize(one), one));
                } catch (IOException e) {
                    throw new ImageException("Cannot read '" + file + "'", e);
                }
            }
        }

        ComponentSource source(ComponentSource source, String name) {
            return new ComponentSource(source.contentType(), placed(source.content(), "components/" + name));
        }

        List<LockedDependency> dependencies(List<LockedDependency> dependencies, String name) {
            List<LockedDependency> changed = new ArrayList<>();
            for (LockedDependency dependency : dependencies) {
                changed.add(new LockedDependency(source(dependency.source(), name), dependency.export(), dependency.inherit()));
            }
            return changed;
        }

        Map<String, List<LockedDependency>> dependencies(Map<String, List<LockedDependency>> dependencies, String name) {
            Map<String, List<LockedDependency>> changed = new TreeMap<>();
            dependencies.forEach((role, list) -> changed.put(role, dependencies(list, name + "-" + role)));
            return changed;
        }

        LockedComponent component(LockedComponent component) {
            String id = component.id();
            List<ContentPath> mounts = new ArrayList<>();
            for (ContentPath mount : component.files()) {
                mounts.add(new ContentPath(placed(mount.content(), "assets/" + id), mount.path()));
            }
            Map<String, LockedDependency> dependencies = new TreeMap<>();
            component.dependencies().forEach((name, dependency) -> dependencies.put(name, dependencies(List.of(dependency), id
                    + "-dependency").getFirst()));
            return new LockedComponent(id, component.metadata(), source(component.source(), id), component.environment(), mounts,
                    component.config(), dependencies, dependencies(component.triggerDependencies(), id), component.hostRequirements());
        }
    }

    /// Plans the folder of an application.
    ///
    /// @param app with its content in local files, as the loader makes it
    /// @param root absolute path under which the application will be run
    /// @throws ImageException if some content is not in local files
    public static AppFiles of(LockedApp app, String root) {
        Collector collector = new Collector(root);
        List<LockedComponent> components = app.components().stream().map(collector::component).toList();
        List<LockedTrigger> triggers = app.triggers().stream().map(trigger -> new LockedTrigger(trigger.id(), trigger.type(), trigger
                .config(), collector.dependencies(trigger.dependencies(), trigger.id()))).toList();
        Map<String, Object> metadata = new TreeMap<>(app.metadata());
        // A path of the machine where it was built says nothing to others.
        if (app.origin().filter(origin -> origin.startsWith("file:")).isPresent()) {
            metadata.remove(ORIGIN);
        }
        LockedApp moved = new LockedApp(app.mustUnderstand(), metadata, app.hostRequirements(), app.variables(), triggers, components);
        return new AppFiles(moved, root, collector.files);
    }

    /// Writes the folder.
    ///
    /// @param folder empty or not there
    public void copyTo(Path folder) {
        try {
            for (Map.Entry<String, Path> entry : files.entrySet()) {
                Path target = folder.resolve(entry.getKey());
                if (Files.isDirectory(entry.getValue())) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.resolveSibling(""));
                    Files.copy(entry.getValue(), target);
                }
            }
            locked.writeTo(folder.resolve(LOCKED));
        } catch (IOException e) {
            throw new ImageException("Cannot copy the application to '" + folder + "'", e);
        }
    }
}
