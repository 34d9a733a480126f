package dev.spinjvm.loader.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import dev.spinjvm.loader.AtomicFiles;
import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.loader.LoadException;
import org.jspecify.annotations.Nullable;

/// Which profile of an application was built last: the file `.spin/last-build.txt` beside the manifest. Whoever never uses a
/// profile never sees it.
public final class LastBuild {
    private static final String FILE = "last-build.txt";
    /// Stands for the profile without a name.
    private static final String ANONYMOUS = "<anonymous>";

    private LastBuild() {}

    /// Notes that a profile was built.
    ///
    /// @param folder that of the manifest
    static void save(Path folder, @Nullable String profile) {
        Path file = file(folder);
        if (profile != null || Files.exists(file)) {
            AtomicFiles.write(file, (profile == null ? ANONYMOUS : profile).getBytes(StandardCharsets.UTF_8));
        }
    }

    /// What to tell a user who runs another profile than the one that was built last.
    ///
    /// @param folder that of the manifest
    /// @param profile the one to be run
    public static Optional<String> warning(Path folder, @Nullable String profile) {
        if (Objects.equals(profile, read(folder))) {
            return Optional.empty();
        }
        return Optional.of("You built a different profile more recently than the one you are running. If the app appears to be behaving"
                + " like an older version then run `spin up --build" + (profile == null ? "" : " --profile " + profile) + "`.");
    }

    private static @Nullable String read(Path folder) {
        try {
            String profile = Files.readString(file(folder));
            return profile.equals(ANONYMOUS) ? null : profile;
        } catch (IOException _) {
            // Nothing to compare with is nothing to warn about.
            return null;
        }
    }

    private static Path file(Path folder) {
        return DataDirectories.state(folder).resolve(FILE);
    }

    /// The same, where a failure to write is no failure of the build.
    static void saveIfPossible(Path folder, @Nullable String profile, BuildConsole console) {
        try {
            save(folder, profile);
        } catch (LoadException e) {
            console.warning("Failed to save build profile: " + e.fullMessage());
        }
    }
}
