package dev.spinjvm.plugins.drivers;

import dev.spinjvm.loader.Manifest;
import dev.spinjvm.loader.NearNames;
import dev.spinjvm.plugins.settings.UserSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which build driver builds a component: that of the flag for the component, of the flag for all, of the environment, of the component's
/// table `tool.build`, of the application's, of the user's settings, else `shell`.
public final class BuildSelection {
    /// The build driver of Spin itself: the component's commands, in the shell.
    public static final String SHELL = "shell";
    private static final String FLAG = "--build-driver";
    private static final String VARIABLE = "SPIN_BUILD_DRIVER";
    private static final String KEY = "build-driver";
    private static final String TOOL = "build";
    private static final String DRIVER = "driver";
    private static final String CONFIG = "config";
    private static final String ENVIRONMENT = "env";
    private static final List<String> KEYS = List.of(DRIVER, CONFIG, ENVIRONMENT);

    private final @Nullable DriverChoice forAll;
    private final Map<String, DriverChoice> forComponents;
    private final UserSettings settings;

    private BuildSelection(@Nullable DriverChoice forAll, Map<String, DriverChoice> forComponents, UserSettings settings) {
        this.forAll = forAll;
        this.forComponents = forComponents;
        this.settings = settings;
    }

    /// What the user says.
    ///
    /// @param flags the values of `--build-driver`: `NAME` or `COMPONENT=NAME`
    /// @throws IllegalArgumentException if they contradict each other, or are neither
    public static BuildSelection of(List<String> flags, Map<String, String> environment, UserSettings settings) {
        DriverChoice all = null;
        Map<String, DriverChoice> components = new LinkedHashMap<>();
        for (String flag : flags) {
            int equals = flag.indexOf('=');
            String name = flag.substring(equals + 1);
            if (name.isEmpty() || equals == 0) {
                throw new IllegalArgumentException("invalid value '" + flag + "' for '" + FLAG + "': it must be NAME or COMPONENT=NAME");
            }
            DriverChoice choice = new DriverChoice(name, FLAG);
            boolean again = equals < 0 ? all != null : components.put(flag.substring(0, equals), choice) != null;
            if (again) {
                throw new IllegalArgumentException("'" + FLAG + "' is given twice for " + (equals < 0
                        ? "all components"
                        : "component '"
                                + flag.substring(0, equals) + "'"));
            }
            all = equals < 0 ? choice : all;
        }
        DriverChoice everywhere = all != null ? all : DriverChoice.ofEnvironment(VARIABLE, environment).orElse(null);
        return new BuildSelection(everywhere, components, settings);
    }

    /// Refuses flags for components that are not there.
    ///
    /// @throws DriverException naming the first, and what there is
    void check(Collection<String> ids) {
        for (String id : forComponents.keySet()) {
            if (!ids.contains(id)) {
                String near = NearNames.closest(id, ids);
                throw new DriverException(FLAG + " names the component '" + id + "', which the application does not have"
                        + (near == null ? "" : "; did you mean '" + near + "'?") + " Its components: " + String.join(", ", ids));
            }
        }
    }

    /// The driver of a component.
    DriverChoice choose(String id, Manifest manifest) {
        return candidates(id, manifest).getFirst();
    }

    /// The driver that would be chosen if none of the named ones were there; `shell` if no other is left.
    DriverChoice chooseBut(Set<String> names, String id, Manifest manifest) {
        return candidates(id, manifest).stream().filter(choice -> !names.contains(choice.name())).findFirst().orElseThrow();
    }

    /// Whether somebody chose a driver for just this component: then it is built even if it has no build command.
    boolean isNamed(String id, Manifest manifest) {
        return forComponents.containsKey(id) || ofTable(componentTable(id, manifest), "").isPresent();
    }

    private List<DriverChoice> candidates(String id, Manifest manifest) {
        List<DriverChoice> candidates = new ArrayList<>();
        Optional.ofNullable(forComponents.get(id)).ifPresent(candidates::add);
        Optional.ofNullable(forAll).ifPresent(candidates::add);
        ofTable(componentTable(id, manifest), "[component." + id + ".tool.build]").ifPresent(candidates::add);
        ofTable(applicationTable(manifest), "[application.tool.build]").ifPresent(candidates::add);
        DriverChoice.ofSettings(KEY, settings).ifPresent(candidates::add);
        candidates.add(new DriverChoice(SHELL, "the default"));
        return candidates;
    }

    private static Optional<DriverChoice> ofTable(Map<String, Object> table, String where) {
        return Optional.ofNullable(table.get(DRIVER)).map(name -> new DriverChoice(String.valueOf(name), where));
    }

    /// Variables that the application's table has for build commands.
    Map<String, String> environment(Manifest manifest) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (applicationTable(manifest).get(ENVIRONMENT) instanceof Map<?, ?> table) {
            table.forEach((name, value) -> environment.put(String.valueOf(name), String.valueOf(value)));
        }
        return environment;
    }

    /// The settings of a component's driver: those of the component's table, else of the application's. Each counts for the driver that the
    /// same table names, or whoever is chosen if it names none.
    Map<String, Object> config(String id, String driver, Manifest manifest) {
        Map<String, Object> config = new LinkedHashMap<>();
        for (Map<String, Object> table : List.of(applicationTable(manifest), componentTable(id, manifest))) {
            if (table.get(CONFIG) instanceof Map<?, ?> given && table.getOrDefault(DRIVER, driver).equals(driver)) {
                given.forEach((name, value) -> config.put(String.valueOf(name), value));
            }
        }
        return config;
    }

    /// The settings that the user has for a driver: the table `build-drivers.NAME`.
    Map<String, Object> userConfig(String driver) {
        return settings.table("build-drivers." + driver);
    }

    private static Map<String, Object> componentTable(String id, Manifest manifest) {
        Manifest.Component component = manifest.components().get(id);
        return component == null ? Map.of() : checked(component.tool().getOrDefault(TOOL, Map.of()), "[component." + id + ".tool.build]");
    }

    private static Map<String, Object> applicationTable(Manifest manifest) {
        return checked(manifest.application().tool().getOrDefault(TOOL, Map.of()), "[application.tool.build]");
    }

    private static Map<String, Object> checked(Map<String, Object> table, String where) {
        table.forEach((key, value) -> {
            if (!KEYS.contains(key)) {
                String near = NearNames.closest(key, KEYS);
                throw new DriverException("unknown field `" + key + "` in " + where + (near == null
                        ? ", expected one of `driver`, `config`, `env`"
                        : "; did you mean `" + near + "`?"));
            }
            boolean fits = key.equals(DRIVER) ? value instanceof String : value instanceof Map<?, ?>;
            if (!fits) {
                throw new DriverException("`" + key + "` of " + where + " must be a " + (key.equals(DRIVER) ? "text" : "table"));
            }
        });
        return table;
    }
}
