package dev.spinjvm.loader.targets;

import dev.spinjvm.loader.Folders;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.templates.GitProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// This machine's copy of the catalogue of target environments: `envs/NAME/NAME@VERSION.toml` in a Git repository, at the place and in
/// the layout of Spin, so that both programs can use one copy. Reading never needs the network.
public final class EnvironmentCatalogue {
    /// Where the catalogue is kept for everybody.
    public static final String STANDARD = "https://github.com/spinframework/spin-environments";
    private static final String ENDING = ".toml";

    private final Path root;
    private final Map<String, String> environment;
    private final InstantSource clock;

    /// @param cache the folder of what can be fetched again
    /// @param environment that of this process, for the `git` program
    public EnvironmentCatalogue(Path cache, Map<String, String> environment, InstantSource clock) {
        this.root = cache.resolve("environments");
        this.environment = environment;
        this.clock = clock;
    }

    /// The names of all environments, such as `spin-up@3.2`, in the order of names and then of versions; none before the first update.
    public List<String> list() {
        List<String> names = new ArrayList<>();
        for (Path folder : entries(root.resolve("envs"))) {
            for (Path file : entries(folder)) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(ENDING) && Files.isRegularFile(file)) {
                    names.add(name.substring(0, name.length() - ENDING.length()));
                }
            }
        }
        names.sort(EnvironmentNames.ORDER);
        return names;
    }

    /// The file that defines an environment.
    ///
    /// @param name as [#list] gives it, or with a colon before the version as manifests have it
    public Optional<Path> find(String name) {
        String id = name.replace(':', '@');
        Path folder = root.resolve("envs");
        Path file = folder.resolve(EnvironmentNames.withoutVersion(id)).resolve(id + ENDING).normalize();
        return file.startsWith(folder) && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /// Fetches the catalogue anew. The copy there is stays until the new one is complete.
    ///
    /// @param source the address of the Git repository
    /// @throws LoadException if that fails
    public void update(String source) {
        try {
            Path parent = Files.createDirectories(root.toAbsolutePath().getParent());
            Path fresh = Files.createTempDirectory(parent, ".environments");
            Path old = fresh.resolveSibling(fresh.getFileName() + ".old");
            try {
                new GitProgram(environment, parent).clone(source, Optional.empty(), fresh.resolve("copy"));
                if (Files.exists(root)) {
                    Files.move(root, old, StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(fresh.resolve("copy"), root, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Folders.delete(fresh);
                Folders.delete(old);
            }
            Files.writeString(root.resolveSibling("environments-last-update.txt"), Long.toString(clock.instant().getEpochSecond()));
        } catch (IOException e) {
            throw new LoadException("Failed to store the catalogue of target environments", e);
        }
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException _) {
            // One folder that cannot be read is no reason to show no other.
            return List.of();
        }
    }
}
