package dev.spinjvm.loader.doctor;

import dev.spinjvm.loader.Quoted;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlComment;
import org.tomlj.TomlParseResult;

/// Finds a version of the manifest that is absent, under its old name, or not a version at all.
final class VersionCheck implements Check {
    private static final String CHECK = "manifest-version";
    private static final String KEY = "spin_manifest_version";
    private static final String OLD_KEY = "spin_version";

    @Override
    public List<Diagnosis> examine(Patient patient, Surroundings surroundings) {
        TomlParseResult root = patient.parse();
        Object version = root.get(List.of(KEY));
        if (version != null) {
            Object corrected = corrected(version);
            return corrected == null
                    ? List.of()
                    : List.of(new Diagnosis(CHECK, "Manifest 'spin_manifest_version' must be \"1\" or 2, not " + shown(version), true,
                            edit("Set manifest version to " + shown(corrected), corrected)));
        }
        if (root.contains(List.of(OLD_KEY))) {
            return List.of(new Diagnosis(CHECK, "Manifest using old 'spin_version' key", false,
                    edit("Replace 'spin_version' with 'spin_manifest_version'", "1")));
        }
        return List.of(new Diagnosis(CHECK, "Manifest missing 'spin_manifest_version' key", true,
                edit("Add spin_manifest_version to manifest", 2L)));
    }

    /// What was probably meant, or nothing if the version is right.
    private static @Nullable Object corrected(Object version) {
        if (version.equals("1") || version.equals(2L)) {
            return null;
        }
        return version.equals(1L) ? "1" : Long.valueOf(2);
    }

    private static String shown(Object value) {
        return value instanceof String text ? Quoted.of(text) : value.toString();
    }

    private static Treatment edit(String summary, Object version) {
        return new ManifestEdit(summary, root -> {
            List<String> key = List.of(KEY);
            List<String> old = List.of(OLD_KEY);
            if (root.contains(key)) {
                root.set(key, version);
            } else if (root.contains(old)) {
                List<TomlComment> comments = List.copyOf(root.comments(old));
                root.insertBefore(old, KEY, version);
                root.remove(old);
                comments.forEach(comment -> root.setComment(key, comment));
            } else if (root.isEmpty()) {
                root.set(key, version);
            } else {
                root.insertBefore(List.of(root.keySet().iterator().next()), KEY, version);
            }
            root.remove(old);
            return root;
        });
    }
}
