package dev.spinjvm.component.binary;

import java.util.Comparator;
import java.util.regex.Pattern;

/// The version of an interface name: a semantic version, or the canonical prefix of one (`1`, `0.2`), whose absent numbers
/// count as zero.
///
/// The order is the precedence of Semantic Versioning 2.0.0; build metadata takes no part in it, though it does in equality.
///
/// @param text the version as written
/// @param pre the pre-release identifiers, empty for a release
public record Version(String text, long major, long minor, long patch, String pre) implements Comparable<Version> {

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Comparator<Version> ORDER = Comparator.comparingLong(Version::major).thenComparingLong(Version::minor)
            .thenComparingLong(Version::patch)
            .thenComparing(Version::pre, Version::comparePre);

    /// Reads a version.
    ///
    /// @throws IllegalArgumentException saying what is wrong with it
    public static Version parse(String text) {
        return new VersionParser(text).parse();
    }

    /// What must be equal in two versions for one to stand in for the other: the major version, or `0.minor`, or the whole
    /// text if both are zero or it is a pre-release.
    public String compatibilityKey() {
        if (!pre.isEmpty()) {
            return text;
        }
        if (major > 0) {
            return Long.toString(major);
        }
        return minor > 0 ? "0." + minor : text;
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return text;
    }

    private static int comparePre(String left, String right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isEmpty(), right.isEmpty());
        }
        var lefts = left.split("\\.", -1);
        var rights = right.split("\\.", -1);
        for (var i = 0; i < Math.min(lefts.length, rights.length); i++) {
            var order = compareIdentifier(lefts[i], rights[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(lefts.length, rights.length);
    }

    private static int compareIdentifier(String left, String right) {
        var leftNumeric = DIGITS.matcher(left).matches();
        var rightNumeric = DIGITS.matcher(right).matches();
        if (leftNumeric && rightNumeric) {
            return left.length() != right.length()
                    ? Integer.compare(left.length(), right.length())
                    : left.compareTo(right);
        }
        return leftNumeric != rightNumeric ? Boolean.compare(rightNumeric, leftNumeric) : left.compareTo(right);
    }
}
