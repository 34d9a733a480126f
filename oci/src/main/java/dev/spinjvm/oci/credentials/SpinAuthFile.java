package dev.spinjvm.oci.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.spinjvm.oci.AtomicFile;
import dev.spinjvm.oci.Credential;
import dev.spinjvm.oci.FileMutex;
import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.StrictJson.JsonException;

/// The file of credentials that belongs to this program: `{"auths": {"<host>": "<base64 of user:password>"}}`.
///
/// Only its user can read it. Several processes may change it.
public final class SpinAuthFile {
    private static final String AUTHS = "auths";
    private static final String HUB_KEY = "index.docker.io";

    private final Path file;

    public SpinAuthFile(Path file) {
        this.file = file;
    }

    public Path path() {
        return file;
    }

    /// The credential for a registry. A damaged file is reported and holds none.
    Optional<Credential> find(String registry, Consumer<String> warnings) {
        try {
            Object auth = auths(read()).get(key(registry));
            return auth instanceof String text ? AuthEntry.decode(text) : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (JsonException e) {
            warnings.accept("'" + file + "' is not used: " + e.getMessage());
            return Optional.empty();
        } catch (IOException _) {
            warnings.accept("'" + file + "' cannot be read");
            return Optional.empty();
        }
    }

    /// Adds or replaces the credential of a registry.
    ///
    /// @throws RegistryException.Local if the file is damaged or cannot be written
    public void put(String registry, Credential.Basic credential) {
        String text = credential.user() + ":" + credential.password();
        change(auths -> auths.put(key(registry), Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    }

    /// Forgets the credential of a registry.
    ///
    /// @return whether there was one
    public boolean remove(String registry) {
        boolean[] removed = new boolean[1];
        if (Files.exists(file)) {
            change(auths -> removed[0] = auths.remove(key(registry)) != null);
        }
        return removed[0];
    }

    private void change(Consumer<Map<String, Object>> change) {
        try {
            createFolder();
            try (FileMutex _ = FileMutex.exclusive(file.resolveSibling("." + file.getFileName() + ".lock"))) {
                Map<String, Object> tree = new LinkedHashMap<>(existing());
                Map<String, Object> auths = new TreeMap<>(auths(tree));
                change.accept(auths);
                tree.put(AUTHS, auths);
                AtomicFile.write(file, StrictJson.indented(tree));
            }
        } catch (JsonException e) {
            throw new RegistryException.Local("'" + file + "' is damaged and was left as it is: " + e.getMessage(), null);
        } catch (IOException e) {
            throw new RegistryException.Local("cannot write '" + file + "'", e);
        }
    }

    private Map<String, Object> existing() throws IOException {
        try {
            return read();
        } catch (NoSuchFileException _) {
            return Map.of();
        }
    }

    private Map<String, Object> read() throws IOException {
        byte[] text = Files.readAllBytes(file);
        return text.length == 0 ? Map.of() : StrictJson.object(text);
    }

    private static Map<String, Object> auths(Map<String, Object> tree) throws JsonException {
        Map<String, Object> auths = new TreeMap<>();
        StrictJson.map(tree, AUTHS).forEach((key, value) -> auths.put(String.valueOf(key), value));
        return auths;
    }

    private static String key(String registry) {
        String host = RegistryName.host(registry);
        return host.equals(RegistryName.DOCKER_HUB) ? HUB_KEY : host;
    }

    private void createFolder() throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("");
        if (!Files.isDirectory(folder)) {
            boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] mode = posix
                    ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))}
                    : new FileAttribute<?>[0];
            Files.createDirectories(folder, mode);
        }
    }
}
