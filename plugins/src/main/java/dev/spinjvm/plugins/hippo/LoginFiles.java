package dev.spinjvm.plugins.hippo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.spinjvm.oci.AtomicFile;
import dev.spinjvm.oci.StrictJson;
import org.jspecify.annotations.Nullable;

/// The files of logins: `config.json`, and one for each name of an environment.
///
/// @param folder `fermyon` in the user's configuration
/// @param hippoFile what the `hippo` program keeps, read where there is no file of ours
public record LoginFiles(Path folder, Path hippoFile) {
    private static final String DEFAULT = "config";

    /// Those below the user's configuration folder.
    public static LoginFiles below(Path config) {
        return new LoginFiles(config.resolve("fermyon"), config.resolve("hippo").resolve("hippo.json"));
    }

    private Path file(@Nullable String environment) {
        String name = environment == null ? DEFAULT : environment;
        if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith(".")) {
            throw new HippoException("'" + name + "' cannot name an environment: it is made of letters, digits and the characters . _ -");
        }
        return folder.resolve(name + ".json");
    }

    /// The login of an environment; that of the `hippo` program where there is none of the default one.
    ///
    /// @param environment null for the default one
    /// @throws HippoException if the file is no login
    public Optional<SavedLogin> read(@Nullable String environment) {
        Optional<SavedLogin> own = SavedLogin.read(file(environment), SavedLogin::ours);
        return own.isPresent() || environment != null ? own : SavedLogin.read(hippoFile, SavedLogin::hippos);
    }

    /// Keeps a login.
    public void write(@Nullable String environment, SavedLogin login) {
        Path file = file(environment);
        try {
            Files.createDirectories(folder);
            AtomicFile.write(file, StrictJson.indented(login.toJson()));
        } catch (IOException e) {
            throw new HippoException("Failed to write '" + file + "': " + e.getMessage());
        }
    }

    /// The names of all environments, `config` for the default one, sorted.
    public List<String> environments() {
        try (var list = Files.list(folder)) {
            return list.map(file -> String.valueOf(file.getFileName())).filter(name -> name.endsWith(".json") && !name.equals(
                    "registry-auth.json")).map(name -> name.substring(0, name.length() - ".json".length())).sorted().toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new HippoException("Failed to read '" + folder + "': " + e.getMessage());
        }
    }
}
