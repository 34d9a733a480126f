package dev.spinjvm.plugins.manage;

import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.plugins.json.JsonTextException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Plugin manifests as JSON. Members that nobody knows are passed over.
final class ManifestJson {
    private static final Set<String> SYSTEMS = Set.of("linux", "macos", "windows");
    private static final Set<String> ARCHITECTURES = Set.of(PluginPackage.AMD64, "aarch64", "arm");

    private ManifestJson() {}

    static PluginManifest read(String text) throws JsonTextException {
        Map<String, Object> members = JsonText.object(text);
        List<PluginPackage> packages = new ArrayList<>();
        if (!(members.get("packages") instanceof List<?> list)) {
            throw new JsonTextException(members.containsKey("packages") ? "`packages` is no list" : missing("packages"));
        }
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)) {
                throw new JsonTextException("an element of `packages` is no object");
            }
            packages.add(new PluginPackage(oneOf(map, "os", SYSTEMS), oneOf(map, "arch", ARCHITECTURES), text(map, "url"), text(map,
                    "sha256")));
        }
        return new PluginManifest(text(members, "name"), optional(members, "description"), optional(members, "homepage"), text(members,
                "version"), text(members, "spinCompatibility"), text(members, "license"), packages);
    }

    static String write(PluginManifest manifest) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", manifest.writtenName());
        if (manifest.description() != null) {
            members.put("description", manifest.description());
        }
        if (manifest.homepage() != null) {
            members.put("homepage", manifest.homepage());
        }
        members.put("version", manifest.version());
        members.put("spinCompatibility", manifest.spinCompatibility());
        members.put("license", manifest.license());
        members.put("packages", manifest.packages().stream().map(ManifestJson::tree).toList());
        return JsonText.compact(members);
    }

    private static Map<String, Object> tree(PluginPackage item) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("os", item.os());
        members.put("arch", item.arch());
        members.put("url", item.url());
        members.put("sha256", item.sha256());
        return members;
    }

    private static String oneOf(Map<?, ?> members, String name, Set<String> words) throws JsonTextException {
        String word = text(members, name);
        if (!words.contains(word)) {
            throw new JsonTextException("`" + name + "` of a package is none of " + words.stream().sorted().toList());
        }
        return word;
    }

    private static String text(Map<?, ?> members, String name) throws JsonTextException {
        String text = optional(members, name);
        if (text == null) {
            throw new JsonTextException(missing(name));
        }
        return text;
    }

    private static String missing(String name) {
        return "missing field `" + name + "`";
    }

    private static @Nullable String optional(Map<?, ?> members, String name) throws JsonTextException {
        return switch (members.get(name)) {
            case null -> null;
            case String text -> text;
            default -> throw new JsonTextException("`" + name + "` is no text");
        };
    }
}
