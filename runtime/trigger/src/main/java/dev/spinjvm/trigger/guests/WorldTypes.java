package dev.spinjvm.trigger.guests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.spinjvm.component.binary.ComponentDecoder;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.types.ComponentType;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.component.validation.WorldConformance;
import dev.spinjvm.component.wit.WitException;
import dev.spinjvm.component.wit.WitPackages;
import dev.spinjvm.component.wit.WitSource;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.targets.TargetEnvironments;
import dev.spinjvm.loader.targets.WorldName;
import dev.spinjvm.loader.targets.WorldRef;

/// Reads worlds, each once.
final class WorldTypes {
    private static final String WIT = ".wit";

    private final TargetEnvironments.Worlds worlds;
    private final Map<WorldRef, ComponentType> types = new HashMap<>();

    WorldTypes(TargetEnvironments.Worlds worlds) {
        this.worlds = worlds;
    }

    /// @throws LoadException if the world cannot be had, or its package is wrong
    ComponentType of(WorldRef world) {
        return types.computeIfAbsent(world, _ -> read(world.name(), worlds.get(world)));
    }

    private static ComponentType read(WorldName name, Path place) {
        String failed = "Failed to decode package for environment " + name;
        try {
            return Files.isDirectory(place) ? ofTexts(name, place) : ofBinary(name, place);
        } catch (MalformedComponentException | InvalidComponentException | WitException e) {
            throw new LoadException(failed, e);
        } catch (IOException e) {
            throw LoadException.ofIo(failed, e);
        }
    }

    private static ComponentType ofBinary(WorldName name, Path file) throws IOException, MalformedComponentException,
            InvalidComponentException {
        return WorldConformance.worldOf(ComponentDecoder.decode(Files.readAllBytes(file)), name.world()).orElseThrow(() -> missing(name));
    }

    private static LoadException missing(WorldName name) {
        return new LoadException("wit package did not contain a world named '" + name.world() + "'");
    }

    /// A folder as tools for WIT know it: texts of one package, and below `deps` those of the packages that it uses, each in a folder or a
    /// text of its own.
    private static ComponentType ofTexts(WorldName name, Path folder) throws IOException {
        List<WitSource> sources = new ArrayList<>();
        add(folder, "", sources);
        WitPackages own = WitPackages.parse(sources);
        Path dependencies = folder.resolve("deps");
        if (Files.isDirectory(dependencies)) {
            add(dependencies, "deps/", sources);
            for (Path entry : entries(dependencies)) {
                if (Files.isDirectory(entry)) {
                    add(entry, "deps/" + entry.getFileName() + "/", sources);
                }
            }
        }
        // Which version the folder has is its own affair, as it is in Spin.
        String full = own.worldNames().stream().filter(world -> world.equals(name.toString())).findFirst()
                .or(() -> own.worldNames().stream().filter(world -> WorldName.parse(world).map(WorldName::world).stream().anyMatch(name
                        .world()::equals)).findFirst())
                .orElseThrow(() -> missing(name));
        return WitPackages.parse(sources).worldNamed(full);
    }

    private static void add(Path folder, String prefix, List<WitSource> sources) throws IOException {
        for (Path file : entries(folder)) {
            if (Files.isRegularFile(file) && file.toString().endsWith(WIT)) {
                sources.add(new WitSource(prefix + file.getFileName(), Files.readString(file)));
            }
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
