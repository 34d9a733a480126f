package dev.spinjvm.loader;

import java.util.Comparator;
import java.util.Optional;

import dev.spinjvm.loader.versions.SemVersion;

/// The name of an import that a dependency satisfies. The order is that of locked applications: plain names first, then packages.
public sealed interface DependencyName extends Comparable<DependencyName> {
    /// A name without a package.
    record Plain(String name) implements DependencyName {
        @Override
        public String toString() {
            return name;
        }
    }

    /// `namespace:package` with an interface, a version, both or neither.
    record Package(PackageName name, Optional<String> interfaceName, Optional<SemVersion> version) implements DependencyName {
        /// Absent parts come before present ones.
        private static final Comparator<Package> ORDER = Comparator.comparing((Package name) -> name.name().namespace())
                .thenComparing(name -> name.name().name()).thenComparing(name -> name.version().isPresent())
                .thenComparing((one, other) -> one.version().isPresent() && other.version().isPresent()
                        ? one.version().get().compareTo(other.version().get())
                        : 0)
                .thenComparing(name -> name.interfaceName().orElse(""));

        /// Whether an import could be satisfied by this one and by the other, so that only one of them may be given.
        public boolean conflictsWith(Package other) {
            boolean otherVersion = version.isPresent() && other.version.isPresent()
                    && !compatible(version.get()).equals(compatible(other.version.get()));
            boolean otherInterface = interfaceName.isPresent() && other.interfaceName.isPresent()
                    && !interfaceName.equals(other.interfaceName);
            return name.equals(other.name) && !otherVersion && !otherInterface;
        }

        /// The oldest version that any user of this one accepts.
        private static SemVersion compatible(SemVersion version) {
            if (version.isPreRelease()) {
                return new SemVersion(version.major(), version.minor(), version.patch(), version.pre(), "");
            }
            boolean major = version.major() > 0;
            boolean minor = !major && version.minor() > 0;
            return new SemVersion(version.major(), major ? 0 : version.minor(), major || minor ? 0 : version.patch(), "", "");
        }

        @Override
        public String toString() {
            return name + interfaceName.map(text -> "/" + text).orElse("") + version.map(number -> "@" + number).orElse("");
        }
    }

    /// Reads a name.
    ///
    /// @throws LoadException with what is wrong with it
    static DependencyName parse(String text) {
        if (text.indexOf(':') < 0 && text.indexOf('/') < 0) {
            requireId(text);
            return new Plain(text);
        }
        int at = text.indexOf('@');
        String path = at < 0 ? text : text.substring(0, at);
        Optional<SemVersion> version = at < 0 ? Optional.empty() : SemVersion.parse(text.substring(at + 1));
        if (at >= 0 && version.isEmpty()) {
            throw new LoadException("invalid version " + Quoted.of(text.substring(at + 1)) + " in the dependency name");
        }
        int slash = path.indexOf('/');
        String packageText = slash < 0 ? path : path.substring(0, slash);
        Optional<String> interfaceName = slash < 0 ? Optional.empty() : Optional.of(path.substring(slash + 1));
        PackageName packageName = PackageName.parse(packageText).orElseThrow(() -> new LoadException(
                "invalid package name " + Quoted.of(packageText) + ", expected `namespace:package`"));
        interfaceName.ifPresent(DependencyName::requireId);
        return new Package(packageName, interfaceName, version);
    }

    /// The name that a text is, if it is one.
    static Optional<DependencyName> read(String text) {
        try {
            return Optional.of(parse(text));
        } catch (LoadException _) {
            return Optional.empty();
        }
    }

    private static void requireId(String id) {
        String problem = Ids.kebabProblem(id);
        if (problem != null) {
            throw new LoadException(problem);
        }
    }

    @Override
    default int compareTo(DependencyName other) {
        return switch (this) {
            case Plain(String name) -> other instanceof Plain(String otherName) ? name.compareTo(otherName) : -1;
            case Package here -> other instanceof Package there ? Package.ORDER.compare(here, there) : 1;
        };
    }
}
