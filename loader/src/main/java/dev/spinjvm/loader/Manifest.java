package dev.spinjvm.loader;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// An application manifest, version 2. Maps keep the order of the file.
///
/// Parts that could not be read are absent or `null`; the manifest's problems say so.
///
/// @param triggers by trigger type
/// @param components by id
record Manifest(Details application, Map<String, Variable> variables, Map<String, List<Trigger>> triggers,
        Map<String, Component> components) {
    /// @param triggerSettings application-wide configuration by trigger type
    /// @param triggerPositions where it stands
    /// @param tool settings of other tools
    record Details(String name, String version, String description, List<String> authors, List<Target> targets,
            Map<String, Map<String, Object>> triggerSettings, Map<String, Position> triggerPositions,
            Map<String, Map<String, Object>> tool) {}

    record Variable(@Nullable String description, boolean required, @Nullable String defaultValue, boolean secret, Position at) {
        @Override
        public String toString() {
            return "Variable[required=" + required + ", secret=" + secret + "]";
        }
    }

    /// @param id empty until normalised
    /// @param dependencies by role
    /// @param config the keys that belong to the trigger type
    /// @param fields the whole table, for checks that need places
    record Trigger(String id, @Nullable ComponentSpec component, Map<String, List<ComponentSpec>> components,
            Map<String, List<Dependency>> dependencies, Map<String, Object> config, TomlFields fields) {}

    sealed interface ComponentSpec {
        record Reference(String id, Position at) implements ComponentSpec {}

        record Inline(Component component) implements ComponentSpec {}
    }

    /// @param targets `null` where the application's hold
    record Component(@Nullable Source source, String description, Map<String, Located<String>> variables,
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
    record Profile(@Nullable Source source, Map<String, String> environment, Map<String, Dependency> dependencies,
            @Nullable Commands command) {}

    /// Where a component's code comes from.
    sealed interface Source {
        Position at();

        record Local(String path, Position at) implements Source {}

        record Remote(String url, String digest, Position at) implements Source {}

        record Registry(@Nullable String registry, String packageName, String version, Position at) implements Source {}

        /// How messages name it.
        default String describe() {
            return switch (this) {
                case Local(String path, Position _) -> Quoted.of(path);
                case Remote(String url, String digest, Position _) -> Quoted.of(url) + " with digest " + Quoted.of(digest);
                case Registry(String registry, String name, String version, Position _) -> "\"" + name + "@" + version + "\" from "
                        + (registry == null ? "default registry" : "registry " + Quoted.of(registry));
            };
        }
    }

    /// Files given to a component.
    sealed interface FileMount {
        Position at();

        /// A file, directory or glob below the manifest's directory, mounted at the same path.
        record Pattern(String pattern, Position at) implements FileMount {}

        record Placement(String source, String destination, Position at) implements FileMount {}
    }

    /// An environment the components must be able to run in.
    sealed interface Target {
        record Catalogue(String name) implements Target {}

        record Url(String url) implements Target {}

        record File(String path) implements Target {}
    }

    /// One command or several to be run in order.
    ///
    /// @param single written as a string rather than an array
    record Commands(List<String> commands, boolean single) {
        Object toJson() {
            return single ? commands.getFirst() : commands;
        }
    }

    record Build(Commands command, @Nullable String workdir, List<String> watch) {}

    /// @param inherit `null` where the manifest does not say
    record Dependency(Kind kind, @Nullable String export, @Nullable Inherit inherit, Position at) {
        Dependency withInherit(Inherit newInherit) {
            return new Dependency(kind, export, newInherit, at);
        }
    }

    /// Where a dependency comes from.
    sealed interface Kind {
        /// A version of the registry package named like the import.
        record Version(String version) implements Kind {}

        record Package(String version, @Nullable String registry, @Nullable String name) implements Kind {}

        record Local(String path) implements Kind {}

        record Http(String url, String digest) implements Kind {}

        record AppComponent(String id) implements Kind {}
    }

    /// @param all everything or, where `kinds` is `null` too, nothing
    record Inherit(boolean all, @Nullable List<String> kinds) {}
}
