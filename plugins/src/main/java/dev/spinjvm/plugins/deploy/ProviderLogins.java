package dev.spinjvm.plugins.deploy;

import dev.spinjvm.oci.AtomicFile;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.plugins.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What providers gave when their user logged in: a file for each, which only the user can read.
///
/// @param folder of these files
public record ProviderLogins(Path folder) {
    /// Those below the user's configuration folder.
    public static ProviderLogins below(Path config) {
        return new ProviderLogins(config.resolve("spin").resolve("deploy"));
    }

    private Path file(String provider) {
        return folder.resolve(provider + ".json");
    }

    /// What was kept for a provider.
    ///
    /// @throws PluginException if the file is damaged
    public Optional<Map<String, Object>> read(String provider) {
        Path file = file(provider);
        try {
            return Optional.of(StrictJson.object(Files.readAllBytes(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (StrictJson.JsonException _) {
            throw new PluginException("'" + file + "' is damaged; log in again with `spin deploy " + provider + " login`");
        } catch (IOException e) {
            throw new PluginException("Cannot read '" + file + "'", e);
        }
    }

    /// Keeps it.
    public void write(String provider, Map<String, Object> credentials) {
        try {
            Files.createDirectories(folder);
            AtomicFile.write(file(provider), StrictJson.indented(credentials));
        } catch (IOException e) {
            throw new PluginException("Cannot write '" + file(provider) + "'", e);
        }
    }

    /// Forgets it.
    ///
    /// @return whether there was something
    public boolean delete(String provider) {
        try {
            return Files.deleteIfExists(file(provider));
        } catch (IOException e) {
            throw new PluginException("Cannot remove '" + file(provider) + "'", e);
        }
    }
}
