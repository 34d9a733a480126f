package dev.spinjvm.loader;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// What someone who mistyped a name may have meant.
public final class NearNames {
    /// Nobody mistypes longer ones, and comparing takes the product of the lengths.
    private static final int MAX_LENGTH = 100;

    private NearNames() {}

    /// The candidate nearest to `name`, or none if nothing is near: at most a third of the letters may differ.
    public static @Nullable String closest(String name, Collection<String> candidates) {
        if (name.length() > MAX_LENGTH) {
            return null;
        }
        String best = null;
        int bestDistance = Math.max(1, name.length() / 3) + 1;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - name.length()) >= bestDistance) {
                continue;
            }
            int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /// The candidates that `distance` letters at most make different from `name`, in the order given.
    public static List<String> within(int distance, String name, Collection<String> candidates) {
        return name.length() > MAX_LENGTH
                ? List.of()
                : candidates.stream().filter(candidate -> distance(name, candidate) <= distance).toList();
    }

    /// How many letters must be inserted, deleted, replaced or swapped with their neighbour.
    static int distance(String left, String right) {
        int[][] rows = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                int same = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                rows[i][j] = Math.min(Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + same);
                boolean swapped = i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2) && left.charAt(i - 2) == right.charAt(j - 1);
                if (swapped) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[left.length()][right.length()];
    }
}
