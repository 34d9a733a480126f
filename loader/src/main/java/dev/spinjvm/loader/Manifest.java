package dev.spinjvm.loader;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/// An application manifest in the form of version 2. Maps keep the order of the file.
///
/// Immutable. Parts that could not be read are absent or `null`; the manifest's diagnostics say so. Positions are where the file says it; see
/// [ManifestInspection] for how to get one.
///
/// @param triggers by trigger type
/// @param components by id
public record Manifest(Details application, Map<String, Variable> variables, Map<String, List<Trigger>> triggers,
        Map<String, Component> components) {
    /// A manifest of which nothing could be read.
    static final Manifest EMPTY = new Manifest(new Details("", "", "", List.of(), List.of(), Map.of(), Map.of(), Map.of()), Map.of(),
            Map.of(), Map.of());

    /// The names of all profiles that a component has, sorted.
    public SortedSet<String> profiles() {
        var names = new TreeSet<String>();
        components.values().forEach(component -> names.addAll(component.profiles().keySet()));
        return names;
    }

    /// `[application]`.
    ///
    /// @param targets environments that every component must be able to run in
    /// @param triggerSettings application-wide configuration by trigger type
    /// @param triggerPositions where it stands
    /// @param tool settings of other tools
    public record Details(String name, String version, String description, List<String> authors, List<Target> targets,
            Map<String, Map<String, Object>> triggerSettings, Map<String, Position> triggerPositions,
            Map<String, Map<String, Object>> tool) {}

    /// A variable of the application. Exactly one of `required` and `defaultValue` is given in a valid manifest.
    public record Variable(@Nullable String description, boolean required, @Nullable String defaultValue, boolean secret, Position at) {
        @Override
        public String toString() {
            return "Variable[required=" + required + ", secret=" + secret + "]";
        }
    }

    /// What starts a component.
    ///
    /// @param id empty until normalised
    /// @param components further components by what the trigger uses them for
    /// @param dependencies by role
    /// @param config the keys that belong to the trigger type
    /// @param fields the whole table, for checks that need places
    public record Trigger(String id, @Nullable ComponentSpec component, Map<String, List<ComponentSpec>> components,
            Map<String, List<Dependency>> dependencies, Map<String, Object> config, TomlFields fields) {
        /// Where the trigger's table begins.
        public Position at() {
            return fields.at();
        }
    }

    /// The component of a trigger. After normalisation always a reference.
    public sealed interface ComponentSpec {
        /// The id of a component.
        record Reference(String id, Position at) implements ComponentSpec {}

        /// The component itself.
        record Inline(Component component) implements ComponentSpec {}
    }

    /// `[component.<id>]`.
    ///
    /// @param source `null` if it could not be read
    /// @param targets `null` where the application's hold
    /// @param dependenciesInherit `dependencies_inherit_configuration`, `null` where the manifest does not say
    /// @param dependencies by the import they satisfy
    /// @param at where its table begins
    public record Component(@Nullable Source source, String description, Map<String, Located<String>> variables,
            Map<String, String> environment, List<FileMount> files, List<Located<String>> excludeFiles,
            List<Located<String>> allowedHttpHosts, List<Located<String>> allowedOutboundHosts, List<String> keyValueStores,
            List<String> sqliteDatabases, List<String> aiModels, @Nullable List<Target> targets, @Nullable Build build,
            Map<String, Map<String, Object>> tool, @Nullable Boolean dependenciesInherit, Map<String, Dependency> dependencies,
            Map<String, Profile> profiles, Position at) {
        Component with(@Nullable Source newSource, Map<String, String> newEnvironment, @Nullable Build newBuild,
                @Nullable Boolean inherit, Map<String, Dependency> newDependencies) {
            return new Component(newSource, description, variables, newEnvironment, files, excludeFiles, allowedHttpHosts,
                    allowedOutboundHosts, keyValueStores, sqliteDatabases, aiModels, targets, newBuild, tool, inherit, newDependencies,
                    profiles, at);
        }

        /// The component with only `allowed_outbound_hosts`, which are `hosts`.
        Component withHosts(List<Located<String>> hosts) {
            return new Component(source, description, variables, environment, files, excludeFiles, List.of(), hosts, keyValueStores,
                    sqliteDatabases, aiModels, targets, build, tool, dependenciesInherit, dependencies, profiles, at);
        }
    }

    /// What a profile changes of a component.
    public record Profile(@Nullable Source source, Map<String, String> environment, Map<String, Dependency> dependencies,
            @Nullable Commands command) {}

    /// Where a component's code comes from.
    public sealed interface Source {
        Position at();

        /// A file, relative to the manifest's directory.
        record Local(String path, Position at) implements Source {}

        /// A download that must have a digest.
        record Remote(String url, String digest, Position at) implements Source {}

        /// A package of a registry; `null` stands for the usual registry of the package's namespace.
        record Registry(@Nullable String registry, String packageName, String version, Position at) implements Source {}

        /// The code of a component in an application of a registry, by its digest.
        record PackagedModule(String reference, String digest, Position at) implements Source {}

        /// A component of an application in a registry, with its files.
        record PackagedComponent(String reference, String id, Position at) implements Source {}

        /// The code that is a parcel of a bindle, by its SHA-256.
        record Parcel(String reference, String parcel, Position at) implements Source {}

        /// How messages name it.
        default String describe() {
            return switch (this) {
                case Local(String path, Position _) -> Quoted.of(path);
                case Remote(String url, String digest, Position _) -> Quoted.of(url) + " with digest " + Quoted.of(digest);
                case Registry(String registry, String name, String version, Position _) -> "\"" + name + "@" + version + "\" from "
                        + (registry == null ? "default registry" : "registry " + Quoted.of(registry));
                case PackagedModule(String reference, String digest, Position _) -> "with digest " + Quoted.of(digest) + " from "
                        + Quoted.of(reference);
                case PackagedComponent(String reference, String id, Position _) -> "of component `" + id + "` from " + Quoted.of(reference);
                case Parcel(String reference, String parcel, Position _) -> "of parcel " + Quoted.of(parcel) + " from bindle "
                        + Quoted.of(reference);
            };
        }
    }

    /// Files given to a component.
    public sealed interface FileMount {
        Position at();

        /// A file, directory or glob below the manifest's directory, mounted at the same path.
        record Pattern(String pattern, Position at) implements FileMount {}

        /// A file or directory mounted somewhere else.
        record Placement(String source, String destination, Position at) implements FileMount {}
    }

    /// An environment the components must be able to run in.
    public sealed interface Target {
        /// A known environment, such as `spin-up:3.3`.
        record Catalogue(String name) implements Target {}

        /// The definition of an environment, to be downloaded.
        record Url(String url) implements Target {}

        /// The definition of an environment in a file.
        record File(String path) implements Target {}
    }

    /// One command or several to be run in order.
    ///
    /// @param single written as a string rather than an array
    public record Commands(List<String> commands, boolean single) {
        Object toJson() {
            return single ? commands.getFirst() : commands;
        }
    }

    /// How a component is built.
    ///
    /// @param workdir relative to the manifest's directory, which `null` stands for
    /// @param watch patterns of the files whose change calls for a new build, relative to `workdir`
    public record Build(Commands command, @Nullable String workdir, List<String> watch, Position at) {}

    /// What satisfies an import of a component, or is put in front of it.
    ///
    /// @param inherit `null` where the manifest does not say
    public record Dependency(Kind kind, @Nullable String export, @Nullable Inherit inherit, Position at) {
        Dependency withInherit(Inherit newInherit) {
            return new Dependency(kind, export, newInherit, at);
        }
    }

    /// Where a dependency comes from.
    public sealed interface Kind {
        /// A version of the registry package named like the import.
        record Version(String version) implements Kind {}

        /// A package of a registry; without a name, the one named like the import.
        record Package(String version, @Nullable String registry, @Nullable String name) implements Kind {}

        /// A file, relative to the manifest's directory.
        record Local(String path) implements Kind {}

        /// A download that must have a digest.
        record Http(String url, String digest) implements Kind {}

        /// The code of a component in an application of a registry, by its digest.
        record PackagedModule(String reference, String digest) implements Kind {}

        /// The code of a component in an application of a registry, by its id.
        record PackagedComponent(String reference, String id) implements Kind {}

        /// The code that is a parcel of a bindle, by its SHA-256.
        record Parcel(String reference, String parcel) implements Kind {}

        /// The code of another component of the application. Not left after normalisation.
        record AppComponent(String id) implements Kind {}
    }

    /// What a dependency may use of what its component may.
    ///
    /// @param all everything or, where `kinds` is `null` too, nothing
    public record Inherit(boolean all, @Nullable List<String> kinds) {}
}
