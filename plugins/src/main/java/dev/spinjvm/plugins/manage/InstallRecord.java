package dev.spinjvm.plugins.manage;

import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.plugins.json.JsonTextException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where an installed plugin came from: `.install.json` in its folder.
public sealed interface InstallRecord {
    String FILE = ".install.json";

    record PluginsRepository() implements InstallRecord {}

    record Remote(String url) implements InstallRecord {}

    record Local(String file) implements InstallRecord {}

    static InstallRecord of(ManifestLocation location) {
        return switch (location) {
            case ManifestLocation.InCatalogue _ -> new PluginsRepository();
            case ManifestLocation.Remote(var url) -> new Remote(url.toString());
            case ManifestLocation.Local(var file) -> new Local(file.toString());
        };
    }

    default void writeTo(Path folder) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        switch (this) {
            case PluginsRepository _ -> members.put("source", "PluginsRepository");
            case Remote(String url) -> {
                members.put("source", "Remote");
                members.put("url", url);
            }
            case Local(String file) -> {
                members.put("source", "Local");
                members.put("file", file);
            }
        }
        Files.writeString(folder.resolve(FILE), JsonText.pretty(members), StandardCharsets.UTF_8);
    }

    /// That of a plugin's folder, if it can be read.
    static Optional<InstallRecord> read(Path folder) {
        try {
            Map<String, Object> members = JsonText.object(Files.readString(folder.resolve(FILE)));
            return switch (String.valueOf(members.get("source"))) {
                case "PluginsRepository" -> Optional.of(new PluginsRepository());
                case "Remote" -> Optional.of(new Remote(String.valueOf(members.get("url"))));
                case "Local" -> Optional.of(new Local(String.valueOf(members.get("file"))));
                default -> Optional.empty();
            };
        } catch (JsonTextException _) {
            return Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
