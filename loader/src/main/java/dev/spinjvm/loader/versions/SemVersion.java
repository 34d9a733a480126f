package dev.spinjvm.loader.versions;

import java.util.Comparator;
import java.util.Optional;

/// A semantic version (semver.org 2.0.0).
///
/// The natural order is total: build metadata, which has no precedence, comes last. Use [#BY_PRECEDENCE] to leave it out.
///
/// @param pre what follows `-`, or an empty text
/// @param build what follows `+`, or an empty text
public record SemVersion(long major, long minor, long patch, String pre, String build) implements Comparable<SemVersion> {
    /// The order of semver.org, section 11.
    public static final Comparator<SemVersion> BY_PRECEDENCE = Comparator.comparingLong(SemVersion::major).thenComparingLong(
            SemVersion::minor)
            .thenComparingLong(SemVersion::patch).thenComparing(SemVersion::pre, SemVersion::comparePre);

    /// Reads a whole version, of three numbers at least.
    ///
    /// @throws VersionFormatException if it is none
    public static SemVersion read(String text) throws VersionFormatException {
        if (text.isEmpty()) {
            throw new VersionFormatException("empty string, expected a semver version");
        }
        VersionText in = new VersionText(text);
        long major = in.number(VersionText.MAJOR);
        in.dot(VersionText.MAJOR);
        long minor = in.number(VersionText.MINOR);
        in.dot(VersionText.MINOR);
        long patch = in.number(VersionText.PATCH);
        String last = VersionText.PATCH;
        String pre = "";
        String build = "";
        if (in.take("-")) {
            last = VersionText.PRE;
            pre = in.identifiers(last);
        }
        if (in.take("+")) {
            last = VersionText.BUILD;
            build = in.identifiers(last);
        }
        if (!in.isOver()) {
            throw in.unexpectedAfter(last);
        }
        return new SemVersion(major, minor, patch, pre, build);
    }

    /// The version, if the text is one.
    public static Optional<SemVersion> parse(String text) {
        try {
            return Optional.of(read(text));
        } catch (VersionFormatException _) {
            return Optional.empty();
        }
    }

    public boolean isPreRelease() {
        return !pre.isEmpty();
    }

    /// Orders two pre-release parts; none at all comes last.
    static int comparePre(String left, String right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isEmpty(), right.isEmpty());
        }
        return compareSegments(left, right);
    }

    private static int compareSegments(String left, String right) {
        String[] mine = left.split("\\.", -1);
        String[] theirs = right.split("\\.", -1);
        for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
            int order = compareSegment(mine[i], theirs[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine.length, theirs.length);
    }

    private static int compareSegment(String left, String right) {
        boolean leftNumber = isNumber(left);
        boolean rightNumber = isNumber(right);
        if (leftNumber && rightNumber) {
            String a = left.replaceFirst("^0+(?=.)", "");
            String b = right.replaceFirst("^0+(?=.)", "");
            int order = a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
            return order != 0 ? order : Integer.compare(left.length(), right.length());
        }
        return leftNumber == rightNumber ? left.compareTo(right) : leftNumber ? -1 : 1;
    }

    private static boolean isNumber(String segment) {
        return segment.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public int compareTo(SemVersion other) {
        int order = BY_PRECEDENCE.compare(this, other);
        if (order != 0 || build.equals(other.build)) {
            return order;
        }
        return build.isEmpty() || other.build.isEmpty()
                ? Boolean.compare(other.build.isEmpty(), build.isEmpty())
                : compareSegments(build,
                        other.build);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + (pre.isEmpty() ? "" : "-" + pre) + (build.isEmpty() ? "" : "+" + build);
    }
}
