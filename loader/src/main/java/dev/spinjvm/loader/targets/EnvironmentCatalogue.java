package dev.spinjvm.loader.targets;

import dev.spinjvm.loader.Folders;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.process.AtExit;
import dev.spinjvm.loader.templates.GitProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
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
    /// The environment variable that names another one.
    private static final String VARIABLE = "SPIN_TARGETS_CATALOGUE";
    private static final String ENDING = ".toml";
    /// How long a copy is fresh enough for environments without a version.
    private static final Duration RECENT = Duration.ofHours(1);
    /// How long someone waits for a fresher copy who has one.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

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

    /// Fetches the catalogue anew from where this machine has it from.
    ///
    /// @throws LoadException if that fails
    void update() {
        update(environment.getOrDefault(VARIABLE, STANDARD));
    }

    /// Fetches the catalogue anew if the copy is not of this hour, and that can be done at once.
    void refresh() {
        try {
            if (isRecent()) {
                return;
            }
            fetch(environment.getOrDefault(VARIABLE, STANDARD), Optional.of(PATIENCE));
        } catch (LoadException _) {
            // What is here has to do.
        }
    }

    private boolean isRecent() {
        try {
            Instant last = Instant.ofEpochSecond(Long.parseLong(Files.readString(lastUpdate()).strip()));
            return Duration.between(last, clock.instant()).abs().compareTo(RECENT) < 0;
        } catch (IOException | NumberFormatException | DateTimeException _) {
            return false;
        }
    }

    private Path lastUpdate() {
        return root.resolveSibling("environments-last-update.txt");
    }

    /// Fetches the catalogue anew. The copy there is stays until the new one is complete.
    ///
    /// @param source the address of the Git repository
    /// @throws LoadException if that fails
    public void update(String source) {
        fetch(source, Optional.empty());
    }

    private void fetch(String source, Optional<Duration> limit) {
        try {
            Path parent = Files.createDirectories(root.toAbsolutePath().getParent());
            Path fresh = Files.createTempDirectory(parent, ".environments");
            Path old = fresh.resolveSibling(fresh.getFileName() + ".old");
            try (AtExit _ = AtExit.delete(fresh)) {
                new GitProgram(environment, parent, limit).clone(source, Optional.empty(), fresh.resolve("copy"));
                if (Files.exists(root)) {
                    Files.move(root, old, StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(fresh.resolve("copy"), root, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Folders.delete(fresh);
                Folders.delete(old);
            }
            Files.writeString(lastUpdate(), Long.toString(clock.instant().getEpochSecond()));
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
