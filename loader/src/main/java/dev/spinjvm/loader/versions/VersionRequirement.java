package dev.spinjvm.loader.versions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Which versions will do, in the grammar of Cargo: comparisons with commas between them, each of which must hold, such as `^1.2`,
/// `>=1.2.3, <1.8`, `~1.2`, `=1.2.3`, `1.*` or `*`; without an operator, `^` is meant.
///
/// A pre-release will do only where a comparison names one of the same three numbers.
public final class VersionRequirement {
    private static final Pattern COMPARISON = Pattern.compile(
            "(=|>=|<=|>|<|~|\\^)?\\s*(\\d{1,18})(?:\\.(\\d{1,18}|[*xX]))?(?:\\.(\\d{1,18}|[*xX]))?(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]+)?");
    private static final Pattern ANY = Pattern.compile("[*xX]");

    private enum Operator {
        EXACT, GREATER, GREATER_OR_EXACT, LESS, LESS_OR_EXACT, TILDE, CARET;

        static Operator of(String text, boolean wildcard) {
            return switch (text) {
                case "=" -> EXACT;
                case ">" -> GREATER;
                case ">=" -> GREATER_OR_EXACT;
                case "<" -> LESS;
                case "<=" -> LESS_OR_EXACT;
                case "~" -> TILDE;
                case "" -> wildcard ? EXACT : CARET;
                default -> CARET;
            };
        }
    }

    /// @param minor -1 where any will do
    /// @param patch -1 where any will do
    private record Comparison(Operator operator, long major, long minor, long patch, String pre) {
        boolean holds(SemVersion version) {
            return switch (operator) {
                case EXACT -> isExact(version);
                case GREATER -> isGreater(version);
                case GREATER_OR_EXACT -> isExact(version) || isGreater(version);
                case LESS -> isLess(version);
                case LESS_OR_EXACT -> isExact(version) || isLess(version);
                case TILDE -> isNear(version);
                case CARET -> isCompatible(version);
            };
        }

        private boolean isExact(SemVersion version) {
            return version.major() == major && (minor < 0 || version.minor() == minor) && (patch < 0 || version.patch() == patch)
                    && version.pre().equals(pre);
        }

        /// The order of the numbers that are given; 0 as soon as one is not.
        private int numbers(SemVersion version) {
            int order = Long.compare(version.major(), major);
            order = order != 0 || minor < 0 ? order : Long.compare(version.minor(), minor);
            return order != 0 || patch < 0 ? order : Long.compare(version.patch(), patch);
        }

        private boolean isGreater(SemVersion version) {
            int order = numbers(version);
            return order > 0 || order == 0 && patch >= 0 && SemVersion.comparePre(version.pre(), pre) > 0;
        }

        private boolean isLess(SemVersion version) {
            int order = numbers(version);
            return order < 0 || order == 0 && patch >= 0 && SemVersion.comparePre(version.pre(), pre) < 0;
        }

        private boolean isNear(SemVersion version) {
            if (version.major() != major || minor >= 0 && version.minor() != minor) {
                return false;
            }
            return patch < 0 || version.patch() > patch || version.patch() == patch && isNotBefore(version);
        }

        private boolean isNotBefore(SemVersion version) {
            return SemVersion.comparePre(version.pre(), pre) >= 0;
        }

        private boolean isCompatible(SemVersion version) {
            if (version.major() != major) {
                return false;
            }
            if (minor < 0) {
                return true;
            }
            if (patch < 0) {
                return major > 0 ? version.minor() >= minor : version.minor() == minor;
            }
            if (major > 0 && version.minor() != minor) {
                return version.minor() > minor;
            }
            if (version.minor() != minor) {
                return false;
            }
            if (version.patch() != patch) {
                return (major > 0 || minor > 0) && version.patch() > patch;
            }
            return isNotBefore(version);
        }

        private boolean allowsPreRelease(SemVersion version) {
            return !pre.isEmpty() && version.major() == major && version.minor() == minor && version.patch() == patch;
        }
    }

    private final String text;
    private final List<Comparison> comparisons;

    private VersionRequirement(String text, List<Comparison> comparisons) {
        this.text = text;
        this.comparisons = List.copyOf(comparisons);
    }

    /// The requirement that a text is, if it is one.
    public static Optional<VersionRequirement> parse(String text) {
        if (ANY.matcher(text.strip()).matches()) {
            return Optional.of(new VersionRequirement(text.strip(), List.of()));
        }
        List<Comparison> comparisons = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = COMPARISON.matcher(part.strip());
            Comparison comparison = matcher.matches() ? comparison(matcher) : null;
            if (comparison == null) {
                return Optional.empty();
            }
            comparisons.add(comparison);
        }
        return Optional.of(new VersionRequirement(text.strip(), comparisons));
    }

    private static @Nullable Comparison comparison(Matcher matcher) {
        String operator = matcher.group(1) == null ? "" : matcher.group(1);
        String pre = matcher.group(5) == null ? "" : matcher.group(5);
        boolean wildcard = isAny(matcher.group(3)) || isAny(matcher.group(4));
        long minor = number(matcher.group(3));
        long patch = minor < 0 ? -1 : number(matcher.group(4));
        boolean given = matcher.group(4) != null && !isAny(matcher.group(4));
        // A number after a wildcard, or a pre-release of nothing, means nothing.
        if (minor < 0 && given || !pre.isEmpty() && patch < 0) {
            return null;
        }
        return new Comparison(Operator.of(operator, wildcard), Long.parseLong(matcher.group(2)), minor, patch, pre);
    }

    private static boolean isAny(@Nullable String text) {
        return text != null && ANY.matcher(text).matches();
    }

    private static long number(@Nullable String text) {
        return text == null || isAny(text) ? -1 : Long.parseLong(text);
    }

    /// Only this version will do.
    public static VersionRequirement exactly(SemVersion version) {
        return new VersionRequirement("=" + version,
                List.of(new Comparison(Operator.EXACT, version.major(), version.minor(), version.patch(), version.pre())));
    }

    /// Whether a version will do.
    public boolean matches(SemVersion version) {
        return comparisons.stream().allMatch(comparison -> comparison.holds(version))
                && (!version.isPreRelease() || comparisons.stream().anyMatch(comparison -> comparison.allowsPreRelease(version)));
    }

    /// The one version that will do, if the requirement names one.
    public Optional<SemVersion> only() {
        return comparisons.size() == 1 && comparisons.getFirst() instanceof Comparison(Operator operator, long major, long minor, long patch,
                String pre) && operator == Operator.EXACT && patch >= 0
                        ? Optional.of(new SemVersion(major, minor, patch, pre, ""))
                        : Optional.empty();
    }

    /// The highest of some versions that will do.
    public Optional<SemVersion> highest(Collection<SemVersion> versions) {
        return versions.stream().filter(this::matches).max(Comparator.naturalOrder());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionRequirement requirement && requirement.comparisons.equals(comparisons);
    }

    @Override
    public int hashCode() {
        return comparisons.hashCode();
    }

    /// As it was written.
    @Override
    public String toString() {
        return text;
    }
}
