package dev.spinjvm.cli;

import java.util.Collection;
import java.util.List;

/// Finds what a user may have meant.
final class SimilarWords {
    private static final int MAX_DISTANCE = 2;

    private SimilarWords() {}

    /// The candidates within an edit distance of 2 of `word`, in the order given.
    static List<String> of(String word, Collection<String> candidates) {
        return candidates.stream().filter(candidate -> distance(word, candidate) <= MAX_DISTANCE).toList();
    }

    /// The Levenshtein distance.
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
