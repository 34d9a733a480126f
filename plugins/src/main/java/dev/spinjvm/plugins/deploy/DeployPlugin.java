package dev.spinjvm.plugins.deploy;

import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.dispatch.Description;
import dev.spinjvm.plugins.dispatch.Description.Setting;
import dev.spinjvm.plugins.dispatch.Dispatcher;
import dev.spinjvm.plugins.dispatch.PluginEvent;
import dev.spinjvm.plugins.dispatch.PluginProgram;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A provider that is a plugin.
public final class DeployPlugin {
    private final Dispatcher dispatcher;
    private final PluginProgram program;
    private final Description description;
    private final Map<String, Setting> options;

    private DeployPlugin(Dispatcher dispatcher, PluginProgram program, Description description) {
        this.dispatcher = dispatcher;
        this.program = program;
        this.description = description;
        this.options = options(description);
    }

    /// What an application is handed over as.
    public enum Artifact {
        /// Pushed to a registry.
        OCI,
        /// Pushed to a Bindle server.
        BINDLE,
        /// All of its files in one folder.
        DIRECTORY,
        /// Only its description, with the paths of files on this machine.
        LOCKED_ONLY
    }

    /// Asks a plugin what it is.
    ///
    /// @throws PluginException if it breaks the contract
    public static DeployPlugin describe(Dispatcher dispatcher, PluginProgram program) {
        return new DeployPlugin(dispatcher, program, dispatcher.describe(program));
    }

    /// `flags` is how the first version of the contract names them, a list; `config` how drivers do.
    private static Map<String, Setting> options(Description description) {
        Map<String, Setting> options = new LinkedHashMap<>(description.options());
        if (description.members().get("flags") instanceof List<?> flags) {
            for (Object element : flags) {
                if (element instanceof Map<?, ?> flag && flag.get("long") instanceof String name) {
                    options.put(name.replaceFirst("^--", ""), new Setting(text(flag, "help"), text(flag, "env"), Boolean.TRUE.equals(flag
                            .get("secret")), text(flag, "default")));
                }
            }
        }
        return options;
    }

    private static String text(Map<?, ?> map, String name) {
        return map.get(name) instanceof String text ? text : "";
    }

    public String name() {
        return program.name();
    }

    /// What can be set, by name.
    public Map<String, Setting> options() {
        return options;
    }

    /// How the application is handed over.
    ///
    /// @throws PluginException if it says something else
    public Artifact artifact() {
        String said = text(description.members(), "artifact");
        return switch (said) {
            case "oci" -> Artifact.OCI;
            case "bindle" -> Artifact.BINDLE;
            case "directory" -> Artifact.DIRECTORY;
            case "locked-only", "" -> Artifact.LOCKED_ONLY;
            default -> throw new PluginException(program + " wants applications as '" + said
                    + "'; known are oci, bindle, directory and locked-only");
        };
    }

    /// How its users log in: `none`, `token`, `password`, `device`.
    public List<String> logins() {
        return description.members().get("auth") instanceof List<?> list && !list.isEmpty()
                ? list.stream().map(String::valueOf).toList()
                : List.of("none");
    }

    /// Refuses applications that it cannot run.
    ///
    /// @param types of the application's triggers
    /// @throws PluginException naming the types
    public void checkTriggers(Set<String> types) {
        if (description.members().get("triggers") instanceof List<?> known && !known.isEmpty()) {
            List<String> others = types.stream().filter(type -> !known.contains(type)).toList();
            if (!others.isEmpty()) {
                throw new PluginException(program + " cannot deploy applications with the trigger " + String.join(", ", others)
                        + "; it knows " + String.join(", ", known.stream().map(String::valueOf).toList()));
            }
        }
    }

    /// Whether it can do something.
    public boolean knows(String verb) {
        return description.verbs().isEmpty() || description.verbs().contains(verb);
    }

    /// Asks it to do something.
    ///
    /// @param events is given what it tells meanwhile
    /// @param patience how long it may take; `null` for as long as the contract allows
    /// @return its result
    /// @throws PluginException if it cannot
    public Map<String, Object> ask(String verb, Map<String, ?> request, Consumer<PluginEvent> events, @Nullable Duration patience,
            ChildProcesses children) {
        if (!knows(verb)) {
            throw new PluginException(program + " does not know how to '" + verb + "'; it knows: " + String.join(", ", description.verbs()
                    .stream().sorted().toList()));
        }
        return dispatcher.call(program, verb, request, events, new Dispatcher.Options(null, patience, _ -> {}, children)).result();
    }

    @Override
    public String toString() {
        return "provider " + program.name().toLowerCase(Locale.ROOT);
    }
}
