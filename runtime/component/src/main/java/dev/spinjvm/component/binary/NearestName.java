package dev.spinjvm.component.binary;

import org.jspecify.annotations.Nullable;

/// Finds what somebody may have meant by a name that does not exist.
public final class NearestName {
    private static final int MAX_EDITS = 3;

    private NearestName() {}

    /// Another version of the interface, or else a name that differs by few letters, or else null.
    public static @Nullable String of(String wanted, Iterable<String> names) {
        String unversioned = unversioned(wanted);
        String nearest = null;
        int fewest = MAX_EDITS + 1;
        for (String name : names) {
            int edits = edits(unversioned, unversioned(name));
            // Later names win among equals: in alphabetical order that is mostly the newest version.
            if (edits <= Math.min(fewest, MAX_EDITS)) {
                nearest = name;
                fewest = edits;
            }
        }
        return nearest;
    }

    private static String unversioned(String name) {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    /// The Levenshtein distance.
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
