package dev.spinjvm.plugins.drivers;

import dev.spinjvm.loader.Folders;
import dev.spinjvm.loader.Manifest;
import dev.spinjvm.loader.build.BuildConsole;
import dev.spinjvm.loader.build.BuildException;
import dev.spinjvm.loader.build.BuildManifest;
import dev.spinjvm.loader.build.BuildManifest.Part;
import dev.spinjvm.loader.build.ComponentBuilder;
import dev.spinjvm.plugins.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Builds each component by the driver that is chosen for it. Components that follow each other and have the same driver are one request.
public final class DriverBuild implements ComponentBuilder {
    private static final Set<String> REHEARSAL = Set.of(DebugBuildDriver.NAME);
    private static final String HIDDEN = "***";

    private final BuildSelection selection;
    private final Drivers<BuildDriver> drivers;
    private final BuildConsole console;
    private final DriverContext context;

    public DriverBuild(BuildSelection selection, Drivers<BuildDriver> drivers, BuildConsole console, DriverContext context) {
        this.selection = selection;
        this.drivers = drivers;
        this.console = console;
        this.context = context;
    }

    @Override
    public boolean builds(BuildManifest manifest, Part part) {
        return part.buildable() || selection.isNamed(part.id(), written(manifest));
    }

    @Override
    public boolean isRehearsal(BuildManifest manifest, List<Part> parts) {
        selection.check(manifest.parts().stream().map(Part::id).toList());
        return !parts.isEmpty() && parts.stream().allMatch(part -> choose(manifest, part).name().equals(DebugBuildDriver.NAME));
    }

    private DriverChoice choose(BuildManifest manifest, Part part) {
        return selection.choose(part.id(), written(manifest));
    }

    private static Manifest written(BuildManifest manifest) {
        return manifest.inspection().manifest();
    }

    @Override
    public void build(BuildManifest manifest, List<Part> parts) throws InterruptedException {
        Map<String, BuildDriver> found = new LinkedHashMap<>();
        List<Group> groups = new ArrayList<>();
        for (Part part : parts) {
            if (builds(manifest, part)) {
                DriverChoice choice = choose(manifest, part);
                // All are found before the first builds anything.
                found.computeIfAbsent(choice.name(), _ -> drivers.find(choice));
                if (groups.isEmpty() || !groups.getLast().driver.equals(choice.name())) {
                    groups.add(new Group(choice.name(), new ArrayList<>()));
                }
                groups.getLast().parts.add(part);
            }
        }
        for (Group group : groups) {
            BuildDriver driver = found.get(group.driver);
            if (driver != null) {
                build(manifest, group, driver);
            }
        }
    }

    /// Components that one driver is asked for at once.
    private record Group(String driver, List<Part> parts) {
        String ids() {
            return parts.size() == 1
                    ? "component " + parts.getFirst().id()
                    : "components " + String.join(", ", parts.stream().map(Part::id).toList());
        }
    }

    private void build(BuildManifest manifest, Group group, BuildDriver driver) throws InterruptedException {
        boolean quiet = driver instanceof ShellBuildDriver || driver instanceof DebugBuildDriver;
        if (!quiet) {
            console.step("Building", group.ids() + " with the build driver '" + group.driver + "'");
        }
        Path output = folder();
        try {
            BuildRequest request = request(manifest, group, driver, output);
            BuildResult result = driver.run(request, context);
            if (!quiet) {
                new BuildVerification(group.driver, request).check(result);
            }
        } catch (PluginException e) {
            throw new BuildException("The build driver '" + group.driver + "' failed to build " + group.ids(), e);
        } finally {
            remove(output);
        }
    }

    private BuildRequest request(BuildManifest manifest, Group group, BuildDriver driver, Path output) {
        Manifest written = written(manifest);
        List<BuildRequest.Component> components = new ArrayList<>();
        for (Part part : group.parts) {
            String name = group.driver;
            Map<String, Object> config = new TreeMap<>();
            if (driver instanceof DebugBuildDriver) {
                name = selection.chooseBut(REHEARSAL, part.id(), written).name();
                selection.userConfig(name).keySet().forEach(key -> config.put(key, HIDDEN));
                config.putAll(selection.config(part.id(), name, written));
            } else {
                config.putAll(selection.userConfig(name));
                config.putAll(selection.config(part.id(), name, written));
                config.putAll(DriverConfig.complete(name, driver.settings(), Map.copyOf(config), context.environment()));
            }
            components.add(new BuildRequest.Component(part.id(), name, part.commands(), part.workdir().orElse(null), part.source()
                    .orElse(null), config));
        }
        return new BuildRequest(manifest.folder(), manifest.profile(), components, selection.environment(written), output);
    }

    private static void remove(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new BuildException("Cannot remove '" + folder + "'", e);
        }
    }

    private Path folder() {
        String parent = context.environment().getOrDefault("TMPDIR", "");
        try {
            Path made = parent.isEmpty()
                    ? Files.createTempDirectory("spin-build-")
                    : Files.createTempDirectory(Path.of(parent), "spin-build-");
            context.children().use(made);
            return made;
        } catch (IOException e) {
            throw new BuildException("Cannot make a folder for what is built", e);
        }
    }
}
