package dev.spinjvm.loader.versions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A requirement for a version, in the grammar of Cargo: comparators with commas between them, all of which must hold.
///
/// A comparator is an operator (`=`, `>`, `>=`, `<`, `<=`, `~`, `^`; none means `^`) and a version, whose last numbers may be missing or be
/// `*`. A pre-release satisfies a requirement only if one of its comparators names a pre-release of the same three numbers.
public final class VersionRequirement {
    private static final int MAX_COMPARATORS = 32;

    private enum Operator {
        EXACT("="), GREATER_OR_EQUAL(">="), GREATER(">"), LESS_OR_EQUAL("<="), LESS("<"), TILDE("~"), CARET("^");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }
    }

    private record Comparator(Operator operator, long major, @Nullable Long minor, @Nullable Long patch, String pre) {
        boolean matches(SemVersion version) {
            return switch (operator) {
                case EXACT -> isExactly(version);
                case GREATER -> compare(version) > 0;
                case GREATER_OR_EQUAL -> isExactly(version) || compare(version) > 0;
                case LESS -> compare(version) < 0;
                case LESS_OR_EQUAL -> isExactly(version) || compare(version) < 0;
                case TILDE -> tilde(version);
                case CARET -> caret(version);
            };
        }

        private boolean isExactly(SemVersion version) {
            return version.major() == major && (minor == null || version.minor() == minor) && (patch == null || version.patch() == patch)
                    && version.pre().equals(pre);
        }

        /// How the version stands to this one, in the numbers that this one has.
        private int compare(SemVersion version) {
            if (version.major() != major) {
                return Long.compare(version.major(), major);
            }
            if (minor == null || version.minor() != minor) {
                return minor == null ? 0 : Long.compare(version.minor(), minor);
            }
            if (patch == null || version.patch() != patch) {
                return patch == null ? 0 : Long.compare(version.patch(), patch);
            }
            return SemVersion.comparePre(version.pre(), pre);
        }

        private boolean tilde(SemVersion version) {
            if (version.major() != major || minor != null && version.minor() != minor) {
                return false;
            }
            if (patch != null && version.patch() != patch) {
                return version.patch() > patch;
            }
            return SemVersion.comparePre(version.pre(), pre) >= 0;
        }

        private boolean caret(SemVersion version) {
            if (version.major() != major) {
                return false;
            }
            if (minor == null) {
                return true;
            }
            if (patch == null) {
                return major > 0 ? version.minor() >= minor : version.minor() == minor;
            }
            if (version.minor() != minor) {
                return major > 0 && version.minor() > minor;
            }
            if (version.patch() != patch) {
                return (major > 0 || minor > 0) && version.patch() > patch;
            }
            return SemVersion.comparePre(version.pre(), pre) >= 0;
        }

        private boolean namesPrereleaseOf(SemVersion version) {
            return !pre.isEmpty() && major == version.major() && Objects.equals(minor, version.minor())
                    && Objects.equals(patch, version.patch());
        }
    }

    private final String text;
    private final List<Comparator> comparators;

    private VersionRequirement(String text, List<Comparator> comparators) {
        this.text = text;
        this.comparators = List.copyOf(comparators);
    }

    /// Reads a requirement.
    ///
    /// @throws VersionFormatException if it is none
    public static VersionRequirement read(String text) throws VersionFormatException {
        VersionText in = new VersionText(text);
        in.skipSpaces();
        if (!in.isOver() && "*xX".indexOf(in.next()) >= 0) {
            String wildcard = String.valueOf(in.next());
            in.takeWildcard();
            in.skipSpaces();
            if (in.isOver()) {
                return new VersionRequirement(text, List.of());
            }
            throw in.next() == ',' ? notAlone(wildcard) : new VersionFormatException("unexpected character after wildcard in version req");
        }
        List<Comparator> comparators = new ArrayList<>();
        while (true) {
            String part = readComparator(in, comparators);
            if (in.isOver()) {
                return new VersionRequirement(text, comparators);
            }
            if (!in.take(",")) {
                throw new VersionFormatException("expected comma after " + part + ", found " + in.quoted());
            }
            in.skipSpaces();
            if (comparators.size() == MAX_COMPARATORS) {
                throw new VersionFormatException("excessive number of version comparators");
            }
            refuseWildcard(in);
        }
    }

    /// The requirement that a text is, if it is one.
    public static Optional<VersionRequirement> parse(String text) {
        try {
            return Optional.of(read(text));
        } catch (VersionFormatException _) {
            return Optional.empty();
        }
    }

    /// Only this version will do.
    public static VersionRequirement exactly(SemVersion version) {
        return new VersionRequirement("=" + version,
                List.of(new Comparator(Operator.EXACT, version.major(), version.minor(), version.patch(), version.pre())));
    }

    private static void refuseWildcard(VersionText in) throws VersionFormatException {
        if (!in.isOver() && "*xX".indexOf(in.next()) >= 0) {
            throw notAlone(String.valueOf(in.next()));
        }
    }

    private static VersionFormatException notAlone(String wildcard) {
        return new VersionFormatException("wildcard req (" + wildcard + ") must be the only comparator in the version req");
    }

    /// Reads one and says what its last part was.
    private static String readComparator(VersionText in, List<Comparator> comparators) throws VersionFormatException {
        Operator operator = null;
        for (Operator candidate : Operator.values()) {
            if (operator == null && in.take(candidate.sign)) {
                operator = candidate;
            }
        }
        boolean written = operator != null;
        in.skipSpaces();
        long major = in.number(VersionText.MAJOR);
        String last = VersionText.MAJOR;
        Long minor = null;
        Long patch = null;
        boolean wildcard = false;
        if (in.take(".")) {
            last = VersionText.MINOR;
            wildcard = in.takeWildcard();
            minor = wildcard ? null : Long.valueOf(in.number(last));
            if (in.take(".")) {
                last = VersionText.PATCH;
                boolean patchWildcard = in.takeWildcard();
                if (wildcard && !patchWildcard) {
                    throw new VersionFormatException("unexpected character after wildcard in version req");
                }
                wildcard = patchWildcard;
                patch = wildcard ? null : Long.valueOf(in.number(last));
            }
        }
        String pre = "";
        if (patch != null && in.take("-")) {
            last = VersionText.PRE;
            pre = in.identifiers(last);
        }
        if (patch != null && in.take("+")) {
            last = VersionText.BUILD;
            in.identifiers(last);
        }
        in.skipSpaces();
        Operator effective = written ? Objects.requireNonNull(operator) : wildcard ? Operator.EXACT : Operator.CARET;
        comparators.add(new Comparator(effective, major, minor, patch, pre));
        return last;
    }

    /// Whether the version satisfies it.
    public boolean matches(SemVersion version) {
        return comparators.stream().allMatch(comparator -> comparator.matches(version))
                && (!version.isPreRelease() || comparators.stream().anyMatch(comparator -> comparator.namesPrereleaseOf(version)));
    }

    /// The one version that will do, if the requirement names one.
    public Optional<SemVersion> only() {
        return comparators.size() == 1
                && comparators.getFirst() instanceof Comparator(Operator operator, long major, Long minor, Long patch, String pre)
                && operator == Operator.EXACT && minor != null && patch != null
                        ? Optional.of(new SemVersion(major, minor, patch, pre, ""))
                        : Optional.empty();
    }

    /// The highest of some versions that will do.
    public Optional<SemVersion> highest(Collection<SemVersion> versions) {
        return versions.stream().filter(this::matches).max(SemVersion::compareTo);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionRequirement requirement && requirement.comparators.equals(comparators);
    }

    @Override
    public int hashCode() {
        return comparators.hashCode();
    }

    /// As it was written.
    @Override
    public String toString() {
        return text;
    }
}
